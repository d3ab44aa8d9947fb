"""What must match exactly: how a post can be named, and words that stand together in one."""

"""The corpus room: what a post is, and how a digest folder is read, checked and written."""

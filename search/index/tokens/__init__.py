"""The token store: every word of every post by number, and what is counted from it."""

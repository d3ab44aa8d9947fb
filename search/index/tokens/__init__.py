"""The token store: every word of every post by number, and counts made from it."""

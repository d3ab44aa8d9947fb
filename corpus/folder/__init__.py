"""A digest's folder: its settings and posts, read, checked and written."""

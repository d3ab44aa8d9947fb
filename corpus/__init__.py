"""The corpus room: posts, and how a digest's folder is read, checked and written."""

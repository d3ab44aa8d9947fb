"""A digest's folder on disk: its settings and posts read, checked, begun and written."""

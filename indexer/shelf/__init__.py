"""Shelves: storage for the generations of an index, one of which is live."""

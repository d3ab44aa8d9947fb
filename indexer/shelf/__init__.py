"""Shelves: what keeps the generations of an index, and puts one of them live."""

"""Merges imported posts with the posts of a digest."""

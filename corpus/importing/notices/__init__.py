"""Exports of notices on studies, read and held against the posts of a digest."""

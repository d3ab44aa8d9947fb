"""Exports of notices on studies, read and compared with the posts of a digest."""

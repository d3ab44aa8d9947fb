"""Converts the texts of other programs into Markdown that a post may hold."""

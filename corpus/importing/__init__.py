"""Imports: every format that posts come from, and their merging into a digest."""

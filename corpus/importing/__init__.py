"""Imports: every format that posts come from, and how they join a digest."""

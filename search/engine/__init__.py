"""Engines: what one answers to the rooms above, and the one that reads an index folder."""

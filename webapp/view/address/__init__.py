"""The address of a results page."""

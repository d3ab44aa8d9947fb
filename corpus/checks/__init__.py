"""Checks of a digest without errors: its health, claims and style."""

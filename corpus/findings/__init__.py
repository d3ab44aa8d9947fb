"""Findings in a text, proposed as data for a person to confirm."""

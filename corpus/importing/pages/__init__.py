"""Saved pages of a digest's site, taken apart into posts."""

"""Imports saved pages of a digest's site."""

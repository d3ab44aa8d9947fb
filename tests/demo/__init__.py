"""Tests of the demo digest, and what reads it."""

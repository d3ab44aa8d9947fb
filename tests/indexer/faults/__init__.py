"""Tests of what happens to an index when something fails."""

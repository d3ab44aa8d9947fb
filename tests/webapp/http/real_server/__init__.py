"""Tests of a real server process, alone and behind others."""

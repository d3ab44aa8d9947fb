"""Tests of what is learned from judged questions."""

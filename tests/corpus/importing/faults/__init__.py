"""Tests of importing what is damaged, and where writing fails."""

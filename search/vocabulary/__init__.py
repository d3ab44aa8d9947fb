"""Proposals for a digest's vocabulary, and trials of what it does to a question."""

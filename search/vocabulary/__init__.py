"""Proposals for a digest's vocabulary, and trials of its effect on a question."""

"""Answers: the hits of a question with their passages, and the implications that fit best."""

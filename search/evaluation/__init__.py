"""Evaluation: judged questions, measures, and the ranking held against both."""

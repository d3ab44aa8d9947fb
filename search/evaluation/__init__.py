"""Evaluation: judged questions, measures, and rankings measured with them."""

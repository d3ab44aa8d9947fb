"""Tests of how well questions are answered, with the judged questions themselves."""

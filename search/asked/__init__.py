"""Counts of what readers asked, and the gaps in the digest that they show."""

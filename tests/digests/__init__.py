"""The small digests that tests read, and what makes them."""

"""Exact matches: names of posts and studies, and words together in a sentence."""

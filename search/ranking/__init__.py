"""Ranking: the legs that score posts, the fusion of their scores, and which posts answer."""

"""Ranking: what each leg scores, how the scores are fused, and which posts answer."""

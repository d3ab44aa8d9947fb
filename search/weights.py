"""Every weight of the ranking, in one place; docs/relevance.md tells how each was found."""

from __future__ import annotations

# How much a word counts in each part of a post.
BOOSTS = {"title": 2.0, "summary": 1.0, "implications": 1.0, "topics": 0.5, "citation": 0.3}

# BM25's saturation and length normalisation.
K1 = 1.5
B = 0.75

# How much each leg's z-scores count.
LEGS = {"words": 1.0, "latent": 0.35, "meaning": 2.0}

# What an expansion counts against the word it was looked for beside.
EXPANSION = 0.5

# What a known phrase found as such counts beside its words.
PHRASE = 0.5

# How much the meaning of two posts counts beside their words, and how alike they must be.
ALIKE_MEANING = 0.5
ALIKE_FLOOR = 0.1

"""The weights of the ranking. docs/relevance.md says how each was found."""

from __future__ import annotations

# How much a word counts in each part of a post.
BOOSTS = {
    **{"title": 3.0, "summary": 1.0, "implications": 1.0, "topics": 0.5, "citation": 0.3},
    **{"translated title": 3.0, "translation": 1.0},
}

# BM25's saturation and length normalisation.
K1 = 1.8
B = 0.7

# How much each leg's z-scores count.
LEGS = {
    **{"words": 1.0, "coverage": 0.2, "latent": 0.35},
    **{"meaning": 2.0, "answering": 2.0, "placed": 1.6},
}

# Where posts say what a study means for practice, their words tell more than their embeddings:
# on the demo digest's dev half nDCG@10 is higher with these (docs/relevance.md).
LEGS_WITH_IMPLICATIONS = {**LEGS, "meaning": 0.7, "answering": 0.5, "placed": 1.0}

# How many of the best posts each leg compares all posts with, and how much that counts.
FEEDBACK_POSTS = 3
FEEDBACK = {"latent": 0.5, "meaning": 0.5, "answering": 0.5, "placed": 0.5}

# What the crowding around a post counts against its nearness to the question; see
# ``search/index/algebra/crowding.py``.
CROWDING = 0.5

# How many of the best posts agree on their scores, with how many of them each does, and what these
# count against its own; the sum is one.
AGREEING_POSTS = 50
AGREEING_WITH = 5
AGREEMENT = 0.375

# How many of the best posts are looked at closely, by pieces of words, and what a standard
# deviation of that counts against one of their scores.
CLOSELY_POSTS = 50
CLOSELY = 0.3

# How far beside the middle of all posts the latent leg looks at them from.
AWAY_FROM_MIDDLE = 0.15

# What the latent leg and its feedback count beside meaning, which tells much of the same.
LATENT_BESIDE_MEANING = 0.5

# What the meaning of a title counts against that of the post; written into a generation.
TITLE_MEANING = 0.5

# What a question word ("work", "find") counts against one that names something.
QUESTION_WORD = 0.5

# What an expansion counts against the word it was looked for beside; a post with the word itself
# gets more for it, however often another has the expansion.
EXPANSION = 0.9

# What a term counts that an everyday phrase of several words stands for, and whose own words then
# count as question words do.
EVERYDAY = 0.65

# What a word of the same family counts against the word itself.
FAMILY = 0.8

# What the words of a post's companions count against its own.
COMPANIONS = 0.15

# What a known phrase found as such counts beside its words.
PHRASE = 0.5

# For related posts: what the meaning of two posts counts beside their words, what a term counts
# that is not of the digest's field, and how alike posts must be, by words alone and with meaning.
ALIKE_MEANING = 0.2
OTHER_TERMS = 0.5
ALIKE = 0.165
ALIKE_WITH_MEANING = 0.285

# How alike posts of other topics must be when they are about the same, by words alone and with
# meaning.
ALIKE_ACROSS = 0.06
ALIKE_ACROSS_WITH_MEANING = 0.18

# Where two models have embedded the posts, posts of other topics are related by the sum of both
# cosines and what words count beside it; how high it must be.
WORDS_BESIDE_MODELS = 0.5
NEAR_IN_MEANING = 0.48

# How alike the words of a post and of a later study must be for it to be on the same question.
NEWER_FLOOR = 0.195

# The rule by which a question has an answer where posts speak of what decides it, found on the dev
# half of the demo digest's judged questions and of tests/relevance: the evidence that the best post
# must have, by words alone and with meaning (so low because of the long questions of its writers);
# what coverage counts beside nearness; and how much of the best post's evidence another must have.
ANSWERED = 0.29
ANSWERED_MEANING = 0.7
COVERED = 1.5
BESIDE = 0.35
BESIDE_MEANING = 0.45

# How many posts are named as nearest when none answers.
NEAREST = 3

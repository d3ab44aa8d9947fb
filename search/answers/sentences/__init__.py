"""The sentences of a post that are shown for a question: the best ones, and what limits them."""

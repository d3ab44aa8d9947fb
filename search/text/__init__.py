"""Text analysis: the tokenizer, the sentence splitter, and what is known of a language."""

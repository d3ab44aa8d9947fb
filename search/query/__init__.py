"""Understanding a question: its words, equal terms, spelling, suggestions."""

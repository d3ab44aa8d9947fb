"""Text analysis: the analyzer, languages, plain text of Markdown."""

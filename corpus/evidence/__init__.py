"""Evidence as data: a study's question, its findings in figures, and notices on it."""

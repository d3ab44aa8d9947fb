"""Evidence as data: what a study asked and found, in figures, and what became of it since."""

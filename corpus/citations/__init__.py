"""Citations: parsed from printed lines, and written in APA, RIS, BibTeX, CSL and COinS."""

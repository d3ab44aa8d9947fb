"""References from reference managers and PubMed, each the beginning of a post."""

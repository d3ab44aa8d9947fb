"""Related posts, each with its reason, and newer overviews of the same question."""

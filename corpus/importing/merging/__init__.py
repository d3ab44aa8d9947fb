"""Posts that came in brought together with those that a digest has."""

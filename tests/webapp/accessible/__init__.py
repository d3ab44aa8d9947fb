"""Pages can be read and used by everyone."""

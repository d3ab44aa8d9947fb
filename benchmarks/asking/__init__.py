"""One engine in its own process, asked round after round."""

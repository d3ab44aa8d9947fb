"""One engine in a process of its own, asked round after round."""

"""The index: what a generation holds of a digest, fitted, written and read."""

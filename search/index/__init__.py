"""The index: the parts of a generation, fitted, written and read."""

"""The models' files: which there are, where they lie, and how one is added."""

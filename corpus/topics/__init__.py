"""Topics: a model of their subjects, and proposals for posts without topics."""

"""Scripts that train the shipped models from texts."""

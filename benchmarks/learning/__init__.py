"""Scripts that learn what is shipped, once, from texts."""

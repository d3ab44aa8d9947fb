"""What is learned once from texts, and shipped."""

"""What a text says that a study found, read out of it for a person to confirm."""

"""The TOML files of a digest: settings, topics, vocabulary, removed posts."""

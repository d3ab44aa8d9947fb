"""The TOML files of a digest: settings, topics, vocabulary, and addresses without a post."""

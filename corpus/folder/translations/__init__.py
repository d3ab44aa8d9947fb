"""Translations of posts: files beside those of the posts, such as ``2021-07-mending.fr.md``."""

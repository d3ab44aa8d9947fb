"""Translations of posts: files beside the posts' files, such as ``2021-07-mending.fr.md``."""

"""Imports references from reference managers and PubMed, each as the beginning of a post."""

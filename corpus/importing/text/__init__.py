"""Texts of other programs turned into what a post may hold."""

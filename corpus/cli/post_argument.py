"""The argument POST of a command: a post named by its file, or by its id in a digest."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.cli.shared import Failure
from corpus.folder.post_file import read_post
from corpus.folder.read import read_corpus
from corpus.folder.text_file import read_text
from corpus.post import Post
from corpus.problem import Problem, Problems
from corpus.text.folding import did_you_mean


def id_given(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The id in an argument that is a post's id or its file, which need not be readable."""
    return Path(value).name.removesuffix(".md")


def post_of_file(path: Path) -> Post:
    """The post of a file, as far as it can be read."""
    problems = Problems(path)
    text = read_text(path, path.parent, problems)
    reading = read_post(text, path, None, None) if text is not None else None
    if reading is None or reading.post is None:
        found: list[Problem] = [*problems.found, *(reading.problems if reading else ())]
        raise Failure(str(found[-1]))
    return reading.post


def post_named(told: str, digest_dir: Path) -> Post:
    """The post of a file, or the post of a digest that has this id or alias."""
    path = Path(told)
    if path.suffix == ".md" or path.is_file():
        return post_of_file(path)
    posts = read_corpus(digest_dir).every_post
    found = next((post for post in posts if told == post.id or told in post.aliases), None)
    if found is None:
        cure = did_you_mean(told, [post.id for post in posts], "name its file, or its id")
        raise Failure(f'there is no post "{told}" in {digest_dir}', cure)
    return found

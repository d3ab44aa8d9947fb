"""The command `translate`: a file for a translation, to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.changes import finish_changes
from corpus.cli.post_argument import id_given
from corpus.cli.shared import Failure, digest_option, example
from corpus.durable import replace_file
from corpus.folder.read import POSTS, read_digest
from corpus.folder.settings.digest_files import SETTINGS
from corpus.folder.translations.skeleton import skeleton
from corpus.text.folding import did_you_mean


@click.command(
    epilog=example(
        "pprsearch translate 2024-05-mending-ruptures fr --digest my-digest",
        "pprsearch translate my-digest/posts/2024-05-mending-ruptures.md fr --digest my-digest",
    )
)
@click.argument("post", callback=id_given)
@click.argument("language")
@digest_option("that the post is in", demo=False)
def translate(post: str, language: str, digest_dir: Path) -> None:
    """Begin a translation of a post: write a file for you to fill in.

    POST is a post's file or its id; LANGUAGE is one of those that digest.toml lists. The new file
    lies beside the post's and holds its title, bottom line, summary and practice implications.
    pprsearch check says what is missing, which numbers differ, and when the original has changed.
    No file is ever overwritten.
    """
    finish_changes(digest_dir)
    reading = read_digest(digest_dir)
    posts = {one.id: one for one in reading.every_post}
    if post not in posts:
        own = Path(POSTS, f"{post}.md")
        faults = [fault for fault in reading.faults if fault.file == own or not posts]
        if faults:
            raise Failure(str(faults[0]))
        cure = did_you_mean(post, posts, "Give the post's file, or its name without .md.")
        raise Failure(f"there is no readable post {post}", cure)
    digest = reading.digest
    if language not in digest.other_languages:
        listed = ", ".join(f'"{code}"' for code in (digest.language, *digest.other_languages))
        what = f'"{language}" is not a language into which the posts are translated'
        if language == digest.language:
            what = f'the posts are written in "{language}"'
        raise Failure(what, f"Add it in {SETTINGS}: languages = [{listed}, ...].")
    path = digest_dir / POSTS / f"{post}.{language}.md"
    if path.exists() or path.is_symlink():
        raise Failure(f"{path} exists already", "Edit it.")
    replace_file(path, skeleton(posts[post], language))
    click.echo(f"{path} is ready for you to fill in; pprsearch check says what is missing.")

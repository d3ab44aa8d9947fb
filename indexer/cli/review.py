"""The command `diff`, and the review of a new generation during indexing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.cli.shared import digest_argument, echo_json, example, json_option
from corpus.text.counting import counted
from indexer.cli.options import semantic_option
from indexer.cli.progress import progress_bar
from indexer.cli.request import Request
from indexer.errors import NothingBefore, TooManyChanges
from indexer.plan import plan
from indexer.shelf.open import open_shelf
from search.cli.options import index_option, judgments_option
from search.engine.location import Location, build_command
from search.evaluation.judgments import JudgedQuestion

if TYPE_CHECKING:
    from indexer.review import ChangedAnswer, Review

_WORDS = {"closest": "closest", "across": "from other topics", "newer": "newer overviews"}


@dataclass(slots=True)
class Reviewing:
    """Reviews each generation before it goes live, and decides whether it may.

    With ``stop``, none may. With ``most``, ``TooManyChanges`` is raised for a generation that
    changes the first answers of more judged questions. ``found`` is the last review, if any.
    """

    request: Request
    judgments: Path | None
    stop: bool = False
    most: int | None = None
    found: Review | None = field(default=None, init=False)
    stopped: bool = field(default=False, init=False)

    def __call__(self, after: Location, before: Location | None) -> bool:
        """Review the generation in ``after``, which follows that in ``before``."""
        self.found = None
        if before is not None:
            self.found = _review(self.request, self.judgments, before, after)
        changed = len(self.found.answers) if self.found else 0
        if self.most is not None and changed > self.most:
            for line in review_lines(self.found) if self.found else ():
                click.echo(line)
            raise TooManyChanges(
                f"{counted(changed, 'judged question')} would get other first answers, more than "
                f"the {self.most:,} allowed, so nothing was published"
            )
        self.stopped = self.stop
        return not self.stop


@click.command(
    "diff",
    epilog=example("pprsearch diff my-digest", "pprsearch diff my-digest --json"),
)
@digest_argument()
@index_option
@semantic_option
@judgments_option
@json_option
def diff(
    digest_dir: Path,
    index_dir: Location | None,
    semantic: bool | None,
    judgments: Path | None,
    as_json: bool,
) -> None:
    """Show what would change for readers if the digest were indexed now.

    Lists the judged questions that would get other first answers, and the posts whose related
    posts would change. The new generation is built in a temporary folder; the index is only read.
    """
    request = Request(digest_dir, index_dir, semantic)
    shelf = open_shelf(request.index)
    todo = plan(request.digest(), shelf, request.by_meaning)
    before = todo.base.name
    if before is None:
        raise NothingBefore(
            f"there is no index in {shelf.place} to compare with",
            f"Build one with: {build_command(digest_dir, index_dir)}",
        )
    for note in (*request.notes, *todo.notes):
        click.echo(note, err=True)
    with ExitStack() as stack:
        with progress_bar() as progress:
            after = stack.enter_context(
                shelf.trial(
                    todo.digest, previous=before, semantic=request.by_meaning, progress=progress
                )
            )
        found = _review(request, judgments, shelf.location(before), after)
    if as_json:
        echo_json({**asdict(todo.changes), **asdict(found)})
        return
    for line in review_lines(found):
        click.echo(line)


def _review(request: Request, judgments: Path | None, before: Location, after: Location) -> Review:
    # Imported here: only a review needs it, and it takes time to load.
    from indexer.review import review

    return review(before, after, _questions(request, judgments))


def _questions(request: Request, judgments: Path | None) -> Sequence[JudgedQuestion]:
    """The judged questions in the folder given, else those of the digest, if any."""
    from corpus.folder.settings.judged import judgments_folder
    from indexer.review import judged_questions
    from search.errors import JudgmentsMissing

    if judgments is not None:
        return judged_questions(judgments)
    folder = judgments_folder(request.digest_dir)
    try:
        return judged_questions(folder)
    except JudgmentsMissing as error:
        click.echo(f"No judged questions are compared: {error}.", err=True)
        return ()


def review_lines(found: Review) -> Iterator[str]:
    """The lines of a review for the terminal."""
    yield (
        f"{len(found.answers):,} of {counted(found.asked, 'judged question')} would get other "
        f"first answers than from {found.before}."
    )
    for changed in found.answers:
        yield f'  {changed.id} "{changed.text}"'
        yield from _moves(changed)
    posts = len({changed.post for changed in found.lists})
    yield f"{posts:,} of {counted(found.posts, 'post')} would get other related posts."
    for changed_list in found.lists:
        yield f"  {changed_list.post} ({_WORDS[changed_list.name]})"
        before, after = set(changed_list.before), set(changed_list.after)
        yield from (f"    + {post}" for post in changed_list.after if post not in before)
        yield from (f"    - {post}" for post in changed_list.before if post not in after)
        if before == after:
            yield f"    in another order: {', '.join(changed_list.after)}"


def _moves(changed: ChangedAnswer) -> Iterator[str]:
    """The first answers before and after, with their grades."""
    for word, posts in (("before", changed.before), ("after", changed.after)):
        if not posts:
            yield f"    {word}: no answer"
        for place, post in enumerate(posts, 1):
            head = f"{word}:" if place == 1 else " " * (len(word) + 1)
            grade = f" (graded {changed.grades[post]})" if post in changed.grades else ""
            yield f"    {head} {place}. {post}{grade}"

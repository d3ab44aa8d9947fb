"""Makes the beginning of a post from a reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.citations.apa import cited
from corpus.citations.citation import Citation
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.folding import folded
from corpus.topics.propose import Proposer, propose_research

# How programs and people write that there is none, and that a year is not known.
_NONE = frozenset(("na", "none", "null", "nd", "unknown", "forthcoming", "submitted"))
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Study:
    """A published study, as a reference describes it.

    ``key`` names it in its source, ``line`` is where it stands there; ``kinds`` are the types of
    publication that the source gives it. ``unread`` are names of values that could not be read,
    each with what stands there.
    """

    key: str
    line: int
    citation: Citation
    abstract: str = ""
    pmid: str | None = None
    kinds: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


def unread(*values: tuple[str, str, object]) -> tuple[tuple[str, str], ...]:
    """The names and texts of values of which nothing was read: name, text, and what was read."""
    return tuple(
        (name, text)
        for name, text, read in values
        if not read and (told := "".join(filter(str.isalnum, text.lower()))) and told not in _NONE
    )


def tell_unread(
    values: Iterable[tuple[str, str]], title: str, line: int, problems: Problems
) -> None:
    """Report the values of a reference or post that could not be read."""
    for name, text in values:
        short = text if len(text) <= _SHORT else f"{text[:_SHORT]} ..."
        what = f'the {name} of "{title}" can\'t be read, and was left out: "{short}"'
        problems.warning(line, what, "correct it there and import again, or write it in the post")


def posts_of_studies(
    studies: Iterable[Study], month: str | None, digest: Digest, problems: Problems
) -> Imported:
    """The beginnings of posts on studies, with the abstract as summary.

    Nothing is made up: practice implications are for a person to write, and ``check`` asks for
    them. Without a ``month`` for the posts there are none.
    """
    proposer = Proposer(digest)
    posts = []
    abstracts = 0
    for number, study in enumerate(studies, 1):
        title = study.citation.title
        if not title:
            # Some programs write all of an XML file on one line.
            what = f"reference {number} of the file has no title"
            problems.error(study.line, what, "add it, and import again")
            continue
        tell_unread(study.unread, title, study.line, problems)
        abstracts += bool(study.abstract)
        posts.append((study, title))
    if posts and month is None:
        problems.error(
            posts[0][0].line,
            "references do not say in which month the digest posts them",
            "give one: --month 2024-05",
        )
        return Imported((), tuple(problems.found))
    if not posts and not problems.faulty:
        problems.error(1, "there is no reference in the file", "export it again, with abstracts")
    if abstracts:
        problems.warning(
            1,
            f"of {abstracts} post{'' if abstracts == 1 else 's'} the summary is the study's own "
            "abstract",
            "write it in your own words: an abstract belongs to its publisher",
        )
    made = tuple(_post(study, title, month or "", digest, proposer) for study, title in posts)
    return Imported(made, tuple(sorted(problems.found, key=lambda problem: problem.line)))


def _post(study: Study, title: str, month: str, digest: Digest, proposer: Proposer) -> Post:
    citation = cited(study.citation)
    post = Post(
        id=study.key,
        title=title.rstrip(".") or title,
        summary=study.abstract,
        month=month,
        research=kind_named(study.kinds, digest)
        or propose_research(title, citation.text, study.abstract, digest.kinds),
        citation=citation.text,
        doi=citation.doi,
        pmid=study.pmid,
        topics_proposed=True,
    )
    return replace(post, topics=proposer.topics(post))


def kind_named(names: Iterable[str], digest: Digest) -> str | None:
    """The first kind of research, in the digest's order, that one of the names means."""
    given = {folded(name) for name in names}
    for kind in digest.kinds:
        if given & {folded(name) for name in (kind.name, kind.slug, *kind.aliases)}:
            return kind.name
    return None

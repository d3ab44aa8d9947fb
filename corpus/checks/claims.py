"""Hints where a post claims more than its study: claims, dates, and writers' notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from corpus.checks.carried import Told
from corpus.checks.causes import cause_claimed, certainty_claimed
from corpus.checks.notes import NOTES
from corpus.citations.parse import parse_citation
from corpus.digest import Digest
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.plain_line import unmarked
from corpus.text.sentences import sentences

# As many years a study may be out before the year of its article.
_AHEAD = 2
# A year that something was published or done in.
_YEAR = re.compile(
    r"\b(?:in|since|published|(?:trial|study|review|survey|paper) of) (20\d\d)\b(?![–-])"
    r"|(?:\(|, )(20\d\d)[a-z]?\)",
    re.IGNORECASE,
)


def check_claims(
    post: Post,
    digest: Digest,
    months: Mapping[str, str],
    lines: Mapping[str, int],
    problems: Problems,
) -> None:
    """Warn of claims beyond a post's study; ``months`` are those of all posts, by id."""
    _check_carried(post, lines, problems)
    _check_strength(post, digest, lines, problems)
    _check_notes(post, lines, problems)
    _check_dates(post, months, lines, problems)


def _check_carried(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    """Warn of implications with a figure, group, outcome or time that the summary lacks."""
    study = post.study
    effects = study.effects if study else ()
    fields = (study.population or "", study.setting or "") if study else ()
    told = Told(
        "\n".join(
            (
                *(post.title, post.bottom_line or "", post.summary, *post.topics, *fields),
                *(f"{e.intervention} {e.comparator} {e.outcome} {e.value}" for e in effects),
            )
        )
    )
    for sentence in _sentences(post.implications):
        missing = told.lacks(sentence)
        if missing:
            problems.warning(
                lines.get("implications", 1),
                f'the summary does not carry "{_short(sentence)}": it has nothing on '
                f"{', '.join(missing)}",
                "add it to the summary, or claim only what the summary says",
            )


def _is_correlation(post: Post, digest: Digest) -> bool:
    """Whether a study can't show causes, since it compared no groups made alike."""
    study = post.study
    if study and study.compared:
        return study.compared == "not compared" or study.question == "association"
    kinds = {kind.name: kind for kind in digest.kinds}
    kind = kinds.get(post.research or "")
    return kind is not None and not (kind.overview or kind.compares_by_chance)


def _check_strength(
    post: Post, digest: Digest, lines: Mapping[str, int], problems: Problems
) -> None:
    """Warn of a title or implication that claims a cause, or is surer than any study can be."""
    correlation = _is_correlation(post, digest)
    found = [("title", post.title)]
    found += [("implications", sentence) for sentence in _sentences(post.implications)]
    for name, text in found:
        certain = certainty_claimed(text)
        if certain:
            problems.warning(
                lines.get(name, 1),
                f'"{certain}" is stronger than one study can be: "{_short(text)}"',
                "write what was found, and in whom",
            )
            continue
        claim = cause_claimed(text, digest.language, title=name == "title") if correlation else ""
        if claim:
            problems.warning(
                lines.get(name, 1),
                f'"{claim}" is stronger than the study, which compared no groups made alike: '
                f'"{_short(text)}"',
                'write that one "goes with" the other, or that it may',
            )


def _check_notes(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    """Warn of notes on how the post was written in the text for readers."""
    parts = (("summary", post.summary), ("implications", post.implications))
    for name, text in (*parts, ("bottom_line", post.bottom_line or "")):
        for sentence in _sentences(text):
            note = NOTES.search(sentence)
            if note:
                problems.warning(
                    lines.get(name, 1),
                    f'"{note[0]}" tells how the post was written, not what was found',
                    "delete it; what was read belongs to study: read",
                )


def _check_dates(
    post: Post, months: Mapping[str, str], lines: Mapping[str, int], problems: Problems
) -> None:
    """Warn of a post that is older than its study, or than a year it mentions."""
    if post.month is None or post.year is None:
        return
    line = lines.get("month", 1)
    cited = parse_citation(post.citation).year if post.citation else None
    year = (post.study.year if post.study else None) or cited
    if year is not None and year > post.year:
        problems.warning(
            line,
            f"the post is dated {post.month}, but its study {year}",
            "correct the month, or the year of the study",
        )
    _check_told(post, year, lines, problems)
    text = f"{post.summary}\n{post.implications}"
    later = sorted({int(found[1] or found[2]) for found in _YEAR.finditer(text)})
    if later and later[-1] > post.year:
        problems.warning(
            line,
            f"the post is dated {post.month}, but mentions {later[-1]}",
            "correct the month or the year, or say it in a later post",
        )
    for other in post.updates:
        if months.get(other, "") > post.month:
            problems.warning(
                lines.get("related", 1),
                f"the post updates {other}, which is later",
                "let the later post update this one",
            )


def _check_told(post: Post, year: int | None, lines: Mapping[str, int], problems: Problems) -> None:
    """Warn of notices that are older than the study of a ``year``, and of such corrections."""
    for notice in post.notices:
        # The year of a study is that of its print, years after its first appearance.
        early = year is not None and notice.date and int(notice.date[:4]) < year - _AHEAD
        if early and notice.kind != "preprint":
            problems.warning(
                lines.get("notices", 1),
                f"a notice is dated {notice.date}, but its study {year}",
                "correct the one that is wrong",
            )
    for one in post.corrections:
        if post.month and one.date[: len(post.month)] < post.month:
            problems.warning(
                lines.get("corrections", 1),
                f"a correction is dated {one.date}, but the post {post.month}",
                "correct the one that is wrong",
            )


def _sentences(text: str) -> Iterator[str]:
    plain = unmarked(text)
    return (plain[start:end].strip() for start, end in sentences(plain))


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" ..." if len(words) > 12 else "")


def by_month(posts: Iterable[Post]) -> dict[str, str]:
    """The month of each post that has one, by its id."""
    return {post.id: post.month for post in posts if post.month}

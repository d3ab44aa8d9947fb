"""Hints where a post claims more than its study: claims, dates, and writers' notes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.checks.notes import NOTES, either
from corpus.citations.parse import parse_citation
from corpus.digest import Digest
from corpus.post import Post
from corpus.problem import Problems
from corpus.text.sentences import sentences

_FILE = Path(__file__).with_name("claims.toml")
_ONE_IN = re.compile(r"\b(?:1|one) in ([1-9]\d*)\b")
_NUMBER = re.compile(
    r"(?<!session )(?<![\w.,-])\d+(?:[.,]\d+)*(?:\s?%| per ?cent)?(?![\w-])"
    r"(?!\s(?:or \d+ )?(?:sessions?|minutes?|hours?|days?|weeks?|months?))"
)
# Years, list numbers, points of a scale and planned sessions are not findings.
_PLAIN = re.compile(r"(?:19|20)\d\d$|988$|[0-9]$|10$")
# A sentence that says what was found.
_FOUND = either(
    *("found", "showed?", "shown", "had", "was", "were", "did", "went", "goes", "reported"),
    *("dropped", "improved", "recovered", "gained", "fell", "rose", "relapsed", "died", "lost"),
    "predict(?:s|ed)",
)
# A sentence that leaves a question open, and one that gives advice.
_LEFT_OPEN = either(
    *("may", "might", "could", "can", "cannot", "should", "would", "whether", "if", "not", "no"),
    *("nor", "perhaps", "seems?", "appears?", "think", "hope", "believe", "suggest", "we", "our"),
    *("unknown", r"what(?=.*\?)", r"(?:do|does|did|is|are|how|why)(?=.*\?)"),
)
_ADVICE = either(
    *("will", "consider", "ask", "unclear", "never", "without", "unless", "likely", "aim", "try"),
    *("probabl[ey]", "meant", "worth", "rather than", "instead", "judge", "judgment", "view"),
    *("wish", "open", "less certain"),
)
# Verbs of causing, of which a claim has the form with an s at its end.
_VERBS = (
    "reduce|lower|improve|prevent|increase|raise|boost|protect|shorten|lessen|strengthen|weaken|"
    "worsen|harm|cure|heal|double|halve|cut|determine|drive|produce|foster|promote|enhance|trigger|"
    "enable|erode|deepen|accelerate|eliminate|guarantee|ensure|undermine|damage|buffer|alleviate|"
    "diminish|decrease|hasten|cement|spoil|save|hinder|lift|block|shape|beat|secure|soothe|teach|"
    "build|widen|unlock|fuel|ruin|kill|calm|ease|impede|hamper|sustain|slow|restore|create|"
    "generate|yield|influence|affect|impair|relieve|spark|curb"
)
_CAUSES = either(
    rf"(?:{_VERBS})s",
    *("causes?(?! of)", "caused", "leads? to", "led to", "brings? about", "brought about"),
    *("speeds? up", "works? better", "pays? off", "contributes? to", "resulted from"),
    r"result(?:s|ed)? in (?:an?|more|less|fewer|better|worse|lower|higher)",
    r"(?:makes?|made) \w+ (?:more|less|better|worse)",
    r"(?:makes?|made) (?:for|the difference)",
    r"helps (?:clients|people|them|patients|therapists) (?:to )?\w+",
    r"keeps (?:clients|people|them|patients) \w+",
    r"(?:is|are) what (?:\w+ )?(?:heals?|helps?|works?|counts?|cures?)",
    r"because (?:of|they|the|(?!(?:its|this|his)\b)\w+s)",
    *("more effective", "thanks to", "due to", "owing to", "as a result of", "the key to"),
    r"(?:the )?(?:effects?|impact|influence|power) of (?:\w+ ){1,4}on",
)
# In a title, the words before a verb show whether it is plural or an infinitive.
_PLURAL_CAUSES = re.compile(rf"(?<=s )(?:{_VERBS})(?= \w)", re.IGNORECASE)
# A claim that says itself how far it goes.
_HEDGED = either(
    *("go(?:es)? with", "went with", "linked", r"associat\w+", r"relat(?:ed|ions?)"),
    *(r"correlat\w+", r"predict\w*", r"tend\w*", "how", "why"),
)
_YEAR = re.compile(
    r"(?<=\bin )20\d\d\b(?![–-])|(?<=\()20\d\d(?=[a-z]?\))|(?<=, )20\d\d(?=[a-z]?\))"
)
_MARKUP = re.compile(r"[*_`]|\]\([^)]{0,999}\)|\[")


def check_claims(
    post: Post,
    digest: Digest,
    months: Mapping[str, str],
    lines: Mapping[str, int],
    problems: Problems,
) -> None:
    """Warn of claims beyond a post's study; ``months`` are those of all posts, by id."""
    _check_carried(post, lines, problems)
    if _is_correlation(post, digest):
        _check_strength(post, lines, problems)
    _check_notes(post, lines, problems)
    _check_dates(post, months, lines, problems)


def _check_carried(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    """Warn of implications with a number, group or outcome that the summary lacks."""
    study = post.study
    effects = study.effects if study else ()
    told = "\n".join(
        (
            *(post.title, post.bottom_line or "", post.summary, *post.topics),
            *((study.population or "", study.setting or "") if study else ()),
            *(f"{e.intervention} {e.comparator} {e.outcome} {e.value}" for e in effects),
        )
    )
    numbers = set(map(_bare, _NUMBER.findall(told)))
    # "1 in 25" is 4 %, and the other way round.
    numbers |= {str(n) for n in range(2, 101) if f"{100 / n:g}" in numbers}
    numbers |= {f"{100 / int(n):g}" for n in _ONE_IN.findall(told)}
    for sentence in _sentences(post.implications):
        missing = [
            number
            for number in _NUMBER.findall(sentence)
            if _bare(number) not in numbers and not _PLAIN.match(_bare(number))
        ]
        open_ = "?" in sentence or _LEFT_OPEN.search(sentence) or _ADVICE.search(sentence)
        if _FOUND.search(sentence) and not open_:
            missing += [
                name
                for name, subject in _subjects().items()
                if subject.named.search(sentence) and not subject.told.search(told)
            ]
        if missing:
            problems.warning(
                lines.get("implications", 1),
                f'the summary does not carry "{_short(sentence)}": it has nothing on '
                f"{', '.join(missing)}",
                "add it to the summary, or claim only what the summary says",
            )


class _Subject(NamedTuple):
    """A subject of sentences: how implications ``named`` it, and how summaries ``told`` it."""

    named: re.Pattern[str]
    told: re.Pattern[str]


@cache
def _subjects() -> dict[str, _Subject]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    found = {}
    for name, named in data["named"].items():
        told = "|".join((named, *data["also_told"].get(name, ())))
        found[name] = _Subject(*(re.compile(p, re.IGNORECASE) for p in (named, told)))
    return found


def _is_correlation(post: Post, digest: Digest) -> bool:
    """Whether a study can't show causes, since it compared no groups made alike."""
    study = post.study
    if study and study.compared:
        return study.compared == "not compared" or study.question == "association"
    kinds = {kind.name: kind for kind in digest.kinds}
    kind = kinds.get(post.research or "")
    return kind is not None and not (kind.overview or kind.compares_by_chance)


def _check_strength(post: Post, lines: Mapping[str, int], problems: Problems) -> None:
    """Warn of a title or implication that claims that one thing causes another."""
    found = [("title", post.title)]
    found += [("implications", sentence) for sentence in _sentences(post.implications)]
    for name, text in found:
        claim = _CAUSES.search(text)
        if claim is None and name == "title":
            claim = _PLURAL_CAUSES.search(text)
        hedged = "?" in text or _LEFT_OPEN.search(text) or _HEDGED.search(text)
        if claim and not hedged:
            problems.warning(
                lines.get(name, 1),
                f'"{claim[0]}" is stronger than the study, which compared no groups made alike: '
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
    later = sorted({int(y) for y in _YEAR.findall(f"{post.summary}\n{post.implications}")})
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


def _sentences(text: str) -> Iterator[str]:
    plain = _MARKUP.sub("", text)
    return (plain[start:end].strip() for start, end in sentences(plain))


def _bare(number: str) -> str:
    """A number without unit and thousands separators; ".30" becomes "0.3"."""
    bare = re.sub(r"\s?%| per ?cent", "", number)
    bare = re.sub(r",(?=\d{3}\b)", "", bare).replace(",", ".")
    if "." in bare:
        bare = bare.rstrip("0").rstrip(".")
    return bare.removeprefix("0") or "0"


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" ..." if len(words) > 12 else "")


def by_month(posts: Iterable[Post]) -> dict[str, str]:
    """The month of each post that has one, by its id."""
    return {post.id: post.month for post in posts if post.month}

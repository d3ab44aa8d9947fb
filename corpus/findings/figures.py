"""Finds figures in sentences: measures with values, intervals and p values; counts.

It uses patterns only. Doubtful matches are left out rather than proposed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("counted.toml")

_NUMBER = r"[-−–]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})?(?:\.\d{1,15})?(?<=\d)"
_NAMES = {
    "g": r"(?:Hedges['’]?s? )?\bg\b",
    "d": r"(?:Cohen['’]?s )?\bd\b",
    "r": r"(?:Pearson(?:['’]s)? )?\br\b|\bcorrelations?(?: coefficients?)?\b",
    "SMD": r"\bSMDs?\b|\bstandardi[sz]ed mean differences?\b",
    "OR": r"\bORs?\b|\bodds ratios?\b",
    "RR": r"\bRRs?\b|\b(?:risk ratios?|relative risks?)\b",
    "HR": r"\bHRs?\b|\bhazard ratios?\b",
    "NNT": r"\bNNTs?\b|\bnumbers? needed to treat\b",
}
# A value stands behind its measure, with no more than this between.
_BETWEEN = (
    r"(?: \((?:[A-Z]{2,4}|[gdr])\))?"
    r"(?:,? (?:was|were|is|are|came to|of|at|from|for [^.;()=]{1,40}? (?:was|of)|"
    r"(?:was|were|is) (?:about|around)|with (?:outcome|the outcome) (?:was|of)))?"
    r"(?:\s?[=:]\s?|\s)"
)
# The name of a measure, or of an average of it.
_NAMED = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items()))
_VALUED = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items()) + ")"
    rf"{_BETWEEN}(?P<value>{_NUMBER})(?!\s?%)(?![\w.,]?\d)"
)
_ENDS = rf"(?P<low>{_NUMBER})(?P<unit>\s?%)?\s?(?:to|and|,|–|-(?=\d)|through)\s?(?P<high>{_NUMBER})"
# The interval of a value, right behind it: "(95% CI 0.1 to 0.4", ", interval 0.1 to 0.4",
# "(0.1 to 0.4".
_INTERVAL = re.compile(
    r"[,;]?\s?(?:\(|\[)?(?:and |with )?(?:an? |its |the )?"
    r"(?:95\s?% (?:CI|confidence interval|interval)|CI|confidence interval|interval|(?<=[(\[]))"
    rf"(?:\s?[=:]| of| from| ran from| between)?\s?[\[(]?{_ENDS}(?![\w.,]?\d)",
    re.IGNORECASE,
)
# One between commas, as in a list of values with their intervals: "(0.62, 0.47 to 0.82)".
_LISTED = re.compile(rf", {_ENDS}(?![\w.,]?\d)")
_P = re.compile(r"[\])]?[,;:(]\s?p\s?(?P<sign>[<>=≤≥])\s?(?P<p>0?\.\d+)")
# A number that is no end of an interval.
_BARE = re.compile(
    rf"(?<![\w.,$£€=<>≤≥/−–-])(?<!\d to )(?P<value>{_NUMBER})(?!\s?%)"
    r"(?![\w/-]|[.,]?\d| to [-−–]?[\d.])"
)
_TIMES = re.compile(r"(?<![\w.,-])(?P<value>\d+\.\d+) times as (?:likely|high|often|great)\b")
_SHARE = re.compile(r"(?<![\w.,-])(?P<value>\d+(?:\.\d+)?)\s?%")
# Standardized figures are printed alike: to hundredths or thousandths.
_LIKE = frozenset(("g", "d", "r", "SMD"))
_HUNDREDTHS = re.compile(r"[-−–]?0?\.\d{2,3}")
# What stands before a figure that is no finding of this study.
_TURNED = re.compile(
    r"\b(?:equals?|equal to|equivalent (?:to|of)|corresponds? to|converts? to|i\.e\.,?|that is,?|"
    r"prediction interval|I2|I²|earlier|previous(?:ly)?|had (?:put|found|been)|below|above|"
    r"between|threshold|cut-?off|p [<>=≤≥])[^.;]{0,24}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value with its interval and p, and its place [start, end)."""

    measure: str
    value: float
    low: float | None
    high: float | None
    p: str | None
    start: int
    end: int


def figures(sentence: str, carried: str | None = None) -> tuple[list[Figure], str | None]:
    """The figures in a sentence, and the measure that the next sentence may continue.

    A value without its measure has that named before it in the sentence, or the one ``carried``
    from the sentence before, where its interval stands behind it.
    """
    found: dict[int, Figure] = {}
    for match in _VALUED.finditer(sentence):
        name = str(match.lastgroup if match.lastgroup != "value" else _name(match))
        figure = _figure(sentence, name, match.start("value"), match.end("value"))
        if figure and not _TURNED.search(_before(sentence, match.start())):
            found[figure.start] = figure
    for match in _TIMES.finditer(sentence):
        name = "OR" if re.search(r"\bodds\b", sentence) else "RR"
        start, end = match.span("value")
        figure = _figure(sentence, name, start, match.end())
        if figure and not re.search(r"\bhazards?\b", sentence):
            found[start] = figure
    names = [(m.start(), str(m.lastgroup)) for m in _NAMED.finditer(sentence)]
    taken = [(f.start, f.end) for f in found.values()]
    for match in (*_SHARE.finditer(sentence), *_BARE.finditer(sentence)):
        start, end = match.span("value")
        if any(a <= start < b for a, b in taken):
            continue
        before = [name for at, name in names if at < start]
        is_share = sentence[end : end + 2].strip().startswith("%")
        measure = "%" if is_share else (before[-1] if before else carried)
        figure = _figure(sentence, measure, start, end) if measure else None
        # Alone a number may be anything; with an interval around it, or after another of its
        # measure and written like it, it is an effect.
        listed = measure in _LIKE and any(
            f.measure == measure and f.end <= start for f in found.values()
        )
        is_effect = figure and (
            figure.low is not None or (listed and _HUNDREDTHS.fullmatch(sentence[start:end]))
        )
        if figure and is_effect and not _TURNED.search(_before(sentence, start)):
            found[start] = figure
            taken.append((figure.start, figure.end))
    last = max(found.values(), key=lambda f: f.start, default=None)
    measure = last.measure if last and last.measure != "%" else None
    return [found[at] for at in sorted(found)], measure or (names[-1][1] if names else carried)


def _before(sentence: str, at: int) -> str:
    """The text just before a place in a sentence."""
    return sentence[max(0, at - 80) : at]


def _name(match: re.Match[str]) -> str:
    return next(name for name in _NAMES if match[name])


def _figure(sentence: str, measure: str, start: int, end: int) -> Figure | None:
    """The figure whose value begins at ``start``; more about it may follow at ``end``."""
    value = number(sentence[start:end].partition(" times")[0])
    if value is None or not _can_be(measure, value):
        return None
    behind = end + 1 if measure == "%" else end
    low = high = p = None
    match = _INTERVAL.match(sentence, behind) or _LISTED.match(sentence, behind)
    if match:
        low, high = number(match["low"]), number(match["high"])
        if low is None or high is None or not low <= value <= high:
            low = high = None
        else:
            behind = match.end()
    told = _P.match(sentence, behind) or _P.match(sentence, end)
    if told:
        p = told["p"] if told["sign"] == "=" else f"{told['sign']}{told['p']}"
        behind = max(behind, told.end())
    return Figure(measure, value, low, high, p, start, behind)


def _can_be(measure: str, value: float) -> bool:
    if measure == "r":
        return -1 <= value <= 1
    if measure in ("OR", "RR", "HR"):
        return 0 < value < 1000
    if measure == "%":
        return 0 <= value <= 100
    return abs(value) < 10 or measure == "NNT"


def number(text: str) -> float | None:
    """A printed number: ``1,240``, ``.28``, ``−0.3``; ``None`` for other text."""
    plain = text.strip().replace(",", "").replace("−", "-").replace("–", "-")
    try:
        return float(plain)
    except ValueError:
        return None


_SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)
_COUNT = rf"(?P<count>\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,15}}|{'|'.join(_SMALL)})"
# Words between a count and what is counted: "16 small imaging studies".
_NOT_OF_A_KIND = (
    r"(?!(?:and|or|with|in|of|to|from|for|that|which|who|are|were|is|was|have|had|has|did|on|as|at|"
    r"weeks?|months?|years?|times|qualities|steps|kinds?|groups?|sites?)\b)"
)
_OF_A_KIND = rf"(?: {_NOT_OF_A_KIND}[\w'’-]+){{0,4}}?"
# A count that is none of all: "more than 30,000 patients", "at most eight studies", "1 in 5".
_VAGUE = "".join(
    rf"(?<!{word} )"
    for word in (
        "more than",
        "over",
        "about",
        "nearly",
        "almost",
        "around",
        "some",
        "at most",
        "up to",
        "only",
        "1 in",
        "one in",
        "fewer than",
        "another",
        "further",
    )
)
_IN_ALL = re.compile(rf"(?<![\w.,-]){_COUNT} in all\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A count of studies or people in a sentence, and its place [start, end)."""

    count: int
    start: int
    end: int


def studies_in(sentence: str) -> Iterator[Count]:
    """The counts of studies in a sentence."""
    return _counts(_counted("studies"), sentence)


def people_in(sentence: str) -> Iterator[Count]:
    """The counts of people in a sentence; one that is said to be the total comes first."""
    for pattern in (_IN_ALL, _counted("people")):
        yield from _counts(pattern, sentence)


def clinicians_in(sentence: str) -> Iterator[Count]:
    """The counts of clinicians in a sentence."""
    return _counts(_counted("clinicians"), sentence)


@cache
def _counted(what: str) -> re.Pattern[str]:
    """A pattern for a count of something named in ``counted.toml``."""
    names = "|".join(map(re.escape, tomllib.loads(_FILE.read_text("utf-8"))[what]))
    return re.compile(rf"(?<![\w.,$£€-]){_VAGUE}{_COUNT}{_OF_A_KIND} (?:{names})\b", re.IGNORECASE)


def _counts(pattern: re.Pattern[str], sentence: str) -> Iterator[Count]:
    for match in pattern.finditer(sentence):
        told = match["count"].lower()
        count = _SMALL.index(told) + 1 if told in _SMALL else int(told.replace(",", ""))
        yield Count(count, match.start(), match.end())

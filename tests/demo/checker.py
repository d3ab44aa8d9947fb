"""The records that the demo digest's posts are compared with, and where posts differ on purpose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.evidence.measures import measure_of
from corpus.evidence.study import Effect
from corpus.post import Post
from tests.demo import wording

# Only a part of these two studies is known, at second hand: the first edition had posts on them,
# and no later post has taken over their addresses.
WITHOUT_POST = frozenset({"cristea-2017", "robinson-2020"})
SEED_MONTHS = {
    "wampold-owen-2021": "2022-05",
    "delgadillo-2018-burnout": "2021-07",
    "fluckiger-2020-adjusted": "2021-04",
    "chevance-2020": "2021-03",
    "gloster-2020": "2020-12",
    "curran-2019": "2020-12",
}
# The record has no year, because sources differ; the post has the year that the journal gives.
YEARS = {"hoppen-2022-ptsd": 2023}
# Here the record counts comparisons, findings, meta-analyses, publications or samples; the post
# counts studies.
STUDIES = {
    "norcross-lambert-2018": None,
    "dejong-2024-narrative": None,
    "ravitz-2019": None,
    "friedlander-2018-family": 48,
}
# The studies of a whole network too are not those of one comparison in it, nor are their people.
NO_STUDIES = {
    "hoppen-2022-ptsd": {190, 73, 41, 22},
    "cuijpers-2020-agegroups": {453},
    "cuijpers-2018-deterioration": {23},
    "pilling-2020-youth": {115, 165},
    "cuijpers-2020-nma": {101},
    "webb-2010": {32, 17},
    "cuijpers-2024-ndst": {20, 49, 14},
}
NO_PEOPLE = {"cuijpers-2020-nma": {11910}}
# These stand among a record's effects but are none: counts, shares of a literature and a price.
NO_EFFECT = {
    ("chevance-2020", "count"),
    ("goldberg-2016", "count"),
    ("santos-2024-suicide", "studies"),
    ("curran-2019", "%"),
    ("ravitz-2019", "%"),
    ("hollinghurst-2014-cobalt", "£"),
}
# The main figures come from another author's account, although an abstract was read too.
SECOND_HAND = frozenset(
    {"sava-2009", "gloster-2020", "fluckiger-2020-adjusted", "windle-2020", "fonagy-2015-tads"}
)
# Topics are the record's, unless the description in ``topics.toml`` names the post's subject.
TOPICS = {
    "rapley-loades-2018": {"Miscellaneous"},
    "pilling-2020-youth": {"Miscellaneous"},
    "crawford-2016": {"Client Factors"},
    "kothgassner-2021-dbta": {"Miscellaneous"},
    "sobanski-2021": {"Efficacy of Treatments"},
    "laws-2018-cbtp": {"Outcomes and Deterioration"},
    "duffy-2019-ipta": {"Miscellaneous"},
    "poulsen-2014-bulimia": {"Miscellaneous"},
    "komischke-konnerup-2024-grief": {"Miscellaneous"},
    "cuijpers-2023-youth-depression": {"Miscellaneous"},
}
MAIN_TOPICS = {
    "mausbach-2010-homework": "Cognitive Therapy (CT) and Cognitive-Behavioural Therapy (CBT)",
    "hewison-2016-couple": "Miscellaneous",
    "song-2022-bct": "Miscellaneous",
}
# Numbers that explain the scale of a measure, and ends of an interval that the record has without
# percent signs.
OTHER_FIGURES = {
    "nienhuis-2018-empathy": {"0", "1"},
    "santos-2024-suicide": {"0.5"},
    "cuijpers-2023-youth-depression": {"19", "28"},
}
# Number words that are no figure of the study: the post's own lists and roundings, and idioms.
SPOKEN = {
    "marwood-2018": {"three"},
    "crawford-2007-selfharm": {"thousands"},
    "hayes-2011": {"three"},
    "levy-2018": {"doubled", "a third"},
    "carpenter-2018": {"three", "half"},
    "birkbak-2016": {"three", "twice"},
    "hayes-2018": {"a third"},
    "delgadillo-2018-burnout": {"twice"},
    "cuijpers-2014-pill-placebo": {"seven"},
    "lewis-2020-dropout": {"four", "five"},
    "oud-2018-bpd": {"four"},
    "dejong-2021": {"three"},
    "kothgassner-2021-dbta": {"twice"},
    "sobanski-2021": {"four"},
    "fonagy-2015-tads": {"half"},
    "mallinckrodt-2015": {"three"},
    "barkowski-2020-group-anxiety": {"three"},
    "renner-2014-social": {"three"},
    "hoppen-2022-ptsd": {"half"},
    "song-2022-bct": {"three"},
    "cuijpers-2020-agegroups": {"three"},
    "nienhuis-2018-empathy": {"three"},
    "friedlander-2018-family": {"five"},
    "poulsen-2014-bulimia": {"half"},
    "cuijpers-2023-youth-depression": {"hundred"},
    "santos-2024-suicide": {"half"},
    "johnson-2025-choice": {"three"},
}
# The record has these with a researcher's note, or in another form.
CITATION = {
    "mausbach-2010-homework": {"issue"},
    "wampold-owen-2021": {"journal"},
    "fonagy-2015-tads": {"pages"},
    "notsu-2024": {"pages"},
    "cuijpers-2023-youth-depression": {"issue"},
}

_TOLD = (
    *("title", "year", "online_year", "population", "setting", "country", "k", "n"),
    *("finding", "limits", "practice_point", "data_source"),
)
# The level of a confidence interval, which stands before its figures.
_WIDTH = re.compile(r"95 ?(?:%|per ?cent) (ci|confidence interval|interval)")


@dataclass(frozen=True, slots=True)
class Record:
    """A study as a researcher noted it; ``told`` are its fields as they stand in the file."""

    told: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.told["id"])

    @property
    def year(self) -> int | None:
        year: int | None = self.told["year"]
        return YEARS.get(self.id, year)

    @property
    def studies(self) -> int | None:
        studies: int | None = self.told["k"]
        return STUDIES.get(self.id, studies)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the fields, one by one; notes, citation and addresses are no source."""
        fields = (self.told[name] for name in _TOLD)
        effects = (_in_words(effect) for effect in self.told["effects"])
        return (*(str(field) for field in fields if field is not None), *effects)

    @property
    def source(self) -> str:
        """All text that a figure of the post may come from."""
        return readable("\n".join((*self.texts, str(YEARS.get(self.id, "")))))

    @property
    def authors(self) -> str:
        """The authors as APA prints them: at most twenty, or nineteen and the last."""
        *first, last = self.told["authors"]
        if not first:
            return str(last)
        if len(first) >= 20:
            return f"{', '.join(first[:19])}, … {last}"
        return f"{', '.join(first)}, & {last}"

    @property
    def effects(self) -> list[Effect]:
        """The effects with figures, in the form that a post has them."""
        return [
            _effect(effect, NO_STUDIES.get(self.id, set()), NO_PEOPLE.get(self.id, set()))
            for effect in self.told["effects"]
            if (self.id, effect["measure"]) not in NO_EFFECT
            and any(effect[name] is not None for name in ("value", "low", "high", "p"))
        ]

    @property
    def intervals(self) -> set[tuple[float, ...]]:
        """Estimates with both ends of their intervals, without signs."""
        effects = [(e.value, e.low, e.high) for e in self.effects]
        told = {tuple(map(float, found)) for found in wording.intervals(self.source)}
        return told | {tuple(abs(x) for x in e if x is not None) for e in effects if None not in e}

    def cites(self, citation: str) -> Iterator[str]:
        """The parts of the record that a citation lacks or has otherwise."""
        authors, _, rest = citation.partition(" (")
        known = self.told["authors"]
        if self.told["authors_incomplete"]:
            if not (authors.startswith(known[0]) and "et al." in authors):
                yield f"authors {authors!r}, some are {known}"
        elif authors.replace("’", "'") != self.authors.replace("’", "'"):
            yield f"authors {authors!r}, not {self.authors!r}"
        if not rest.startswith(f"{self.year}"):
            yield f"no year {self.year}"
        for name in ("title", "journal", "volume", "issue", "pages"):
            said = self.told[name]
            if not said or name in CITATION.get(self.id, ()):
                continue
            if wording.plain(str(said)) not in wording.plain(citation):
                yield f"no {name} {said!r}"
        for address in re.findall(r"https?://\S+", citation):
            if address not in self.told["sources"]:
                yield f"address {address}, which was not read"


def read_records(file: Path) -> tuple[Record, ...]:
    """The records of a file, one JSON object a line."""
    return tuple(Record(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line)


def body(post: Post) -> str:
    """The title, bottom line, summary and implications of a post as one text."""
    return "\n\n".join((post.title, post.bottom_line or "", post.summary, post.implications))


def readable(text: str) -> str:
    """The plain text without the "95%" of "95% CI", which is no figure of a study."""
    return _WIDTH.sub(r"\1", wording.plain(text))


def lacking(said: Iterable[str], *sources: Iterable[str]) -> set[str]:
    """Figures of a post that its sources lack, even if theirs are rounded.

    They are compared as numbers, because a record's 0.30 is 0.3 in JSON.
    """
    known = [float(figure) for source in sources for figure in source]
    return {
        figure
        for figure in said
        if not any(
            float(figure) in (number, round(number, len(figure.partition(".")[2])))
            for number in known
        )
    }


def unlike(effect: Effect, known: Effect) -> bool:
    """Whether an effect of a post differs from its record's in a figure or in direction."""
    same = ("value", "low", "high", "studies", "participants", "favours")
    return (
        any(getattr(effect, name) != getattr(known, name) for name in same)
        or _bare(effect.p) != _bare(known.p)
        or _measure(effect.measure) != _measure(known.measure)
    )


def _measure(name: str | None) -> str | None:
    found = measure_of(name) if name else None
    return found.group if found and found.name != "other" else None


def _bare(p: str | None) -> str | None:
    return re.sub(r"\(.*?\)|\s|^\s*=|(?<!\d)0(?=\.)", "", p) if p else None


def _effect(told: Mapping[str, Any], no_studies: set[int], no_people: set[int]) -> Effect:
    # With only one end there is no interval.
    whole = None not in (told["low"], told["high"])
    return Effect(
        intervention=told["intervention"],
        comparator=told["comparator"],
        outcome=told["outcome"],
        timepoint=told["timepoint"],
        measure="% of variance" if _is_share(told) else told["measure"],
        value=told["value"],
        low=told["low"] if whole else None,
        high=told["high"] if whole else None,
        p=told["p"],
        studies=None if told["k"] in no_studies else told["k"],
        participants=None if told["n"] in no_people else told["n"],
        favours=told["better"],
    )


def _is_share(told: Mapping[str, Any]) -> bool:
    """Whether a percentage is of what is accounted for, which is no rate."""
    accounted_for = ("share of outcome variance", "share of overall improvement")
    return told["measure"] == "%" and str(told["outcome"]).startswith(accounted_for)


def _in_words(effect: Mapping[str, Any]) -> str:
    sign = "%" if str(effect["measure"]).startswith("%") else ""
    figures = [f"{effect[n]}{sign}" for n in ("value", "low", "high") if effect[n] is not None]
    others = (
        *("outcome", "intervention", "comparator", "timepoint", "measure"),
        *("p", "k", "n", "text"),
    )
    return "; ".join([*figures, *(str(effect[n]) for n in others if effect[n] is not None)])

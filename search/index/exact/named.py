"""The fields by which a post is found exactly: authors, title, citation, DOI and PMID.

Each is a field of the full text: terms with positions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from corpus.citations.names import read_name
from corpus.citations.parse import parse_citation
from corpus.post import Post
from search.text.analyzer import Analyzer, Word
from search.text.translated import marked_words
from search.text.word_parts import fold

Placed = Mapping[str, list[int]]
# From this many words on, a title is taken as a whole.
_WHOLE_TITLE = 3
# The numbers of letters that may be initials, if they are capitals or have no vowel.
_INITIALS = (2, 3)
_VOWELS = frozenset("aeiouy")


def fields(post: Post, analyzer: Analyzer) -> dict[str, Placed]:
    """The terms and their positions in each of these fields of a post."""
    return {
        "authors": _authors(post.citation),
        "cited": _terms(analyzer.words(post.citation or "")),
        "heading": _heading(post, analyzer),
        "named": {name: [0] for name in names(post.doi, post.pmid)},
    }


def names(doi: str | None, pmid: str | None) -> list[str]:
    """The terms for a study's DOI and PMID."""
    return [
        *([f"doi:{doi.lower()}"] if doi else []),
        *([f"pmid:{pmid}"] if pmid else []),
    ]


def title_fields(title: str) -> tuple[str, ...]:
    """The fields searched for a title; a whole title may also be the study's, in the citation."""
    return ("heading", "cited") if len(title.split()) >= _WHOLE_TITLE else ("heading",)


def author_forms(name: str) -> list[list[str]]:
    """The forms in which a citation may write an author, each a run of words.

    "W. Lee", "Lee W" and "Wei Lee" are found as "Lee, W."; a family name alone as it is.
    """
    words = words_of(name)
    family = [word for word in words if len(word) > 1]
    initials = [word for word in words if len(word) == 1]
    forms = [words]
    if initials and family:
        forms.append([*family, *initials])
    elif len(family) > 1:
        forms.append([family[-1], *(word[0] for word in family[:-1])])
    before, comma, after = name.partition(",")
    if comma:
        forms.append([*words_of(before), *(word[0] for word in words_of(after))])
    forms += _run_together(name)
    if read := read_name(name):
        # With particles, which belong to the family name: "Juan de la Cruz".
        forms.append([*words_of(read.family), *(w[0] for w in words_of(read.initials))])
    return [form for n, form in enumerate(forms) if form and form not in forms[:n]]


def _run_together(name: str) -> Iterator[list[str]]:
    """A name with its initials as one word before or after the family name: "Lee WH"."""
    words = name.split()
    for at in {0, len(words) - 1} if len(words) > 1 else ():
        initials = fold(words[at].strip(".,"))
        capitals = words[at].isupper() and not name.isupper()
        if (
            initials.isalpha()
            and len(initials) in _INITIALS
            and (capitals or _VOWELS.isdisjoint(initials))
        ):
            yield [*words_of(" ".join((*words[:at], *words[at + 1 :]))), *initials]


def words_of(name: str) -> list[str]:
    """The folded words of a name: "O'Brien-Díaz, J." has obrien, diaz and j."""
    return re.findall(r"[^\W_]+", fold(name).replace("'", "").replace("’", ""))


def _authors(citation: str | None) -> Placed:
    authors = parse_citation(citation).creators if citation else ()
    places: dict[str, list[int]] = defaultdict(list)
    place = 0
    for author in authors:
        for word in words_of(str(author)):
            places[word].append(place)
            place += 1
        # No phrase goes from one author to the next.
        place += 1
    return places


def _heading(post: Post, analyzer: Analyzer) -> Placed:
    """The places of the terms of a title, and of those of its translations: no two share a term."""
    placed = dict(_terms(analyzer.words(post.title)))
    for told in post.translations:
        placed.update(_terms(marked_words(told.title, told.language)))
    return placed


def _terms(words: Iterable[Word]) -> Placed:
    """The positions of the terms of some words, as ``postings`` takes them."""
    places: dict[str, list[int]] = defaultdict(list)
    place = 0
    for word in words:
        if not word.terms:
            continue
        apart = word.apart or word.terms
        for number, term in enumerate(apart):
            places[term].append(place + number)
        if word.joined and word.joined not in apart:
            places[word.joined] += sorted({place, place + len(apart) - 1})
        place += len(apart)
    return {term: sorted(set(found)) for term, found in places.items()}

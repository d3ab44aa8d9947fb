"""Tells names of groups and organisations from names of people."""

from __future__ import annotations

import re

from corpus.citations.initials import is_initials

_GROUP_WORDS = re.compile(
    r"\b(?:Academy|Administration|Agency|Association|Authority|Board|Bureau"
    r"|Cent(?:er|re)s?|Coalition|Collaborat(?:ion|ors)|College|Commission|Committee|Consortium"
    r"|Council|Departments?|Directorate|Division|Excellence|Federation|Foundation|Gesellschaft"
    r"|Government|Group|Hospitals?|Initiative|Institut(?:es?|ion|o)?|Investigators"
    r"|Laborator(?:y|ies)|Minist(?:ry|erio|ère|erium)|Nations|Networks?|Office|Organi[sz]ations?"
    r"|Panel|Partnership|Programme|Project|School|Secretariat|Services?|Soci(?:ety|été|edad)"
    r"|Task Force|Teams?|Trialists|Trust|Union|Universi(?:ty|ties|té|tät|dad)|Working Party)\b"
)
# Small words that stand in names of groups and of nobody else.
_JOINTS = frozenset({"of", "for", "the", "on"})
_FUNCTION_WORDS = frozenset(
    {
        *("of", "for", "and", "the", "on", "in", "to", "at", "with", "against", "from", "by", "&"),
        *("de", "du", "des", "la", "les", "et", "für", "der", "die", "und", "van", "voor", "en"),
    }
)


def is_group(name: str) -> bool:
    """Whether a name is a group's: "Institute of Tests", "Rain & Company", "WHO"."""
    return names_group(name) or any(word in ("and", "&") for word in name.split()[1:-1])


def names_group(text: str) -> bool:
    """Whether a text has a word that only groups' names have; "and" may join two people."""
    words = text.split()
    if len(words) == 1:
        return is_acronym(text)
    if len(words) == 2 and is_initials(words[1]):
        # "Board J" is somebody.
        return False
    return bool(_GROUP_WORDS.search(text)) or any(word in _JOINTS for word in words[1:-1])


def could_be_group(name: str) -> bool:
    """Whether every word of a name could be a group's: capitalised, or a small word."""
    words = name.split()
    return (
        0 < len(words) <= 20
        and any(letter.isupper() for letter in words[0])
        and all(w in _FUNCTION_WORDS or any(c.isupper() or c.isdigit() for c in w) for w in words)
    )


def is_acronym(word: str) -> bool:
    """Whether a word is an acronym such as "WHO"."""
    return word.isupper() and word.isalpha() and len(word) > 2

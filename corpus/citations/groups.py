"""Names of groups and organisations, told from those of people."""

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
    """Whether one name is that of a group: "Institute of Tests", "Rain & Company", "WHO"."""
    return names_group(name) or any(word in ("and", "&") for word in name.split()[1:-1])


def names_group(text: str) -> bool:
    """Whether a text names a group by one of its words; "and" may still join two people."""
    words = text.split()
    if len(words) == 1:
        return is_acronym(text)
    if len(words) == 2 and is_initials(words[1]):
        # "Board J" is somebody.
        return False
    return bool(_GROUP_WORDS.search(text)) or any(word in _JOINTS for word in words[1:-1])


def could_be_group(name: str) -> bool:
    """Whether each word of a name is as groups have them: with a capital, or a small one."""
    words = name.split()
    return (
        0 < len(words) <= 20
        and any(letter.isupper() for letter in words[0])
        and all(w in _FUNCTION_WORDS or any(c.isupper() or c.isdigit() for c in w) for w in words)
    )


def is_acronym(word: str) -> bool:
    """Whether a word is a group's initials, such as "WHO"."""
    return word.isupper() and word.isalpha() and len(word) > 2

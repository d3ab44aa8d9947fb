"""Patterns by which a question seems to name somebody: a client, or someone around one.

They are written in what the regular expressions of Python and of browsers have in common, so that
the search box can know what the server knows.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from search.question import clean

_FILE = Path(__file__).with_name("given_names.toml")
_WORD = re.compile(r"[A-Za-z]+")
_FAMILY_NAME = re.compile(r"\s+(?:[A-Z]\.?\s+)?([A-Za-z]+)")
# What stands before a given name in a marked text: of one that is no other word, and of others.
SURE, PERHAPS = "\x01", "\x02"

# A name begins with a capital, but for a given name that is no other word.
_BEGIN = r"(?<![A-Za-z0-9'’\x01\x02-])"
_END = r"(?![A-Za-z])"
_CAPITAL = r"[\x01\x02]?(?:[A-Z]['’]|Mc|Mac)?[A-Z][a-z]+(?:-[\x01\x02]?[A-Za-z][a-z]+)*"
# What instruments, methods, places and the like have for a second word, or questions in capitals.
_DATA = tomllib.loads(_FILE.read_text("utf-8"))
_THING = f"(?:{'|'.join(_DATA['things'])})"
_HELP = f"(?:{'|'.join(_DATA['help'])})"
_PERSON = rf"(?!{_THING}){_CAPITAL}"
_FAMILY = (
    rf"(?!{_THING})(?:(?:van|von|de|der|den|du|la|le|di|da|el|al|bin)\s){{0,2}}"
    rf"(?:{_CAPITAL}|[A-Z]\.)"
)
_SURE = r"\x01[A-Za-z][a-z]+(?:-[\x01\x02]?[A-Za-z][a-z]+)*"
_GIVEN = r"\x01[A-Z][a-z]+(?:-[\x01\x02]?[A-Z][a-z]+)*"
_FULL = rf"[\x01\x02][A-Z][a-z]+(?:-[\x01\x02]?[A-Z][a-z]+)*\s(?:[A-Z]\.?\s)?{_FAMILY}"
_NAME = rf"(?:{_FULL}|{_GIVEN})"

_PEOPLE = (
    r"(?:clients?|patients?|pts?|analysand|supervisees?|trainees?|teen|teenager|adolescent|boy|girl|man|woman|student|pupil"
    r"|child|kid|daughter|son|mother|father|mom|mum|dad|husband|wife|partner|brother|sister|couple|friend"
    r"|colleague|coworker|neighbou?r|cousin|uncle|aunt|cliente?s?|patiente?s?|fils|fille|mari|femme|mere"
    r"|pere|frere|soeur|eleve|ami|amie|conjointe?|Klient(?:in)?|Patientin)"
)
_WHOSE = r"(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Mm]on|[Mm]a|[Ss]on|[Ss]a|[Nn]otre)"
_THAT = (
    rf"(?:{_WHOSE}|[Aa]|[Tt]he|[Tt]his|[Oo]ne|[Uu]ne?|[Ll][ea])"
    r"(?:\s(?:new|old|former|young|own|dear|other|first|last|next|teen|teenage|adult|elderly|male|female"
    r"|nouvelle|nouveau|\d\d?(?:[\s-]year[\s-]old|\s?yo|\s?y/o)))*"
)
_AGE = (
    r"(?:\s?\((?:aged?\s)?\d\d?\)"
    r"|,?\s(?:is\s|was\s)?(?:an?\s|age\s|aged\s)\d\d?(?!\d)"
    r"|,\s\d\d?(?=\s?(?:$|[,;:.?!)]|y|ans|[FfMm]\b|with|and))"
    r"|,?\s(?:is|was|has)\s\d\d?(?=\s?(?:$|[,;.?!]|y|and|with))"
    r"|,?\s\d\d?\s?(?:ans|years?|yo|y/o)\b)"
)
_TROUBLE = (
    rf"(?:[a-z]+\s)?(?:{'|'.join(_DATA['troubles'])}"
    rf"|[\x01\x02]?(?:{'|'.join(_DATA['marked_troubles'])}))"
)
_DOES = (
    r"(?:is|was|has|had|wants|refuses|feels|keeps|cries|drinks|cuts|hears|sees|hates|lost|left|stopped"
    r"|started|won[’']t|doesn[’']t|does\snot|can[’']t|cannot|isn[’']t|suffers|struggles|attends|came|comes"
    r"|lives|relapsed|told\sme|threatens|tried|dropped|cancels|never|still|smokes|believes\ss?he|fights"
    r"|and\s(?:his|her)\s|est|boit|dort|refuse|pleure|ne)\b"
)
_TREATED = (
    r"(?:[Tt]reat(?:ing|ed)?|[Hh]elp(?:ing|ed|s)?|[Ss]eeing|[Rr]efer(?:red|ring)?"
    r"|[Dd]iagnos(?:e|ed|ing)|[Ss]upervis(?:ed?|ing)|[Dd]ischarg(?:ed?|ing)|[Aa]ssess(?:ed|ing)?"
    r"|(?:[Ww]orried|[Cc]oncerned)\sabout|[Rr]eferral\s(?:of|for)|[Ss]essions?\swith)"
)
# Who speaks of these speaks of somebody's writings.
_NO_WORK = (
    r"(?!.*(?:theor|model|book\b|stud(?:y|ies)|approach|scale\b|inventor|research|paper|method|concept|idea"
    r"|techni|training|manual|style|stages|conclu|article|position|review|wrote|argue))"
)
# A given name may stand alone where no other capital is before it, in a question of more words.
# The name comes first in what is looked ahead for: a text of signs alone takes no time.
_ALONE = r"(?:^(?=.*\s[a-z])|(?:^|\s)[a-z]\S*\s|[.,:;?!(]\s?(?=\x01)(?=.{0,200}\s[a-z]))"
_CALLED = r"(?:named|called|appelee?|nommee?|prenommee?)"

PATTERNS = (
    # my client Sarah; a patient of mine, Omar Khan; ma cliente Sophie
    rf"{_BEGIN}{_THAT}\s{_PEOPLE}(?:\sof\s(?:mine|ours))?(?:['’]s\s{_PEOPLE})?,?\s{_PERSON}{_END}(?!\s{_THING})",
    rf"{_BEGIN}{_WHOSE}\s{_PEOPLE},?\s{_SURE}{_END}",
    rf"{_BEGIN}{_PEOPLE}:?,?\s(?:[a-z]+,?\s)?{_NAME}{_END}(?!['’]s\s)(?!\s{_THING}){_NO_WORK}",
    rf"{_BEGIN}(?:[Cc]lient|[Pp]atient|[Pp]t)(?:\sname)?\s?[:=]\s(?:[A-Z]\.\s)?{_CAPITAL}",
    rf"{_BEGIN}(?:[Cc]lient|[Pp]atient|CLIENT|PATIENT)(?:\s(?:is|was))?\s(?:{_FULL}|\x01[A-Z]+{_END})",
    rf"\b(?:{_PEOPLE}|[Ss]omeone),?\s(?:who\sis\s|is\s)?{_CALLED}\s(?:{_PERSON}|{_SURE})",
    rf"\b(?:name(?:\sis|['’]s|:)?|named|called|s['’]appelle)\s{_SURE}",
    # client Kwame Mensah; pt Joy feels nothing
    rf"{_BEGIN}(?:client|patient|pt)\s{_PERSON}\s(?:{_FAMILY}|[A-Z]\b){_END}(?!\s{_THING})(?!['’]s\s){_NO_WORK}",
    rf"{_BEGIN}(?:client|patient|pt)\s\x02[A-Z][a-z]+(?:[,.]|\s{_DOES})",
    # what if Stella drops out; the Kowalski family
    rf"{_ALONE}(?!\x01(?:{'|'.join(_DATA['also_authors'])})\b){_GIVEN}{_END}(?!\s?[\x01\x02]?[A-Z&]|-)"
    rf"(?!['’]s?\s[\x01\x02]?[A-Z]|,?\s\(?\d\d\d\d|,\s[\x01\x02]?[A-Z]|\s(?:and|et|&)\s[\x01\x02]?[A-Z]){_NO_WORK}",
    rf"{_BEGIN}[Cc]ouples?:?\s{_GIVEN}\sand\b",
    rf"{_BEGIN}[Tt]he\s{_PERSON}\sfamily\b(?!\s(?:thera|syst)){_NO_WORK}",
    # Mrs Jones
    rf"{_BEGIN}(?:Mr|Mrs|Ms|Mx|Miss|Mme|Mlle|[Mm]onsieur|[Mm]adame|Frau|Herrn?)\.?\s{_FAMILY}",
    rf"{_BEGIN}(?:M|[DP]r|[A-Z])\.\s{_FAMILY},?\s(?:aged?\s\d\d|\d\d\s?(?:ans|yo|y/o|years)\b)",
    rf"{_BEGIN}(?:Dr|Prof)\.?\s{_FAMILY},?\s(?:is\s)?{_WHOSE}\s{_PEOPLE}\b",
    rf"{_BEGIN}(?:mr|mrs|mme|mlle)\.?\s(?!imag|scan|spectro|contrast)[\x01\x02]?[a-z]+",
    # Sarah Miller, 34; 34-year-old Sarah
    rf"{_BEGIN}{_NAME}{_AGE}",
    rf"{_BEGIN}{_SURE}(?:\s(?:[a-z]+|[A-Z]\.?))?,\s\d\d(?!\d)",
    rf"{_BEGIN}\x02[A-Z][a-z]+,\s\d\d,\s",
    rf"(?:^|^pt\s){_PERSON}(?:\s{_FAMILY})?,\s\d\d?,\s",
    rf"{_BEGIN}{_SURE}\s\d\d\s[a-z]",
    rf"\b\d\d?[\s-]?(?:year[\s-]old|yo|y/o)(?:\s[a-z]+)?,?\s(?:{_PERSON}\s{_CAPITAL}|{_SURE}|\x02[A-Z])",
    rf"{_BEGIN}{_PERSON}\s{_FAMILY},?\s(?:aged?\s\d|is\s\d\d?\syears|\d\d?\s(?:years\sold|ans|yo)\b)",
    rf"{_BEGIN}{_PERSON}\s{_FAMILY},\s\d\d?,?\s{_TROUBLE}",
    rf"{_BEGIN}{_SURE}\s[a-z]+,?\s\d\d,?\s{_TROUBLE}",
    # Sarah's panic; Sarah hears voices
    rf"{_BEGIN}{_NAME}['’]s?\s{_TROUBLE}{_NO_WORK}",
    rf"{_BEGIN}{_NAME}[,:]\s{_TROUBLE}{_NO_WORK}",
    rf"{_BEGIN}\x02[A-Z][a-z]+['’]s\s{_TROUBLE}{_NO_WORK}",
    rf"{_BEGIN}{_GIVEN}\s[A-Z]\.(?=$|[,\s](?!\s?[A-Z]))(?!,?\s\d\d\d\d){_NO_WORK}",
    rf"{_BEGIN}{_NAME}\swho\b{_NO_WORK}",
    rf"{_BEGIN}(?:[Ll]ittle|[Pp]etite?)\s[\x01\x02][A-Z]",
    rf"{_BEGIN}[Yy]oung\s[\x01\x02][A-Z][a-z]+\s{_DOES}",
    rf"{_BEGIN}{_HELP}\sfor\s{_GIVEN}{_END}{_NO_WORK}",
    rf"{_BEGIN}{_NAME},?\s{_DOES}{_NO_WORK}",
    rf"{_BEGIN}{_TREATED}\s{_NAME}{_END}(?!\s{_THING}){_NO_WORK}",
    rf"{_BEGIN}{_NAME}(?:\s(?:and|et)\s{_NAME})?,?\s(?:is\s|was\s|are\s|est\s)?{_WHOSE}\s{_PEOPLE}\b",
    rf"{_BEGIN}{_NAME}\s(?:and|et)\s{_NAME}(?:,|\s{_DOES})",
    rf"{_BEGIN}(?:[Cc]ouples?|[Ff]amily|[Mm]arital)\s[a-z]+\s(?:for|with)\s{_GIVEN}\sand\s{_CAPITAL}",
)


_PATTERNS = tuple(map(re.compile, PATTERNS))


class GivenNames(NamedTuple):
    """Given names in lower case; ``known`` are names of authors and founders, who may be named."""

    names: frozenset[str]
    also_words: frozenset[str]
    known: frozenset[str]


@cache
def given_names() -> GivenNames:
    """The given names listed in the file of this package."""
    known = (" ".join(name.split()) for name in _DATA["known_for_their_work"].split(";"))
    return GivenNames(
        frozenset(_DATA["names"].split()), frozenset(_DATA["also_words"].split()), frozenset(known)
    )


def marked(text: str) -> str:
    """A text without accents, with a mark before each given name.

    Not that of an author or founder who is named in full.
    """
    folded = unicodedata.normalize("NFKD", clean(text))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    given = given_names()

    def mark(found: re.Match[str]) -> str:
        word = found[0].lower()
        sign = SURE if word in given.names else PERHAPS if word in given.also_words else ""
        family = _FAMILY_NAME.match(plain, found.end()) if sign else None
        if family and f"{word} {family[1].lower()}" in given.known:
            return found[0]
        return sign + found[0]

    return _WORD.sub(mark, plain)


def names_somebody(question: str) -> bool:
    """Whether a question seems to name a client, or someone around one."""
    text = marked(question)
    return any(pattern.search(text) for pattern in _PATTERNS)

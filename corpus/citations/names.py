"""Names of authors and editors: parsed from any form, printed in APA style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.citations.groups import is_acronym, is_group
from corpus.citations.initials import INITIAL, MOST_INITIALS, abbreviated, is_initials
from corpus.text.typography import tidy

PARTICLES = frozenset(
    {
        *("af", "al", "aan", "auf", "av", "bin", "da", "das", "de", "del", "dela", "della", "den"),
        *("der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "les"),
        *(
            "lo",
            "los",
            "op",
            "oude",
            "ten",
            "ter",
            "'t",
            "’t",
            "‘t",
            "'s",
            "’s",
            "und",
            "v.",
            "van",
        ),
        *("vande", "vanden", "vander", "von", "vom", "y", "zu", "zum", "zur"),
    }
)
# Particles that join two family names, as in Ramón y Cajal.
_JOINING = frozenset({"e", "y", "und"})
_SUFFIXES = {
    **{"jr": "Jr.", "jnr": "Jr.", "sr": "Sr.", "snr": "Sr."},
    **{"ii": "II", "2nd": "II", "iii": "III", "3rd": "III", "iv": "IV", "4th": "IV"},
}
# Roman numerals, which may be initials as well.
_NUMERALS = frozenset({"ii", "iii", "iv"})
_DEGREES = frozenset({"phd", "md", "psyd", "dphil", "edd", "msc", "mph", "msw", "rn", "frcpsych"})
_CUT = frozenset({"et al", "others", "and others", "and colleagues", "...", "…"})
_PLAIN_INITIALS = re.compile(r"^(?:[A-Z]\. )*[A-Z]\.$")
_WORD = re.compile(r"^[^\W\d_]+(?:['’.‐-][^\W\d_]*)*$")
_INNER_CAPITAL = re.compile(r"^[a-z]{1,4}['’-][^\W\d_a-zß-öø-ÿ]")
# What some lists have after a name: "(Ed.)", a nickname.
_ASIDE = re.compile(r" ?\([^()]*\)$")
_JOINTED = re.compile(rf"(?<=\b{INITIAL}\.)(?={INITIAL}\.)")
_MOST_PARTICLE = 4
# Where the letters of Chinese, Japanese and Korean begin, and as many as a name may have.
_FIRST_OF_THE_EAST = "\u2e80"
_MOST_OF_THE_EAST = 6


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor; particles belong to the family name ("de Jong").

    ``given`` are names or initials, as the source has them. A group has its name as ``family``
    alone, and ``group`` is true.
    """

    family: str
    given: str = ""
    suffix: str = ""
    group: bool = False

    def __str__(self) -> str:
        return _listed(self.family, self.given, self.suffix)

    @property
    def initials(self) -> str:
        """The given names as initials: "C. A." for "Christian A", "J.-P." for "Jean-Paul"."""
        # Small words between given names stay, as in Maria da Graça.
        words = (w if w in PARTICLES else abbreviated(w) for w in self.given.split())
        return " ".join(word for word in words if word)

    @property
    def inverted(self) -> str:
        """The name as APA prints an author: "King, M. L., Jr."."""
        return _listed(self.family, self.initials, self.suffix)

    @property
    def direct(self) -> str:
        """The name as APA prints the editor of a chapter's book: "M. L. King Jr."."""
        return " ".join(part for part in (self.initials, self.family, self.suffix) if part)


def group(name: str) -> Person:
    """A group or organisation, with its whole name."""
    return Person(tidy(name).strip(" ,;"), group=True)


def person(family: str, given: str = "", suffix: str = "") -> Person:
    """A person from separate names, even if a source has put one into the wrong field.

    "Jr" and the like may end the family or the given names, and particles the given names: both
    go where they belong.
    """
    return _person(*(tidy(part).strip(" ,;") for part in (family, given, suffix)))


def read_name(text: str) -> Person | None:
    """A name in any usual order; ``None`` for none ("et al.", "others").

    Reads "Family, Given, Jr.", "Family, Jr., Given", "Given Family", "Family GM" and
    "Family G.M.", with particles; what has no such order is a group or has one name alone.
    """
    return read_tidy_name(tidy(text))


def read_tidy_name(name: str) -> Person | None:
    """As ``read_name``, for text that is tidied already."""
    if not any(letter.isalpha() for letter in name) or name.strip(" .[]()").lower() in _CUT:
        return None
    first, *rest = (piece.strip() for piece in name.strip(" ,;").split(","))
    rest = [piece for piece in rest if piece and _bare(piece) not in _DEGREES]
    if not rest:
        return _without_comma(first, ended=name.endswith(","))
    if not first:
        return read_tidy_name(",".join(rest))
    if is_group(first) and not is_initials(rest[0]):
        return group(name)
    if any(piece.startswith(("and ", "& ")) for piece in rest):
        # Nobody's given names begin so: "Listening, Care, and Mood Consortium".
        return group(name)
    # A Roman numeral may be initials, unless other given names stand beside it.
    suffixes = [
        piece
        for piece in rest
        if _bare(piece) in _SUFFIXES and (len(rest) > 1 or _bare(piece) not in _NUMERALS)
    ]
    given = " ".join(piece for piece in rest if piece not in suffixes)
    suffix = suffixes[0] if suffixes else ""
    if given:
        return _person(first, given, suffix)
    whole = _without_comma(first, ended=False)
    return _person(whole.family, whole.given, suffix)


def _person(family: str, given: str, suffix: str) -> Person:
    given = _spaced(_ASIDE.sub("", given))
    suffix = _SUFFIXES.get(_bare(suffix), suffix)
    if not suffix:
        family, suffix = _without_suffix(family)
    if not suffix:
        given, suffix = _without_suffix(given)
    if _PLAIN_INITIALS.match(given):
        return Person(family, given, suffix)
    words = given.split()
    while words and words[-1] in PARTICLES:
        family = f"{words.pop()} {family}"
    given = " ".join(words)
    if family.isupper() and len(family) > 2 and len(max(words, default="", key=len)) > 2:
        # All of the name is in capitals, so they are no initials.
        given = given.title()
    made = Person(family, given, suffix)
    return replace(made, given=made.initials) if is_initials(given) else made


def could_be_person(name: Person) -> bool:
    """Whether a name could be a person's: few words, capitalised or particles.

    Beside initials any short word may be a particle.
    """
    words = [*name.family.split(), *name.given.split()]
    particle = _MOST_PARTICLE if is_initials(name.given) else 0
    return (
        0 < len(name.family.split()) <= 5
        and len(words) <= 9
        and not is_initials(name.family)
        and any(_has_capital(word) for word in name.family.split())
        and all(
            is_initials(word)
            or word.lower() in PARTICLES
            or (_WORD.match(word) is not None and (_has_capital(word) or len(word) <= particle))
            for word in words
        )
    )


def is_suffix(piece: str) -> bool:
    """Whether a piece is a suffix of a name: "Jr.", "III"."""
    return _bare(piece) in _SUFFIXES or _bare(piece) in _DEGREES


def has_initials(name: str) -> bool:
    """Whether a name without a comma has initials, before or after the family name."""
    words = name.split()
    if len(words) < 2 or all(map(is_initials, words)):
        return False
    dotted = "." in words[0] and is_initials(words[0])
    return dotted or _family_first(words) > 0


def _without_comma(name: str, *, ended: bool) -> Person:
    """A name without a comma inside; ``ended`` if a comma marks it as a group's."""
    if is_group(name) or is_acronym(name.rstrip(".")):
        return group(name.rstrip(".") if is_acronym(name.rstrip(".")) else name)
    bare, suffix = _without_suffix(_spaced(name))
    words = bare.split()
    if len(words) == 1:
        return Person(bare, suffix=suffix)
    at = len(words)
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    # "Berg A. van den": as lists in the order of the alphabet have particles.
    words = [*words[at:], *words[:at]]
    families = _family_first(words)
    if families:
        return _person(" ".join(words[:families]), " ".join(words[families:]), suffix)
    if ended:
        return group(name)
    start = len(words) - 1
    while start > 0 and words[start - 1].lower() in PARTICLES:
        start -= 1
        if words[start] in _JOINING and start > 1:
            start -= 1
    return _person(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _family_first(words: list[str]) -> int:
    """The number of words of the family name if initials come last, else 0."""
    start = len(words)
    while start > 0 and is_initials(words[start - 1]) and len(words[start - 1]) <= 10:
        start -= 1
    if start == len(words) or all(map(is_initials, words[:start])):
        return 0
    letters = sum(letter.isalpha() for word in words[start:] for letter in word)
    return start if letters <= MOST_INITIALS + 1 else 0


def _without_suffix(name: str) -> tuple[str, str]:
    """A name without its suffix, and the suffix."""
    words = name.split()
    last = _bare(words[-1]) if len(words) > 1 else ""
    if last not in _SUFFIXES or (last in _NUMERALS and _is_one_family(words[:-1])):
        return name, ""
    return " ".join(words[:-1]).rstrip(","), _SUFFIXES[last]


def _is_one_family(words: list[str]) -> bool:
    """Whether words are one family name, so that a following "II" is initials."""
    return sum(word.lower() not in PARTICLES for word in words) == 1 and not is_initials(words[0])


def is_without_case(word: str) -> bool:
    """Whether a word is in a script without capitals, such as Chinese or Arabic."""
    return word[:1].isalpha() and word.upper() == word.lower()


def _has_capital(word: str) -> bool:
    letters = word.lstrip("'’(")
    if is_without_case(letters):
        # Chinese, Japanese and Korean names are short; what is longer is a title.
        return letters < _FIRST_OF_THE_EAST or len(letters) <= _MOST_OF_THE_EAST
    # "d'Abreu" and "al-Rashid": the capital comes after the joint.
    return letters[:1].isupper() or bool(_INNER_CAPITAL.match(word))


def _bare(piece: str) -> str:
    return piece.strip(" .,").replace(".", "").lower()


def _spaced(name: str) -> str:
    """The name with spaces between its initials: "D. M." for "D.M."."""
    return _JOINTED.sub(" ", name)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)

"""Authors' names: lists of them read from print, and the family name in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    {
        *("af", "al", "aan", "bin", "da", "das", "de", "del", "dela", "della", "den", "der", "des"),
        *("di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "les", "lo", "los", "op"),
        *("oude", "ten", "ter", "'t", "'s", "und", "v.", "van", "vande", "vanden", "vander", "von"),
        *("vom", "y", "zu", "zum", "zur"),
    }
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_GROUPS = re.compile(
    r"\b(?:Academy|Agency|Association|Board|Cent(?:er|re)|Collaboration|College|Committee"
    r"|Consortium|Council|Department|Foundation|Group|Institutes?|Ministry|Network|Organi[sz]ation"
    r"|Services?|Society|Task Force|Team)\b"
)
_INITIALS = re.compile(r"^(?:[^\W\d_a-zß-öø-ÿ](?:[a-z]?\.)? ?-? ?){1,5}$")
_VANCOUVER = re.compile(r"^(?P<family>[^\W\d_].*?)\s(?P<initials>[A-ZÀ-ÞŠŽ]{1,4})$")
_GIVEN_INITIALS = re.compile(r"^(?:[A-ZÀ-ÞŠŽ]\.\s*-?\s*){1,4}(?=[^\W\d_]{2})")
_WORD = re.compile(r"^[^\W\d_]+(?:['’.‐-][^\W\d_]*)*$")
_ET_AL = re.compile(
    r"(?<![,\s])[,\s]*\b(?:et\.? al\b\.?|and colleagues\b|and others\b)", re.IGNORECASE
)
_LEFT_OUT = re.compile(r"(?:…|(?:\.\s?){3,})")
_JOINTED_INITIALS = re.compile(r"(?<=\b[A-ZÀ-ÞŠŽ]\.)(?=[A-ZÀ-ÞŠŽ]\.)")


@dataclass(frozen=True, slots=True)
class Names:
    """Names in printed order; ``incomplete`` says that the print leaves some out.

    ``certain`` is false when the words might as well be something else, such as a title.
    """

    names: tuple[str, ...] = ()
    incomplete: bool = False
    certain: bool = False


def read_names(text: str) -> Names | None:
    """The names in a list of them, or ``None`` when the text is no such list.

    Reads "Family, I. I., & Family, I.", "I. I. Family and Given Family", "Family II, Family I",
    "Family, Given; Family, Given", names of groups, "et al.", and ellipses.
    """
    left_out, ellipses = _LEFT_OUT.subn(", ", text)
    left_out, others = _ET_AL.subn(", ", left_out)
    left_out = left_out.strip(" ,;:.&") + ("." if left_out.rstrip(" ,;:&").endswith(".") else "")
    incomplete = bool(ellipses or others)
    if not left_out.strip(" ."):
        return None
    if _GROUPS.search(left_out) and not re.search(r"\b[A-Z]\.", left_out):
        return Names((left_out.rstrip("."),), incomplete) if _capital(left_out) else None
    names = _separated(left_out)
    if names is None:
        return None
    certain = bool(others) or any(_has_initials(name) for name in names)
    return Names(tuple(names), incomplete, certain)


def family_name(name: str) -> str:
    """The family name in a printed name, particles included: "de Jong" of "de Jong, K."."""
    if "," in name:
        return name.partition(",")[0].strip()
    if _GROUPS.search(name):
        return name
    vancouver = _VANCOUVER.match(name)
    if vancouver:
        return vancouver["family"]
    words = name.split()
    while len(words) > 1 and _is_suffix(words[-1]):
        words.pop()
    start = max(len(words) - 1, 0)
    while start > 0 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _separated(text: str) -> list[str] | None:
    """The names of a list that may use commas, semicolons, "&" and "and"; ``None`` for no list."""
    if ";" in text:
        names = [" ".join(part.split()) for part in re.split(r"[;&]|\band\b", text)]
        names = [name.strip(" ,") for name in names if name.strip(" ,.")]
        joined = [", ".join(piece.strip() for piece in name.split(",")) for name in names]
        return joined if all(map(_is_name, joined)) else None
    chunks = re.split(r"&|\band\b", text)
    pieces = [[p for raw in chunk.split(",") if (p := raw.strip())] for chunk in chunks]
    in_pairs = len(pieces) > 1 and all(
        len(chunk) % 2 == 0 and not any(map(_is_initials, chunk)) for chunk in pieces if chunk
    )
    names = []
    for piece in (piece for chunk in pieces for piece in chunk):
        bare = piece.rstrip(".").lower()
        awaits = bool(names) and "," not in names[-1] and not _given_first(names[-1])
        if names and (bare in _SUFFIXES or (awaits and (_is_initials(piece) or in_pairs))):
            names[-1] += f", {_spaced(piece)}"
        else:
            names.append(_spaced(piece))
    last = names[-1] if names else ""
    if last and not _has_initials(last):
        names[-1] = last.rstrip(".")
    return names if names and all(map(_is_name, names)) else None


def _is_name(name: str) -> bool:
    """Whether a name could be one: few words, each with a capital or a particle."""
    family, _, given = name.partition(",")
    words = [w for w in (*family.split(), *given.replace(",", " ").split())]
    return (
        0 < len(family.split()) <= 5
        and len(words) <= 9
        and not _is_initials(name)
        and any(w[:1].isupper() for w in words)
        and all(_capital(w) or w.lower() in _PARTICLES or _is_initials(w) for w in words)
        and all(_WORD.match(w) or w.lower() in _PARTICLES for w in words)
    )


def _capital(word: str) -> bool:
    letters = word.lstrip("'’(")
    # "d'Abreu" and "dell'Osso": the capital comes after the apostrophe.
    return letters[:1].isupper() or bool(re.match(r"^[a-z]{1,4}['’][A-Z]", word))


def _is_initials(piece: str) -> bool:
    """Whether a piece is initials only: "J. A.", "J.-A.", "A-M.", "JA", "G.D"."""
    if not _INITIALS.match(piece) or not piece[:1].isupper():
        return False
    return "." in piece or all(part.isupper() for part in re.split(r"[\s-]+", piece) if part)


def _given_first(name: str) -> bool:
    """Whether a name already has its given names: before it, or as Vancouver style has them."""
    return bool(_GIVEN_INITIALS.match(name) or _VANCOUVER.match(name))


def _has_initials(name: str) -> bool:
    family, comma, given = name.partition(",")
    return (
        (bool(comma) and any(_is_initials(part.strip()) for part in given.split(",")))
        or bool(re.search(r"(?:^|\s)[A-ZÀ-ÞŠŽ]\.", family))
        or bool(_VANCOUVER.match(name))
    )


def _is_suffix(word: str) -> bool:
    return word.rstrip(".").lower() in _SUFFIXES


def _spaced(name: str) -> str:
    """The name with a space between its initials: "D. M." for "D.M."."""
    return _JOINTED_INITIALS.sub(" ", " ".join(name.split()))

"""Restores spaces and hyphens in text that lost its markup."""

from __future__ import annotations

import re
import unicodedata

from corpus.text.markup import fully_decoded

_ODD = {
    **{ord(c): " " for c in "\t\v\f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"},
    **{code: " " for code in range(0x2000, 0x200B)},
    **{ord(c): "-" for c in "\u2010\u2011"},
    # Marks without width: soft hyphen, zero-width space and joiners, byte order mark.
    **{ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"},
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# A joint is where two words met because the markup between them was lost. None is between
# digits (times, ratios, pages) or between two small words ("patient:therapist", a ratio too).
_JOINTS = re.compile(
    r"""
      (?<=[12]\d\d\d[:;])(?=[^\W\d_]{2})              # published in 2021:therapist
    | (?<=[^\W\d_][:;?!])(?=[A-Z][a-z])               # Findings:Therapists
    | (?<=[a-z]{2}\.)(?=[A-Z][a-z])                   # patients.Therapists
    | (?<=[)\]][.:;,])(?=[^\W\d_]{2})                 # (2021).Therapist
    | (?<=[^\W\d_],)(?=[^\W\d_])                      # anxiety,depression
    """,
    re.VERBOSE,
)
_JOINED_AND = re.compile(r"(?<![^\s,.])&(?=[^\W\d_]{2})")
_ADDRESS = re.compile(r"[/@\\]|www\.|\b10\.\d{4}")


def tidy(text: str) -> str:
    """The text on one line with plain spaces and hyphens, and lost spaces restored.

    Quotes, dashes and every word stay as they are; addresses, DOIs, times, ratios and numbers
    are left alone. Tidying twice changes nothing more.
    """
    if "&" in text:
        # In text that a reader sees an entity was escaped twice.
        text = fully_decoded(text)
    plain = _CONTROL.sub("", unicodedata.normalize("NFC", text).translate(_ODD))
    return " ".join(_mended(token) for token in _SPACES.split(plain) if token)


def _mended(token: str) -> str:
    if _ADDRESS.search(token):
        return token
    return _JOINED_AND.sub("& ", _JOINTS.sub(" ", token))

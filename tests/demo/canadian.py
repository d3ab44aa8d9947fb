"""British and American spellings, each with the Canadian one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.demo import wording

_IZE = (
    "organ|recogn|emphas|summar|general|real|minim|maxim|standard|categor|critic|prior|special"
    "|util|stabil|normal|final|visual|character|hospital|apolog|computer|memor|harmon|optim|sensit"
    "|individual|manual|conceptual|internal|external|anonym|penal|social|theor|sympath|scrutin"
    "|mobil|neutral|personal|pool|random|stigmat|mental|ideal|symbol|author|reorgan|traumat"
)
# The spellings, in lower case.
SPELLINGS = {
    r"behavior\w*": "behaviour",
    r"color(?:s|ed|ful|ing)?": "colour",
    r"favor(?!ably)\w*": "favour",
    r"center(?:s|ed)?": "centre",
    r"counsel(?:ing|ed|ors?)": "counselling, counsellor",
    r"programmes?": "program",
    r"judgements?": "judgment",
    rf"(?:{_IZE})is(?:e|es|ed|ing|ations?|er|ers)": "-ize",
    r"analyz(?:e|es|ed|ing)": "analyse",
    r"labor(?:s|ed|ing)?": "labour",
    r"honor\w*": "honour",
    r"neighbor\w*": "neighbour",
    r"fulfills?|fulfillment": "fulfil",
    r"enrollments?": "enrolment",
    r"practicing|practiced|to practice": "practise, the verb",
    r"defense": "defence",
    r"travel(?:ing|ed|ers?)": "travelling",
    r"label(?:ed|ing)": "labelled",
    r"model(?:ed|ing)": "modelling",
    r"cancel(?:ed|ing)": "cancelled",
    r"signal(?:ed|ing)": "signalled",
    r"skillful\w*": "skilful",
    r"gray": "grey",
    r"whilst|amongst": "while, among",
    r"fortnight\w*": "every two weeks",
    r"learnt|spelt|burnt|dreamt": "learned",
    r"practise of|practise is": "practice, the noun",
}
_PATTERNS = {cure: re.compile(rf"\b(?:{wrong})\b") for wrong, cure in SPELLINGS.items()}


def misspelt(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that are not spelled as in Canada, each with its Canadian spelling."""
    lower = wording.plain(text)
    for cure, pattern in _PATTERNS.items():
        yield from ((found[0], cure) for found in pattern.finditer(lower))

"""Patterns of writers' notes: what was not read, has to be checked, or was filled in."""

from __future__ import annotations

import re


def either(*phrases: str) -> re.Pattern[str]:
    """A pattern of whole words and phrases, in any letter case."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


_SOURCE = (
    r"(?:article|paper|study|studies|full text|manuscript|abstract|source|original|PDF|first page|"
    r"press release|blog|summary|excerpt|preprint|website)"
)
_SEEN = r"(?:read|see|seen|access|accessed|obtain|get|find|verify|check|open|at hand|confirm)"
# Writers' notes in the text for readers.
NOTES = either(
    r"(?:(?:not|never|not been|yet to be|could not be|cannot be) |un)verified(?! by)",
    r"this (?:account|summary|post|text|digest entry) (?:rests|relies|is based|draws|was (?:written"
    r"|generated|made))",
    rf"(?:only|just) (?:the|its|an?) (?:\w+ )?{_SOURCE} (?:was|is|could be)",
    r"(?:from|on|by|in) (?:the|its) abstract (?:alone|only)",
    r"(?:we|I) (?:could|did|have|had|were|was|am|are)(?: not|n['’]t)(?: been)? (?:able to )?"
    rf"{_SEEN}",
    rf"(?:we|I) (?:were|was|am|are) unable to {_SEEN}",
    rf"(?:we|I) (?:have )?(?:only )?(?:read|saw|seen|had) (?:only )?(?:the |an? )?{_SOURCE}",
    rf"(?:the )?(?:\w+ )?{_SOURCE} (?:itself )?(?:was|is|could|were) (?:not (?:be )?|un|behind )"
    r"(?:available|accessible|accessed|read|seen|obtained|found|open|a paywall)",
    *("behind a paywall", r"our (?:only )?sources? (?:was|were|is|are)"),
    r"(?:is|are|has|have|remains?|still|yet) to be (?:checked|verified|confirmed|completed|added)",
    r"(?<!had )to be (?:confirmed|verified|completed|added)(?=[.;,]|$)",
    r"(?:the|its|this|our) (?:database |registry )?(?:record|entry) (?:says|gives|names|for|"
    r"does not)",
    r"according to (?:the |its )?(?:record|abstract|press release|blog)",
    rf"(?:taken|copied|quoted|drawn|generated) from (?:the |its |an? )?{_SOURCE}",
    rf"(?:as )?given (?:on|in|by) (?:the |its |an? )?(?:publisher['’]?s? )?{_SOURCE}",
    r"abstract (?:does not|doesn['’]t|did not) (?:say|tell|report|give|state|name|mention)",
    r"(?:figure|number|total|spelling|name|range|value|date|page)s? (?:\w+ )?"
    r"(?:looks?|seems?|appears?) (?:doubtful|wrong|odd|off|to be (?:wrong|a misprint|a typo))",
    *("misprint", "typo", "typing error"),
    r"(?:page|volume|issue|number|name|figure|detail|affiliation)s? (?:\w+ )?(?:is|are) missing",
    r"missing (?:volume|issue|page|initial|name)\w*",
    r"(?:will|to) follow(?: later)?(?=[.;]|$)",
    r"(?:report|review|blog|article|page|site|letter)s? that (?:we|I) (?:saw|read|found|used)",
    r"(?:needs?|awaits?) (?:checking|verification|confirmation|to be checked)",
    r"(?:should|must) be (?:checked|verified|confirmed) (?:against|in|with|before)",
    r"(?:from|to the best of) (?:memory|my knowledge|our knowledge)",
    r"(?:the )?(?:writer|author) of this (?:post|summary|text)",
    r"citation (?:needed|incomplete|to follow)",
    *("as an AI", "language model", "lorem ipsum", "placeholder text", "TODO", "TBC", "TBD"),
    *("FIXME", "XXX", "unclear from the abstract", "second-?hand"),
)

"""Whether two studies ask the same question of the same people, as far as their posts say."""

from __future__ import annotations

from typing import NamedTuple

from corpus.evidence.study import Study
from corpus.post import Post
from corpus.text.words import WORD
from search.query.clinical_terms import Named, clinical_terms
from search.related.concepts import (
    asking_comparators,
    general_terms,
    helpers,
    is_itself,
    neighbouring_conditions,
    usual_people,
)
from search.text.same_name import alike, is_joined, telling

# Kinds of question that count as the same: trials and correlations both ask what goes with
# better outcomes.
_WHAT_HELPS = frozenset(("treatment", "association"))
_GOES_WITH = frozenset(("association",))
# How many topics must be the same if neither post tells what was done, if what was done is known by
# another name, or the main topic is another.
_TOPICS = 2
_MANY_TOPICS = 3
# How many telling words two titles must share, if neither post tells what was done and the main
# topic is another.
_WORDS = 2


class _People(NamedTuple):
    """The conditions and the groups of people of a study."""

    conditions: frozenset[str]
    groups: frozenset[str]


def same_question(earlier: Post, later: Post) -> bool:
    """Whether two studies asked the same about the same people.

    The kind of question must be the same where both tell it, and the people, what was done and, for
    correlations, what it goes with must agree. The main topic must be the same too, unless both
    name the same treatment and share three topics.
    """
    first, second = earlier.study or Study(), later.study or Study()
    asked = {s.question for s in (first, second) if s.question}
    if len(asked) > 1 and not asked <= _WHAT_HELPS:
        return False
    one, other = _people(earlier), _people(later)
    # Those by whom a later study tells its outcomes are among its people.
    of_outcomes = _of_kind("people", " ; ".join(sorted(_outcomes(second))))
    if not _same_people(one, other._replace(groups=other.groups | of_outcomes)):
        return False
    same_outcome = _same_outcome(first, second)
    if (asked == _GOES_WITH and not same_outcome) or _asks_beyond(earlier, later):
        return False
    if not _same_comparison(first, second):
        return False
    same_main = bool(earlier.topics) and earlier.topics[:1] == later.topics[:1]
    before, after = _done(first), _done(second)
    if not before and not after:
        return _same_topics(earlier, later) and (same_main or _titled_alike(earlier, later))
    if not before or not after:
        # The title tells what was done where the fields do not.
        title = (later if before else earlier).title
        return same_main and any(_names(title, what) for what in before | after)
    shared = len(set(earlier.topics) & set(later.topics))
    if any(telling(what) and alike(what, it) for what in before for it in after):
        return same_main or shared >= _MANY_TOPICS
    if same_main and any(_treats(later.title, what) for what in before):
        return True
    if any(not telling(what) for what in before):
        # Therapy of any kind, of which the later study looked at one.
        return same_outcome and shared >= _TOPICS
    # A treatment has several names, but all topics are shared.
    whole = _MANY_TOPICS <= len(earlier.topics) == shared
    return same_main and whole and len(asked) == 1 and bool(one.conditions)


def _same_topics(earlier: Post, later: Post) -> bool:
    """Whether the first topics of both are the same, in any order."""
    return bool(earlier.topics) and {*earlier.topics[:_TOPICS]} == {*later.topics[:_TOPICS]}


def _titled_alike(earlier: Post, later: Post) -> bool:
    return len(telling(earlier.title) & telling(later.title)) >= _WORDS


def _done(study: Study) -> frozenset[str]:
    return frozenset(e.intervention for e in study.effects if e.intervention)


def _outcomes(study: Study) -> frozenset[str]:
    return frozenset(e.outcome for e in study.effects if e.outcome)


def _names(title: str, what: str) -> bool:
    """Whether a title names what was done, by its words or by the treatments in it."""
    return telling(what) <= telling(title) or _all_treatments(title, what)


def _treats(title: str, what: str) -> bool:
    """Whether a title names a treatment that was given alone."""
    return not is_joined(what) and _all_treatments(title, what)


def _all_treatments(title: str, what: str) -> bool:
    treatments = _of_kind("treatment", what)
    return bool(treatments) and treatments <= _of_kind("treatment", title)


def _same_outcome(first: Study, second: Study) -> bool:
    """Whether both tell an outcome that is the same, or one of them tells none.

    Outcomes that are told in general words alone ("outcome after treatment") are the same.
    """
    seen = [_outcomes(study) for study in (first, second)]
    if not all(seen):
        return True
    return any(
        alike(one, other, within=True) or not (telling(one) or telling(other))
        for one in seen[0]
        for other in seen[1]
    )


def _asks_beyond(earlier: Post, later: Post) -> bool:
    """Whether the later post's title names an outcome that the earlier study did not measure."""
    known = _outcomes(earlier.study or Study())
    told = _of_kind("outcome", " ; ".join((earlier.title, *sorted(known))))
    return bool(known) and not _of_kind("outcome", later.title) <= told


def _same_comparison(first: Study, second: Study) -> bool:
    """Whether the later study knows what the earlier asked it to be better than.

    Where all is compared with a placebo, that is the question.
    """
    one, other = (
        [
            _of_kind("treatment", e.comparator) & asking_comparators()
            for e in s.effects
            if e.comparator
        ]
        for s in (first, second)
    )
    return not (one and all(one) and other) or any(a & b for a in one for b in other)


def _compared(study: Study) -> frozenset[str]:
    return frozenset(e.comparator for e in study.effects if e.comparator)


def _people(post: Post) -> _People:
    """Whom a study is of, by its population, else by the post's title; groups by both."""
    population = (post.study.population if post.study else None) or post.title
    groups = _of_kind("people", population) | _of_kind("people", post.title)
    return _People(_of_kind("condition", population), (groups - helpers()) or usual_people())


def _same_people(first: _People, second: _People) -> bool:
    """Whether the conditions agree, or the earlier study had any, and its groups are in both."""
    here, there = first.conditions, second.conditions
    agree = all(any(_within(one, other) for other in there) for one in here) and all(
        any(_within(one, other) for other in here) for one in there
    )
    return (not here or agree) and first.groups <= second.groups


def _within(one: str, other: str) -> bool:
    """Whether a condition is the other, a neighbour of it, or a kind of it by its name."""
    first, second = telling(one), telling(other)
    neighbours = any({one, other} <= group for group in neighbouring_conditions())
    by_name = bool(first and second) and (first <= second or second <= first)
    return one == other or neighbours or by_name


def _of_kind(kind: str, text: str) -> frozenset[str]:
    """The clinical terms of a kind that a text names, without those that tell nothing.

    The people of whom most studies are count where others are named beside them.
    """
    words = WORD.findall(text)
    found = [n for n in clinical_terms().among(text) if n.term.kind == kind and _whole(n, words)]
    telling_nothing = general_terms() - usual_people()
    return frozenset(n.term.means for n in found) - telling_nothing


def _whole(named: Named, words: list[str]) -> bool:
    """Whether a term and the words in a text share more than a stem: "aged", "aging" do not."""
    return named.end - named.first > 1 or is_itself(words[named.first], named.term)

"""Questions that the digest does not answer, and how often they were asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.asked.record import SHOWN_FROM, Asked
from search.engine.seam import Snapshot
from search.question import Question
from search.text.language import Language, language

# A term is rising when its share of the questions in the later half of the days is this many times
# its share in the earlier half.
_RISING = 2.0
# A topic is thin when it has at most this many posts, however often it is asked for.
_THIN = 3
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Rising:
    """A word asked for more often lately: ``times`` in all, ``lately`` in the later half."""

    term: str
    times: int
    lately: int


@dataclass(frozen=True, slots=True)
class Unfound:
    """A post that no counted question leads to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Thin:
    """A topic with few posts that readers ask for ``times`` times."""

    slug: str
    name: str
    posts: int
    times: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What readers of the last 90 days did not find, most often asked first.

    ``questions`` and ``times`` count everything that was asked, ``unanswered`` are questions to
    which the digest as it is now has no answer. Only what was asked often enough is named.
    """

    questions: int
    times: int
    unanswered: tuple[Asked, ...] = ()
    rising: tuple[Rising, ...] = ()
    unfound: tuple[Unfound, ...] = ()
    thin: tuple[Thin, ...] = ()


def gaps(snapshot: Snapshot, asked: Sequence[Asked]) -> Gaps:
    """Search again for every counted question, and collect what is not found."""
    unanswered: list[Asked] = []
    found: set[str] = set()
    topics: Counter[str] = Counter()
    for one in asked:
        results = snapshot.search(Question.parse(one.question))
        found.update(hit.post.id for hit in results.hits)
        if not results.answered and one.times >= SHOWN_FROM:
            unanswered.append(one)
        # The best post tells which topics a question is about.
        topics.update(
            dict.fromkeys((t for hit in results.hits[:1] for t in hit.post.topics), one.times)
        )
    return Gaps(
        questions=len(asked),
        times=sum(one.times for one in asked),
        unanswered=tuple(unanswered),
        rising=_rising(asked, language(snapshot.digest.language)),
        unfound=tuple(
            Unfound(post.id, post.title) for post in snapshot.archive() if post.id not in found
        )
        if asked
        else (),
        thin=tuple(
            sorted(
                (
                    Thin(topic.value, topic.label, topic.count, topics[topic.label])
                    for topic in snapshot.topics()
                    if topic.count <= _THIN and topics[topic.label] >= SHOWN_FROM
                ),
                key=lambda thin: (-thin.times, thin.name),
            )
        ),
    )


def _rising(asked: Sequence[Asked], spoken: Language) -> tuple[Rising, ...]:
    """The words whose share of the questions has at least doubled."""
    times: Counter[str] = Counter()
    lately: Counter[str] = Counter()
    for one in asked:
        for term in set(one.question.split()) - spoken.stop_words - spoken.question_words:
            times[term] += one.times
            lately[term] += one.lately
    before_all = sum(one.times - one.lately for one in asked)
    lately_all = sum(one.lately for one in asked)
    found = []
    for term, count in times.items():
        if lately[term] < SHOWN_FROM or len(term) < _SHORTEST:
            continue
        # Adding one keeps a term that is asked for the first time from rising without limit.
        share = lately[term] / max(lately_all, 1)
        earlier = (count - lately[term] + 1) / (before_all + 1)
        if before_all and share >= _RISING * earlier:
            found.append(Rising(term, count, lately[term]))
    return tuple(sorted(found, key=lambda rising: (-rising.lately, rising.term)))

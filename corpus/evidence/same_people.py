"""Whether two posts' studies rest on the same people, or only draw on the same data."""

from __future__ import annotations

from corpus.evidence.study import Study
from corpus.post import Post


def share_data(one: Post, other: Post) -> bool:
    """Whether one post names the other among those on the same data, or both name that data."""
    return _named(one, other) or _same_source(_study(one), _study(other))


def same_people(one: Post, other: Post) -> bool:
    """Whether two studies are of the same people, as far as their posts say.

    Reviews that take different numbers of studies from a database share no more than that. Where
    only the name of the data is the same, the people must be as many, or those of a single study.
    """
    first, second = _study(one), _study(other)
    counts = (first.studies, second.studies)
    if None not in counts and counts[0] != counts[1]:
        return False
    if _named(one, other):
        return True
    if not _same_source(first, second):
        return False
    people = (first.participants, second.participants)
    if None not in people:
        return people[0] == people[1]
    return all(count in (None, 1) for count in counts)


def _study(post: Post) -> Study:
    return post.study or Study()


def _named(one: Post, other: Post) -> bool:
    return other.id in one.same_data or one.id in other.same_data


def _same_source(first: Study, second: Study) -> bool:
    names = [" ".join((study.data or "").casefold().split()) for study in (first, second)]
    return bool(names[0]) and names[0] == names[1]

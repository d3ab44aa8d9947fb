"""Turns the answers of an engine into the shapes of the JSON."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, Protocol

from corpus.digest import Digest
from corpus.evidence.facts import facts_of
from corpus.evidence.study import Study
from corpus.post import Post
from search.answers.best import answers
from search.answers.care import help_in, notes_for
from search.answers.comparison import Comparison
from search.answers.disagreement import disagreements
from search.answers.privacy import identifying
from search.engine.seam import Snapshot
from search.errors import PostMissing
from search.question import Question
from search.results import Hit, Related, RelatedPost, Results, Understanding
from search.shapes.comparison import shaped, shaped_disagreement
from search.shapes.evidence import EffectShape, NoticeShape, StudyShape, WholeStudyShape
from search.shapes.posts import (
    CorrectionShape,
    NamedShape,
    PostLinkShape,
    PostShape,
    RelatedPostShape,
    RelatedShape,
    RelationsShape,
    TranslationShape,
    WholePostShape,
)
from search.shapes.results import (
    HitShape,
    QuestionShape,
    ResultsShape,
    UnderstandingShape,
)


class Page(Protocol):
    """A function that gives the address of a post's page."""

    def __call__(self, post_id: str, language: str = "", /) -> str | None:
        """The address for a post's id, in a language if one is given."""


# The decimals of scores and of seconds.
_DECIMALS = 6


def _nowhere(_post_id: str, _language: str = "") -> None:
    """The address of a post where the digest has no pages."""


class Shapes:
    """The shapes of one digest's answers; names its topics and kinds of research.

    ``page`` gives the address of a post's page by its id, and of that in another language, or
    ``None`` where there are no pages.
    Links that depend on how a digest is served are left ``None``.
    """

    def __init__(self, digest: Digest, page: Page = _nowhere) -> None:
        self._digest = digest
        self._page = page
        self._topics = {topic.name: NamedShape(topic.slug, topic.name) for topic in digest.topics}
        self._kinds = {kind.name: NamedShape(kind.slug, kind.name) for kind in digest.kinds}

    def brief(self, post: Post) -> PostShape:
        """A post without its text."""
        source = self._digest.source(post.id)
        return PostShape(
            id=post.id,
            digest=NamedShape(source.slug, source.name) if source else None,
            title=post.title,
            month=post.month,
            topics=tuple(self._topics.get(name) or NamedShape("", name) for name in post.topics),
            research=(self._kinds.get(post.research) or NamedShape("", post.research))
            if post.research is not None
            else None,
            citation=post.citation,
            doi=post.doi,
            pmid=post.pmid,
            bottom_line=post.bottom_line,
            facts=facts_of(post, self._digest.kinds),
            study=StudyShape(**_of(StudyShape, post.study)) if post.study else None,
            notices=tuple(NoticeShape(**_of(NoticeShape, one)) for one in post.notices),
            retracted=post.retracted,
            translations=tuple(
                TranslationShape(one.language, one.title, self._page(post.id, one.language))
                for one in post.translations
            ),
            url=self._page(post.id),
        )

    def whole(self, post: Post, snapshot: Snapshot) -> WholePostShape:
        """A post with its text, and the posts next to it in a snapshot."""
        beside = snapshot.neighbours(post.id)
        brief = _of(PostShape, self.brief(post))
        return WholePostShape(
            **brief | {"study": _whole_study(post.study) if post.study else None},
            summary=post.summary,
            implications=post.implications,
            relations=RelationsShape(
                updates=self._links(post.updates, snapshot),
                contradicts=self._links(post.contradicts, snapshot),
                same_data=self._links(post.same_data, snapshot),
            ),
            aliases=post.aliases,
            writer=post.writer,
            interests=post.interests,
            series=post.series,
            licence=post.licence,
            corrections=tuple(CorrectionShape(one.date, one.what) for one in post.corrections),
            newer=beside.newer.id if beside.newer else None,
            older=beside.older.id if beside.older else None,
            related_url=None,
        )

    def related(self, post_id: str, found: Related) -> RelatedShape:
        """The related posts of a post."""
        return RelatedShape(
            id=post_id,
            closest=self._next(found.closest),
            across=self._next(found.across),
            newer=self._next(found.newer),
        )

    def results(
        self,
        found: Results,
        size: int,
        comparison: Comparison | None = None,
        language: str = "",
    ) -> ResultsShape:
        """One page of results, ``size`` hits long, with a comparison where one was asked for.

        ``language`` is the reader's: notes on help are in it where the digest has them so.
        """
        question, understood = found.question, found.understanding
        notes = notes_for(self._digest, question, understood)
        opposed = disagreements([hit.post for hit in found.hits]) if found.answered else ()
        return ResultsShape(
            question=_asked(question),
            understanding=_understood(understood),
            care=help_in(language, notes) or None,
            identifying=identifying(question.text),
            answered=found.answered,
            total=found.total,
            page=found.offset // size + 1,
            pages=max(1, -(-found.total // size)),
            sort=found.sort,
            best=tuple(hit.post.id for hit in answers(found)),
            hits=tuple(map(self._hit, found.hits)),
            disagreements=tuple(map(shaped_disagreement, opposed)),
            evidence=shaped(comparison) if comparison else None,
            facets=found.facets,
            nearest=found.nearest,
            url=None,
            previous=None,
            next=None,
            generation=found.generation,
            seconds=round(found.seconds, _DECIMALS),
        )

    def _links(self, ids: Iterable[str], snapshot: Snapshot) -> tuple[PostLinkShape, ...]:
        """Those of the posts named by a post that readers see."""
        links = []
        for post_id in ids:
            # It may still be a draft, or wait for its day.
            with suppress(PostMissing):
                post = snapshot.post(post_id)
                links.append(PostLinkShape(post.id, post.title, self._page(post.id)))
        return tuple(links)

    def _hit(self, hit: Hit) -> HitShape:
        return HitShape(
            rank=hit.rank,
            score=round(hit.score, _DECIMALS),
            post=self.brief(hit.post),
            implication=hit.implication,
            limit=hit.limit,
            passage=hit.passage,
            language=hit.language or None,
            words=hit.words,
            why=hit.why,
            contributions=tuple(
                replace(one, value=round(one.value, _DECIMALS)) for one in hit.contributions
            ),
        )

    def _next(self, posts: Iterable[RelatedPost]) -> tuple[RelatedPostShape, ...]:
        return tuple(
            RelatedPostShape(self.brief(one.post), one.reason, round(one.score, _DECIMALS))
            for one in posts
        )


def _whole_study(study: Study) -> WholeStudyShape:
    effects = tuple(EffectShape(**_of(EffectShape, one)) for one in study.effects)
    return WholeStudyShape(**_of(StudyShape, study), effects=effects)


def _of(shape: type, value: object) -> dict[str, Any]:
    """The values of the fields that a value has in common with a shape, by name."""
    return {one.name: getattr(value, one.name) for one in fields(shape)}


def _asked(question: Question) -> QuestionShape:
    return QuestionShape(
        text=question.text,
        free=question.free,
        phrases=question.phrases,
        excluded=question.excluded,
        topics=question.topics,
        authors=question.authors,
        titles=question.titles,
        studies=question.studies,
        research=question.research,
        years=",".join(map(str, question.years)) or None,
        studied=None if question.studied is None else str(question.studied),
        said_years=question.said_years,
        only=question.only,
        digests=question.digests,
        cut=question.cut,
    )


def _understood(made: Understanding) -> UnderstandingShape:
    return UnderstandingShape(
        used=made.used,
        unknown=made.unknown,
        unmet=made.unmet,
        unknown_concepts=made.unknown_concepts,
        only_near=made.only_near,
        apart=made.pairs,
        left_out=made.left_out,
        expansions=made.expansions,
        meant=made.meant,
        corrected=made.corrected,
        notes=made.notes,
    )

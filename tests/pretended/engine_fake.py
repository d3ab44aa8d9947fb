"""A small engine over posts in memory: tests of the web room need answers, not good ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.digest import Care, Digest, ResearchKind, Topic
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Correction, Post
from search.errors import PostMissing
from search.question import Question
from search.results import (
    FIRST_TEN,
    Apart,
    Contribution,
    Expansion,
    Facets,
    FacetValue,
    Hit,
    Neighbours,
    Passage,
    Related,
    RelatedPost,
    Results,
    SearchOptions,
    Suggestion,
    Understanding,
)

# Subjects that no post has, and one that posts have only under a wider term.
UNKNOWN = frozenset(("autism", "reiki"))
NEAR = frozenset(("fibromyalgia",))
# Of each of these there are posts, of both none.
PAIR = ("supervision", "clinics")
FILLER = frozenset(re.findall(r"\w+", "a and are can do does i in is it of on or the to what"))
HOSTILE = '<script>alert("x")</script> & "quotes" \'n\' <b>tags</b>'

TOPICS = (
    Topic("therapist-factors", "Therapist Factors", description="Who the therapist is."),
    Topic("attrition", "Attendance, Attrition, and Drop-Out"),
    Topic("trauma", "Trauma and/or PTSD", description='Words with <b> & "quotes".'),
    Topic("empty", "A topic without posts"),
)
KINDS = (
    ResearchKind("meta-analysis", "meta-analysis", description="Results of studies pooled."),
    ResearchKind("survey", "survey"),
)


def post(number: int, **changes: object) -> Post:
    """A post about burnout, with ``changes`` to its fields."""
    made = Post(
        id=f"2021-{number % 12 + 1:02}-post-{number}",
        title=f"Therapist burnout and outcomes, part {number}",
        summary=f"Burnout of therapists was studied in {number} clinics. It predicted outcomes.",
        implications="Look after your own burnout. Supervision helps.",
        month=f"2021-{number % 12 + 1:02}",
        topics=("Therapist Factors",),
        research="meta-analysis",
        citation=f"Author, A. (2020). Study {number}. Journal, 1(2), 3-4.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each is a field of a post


def hostile_digest() -> Digest:
    """26 posts in 13 months; one is hostile in every field, one has gaps."""
    posts = [post(number) for number in range(1, 25)]
    posts.append(
        post(
            25,
            id="2022-01-hostile",
            month="2022-01",
            title=HOSTILE,
            summary=f'{HOSTILE}\n\n[link](javascript:alert(1)) <img src=x onerror="alert(1)">',
            implications=f"# {HOSTILE}\n\n- one\n- two",
            citation=HOSTILE,
            doi='10.1000/x"><script>alert(1)</script>',
            topics=("Trauma and/or PTSD", "<i>Unlisted</i>"),
            research="survey",
            pmid="31758858",
            bottom_line=HOSTILE,
            study=Study(
                year=2020,
                compared="by chance",
                population=HOSTILE,
                setting=HOSTILE,
                studies=10,
                participants=1240,
                data=HOSTILE,
                effects=(Effect(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 0.25, p=HOSTILE),),
            ),
            notices=(Notice("retraction", "2021-05-06", '10.1000/x"><script>'),),
            updates=("2021-02-post-1", "2099-01-draft"),
            contradicts=("2021-03-post-2",),
            same_data=("2021-04-post-3",),
            aliases=("2019-01-old/'\"><script>", "/2014/05/old/"),
            writer=HOSTILE,
            interests=HOSTILE,
            series=HOSTILE,
            licence=HOSTILE,
            corrections=(Correction("2022-02-03", HOSTILE),),
        )
    )
    posts.append(
        Post(id="MED-10", title="A bare document", summary="Nothing but text about statins.")
    )
    return Digest(
        name='Digest <of> "Tests" & more',
        home="https://example.org/",
        contact="keeper@example.org",
        description="Posts for tests.",
        kinds=KINDS,
        topics=TOPICS,
        care=Care(("self-harm",), "Call **someone**."),
        posts=tuple(posts),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _passage(text: str, words: Iterable[str]) -> Passage:
    wanted = set(words)
    first = text.split("\n\n")[0]
    marks = (m.span() for m in re.finditer(r"[^\W_]+", first) if m[0].lower() in wanted)
    return Passage(first, tuple(marks))


class FakeEngine:
    """Gives the same snapshot until a test sets another."""

    def __init__(self, digest: Digest, generation: str = "000001-fake") -> None:
        self.snapshot = FakeSnapshot(digest, generation)
        self.health: tuple[str, ...] = ()

    def now(self) -> FakeSnapshot:
        return self.snapshot

    def close(self) -> None:
        """Nothing to close."""


class FakeSnapshot:
    """Finds posts that have any word of the question; "exhaustion" also finds "burnout"."""

    semantic = False

    def __init__(self, digest: Digest, generation: str = "000001-fake") -> None:
        self.posts = sorted(digest.posts, key=lambda p: (p.month or "", p.id), reverse=True)
        self.digest = replace(digest, posts=())
        self.generation = generation

    @property
    def ids(self) -> list[str]:
        return [p.id for p in self.posts]

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        asked = [w for w in _words(question.free) if w not in FILLER]
        phrases = [p.lower() for p in question.phrases]
        known = {w for p in self.posts for w in _words(p.title + " " + p.summary)}
        used = [w for w in asked if w in known]
        expansions = tuple(
            Expansion(
                "exhaustion-burnout",
                "exhaustion",
                "burnout",
                on="exhaustion-burnout" not in options.off,
            )
            for w in asked
            if w == "exhaustion" and options.expand
        )
        terms = set(used) | {e.term for e in expansions if e.on}

        def fits(p: Post) -> float:
            words = Counter(_words(" ".join((p.title, p.summary, p.implications))))
            text = p.summary.lower()
            return sum(words[t] for t in terms) + sum(5 * (ph in text) for ph in phrases)

        slugs = {t.name: t.slug for t in self.digest.topics}
        kinds = {k.name: k.slug for k in self.digest.kinds}
        passing = [
            p
            for p in self.posts
            if all(any(t in (n, slugs.get(n)) for n in p.topics) for t in question.topics)
            and (
                not question.research
                or any(r in (p.research, kinds.get(p.research or "")) for r in question.research)
            )
            and (
                not question.years
                or (p.year is not None and any(p.year in span for span in question.years))
            )
            and not any(e.lower() in _words(p.title + " " + p.summary) for e in question.excluded)
            and all(a.lower() in (p.citation or "").lower() for a in question.authors)
        ]
        scored = [(fits(p), p) for p in passing]
        if asked or phrases:
            scored = [(score, p) for score, p in scored if score]
        if options.sort == "relevance":
            scored.sort(key=lambda pair: -pair[0])
        if options.sort == "oldest":
            scored.reverse()
        found = [p for _, p in scored]
        hits = tuple(
            Hit(
                rank=options.offset + at + 1,
                score=score,
                post=p,
                title=_passage(p.title, terms),
                implication=_passage(p.implications, terms) if p.implications else None,
                passage=_passage(p.summary, terms),
                limit=Passage("A survey of burnout.", ((12, 19),)) if "burnout" in terms else None,
                words=tuple(sorted(terms)),
                why=("its title says “burnout”",) if options.explain else (),
                contributions=(Contribution("words", "the words", score),)
                if options.explain
                else (),
                covered=1.0,
                near=(3.0, 3.0),
            )
            for at, (score, p) in enumerate(scored[options.offset :][: options.limit])
        )
        return Results(
            question=question,
            understanding=Understanding(
                used=tuple(used),
                unknown=tuple(w for w in asked if w not in known and w != "exhaustion"),
                unknown_concepts=tuple(w for w in asked if w in UNKNOWN),
                only_near=tuple(w for w in asked if w in NEAR),
                apart=(Apart(PAIR, (True, True)),) if {*PAIR} <= {*asked} else (),
                left_out=tuple(w for w in _words(question.free) if w in FILLER),
                phrases=question.phrases,
                excluded=question.excluded,
                expansions=expansions,
                meant=question.text.replace("burnuot", "burnout") if "burnuot" in asked else None,
                notes=("The question was cut short.",) if question.cut else (),
            ),
            hits=hits,
            total=len(found),
            offset=options.offset,
            sort=options.sort,
            facets=Facets(
                topics=self._count(self.digest.topics, found, lambda p: p.topics, question.topics),
                research=self._count(
                    self.digest.kinds, found, lambda p: (p.research or "",), question.research
                ),
                years=tuple(
                    FacetValue(str(y), str(y), n, chosen=any(y in span for span in question.years))
                    for y, n in sorted(Counter(p.year for p in found if p.year).items())[::-1]
                ),
            ),
            answered=bool(found) and UNKNOWN.isdisjoint(asked),
            nearest=() if found else self.topics()[:2],
            generation=self.generation,
            seconds=0.001,
        )

    def found(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[str, ...]:
        return tuple(hit.post.id for hit in self.search(question, options).hits)

    def answers(self, question: Question) -> bool:
        return self.search(question).answered

    def order(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        hits = self.search(question, SearchOptions(limit=limit)).hits
        return [(hit.post.id, hit.score) for hit in hits]

    def order_plainly(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        return self.order(question, limit)

    def alike(
        self, post_id: str, limit: int = 100, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        related = self.related(post_id)
        return [(r.post.id, r.score) for r in (related.across if across else related.closest)]

    def _count(
        self,
        named: Iterable[Topic | ResearchKind],
        posts: Sequence[Post],
        of: Callable[[Post], Sequence[str]],
        chosen: Sequence[str] = (),
    ) -> tuple[FacetValue, ...]:
        counts = Counter(name for p in posts for name in of(p))
        return tuple(
            FacetValue(n.slug, n.name, counts[n.name], chosen=n.slug in chosen or n.name in chosen)
            for n in named
            if counts[n.name]
        )

    def post(self, post_id: str) -> Post:
        for p in self.posts:
            if p.id == post_id:
                return p
        raise PostMissing(f"There is no post {post_id!r}")

    def moved(self, address: str) -> str | None:
        for p in self.posts:
            if address.strip("/") in [alias.strip("/") for alias in p.aliases]:
                return p.id
        return None

    def archive(self) -> Iterator[Post]:
        return iter(self.posts)

    def related(self, post_id: str) -> Related:
        own = self.post(post_id)
        others = [p for p in self.posts if p.id != own.id]
        return Related(
            closest=tuple(
                RelatedPost(p, "both about burnout and outcomes", 0.5)
                for p in others
                if set(p.topics) & set(own.topics)
            )[:3],
            across=tuple(
                RelatedPost(p, "both about clinics", 0.3)
                for p in others
                if not set(p.topics) & set(own.topics)
            )[:2],
            newer=tuple(
                RelatedPost(p, "both about burnout", 0.4)
                for p in others
                if own.month and p.month and p.month > own.month and p.topics == own.topics
            )[:2],
        )

    def neighbours(self, post_id: str) -> Neighbours:
        at = self.posts.index(self.post(post_id))
        return Neighbours(
            newer=self.posts[at - 1] if at else None,
            older=self.posts[at + 1] if at + 1 < len(self.posts) else None,
        )

    def suggest(self, typed: str, limit: int = 8, language: str = "") -> tuple[Suggestion, ...]:
        found = (
            *(Suggestion("topic", t.name, t.slug) for t in self.digest.topics),
            *(Suggestion("question", text, text) for text in self.digest.questions.examples),
        )
        return tuple(s for s in found if typed and s.text.lower().startswith(typed.lower()))[:limit]

    def topics(self) -> tuple[FacetValue, ...]:
        counts = Counter(name for p in self.posts for name in p.topics)
        return tuple(FacetValue(t.slug, t.name, counts[t.name]) for t in self.digest.topics)

    def kinds(self) -> tuple[FacetValue, ...]:
        counts = Counter(p.research for p in self.posts)
        return tuple(FacetValue(k.slug, k.name, counts[k.name]) for k in self.digest.kinds)

    def months(self) -> tuple[FacetValue, ...]:
        counts = Counter(p.month for p in self.posts if p.month)
        return tuple(FacetValue(m, m, n) for m, n in sorted(counts.items(), reverse=True))

    def month(self, month: str) -> tuple[Post, ...]:
        return tuple(p for p in self.posts if p.month == month)

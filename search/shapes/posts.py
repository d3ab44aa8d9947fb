"""The JSON of posts (whole, in lists, related ones) and of topics.

These classes have no slots: the assistants' library takes a slot for the default of its field.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from search.results import FacetValue
from search.shapes.evidence import NoticeShape, StudyShape, WholeStudyShape
from search.shapes.told import told


@dataclass(frozen=True)
class NamedShape:
    """A topic or a kind of research."""

    value: str = field(metadata=told("Used in addresses; empty if the digest does not list it."))
    label: str = field(metadata=told("Its name."))


@dataclass(frozen=True)
class TranslationShape:
    """The title of a post in another language."""

    language: str = field(metadata=told("A BCP 47 tag, such as fr."))
    title: str
    url: str | None = field(
        metadata=told("The page for people in that language, where the digest has pages.")
    )


@dataclass(frozen=True)
class PostShape:
    """A post without its text. Missing values are null."""

    id: str = field(metadata=told("The name of the post's file without its ending."))
    digest: NamedShape | None = field(
        metadata=told("Which it is of, where several digests are read as one.")
    )
    title: str
    month: str | None = field(metadata=told("When it was posted, as in 2021-07."))
    topics: tuple[NamedShape, ...] = field(metadata=told("The topics of the post."))
    research: NamedShape | None = field(metadata=told("The kind of research."))
    citation: str | None = field(metadata=told("Of the study that the post sums up."))
    doi: str | None = field(metadata=told("Of the study."))
    pmid: str | None = field(metadata=told("The PMID of the study."))
    bottom_line: str | None = field(metadata=told("The main finding in a sentence."))
    facts: str = field(metadata=told("The facts of the study in a line; empty when unknown."))
    study: StudyShape | None
    notices: tuple[NoticeShape, ...] = field(
        metadata=told("Notices on the study since it appeared.")
    )
    retracted: bool = field(metadata=told("Whether the study is retracted."))
    translations: tuple[TranslationShape, ...] = field(
        metadata=told("The post in other languages.")
    )
    url: str | None = field(metadata=told("The page for people, where the digest has pages."))


@dataclass(frozen=True)
class PostLinkShape:
    """A post by its title."""

    id: str
    title: str
    url: str | None = field(metadata=told("The page for people, where the digest has pages."))


@dataclass(frozen=True)
class RelationsShape:
    """The posts that a post names as related, by the relation of their studies."""

    updates: tuple[PostLinkShape, ...] = field(
        metadata=told("Posts on earlier studies that this study updates.")
    )
    contradicts: tuple[PostLinkShape, ...] = field(
        metadata=told("Posts on studies with other findings.")
    )
    same_data: tuple[PostLinkShape, ...] = field(
        metadata=told("Posts on studies of the same people.")
    )


@dataclass(frozen=True)
class CorrectionShape:
    """What was corrected in a post, and when."""

    date: str = field(metadata=told("As in 2021-07-03."))
    what: str = field(metadata=told("What was corrected."))


@dataclass(frozen=True)
class WholePostShape(PostShape):
    """A post with its text and all that is known of its study."""

    study: WholeStudyShape | None
    summary: str = field(metadata=told("Markdown."))
    implications: str = field(metadata=told("The practice implications; Markdown."))
    relations: RelationsShape
    aliases: tuple[str, ...] = field(
        metadata=told("Ids and addresses that the post had before; each leads here.")
    )
    writer: str | None = field(metadata=told("Who wrote the post."))
    interests: str | None = field(metadata=told("The interests of the post's writer."))
    series: str | None
    licence: str | None = field(metadata=told("Of the post's text."))
    corrections: tuple[CorrectionShape, ...]
    newer: str | None = field(metadata=told("The id of the next newer post."))
    older: str | None = field(metadata=told("The id of the next older post."))
    related_url: str | None = field(
        metadata=told("The related posts as JSON, where the digest is served.")
    )


@dataclass(frozen=True)
class RelatedPostShape:
    """A post to read next."""

    post: PostShape
    reason: str = field(metadata=told("The reason to read it."))
    score: float


@dataclass(frozen=True)
class RelatedShape:
    """Related posts: the closest, those of other topics, and later overviews."""

    id: str = field(metadata=told("The post that the others are related to."))
    closest: tuple[RelatedPostShape, ...]
    across: tuple[RelatedPostShape, ...] = field(
        metadata=told("Posts that share no topic with it.")
    )
    newer: tuple[RelatedPostShape, ...] = field(
        metadata=told("Later overviews of the same question.")
    )


@dataclass(frozen=True)
class TopicsShape:
    """Every topic, in the digest's order."""

    topics: tuple[FacetValue, ...]

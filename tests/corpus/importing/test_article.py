"""An article with one text is split into the parts of a post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.problem import Problems
from tests.digests.import_desk import DIGEST, told

CITATION = "Stone, C. (2020). Pace on walks. *Journal of Walks*, *12*, 45-67."
WALK = Article("k", 7, "Who leads?", "They asked.\n\n## Practice Implications\n\nWait.", "May 2024")


def take(*articles: Article, month: str | None = None) -> Imported:
    return posts_of_articles(articles, month, DIGEST, Problems(Path("x")))


def test_an_article_is_split_at_the_heading_of_the_implications() -> None:
    (post,) = take(WALK).posts
    assert (post.id, post.month, post.title) == ("k", "2024-05", "Who leads?")
    assert (post.summary, post.implications) == ("They asked.", "Wait.")
    assert (post.topics, post.topics_proposed) == (("Pace",), True)


def test_the_heading_may_stand_on_the_line_of_the_text() -> None:
    (post,) = take(replace(WALK, text="Asked.\n\n**Practice Implications:** Wait.\nLook.")).posts
    assert (post.summary, post.implications) == ("Asked.", "Wait.\n\nLook.")


def test_without_the_heading_the_implications_are_empty() -> None:
    (post,) = take(replace(WALK, text="They asked.")).posts
    assert (post.summary, post.implications) == ("They asked.", "")


def test_title_and_date_above_the_text_are_removed() -> None:
    (post,) = take(replace(WALK, text="# Who leads?\n\nMay 2024\n\nThey asked.")).posts
    assert post.summary == "They asked."


def test_a_given_citation_outranks_one_found_in_the_text() -> None:
    (post,) = take(replace(WALK, text=f"They asked.\n\n{CITATION}\n\nAll.")).posts
    assert post.citation == "Stone, C. (2020). Pace on walks. Journal of Walks, 12, 45-67."
    assert post.summary == "They asked.\n\nAll."
    (post,) = take(replace(WALK, citation="Brook (2019).", doi="doi:10.1000/x")).posts
    assert (post.citation, post.doi) == ("Brook (2019).", "10.1000/x")


def test_labels_become_topics_and_unknown_ones_are_reported_once() -> None:
    labels = ("weather, and season", "Poll", "Boots", "SPEED")
    imported = take(replace(WALK, labels=labels), replace(WALK, key="l", labels=("Boots",)))
    first, second = imported.posts
    assert first.topics == ("Weather, and Season", "Pace")
    assert (first.topics_proposed, first.research) == (False, "survey")
    assert second.topics_proposed
    assert told(imported) == [
        "1: warning: these labels are no topics of the digest: Boots: "
        "file the posts by hand, or add an alias to topics.toml"
    ]


def test_missing_parts_are_reported_with_their_line() -> None:
    imported = take(
        replace(WALK, title=" "),
        replace(WALK, title="x" * 400),
        replace(WALK, date="soon"),
        replace(WALK, text=" \n"),
    )
    assert imported.posts == ()
    assert told(imported) == [
        "7: article 1 of the file has no title: correct it, and import again",
        "7: article 2 of the file has a title as long as a text: correct it, and import again",
        '7: "Who leads?" has no month: give the month of such posts: --month 2024-05',
        '7: "Who leads?" has no text: add it, and import again',
    ]
    assert take(replace(WALK, date="soon"), month="2024-06").posts[0].month == "2024-06"


def test_an_empty_article_is_reported() -> None:
    assert told(take()) == [
        "1: there is no post in the file: check that it is the right file",
    ]


def test_month_and_title_serve_as_key_if_there_is_none() -> None:
    assert take(replace(WALK, key="")).posts[0].id == "2024-05-who-leads"


def test_horizontal_rules_around_the_parts_are_removed() -> None:
    text = "---\n\nAsked.\n\n---\n\nAll.\n\n***\n\n## Practice Implications\n\nWait.\n\n---\n"
    (post,) = take(replace(WALK, text=f"{text}\n**Reference**\n\n{CITATION}\n\n---")).posts
    assert (post.summary, post.implications) == ("Asked.\n\n---\n\nAll.", "Wait.")
    assert post.citation == "Stone, C. (2020). Pace on walks. Journal of Walks, 12, 45-67."


def test_unpublished_articles_are_left_out_and_counted() -> None:
    imported = take(replace(WALK, unpublished="post (draft)"), replace(WALK, unpublished="page"))
    assert told(imported) == [
        "1: warning: left out: 1 × post (draft), 1 × page: nothing needs to be done"
    ]


def test_entities_in_titles_and_labels_are_decoded() -> None:
    (post,) = take(
        replace(WALK, title="Rain &amp; <i>mood</i>", labels=("Weather, &#97;nd Season",))
    ).posts
    assert (post.title, post.topics) == ("Rain & mood", ("Weather, and Season",))

"""Markdown files of other programs are imported as posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from corpus.folder.post_file import read_post
from corpus.importing.markdown_file import MAX_BYTES, MarkdownImporter
from corpus.post import DETAILS
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made


def write_markdown(studies: Sequence[Made]) -> str:
    (study,) = studies
    return (
        f'---\ntitle: "{study.title}"\ndate: 2024-05-03\ncitation: "{study.citation}"\n---\n'
        f"{study.text}\n\n## Practice Implications\n\nThink of it.\n"
    )


def test_without_front_matter_month_and_title_come_from_name_and_heading() -> None:
    name = "2021-07-14-why-walk.md"
    imported = read(MarkdownImporter(), fixture(f"markdown/{name}"), name)
    (post,) = imported.posts
    assert (post.id, post.month) == ("2021-07-14-why-walk", "2021-07")
    assert post.title == "Why walk with the slowest?"
    assert post.summary == "A survey asked 300 walkers how they set their pace. Four walkers"
    assert post.implications == "Put the slowest walker in front.\n\nWait at every gate."
    assert post.doi == "10.1000/walks.12"
    assert "1 image was left out" in told(imported)[0]


def test_fields_of_other_programs_are_read() -> None:
    text = fixture("markdown/rain.markdown").replace(b"[adherence, umbrellas]", b"pace, umbrellas")
    imported = read(MarkdownImporter(), text, "rain.markdown")
    (post,) = imported.posts
    assert (post.title, post.month) == ("Rain, and what it does to plans", "2021-08")
    assert (post.topics, post.research, post.doi) == (("Pace",), "survey", "10.1000/walks.11")
    assert any("has no place for: layout" in line for line in told(imported))


@pytest.mark.parametrize(
    ("line", "topics", "unknown"),
    [
        ("categories: pace weather", ("Pace", "Weather, and Season"), ""),
        ("tags: umbrellas pace", ("Pace",), "umbrellas"),
        ("category: Weather, and Season", ("Weather, and Season",), ""),
        ("tags: pace, rain coats", ("Pace",), "rain coats"),
        ("category: rain coats", (), "rain coats"),
    ],
)
def test_several_categories_may_be_on_one_line(
    line: str, topics: tuple[str, ...], unknown: str
) -> None:
    text = f"---\ntitle: Rain\ndate: 2024-05-03\n{line}\n---\nAsked.\n"
    imported = read(MarkdownImporter(), text)
    assert topics in (imported.posts[0].topics, ())
    labels = [said for said in told(imported) if "labels are no topics" in said]
    assert [said.partition("digest: ")[2].partition(": ")[0] for said in labels] == (
        [unknown] if unknown else []
    )


def test_the_topics_of_a_digest_s_own_post_are_kept() -> None:
    text = "---\ntitle: Rain\nmonth: 2024-05\ntopics:\n  - Weather, and Season\n---\n\nAsked.\n"
    (post,) = read(MarkdownImporter(), text + "\n## Practice Implications\n\nWait.\n").posts
    assert post.topics == ("Weather, and Season",)


def test_the_title_is_the_file_s_name_if_there_is_no_other() -> None:
    assert read(MarkdownImporter("2024-05"), "Text.", "why_walk.md").posts[0].title == "Why walk"


def test_a_title_that_ends_at_a_number_sign_is_told() -> None:
    text = "---\ntitle: The #1 walk\ndate: 2024-05-03\n---\n\nThey walked."
    assert told(read(MarkdownImporter(), text))[0].startswith(
        "2: warning: what stands behind a # is not read: #1 walk: put the text in double quotes"
    )


def test_unreadable_front_matter_is_reported_with_its_line() -> None:
    assert told(read(MarkdownImporter(), "---\ntitle: [x\n---\n"))[0].startswith("3: ")
    assert told(read(MarkdownImporter(), "---\ntitle: x\n"))[0].startswith(
        "1: the front matter has no end"
    )
    assert "more than the" in told(read(MarkdownImporter(), b" " * (MAX_BYTES + 1)))[0]


def test_the_evidence_of_a_post_of_a_digest_is_kept() -> None:
    name = "2021-04-compost-or-drip-lines.md"
    text = fixture(f"evidence/{name}")
    imported = read(MarkdownImporter(), text, name)
    (post,) = imported.posts
    own = read_post(text.decode(), Path("posts", name), None, None).post
    assert own is not None
    assert {n: getattr(post, n) for n in DETAILS} == {n: getattr(own, n) for n in DETAILS}
    assert post.study is not None and len(post.study.effects) == 9
    assert not [line for line in told(imported) if "has no place for" in line]


def test_fields_with_another_meaning_elsewhere_are_taken_if_they_fit() -> None:
    imported = read(
        MarkdownImporter(),
        "---\ntitle: Rain\ndate: 2024-05-17\nauthor: A. Green\ndraft: true\nseries: [a, b]\n"
        "aliases: [/old/rain/]\nstudy: [x]\nrelated: [y]\nlayout: post\n---\n\nIt rained.\n",
    )
    (post,) = imported.posts
    assert (post.writer, post.draft, post.aliases) == ("A. Green", True, ("/old/rain/",))
    assert (post.series, post.study, post.pin) == (None, None, ())
    assert [line.partition(", not a list: ")[0] for line in told(imported)][1:4] == [
        '6: warning: "series" must be text',
        '8: warning: "study" must be a group of fields',
        '9: warning: "related" must be a group of fields',
    ]
    assert all(": warning: " in line for line in told(imported))


@pytest.mark.parametrize(
    "matter",
    [
        "---\ntitle: Rain\ndate: 2024-05-03\ntags: [Pace]\ndraft: false\n---\n",
        '+++\ntitle = "Rain"\ndate = 2024-05-03\n[taxonomies]\ntags = ["Pace"]\n+++\n',
        '{"title": "Rain", "date": "2024-05-03", "tags": ["#Pace"], "draft": false}\n',
    ],
)
def test_front_matter_may_be_yaml_toml_or_json(matter: str) -> None:
    imported = read(MarkdownImporter(), f"{matter}\nAsked.\n\n## Practice Implications\n\nWait.\n")
    (post,) = imported.posts
    assert (post.title, post.month, post.topics) == ("Rain", "2024-05", ("Pace",))
    assert (post.summary, post.implications) == ("Asked.", "Wait.")
    assert told(imported) == []


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        ("draft: true", "draft"),
        ("published: false", "draft"),
        ("publish: false", "draft"),
        ("status: draft", "draft"),
        ("status: scheduled", "scheduled"),
        ("visibility: private", "private"),
        ("password: x", "password-protected"),
    ],
)
def test_an_unpublished_post_is_kept_as_a_draft_and_reported(matter: str, why: str) -> None:
    text = f"---\ntitle: Rain\nmonth: 2024-05\n{matter}\n---\nAsked.\n"
    imported = read(MarkdownImporter(), text)
    (post,) = imported.posts
    assert post.draft
    assert not post.is_live(date(2030, 1, 1))
    assert (
        f'1: warning: "Rain" is no public post there ({why}): it is kept as a draft, which readers '
        "do not see; delete its line draft: true when they may"
    ) in told(imported)


@pytest.mark.parametrize(
    "matter",
    [
        "date: 2099-01-15",
        "date: 2024-05-03\npublishDate: 2099-01-15T00:00:00Z",
        "month: 2024-05\npublish: 2099-01-15",
    ],
)
def test_a_post_dated_in_the_future_waits_for_its_day(matter: str) -> None:
    imported = read(MarkdownImporter(), f"---\ntitle: Rain\n{matter}\n---\nAsked.\n")
    (post,) = imported.posts
    assert (post.draft, post.publish) == (False, "2099-01-15")
    assert any("it is kept for its day, 2099-01-15" in line for line in told(imported))


@pytest.mark.parametrize("matter", ["publish: true", "published: true", "status: published"])
def test_a_published_post_is_imported_without_a_warning(matter: str) -> None:
    text = f"---\ntitle: Rain\nmonth: 2024-05\ntopics: [Pace]\n{matter}\n---\nAsked.\n"
    imported = read(MarkdownImporter(), text)
    assert (imported.posts[0].draft, imported.posts[0].publish) == (False, None)
    assert told(imported) == []


def test_posts_in_a_folder_of_drafts_are_drafts() -> None:
    imported = read(MarkdownImporter("2024-05"), "Asked.", "site/_drafts/rain.md")
    assert imported.posts[0].draft


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("posts/why-walk.md", "why-walk"),
        ("posts/why-walk/index.md", "why-walk"),
        ("posts/why-walk/README.md", "why-walk"),
    ],
)
def test_a_bundle_s_index_file_is_named_after_its_folder(path: str, key: str) -> None:
    (post,) = read(MarkdownImporter("2024-05"), "Asked.", path).posts
    assert post.id == key
    assert post.title == "Why walk"


def test_an_index_page_of_posts_is_no_post() -> None:
    imported = read(MarkdownImporter("2024-05"), "---\ntitle: All\n---\n", "posts/_index.md")
    assert told(imported) == ["1: warning: left out: 1 × list of posts: nothing needs to be done"]

"""The benchmark's posts and questions: the same at every run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from corpora import DEMO_SIZE, collection, corpus, frame, read, recombined, write
from inquiries import Inquiry, dump, filtered, load, phrases, questions

from corpus.post import Post


def posts(count: int) -> list[Post]:
    return [
        Post(f"p{n}", f"Sleeping titles {n}", f"First {n}. Second {n}. Third {n}. Fourth {n}.")
        for n in range(count)
    ]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Collections of a few posts each, with judged questions."""
    for name in ("nfcorpus", "scifact", "med", "cranfield", "counselchat", "scale"):
        folder = tmp_path / name
        (folder / "qrels").mkdir(parents=True)
        lines = [
            json.dumps({"_id": str(n), "title": f"{name} {n}", "text": p.summary})
            for n, p in enumerate(posts(400 if name == "scale" else 5))
        ]
        (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
        asked = [json.dumps({"_id": f"q{n}", "text": f"what of {name} {n}"}) for n in range(150)]
        (folder / "queries.jsonl").write_text("\n".join(asked), "utf-8")
        judged = "query-id\tcorpus-id\tscore\n" + "".join(f"q{n}\t1\t1\n" for n in range(150))
        for split in ("dev", "train", "test"):
            (folder / "qrels" / f"{split}.tsv").write_text(judged, "utf-8")
    return tmp_path


def ids(found: Sequence[Post]) -> list[str]:
    return [post.id for post in found]


def test_abstracts_added_to_the_demo_have_its_topics_and_kinds(data: Path) -> None:
    demo, enlarged = corpus(DEMO_SIZE, data), corpus(400, data)
    assert len(demo.posts) == DEMO_SIZE
    assert len(enlarged.posts) == 400
    assert set(ids(demo.posts)) < set(ids(enlarged.posts))
    topics = {topic.name for topic in demo.topics}
    assert all(post.month and post.research and topics & {*post.topics} for post in enlarged.posts)
    assert enlarged.vocabulary == frame("400").vocabulary
    assert enlarged == corpus(400, data)


def test_larger_sizes_are_filled_up_with_recombined_sentences(data: Path) -> None:
    everything, more = corpus(425, data), corpus(435, data)
    assert len(everything.posts) == 425
    assert not any(post.id.startswith("recombined") for post in everything.posts)
    assert sum(post.id.startswith("recombined") for post in more.posts) == 10
    assert {*everything.posts} < {*more.posts}
    assert len(corpus(9, data).posts) == 9


def test_a_judged_collection_keeps_its_ids(data: Path) -> None:
    assert sorted(ids(collection("med", data).posts)) == ["0", "1", "2", "3", "4"]


def test_the_last_two_sentences_become_the_implications(data: Path) -> None:
    post = min(collection("med", data).posts, key=lambda post: post.id)
    assert post.summary == "First 0. Second 0."
    assert post.implications == "Third 0. Fourth 0."


def test_recombined_posts_have_sentences_of_other_posts_and_differ() -> None:
    made = list(recombined(posts(20), 5))
    assert made == list(recombined(posts(20), 9))[:5]
    assert len({post.summary for post in made}) == 5
    known = {s for p in posts(20) for s in p.summary.split(". ")}
    assert {s.rstrip(".") for s in made[0].summary.split(". ")} <= {s.rstrip(".") for s in known}


def test_posts_are_read_back_unchanged(data: Path, tmp_path: Path) -> None:
    digest = corpus(400, data)
    write(digest, tmp_path / "posts.jsonl")
    assert tuple(read(tmp_path / "posts.jsonl")) == digest.posts


def test_three_hundred_questions_of_three_collections_the_same_each_time(data: Path) -> None:
    asked = questions(data)
    assert len(set(asked)) == 300
    assert asked == questions(data)
    assert {i.text.split()[2] for i in asked[:40]} == {"nfcorpus", "scifact", "med"}


def test_filters_are_kinds_of_the_digest_and_spans_of_eight_years(data: Path) -> None:
    digest = corpus(DEMO_SIZE, data)
    found = filtered([Inquiry("one"), Inquiry("two")], digest)
    assert [i.text for i in found] == ["one", "two"]
    assert {i.kind for i in found} <= {kind.name for kind in digest.kinds}
    assert all(i.years and i.years[1] - i.years[0] == 7 for i in found)


def test_every_phrase_is_in_a_title(data: Path) -> None:
    digest = corpus(DEMO_SIZE, data)
    found = phrases(digest, 20)
    assert len(set(found)) == 20
    titles = [post.title.lower() for post in digest.posts]
    assert all(i.phrase and any(i.text in title for title in titles) for i in found)


def test_inquiries_are_unchanged_after_a_line_of_json() -> None:
    asked = [
        Inquiry("what"),
        Inquiry("a phrase", phrase=True),
        Inquiry("x", kind="k", years=(1, 2)),
    ]
    assert load(json.loads(dump(asked))) == asked

"""Exact searches in the full text, with either distribution of Whoosh.

Every test here also runs in a separate process with the other distribution, which ``make test``
installs into a folder beside the environment's own packages.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import whoosh
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from search.index.files.earlier import places
from search.index.fulltext import FullText, Unsaved
from search.index.tokens.analysed import analyse
from search.text.analyzer import Analyzer
from tests.conftest import REPOSITORY
from tests.digests import garden
from tests.examples import examples

OTHER = Path(sys.prefix) / "whoosh3"
WANTED = os.environ.get("TESTED_WHOOSH")
ANALYZER = Analyzer(garden.VOCABULARY)
WORDS = ("beans", "slugs", "moss", "the", "hedge", "bean")
DOCUMENTS = st.lists(
    st.tuples(*[st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)] * 3),
    min_size=1,
    max_size=5,
)
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
AUTHORS = "Müller, K., O'Brien-Díaz, J., & van der Berg, A. B. (2020). Beans. Plots, 1, 2-3."


CITED = Post(
    id="cited",
    title="Beer traps and what they drown",
    summary="Slugs.",
    citation="Lee, W. H., & O'Brien-Díaz, J. (2013). No gain from drop-out rates. Plot Letters, 7.",
    doi="10.1000/GGG7",
    pmid="31922679",
)


def posts_of(documents: Sequence[tuple[str, str, str]]) -> list[Post]:
    return [
        Post(id=f"p{n}", title=title, summary=summary, implications=implications)
        for n, (title, summary, implications) in enumerate(documents)
    ]


def written(
    folder: Path, posts: Sequence[Post], previous: tuple[Path, Sequence[Post]] | None = None
) -> tuple[str, ...]:
    """Write a full text into a folder; ``previous`` is an earlier one and its posts.

    Returns the files that were copied.
    """
    earlier = None
    if previous is not None:
        was, now = ((p.content_hash for p in some) for some in (previous[1], posts))
        earlier = previous[0] / FullText.name, places(was, now)
    return Unsaved(posts, analyse(posts, ANALYZER), ANALYZER, earlier).save(folder)


def read(folder: Path) -> FullText:
    return FullText(folder / FullText.name, ANALYZER)


def opened(folder: Path, posts: Sequence[Post]) -> FullText:
    written(folder, posts)
    return read(folder)


def found(text: FullText, posts: Iterable[Post], **asked: Any) -> set[str]:
    matching = text.matching(**asked)
    return {p.id for p, yes in zip(posts, matching, strict=True) if yes}


def test_the_intended_distribution_is_used() -> None:
    if WANTED:
        assert Path(whoosh.__file__).is_relative_to(WANTED)
    else:
        assert whoosh.__version__ == (2, 7, 4)


@pytest.mark.parametrize(
    ("phrase", "written", "matches"),
    [
        ("beer traps", "Set beer traps.", True),
        ("beer traps", "Beer trap set.", True),
        ("beer traps", "Traps of beer.", False),
        ("beer traps", "Beer. Traps.", True),
        ("traps beer", "Set beer traps.", False),
        ("drop-out rates", "Drop-out rates rose.", True),
        ("drop-out rates", "Dropout rates rose.", True),
        ("dropout rates", "Drop-out rates rose.", True),
        ("dropout", "drop-out", True),
        ("drop-out", "dropout", True),
        ("e-therapy", "E-therapy works.", True),
        ("etherapy", "E-therapy works.", True),
        ("n-of-1 trial", "An N-of-1 trial.", True),
        ("n-of-1 trial", "A trial.", False),
        ("n-of-1", "N-of-1", True),
        ("long-term follow-up", "long-term follow-up", True),
        ("longterm followup", "long-term follow-up", True),
        ("café table", "Cafe tables", True),
        ("colour of beans", "The color of the beans", True),
        ("beans?", "beans", True),
        ("bean*", "bean", True),
        ("be*ns", "beans", False),
        ("[a TO z]", "beans", False),
        ("summary:beans", "summary beans", True),
        ("beans OR slugs", "beans", False),
    ],
)
def test_phrases_are_matched_by_stems_in_order(
    tmp_path: Path, phrase: str, written: str, matches: bool
) -> None:
    text = opened(tmp_path, [garden.post(1, title="", summary=written, implications="", topics=())])
    assert text.matching(phrases=[phrase]).tolist() == [matches]
    assert text.matching(excluded=[phrase]).tolist() == [not matches]
    text.close()


@pytest.mark.parametrize("nothing", ["the", "of the", "...", "", "*", "ﹰ"])
def test_a_phrase_without_words_matches_every_post(tmp_path: Path, nothing: str) -> None:
    text = opened(tmp_path, garden.POSTS)
    for asked in ({"phrases": [nothing]}, {"excluded": [nothing]}):
        assert found(text, garden.POSTS, **asked) == {p.id for p in garden.POSTS}
    assert len(found(text, garden.POSTS)) == len(garden.POSTS)
    text.close()


@pytest.mark.parametrize("part", ["title", "summary", "implications", "topics", "research"])
def test_every_part_but_the_citation_is_searched(tmp_path: Path, part: str) -> None:
    value = ("Xylophones",) if part == "topics" else "Xylophones"
    posts = [garden.post(1), garden.post(2, **{part: value})]
    text = opened(tmp_path, posts)
    assert text.matching(phrases=["xylophone"]).tolist() == [False, True]
    text.close()


@pytest.mark.parametrize(
    ("author", "matches"),
    [
        ("Müller", True),
        ("muller", True),
        ("MULLER K", True),
        ("O'Brien-Díaz", True),
        ("obrien", True),
        ("O’Brien", True),
        ("diaz", True),
        ("van der Berg", True),
        ("Berg", True),
        ("Beans", False),
        ("Mull", False),
        ("Smith", False),
        ("", True),
        ("...", True),
    ],
)
def test_authors_are_found_by_any_of_their_names(
    tmp_path: Path, author: str, matches: bool
) -> None:
    text = opened(tmp_path, [garden.post(1, citation=AUTHORS)])
    assert text.matching(authors=[author]).tolist() == [matches]
    text.close()


def test_all_conditions_must_hold(tmp_path: Path) -> None:
    text = opened(tmp_path, garden.POSTS)
    everything = found(text, garden.POSTS, authors=["Hill"])
    assert len(everything) == 3
    some = found(text, garden.POSTS, authors=["Hill"], phrases=["beans"])
    less = found(text, garden.POSTS, authors=["Hill"], phrases=["beans"], excluded=["children"])
    assert less <= some < everything
    assert found(text, garden.POSTS, authors=["Hill", "Green"]) == {
        "2020-02-school-gardens-and-attention"
    }
    assert found(text, garden.POSTS, phrases=["beans", "slugs"]) == set()
    text.close()


def test_a_repeated_search_gives_the_same_answer(tmp_path: Path) -> None:
    text = opened(tmp_path, garden.POSTS)
    first = text.matching(phrases=["beans"])
    expected = first.tolist()
    first[:] = True
    for n in range(40):
        text.matching(phrases=[f"leaf {n}"], excluded=["beans"])
    assert text.matching(phrases=["beans"]).tolist() == expected
    assert text.matching(excluded=["beans"]).tolist() == [not has for has in expected]
    text.close()


def naive(document: tuple[str, str, str], phrase: str) -> bool:
    """Whether a part has the words next to each other, ignoring stop words, by plain comparison."""
    wanted = [ANALYZER.stem(w) for w in phrase.split() if w != "the"]
    for part in document:
        words = [ANALYZER.stem(w) for w in part.split() if w != "the"]
        starts = range(len(words) - len(wanted) + 1)
        if any(words[n : n + len(wanted)] == wanted for n in starts):
            return True
    return not wanted


@examples(40)
@given(DOCUMENTS, st.lists(PHRASES, max_size=2), st.lists(PHRASES, max_size=2))
def test_matches_equal_those_of_plain_comparison(
    documents: list[tuple[str, str, str]], phrases: list[str], excluded: list[str]
) -> None:
    posts = posts_of(documents)
    with TemporaryDirectory() as made:
        text = opened(Path(made), posts)
        matching = text.matching(phrases=phrases, excluded=excluded)
        text.close()
    assert matching.tolist() == [
        all(naive(d, p) for p in phrases)
        and not any(naive(d, e) for e in excluded if e.replace("the", "").strip())
        for d in documents
    ]


@examples(10)
@given(st.lists(DOCUMENTS, min_size=2, max_size=12))
def test_an_updated_full_text_finds_the_same_as_a_new_one(
    history: list[list[tuple[str, str, str]]],
) -> None:
    with TemporaryDirectory() as made:
        previous: tuple[Path, Sequence[Post]] | None = None
        for number, documents in enumerate(history):
            posts = posts_of(documents)
            reused, anew = Path(made) / f"{number}", Path(made) / f"{number}-anew"
            reused.mkdir()
            anew.mkdir()
            written(reused, posts, previous)
            previous = reused, posts
        written(anew, posts)
        one, other = read(reused), read(anew)
        for word in (*WORDS, "beans slugs", "moss the hedge"):
            for asked in ({"phrases": [word]}, {"excluded": [word]}):
                assert found(one, posts, **asked) == found(other, posts, **asked)
        one.close()
        other.close()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"phrases": ["No gain from"]}, True),
        ({"phrases": ["dropout rates"]}, True),
        ({"phrases": ["Plot Letters"]}, True),
        ({"phrases": ["gain no"]}, False),
        # Exclusions only apply to the post's own text.
        ({"excluded": ["gain"]}, True),
        ({"excluded": ["slugs"]}, False),
        ({"titles": ["beer traps"]}, True),
        ({"titles": ["drowned"]}, True),
        ({"titles": ["slugs"]}, False),
        ({"names": ["doi:10.1000/ggg7"]}, True),
        ({"names": ["pmid:31922679", "doi:10.1000/x"]}, True),
        ({"names": ["doi:10.1000/x"]}, False),
        ({"authors": ["Lee"]}, True),
        ({"authors": ["Lee, W."]}, True),
        ({"authors": ["W. Lee"]}, True),
        ({"authors": ["Lee W H"]}, True),
        ({"authors": ["Wei Lee"]}, True),
        ({"authors": ["Lee, Wei"]}, True),
        ({"authors": ["J O'Brien-Diaz"]}, True),
        # The initial belongs to another author.
        ({"authors": ["Lee J"]}, False),
        ({"authors": ["Lee, V."]}, False),
    ],
)
def test_a_post_is_found_by_title_author_and_numbers(
    tmp_path: Path, asked: dict[str, list[str]], expected: bool
) -> None:
    text = opened(tmp_path, [CITED])
    assert found(text, [CITED], **asked) == ({"cited"} if expected else set())
    text.close()


def content(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_the_number_of_segments_is_bounded_and_the_earlier_text_unchanged(tmp_path: Path) -> None:
    posts: list[Post] = []
    previous: tuple[Path, Sequence[Post]] | None = None
    most = 0
    for number in range(20):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        posts.append(garden.post(number, summary=f"{chr(97 + number)}weed"))
        before = content(previous[0]) if previous else {}
        copied = written(folder, posts, previous)
        assert all((folder / name).read_bytes() == before[name] for name in copied)
        if previous:
            assert content(previous[0]) == before
        previous = folder, tuple(posts)
        most = max(most, sum(name.endswith(".seg") for name in content(folder)))
    assert most <= 10
    text = read(folder)
    for number, post in enumerate(posts):
        assert found(text, posts, phrases=[f"{chr(97 + number)}weed"]) == {post.id}
    text.close()


def elsewhere(*arguments: str) -> None:
    """Run Python with the other distribution of Whoosh."""
    if not (OTHER / "whoosh").is_dir():
        pytest.skip(f"needs whoosh3 in {OTHER.name} of the environment; make test puts it there")
    path = os.pathsep.join((str(OTHER), str(REPOSITORY)))
    done = subprocess.run(
        [sys.executable, "-W", "ignore::SyntaxWarning", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": path, "TESTED_WHOOSH": str(OTHER)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


WRITE = """
import sys
from pathlib import Path
from tests.digests import garden
from tests.search.index.test_fulltext import written
written(Path(sys.argv[1]), garden.POSTS)
"""
READ = """
import sys
from pathlib import Path
from tests.search.index.test_fulltext import read
text = read(Path(sys.argv[1]))
assert text.matching(["beer traps"]).sum() == 1
assert text.matching(excluded=["beans"]).sum() == 5
assert text.matching(authors=["Hill"]).sum() == 3
"""

if not WANTED:

    @pytest.mark.whoosh3
    @pytest.mark.slow
    def test_the_other_distribution_passes_the_same_tests() -> None:
        here = str(Path(__file__).relative_to(REPOSITORY))
        elsewhere("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", here)

    @pytest.mark.whoosh3
    @pytest.mark.slow
    def test_each_distribution_reads_what_the_other_wrote(tmp_path: Path) -> None:
        ours, theirs = tmp_path / "ours", tmp_path / "theirs"
        ours.mkdir()
        theirs.mkdir()
        written(ours, garden.POSTS)
        elsewhere("-c", READ, str(ours))
        elsewhere("-c", WRITE, str(theirs))
        text = read(theirs)
        assert text.matching(["beer traps"]).sum() == 1
        assert text.matching(excluded=["beans"]).sum() == 5
        assert text.matching(authors=["Hill"]).sum() == 3
        text.close()

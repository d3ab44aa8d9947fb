"""Two studies, in any format, order and number of files, are both imported and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.importing.formats import FORMATS, Format
from corpus.importing.merge import merge_source, write_merge
from tests.digests.digest_folder import DigestFolder
from tests.digests.study_files import SINGLE, Made, writer

# Looked up before any example is tried: each writer is in the test of its importer, whose import
# takes time.
WRITERS = {form.name: writer(form) for form in FORMATS}
TITLES = st.sampled_from(
    [
        "Listening in groups",
        "Listening in groups of clients who wait",
        "Listening in groups of clients who left",
        "Sleep hygiene for insomnia, a cohort study",
        "Editorial",
    ]
)
ABSTRACTS = st.sampled_from(
    [
        "",
        "We tested listening.",
        "We tested listening in groups of clients who had waited for a month, and found little.",
    ]
)
STUDIES = st.builds(
    Made,
    title=TITLES,
    family=st.sampled_from(["Marsh", "Berg"]),
    year=st.sampled_from([2019, 2020]),
    doi=st.sampled_from(["", "10.1000/aaa1", "10.1000/bbb2"]),
    abstract=ABSTRACTS,
    number=st.sampled_from(["7", "8"]),
)


def differ(one: Made, other: Made) -> bool:
    """Whether an editor would say that two studies are different."""
    if one.doi and other.doi:
        return one.doi != other.doi
    return (one.title, one.family, one.year) != (other.title, other.family, other.year)


def posts(root: Path) -> dict[str, str]:
    """The files of the posts by name."""
    return {path.name: path.read_text("utf-8") for path in (root / "posts").iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@settings(max_examples=8)
@given(studies=st.tuples(STUDIES, STUDIES), data=st.data())
def test_two_studies_become_two_posts_and_stay_unchanged(
    form: Format,
    studies: tuple[Made, Made],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    one, other = studies
    assume(differ(one, other))
    if form.name == "beir":
        # Documents of a collection have a title, and no field that identifies a study.
        assume(one.title != other.title)
    write = WRITERS[form.name]
    desk = tmp_path_factory.mktemp("desk")
    root = DigestFolder.make(desk / "digest").root
    seen: dict[str, str] = {}
    for turn in range(3):
        split = data.draw(st.booleans()) or form.name in SINGLE
        order = data.draw(st.permutations(studies))
        groups = [[study] for study in order] if split else [list(order)]
        folder = desk / f"turn{turn}"
        for at, group in enumerate(groups):
            path = folder / f"part-{at}" / f"index-{turn}-{at}{form.suffixes[0]}"
            path.parent.mkdir(parents=True)
            path.write_text(write(group), "utf-8")
        sources = [folder] if data.draw(st.booleans()) else sorted(folder.rglob("*.*"))
        for source in sources:
            merge = merge_source(form.make("2024-05"), source, root, suffixes=form.suffixes)
            assert merge.faults == ()
            assert merge.updated == merge.kept == ()
            write_merge(merge, root)
        now = posts(root)
        assert len(now) == 2, sorted(now)
        assert seen in ({}, now)
        seen = now
    for study in studies:
        assert any(f'title: "{study.title}"' in text for text in seen.values())


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("change", ["title", "abstract", "year", "nothing"])
def test_a_corrected_study_updates_its_own_post(form: Format, change: str, tmp_path: Path) -> None:
    write = WRITERS[form.name]
    root = DigestFolder.make(tmp_path / "digest").root
    abstract = "We tested listening in groups of clients who had waited for a month or longer."
    title = "Listening in groups of cliens who wait"
    study = Made(title, doi="10.1000/aaa1", abstract=abstract, pubmed=12345678)
    better = {
        "title": replace(study, title=title.replace("cliens", "clients")),
        "abstract": replace(study, abstract=f"{abstract} It helped."),
        "year": replace(study, year=2021),
        "nothing": study,
    }[change]
    source = tmp_path / f"source{form.suffixes[0]}"
    source.write_text(write([study]), "utf-8")
    write_merge(merge_source(form.make("2024-05"), source, root), root)
    source.write_text(write([better]), "utf-8")
    merge = merge_source(form.make("2024-05"), source, root)
    assert merge.added == merge.kept == ()
    assert len(merge.updated) == (write([better]) != write([study]))

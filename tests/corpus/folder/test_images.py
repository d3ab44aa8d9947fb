"""Images of posts are checked: their files, texts and names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.images import (
    MAX_IMAGE,
    Image,
    images_in,
    media_type,
    read_image,
    without_places,
)
from corpus.folder.read import read_digest
from tests.digests.digest_folder import DigestFolder
from tests.pretended.pictures import GIF, JPEG, PNG, SVG, WEBP

ID = "2021-07-do-gardens-help"


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    (made.root / "posts" / ID).mkdir()
    return made


def told(folder: DigestFolder, image: str, *, draft: bool = False) -> list[str]:
    """The problems that check reports for a post that shows an image in this way."""
    path = folder.root / "posts" / f"{ID}.md"
    text = path.read_text().replace("They answered.", f"They answered.\n\n{image}")
    path.write_text(text.replace("month:", "draft: true\nmonth:", 1) if draft else text)
    reading = read_digest(folder.root)
    return [str(problem) for problem in reading.problems if "image" in str(problem)]


def put(folder: DigestFolder, name: str, data: bytes = PNG) -> Path:
    path = folder.root / "posts" / ID / name
    path.write_bytes(data)
    return path


def test_an_image_with_a_description_is_no_fault(folder: DigestFolder) -> None:
    put(folder, "map.png")
    assert told(folder, f'![A map of plots]({ID}/map.png "Plots")') == []


@pytest.mark.parametrize(
    ("image", "what"),
    [
        (f"![]({ID}/map.png)", "has no text that says what it shows"),
        (f"![ ]({ID}/map.png)", "has no text that says what it shows"),
        (f"![A map]({ID}/none.png)", "there is no image"),
        ("![A map](map.png)", "is not beside the post: keep it in the folder of the post's own name"
         f" beside its file: {ID}/map.png"),
        ("![A map](https://example.org/map.png)", "lies elsewhere"),
        ("![A map](//example.org/map.png)", "lies elsewhere"),
        ("![A map](data:image/png;base64,AAAA)", "lies elsewhere"),
        (f"![A map]({ID}/map.svg)", "is SVG, which can hold programs"),
        (f"![A map]({ID}/../2021-08-x/map.png)", "is not beside the post"),
        ("![A map](/etc/map.png)", "is not beside the post"),
        (f"![A map]({ID}/.map.png)", "is not the name of an image"),
        (f"![A map]({ID}/map.exe)", "is not the name of an image"),
    ],
)  # fmt: skip
def test_a_fault_of_an_image_is_reported_with_its_line(
    folder: DigestFolder, image: str, what: str
) -> None:
    put(folder, "map.png")
    found = [line for line in told(folder, image) if "warning" not in line]
    assert len(found) == 1 and what in found[0]
    assert found[0].startswith(f"posts/{ID}.md:16:")


def test_a_fault_of_an_image_in_a_draft_is_a_warning(folder: DigestFolder) -> None:
    (line,) = told(folder, f"![A map]({ID}/map.png)", draft=True)
    assert "warning: there is no image" in line


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (SVG, "is not an image of the kind that its name says"),
        (JPEG, "is not an image of the kind that its name says"),
        (b"", "is not an image of the kind that its name says"),
        (PNG + bytes(MAX_IMAGE), "more than the 2,097,152 allowed"),
    ],
)
def test_a_file_of_another_kind_than_its_name_says_is_an_error(
    folder: DigestFolder, data: bytes, what: str
) -> None:
    put(folder, "map.png", data)
    (line,) = told(folder, f"![A map]({ID}/map.png)")
    assert what in line


def test_an_unused_image_is_a_warning(folder: DigestFolder) -> None:
    put(folder, "map.png")
    put(folder, "left.png")
    (line,) = told(folder, f"![A map]({ID}/map.png)")
    assert "warning" in line and f"the image posts/{ID}/left.png is shown nowhere" in line


def test_a_folder_of_no_post_is_not_read(folder: DigestFolder) -> None:
    (folder.root / "posts" / "2021-07-other").mkdir()
    found = [problem.what for problem in read_digest(folder.root).problems]
    assert found == ["a folder among the posts is not read"]


@pytest.mark.parametrize(
    ("name", "data", "sort"),
    [
        ("a.png", PNG, "image/png"),
        ("a.PNG", PNG, "image/png"),
        ("a.gif", GIF, "image/gif"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
        ("a.png", GIF, None),
        ("a.svg", SVG, None),
        ("a", PNG, None),
    ],
)
def test_the_kind_of_an_image_is_known_by_name_and_bytes(
    name: str, data: bytes, sort: str | None
) -> None:
    assert media_type(name, data) == sort


def test_only_plain_files_in_the_post_s_folder_are_read(folder: DigestFolder) -> None:
    posts = folder.root / "posts"
    put(folder, "map.png")
    assert read_image(posts, ID, "map.png") == (PNG, "image/png")
    outside = folder.root.parent / "secret.png"
    outside.write_bytes(PNG)
    (posts / ID / "link.png").symlink_to(outside)
    (posts / "2021-07-linked").symlink_to(outside.parent)
    os.mkfifo(posts / ID / "pipe.png")
    for post_id, name in (
        (ID, "link.png"), (ID, "pipe.png"), (ID, "none.png"), ("2021-07-linked", "secret.png"),
        (ID, "../../../secret.png"), ("../..", "secret.png"), (f"{ID}/../..", "secret.png"),
        (ID, "map.png\x00.png"), (ID, ""), ("", "map.png"), (".", "map.png"),
    ):  # fmt: skip
        assert read_image(posts, post_id, name) is None, (post_id, name)


@given(st.text('![]()<>/" .pngaA\n', max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_and_name_of_an_image_is_handled(text: str, post_id: str, name: str) -> None:
    for image in images_in(text):
        image.name(post_id)
    without_places(text)
    assert read_image(Path("/nonexistent"), post_id, name) is None


def test_images_of_a_text_are_found_and_their_folders_cut_off() -> None:
    assert list(images_in('A ![b](c/d.png) ![e]( <f.png> "g" )')) == [
        Image("b", "c/d.png"),
        Image("e", "f.png"),
    ]
    assert without_places("A ![b](c/D.png) [e](f/g)") == "A ![b](d.png) [e](f/g)"

"""Images are imported with the posts that show them, only from beside the imported file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.folder.read import read_digest
from tests.corpus.importing.test_wordpress import export, item
from tests.pretended.pictures import GIF, JPEG, PNG, SVG
from tests.shared_cases import Folder

FRONT = "---\ntitle: Rain\ndate: 2024-05-03\n---\n\n"
BODY = "They asked walkers.\n\n{}\n\n## Practice Implications\n\nTake a coat.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "digest")


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def images(folder: Folder) -> dict[str, bytes]:
    """The images beside the posts."""
    return {
        name: data for name, data in folder.files().items() if name.count("/") == 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("content/posts/rain/Fig 1.png", "![A map](<Fig 1.png>)"),
        ("content/posts/rain/Fig 1.png", '![A map](Fig%201.png "With a title")'),
        ("content/posts/rain/images/Fig 1.png", '<img alt="A map" src="images/Fig 1.png">'),
        ("content/posts/rain/Fig 1.png", '{{< figure src="Fig 1.png" alt="A map" >}}'),
        ("content/posts/rain/attachments/Fig 1.png", "![[Fig 1.png|A map]]"),
        ("static/img/Fig 1.png", "![A map](/img/Fig%201.png)"),
        ("assets/Fig 1.png", "![A map]({{ site.baseurl }}/assets/Fig%201.png)"),
        ("content/posts/Fig 1.png", "![A map](../Fig%201.png)"),
    ],
)
def test_images_of_bundles_and_of_a_site_s_folders_are_imported(
    folder: Folder, tmp_path: Path, place: str, written: str
) -> None:
    site = tmp_path / "site"
    put(site / "config.toml", "title = 'Walks'")
    put(site / place, PNG)
    put(site / "content/posts/rain/index.md", FRONT + BODY.format(written))
    merge = folder.take("markdown", site / "content")
    assert merge.faults == ()
    (post,) = folder.posts()
    assert post.summary == f"They asked walkers.\n\n![A map]({post.id}/fig-1.png)"
    assert images(folder) == {f"posts/{post.id}/fig-1.png": PNG}
    before = folder.files()
    again = folder.take("markdown", site / "content")
    assert (len(again.unchanged), again.changes, again.images) == (1, (), ())
    assert folder.files() == before
    assert not [p for p in read_digest(folder.root).problems if "image" in p.what]


def test_a_changed_image_is_copied_with_its_changed_post(folder: Folder, tmp_path: Path) -> None:
    page = put(tmp_path / "in/rain.md", FRONT + BODY.format("![A map](a/map.gif)"))
    put(tmp_path / "in/a/map.gif", GIF)
    folder.take("markdown", page)
    put(tmp_path / "in/a/map.gif", GIF + b";")
    put(page, FRONT + BODY.format("![A map](a/map.gif)\n\n![Another](b/map.gif)"))
    put(tmp_path / "in/b/map.gif", GIF)
    merge = folder.take("markdown", page)
    assert (len(merge.updated), len(merge.images)) == (1, 2)
    (post,) = folder.posts()
    assert images(folder) == {
        f"posts/{post.id}/map.gif": GIF + b";",
        f"posts/{post.id}/map-2.gif": GIF,
    }
    assert f"![Another]({post.id}/map-2.gif)" in post.summary


def test_uploads_of_wordpress_are_found_beside_the_export(folder: Folder, tmp_path: Path) -> None:
    put(tmp_path / "in/wp-content/uploads/2021/05/rain.jpg", JPEG)
    put(tmp_path / "in/wp-content/uploads/2021/05/cited.jpg", JPEG)
    address = "https://walks.example.org/wp-content/uploads/2021/05"
    text = (
        f'<p>They asked.</p><a href="{address}/rain.jpg"><img class="wp-image-7" '
        f'src="{address}/rain-300x200.jpg" alt="Rain &amp; wind"/></a>'
        f'[caption id="a" align="b"]<img src="{address}/cited.jpg" alt="Who"/> Words[/caption]'
        f'<p>More.</p><img src="{address}/gone.jpg" alt="Gone"/>'
    )
    source = put(tmp_path / "in/export.xml", export(item(text)))
    merge = folder.take("wordpress", source)
    (post,) = folder.posts()
    assert f"![Rain & wind]({post.id}/rain.jpg)" in post.summary
    assert f"![Who]({post.id}/cited.jpg)" in post.summary and "Words" not in post.summary
    assert "Gone" not in post.summary and "example.org" not in post.summary
    assert [p.what for p in merge.problems if "image" in p.what] == ["1 image was left out"]
    assert set(images(folder)) == {f"posts/{post.id}/{n}.jpg" for n in ("rain", "cited")}


def test_an_image_without_a_description_is_imported_and_reported_by_check(
    folder: Folder, tmp_path: Path
) -> None:
    put(tmp_path / "in/map.png", PNG)
    folder.take("markdown", put(tmp_path / "in/rain.md", FRONT + BODY.format("![](map.png)")))
    (fault,) = [p for p in read_digest(folder.root).faults if "image" in p.what]
    assert "has no text that says what it shows" in fault.what


@pytest.mark.parametrize(
    "written",
    [
        "![A map](../secret.png)",
        "![A map](%2e%2e/secret.png)",
        "![A map](a/../../secret.png)",
        "![A map](/secret.png)",
        "![A map](link.png)",
        "![A map](pipe.png)",
        "![A map](drawing.svg)",
        "![A map](drawing.png)",
        "![A map](large.png)",
        "![A map](https://elsewhere.example/map.png)",
        "![A map](data:image/png;base64,AAAA)",
        "![A map](file:///tmp/secret.png)",
        "![A map](import:0/map.png)",
        '<img src="../secret.png" alt="A map">',
        "![[../secret.png]]",
    ],
)
def test_no_other_files_are_imported(folder: Folder, tmp_path: Path, written: str) -> None:
    page = put(tmp_path / "in/rain.md", FRONT + BODY.format(written))
    secret = put(tmp_path / "secret.png", PNG)
    (tmp_path / "in/link.png").symlink_to(secret)
    os.mkfifo(tmp_path / "in/pipe.png")
    put(tmp_path / "in/drawing.svg", SVG)
    put(tmp_path / "in/drawing.png", SVG)
    put(tmp_path / "in/large.png", PNG + bytes(2 * 1024 * 1024))
    merge = folder.take("markdown", page)
    assert merge.images == () and images(folder) == {}
    (post,) = folder.posts()
    assert "![" not in post.summary and "import:" not in post.summary


def test_other_formats_have_no_images(folder: Folder, tmp_path: Path) -> None:
    put(tmp_path / "in/0/map.png", PNG)
    lines = '{"title": "Rain", "month": "2024-05", "summary": "![A map](import:0/map.png)"}\n'
    merge = folder.take("jsonl", put(tmp_path / "in/posts.jsonl", lines))
    assert merge.images == () and images(folder) == {}

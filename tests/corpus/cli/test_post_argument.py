"""A post is named by its file, its id, or a former id."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.cli.post_argument import post_named, post_of_file
from corpus.cli.shared import Failure
from tests.digests.digest_folder import POST, DigestFolder


def test_a_post_is_found_by_each_of_its_names(tmp_path: Path) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post(POST.replace("research:", "aliases:\n  - 2019-01-old\nresearch:"))
    (path,) = (folder.root / "posts").iterdir()
    for name in (str(path), path.stem, "2019-01-old"):
        assert post_named(name, folder.root).title == "Do gardens help?"
    with pytest.raises(Failure, match="there is no post"):
        post_named("2019-01-odd", folder.root)


def test_a_file_that_is_no_post_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "2021-07-x.md"
    with pytest.raises(Failure, match="no such file"):
        post_of_file(path)
    path.write_text("nothing")
    with pytest.raises(Failure, match="front matter is missing"):
        post_of_file(path)

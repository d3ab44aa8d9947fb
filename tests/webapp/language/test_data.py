"""Texts in data files are found for the catalogues."""

from __future__ import annotations

from io import BytesIO

from webapp.language.data import texts


class Named(BytesIO):
    """A file in memory with a name."""

    name = "corpus/evidence/measures.toml"


def test_what_pages_show_of_a_data_file_is_found_with_its_line() -> None:
    file = Named(b'[[measures]]\nname = "g"\nmeans = "a difference"\ngroup = "difference"\n')
    assert list(texts(file, (), (), {})) == [
        (3, "N_", "a difference", []),
        (4, "N_", "difference", []),
    ]


def test_other_files_have_no_texts() -> None:
    file = Named(b'[[measures]]\nmeans = "x"\n')
    file.name = "corpus/digest/topics.toml"
    assert list(texts(file, (), (), {})) == []

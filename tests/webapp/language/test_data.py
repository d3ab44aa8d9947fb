"""Texts in data files are extracted for the catalogues."""

from __future__ import annotations

from io import BytesIO

from webapp.language.data import texts


class Named(BytesIO):
    """A file in memory with a name."""

    name = "corpus/evidence/measures.toml"


def test_visible_texts_of_a_data_file_are_extracted_with_their_line() -> None:
    file = Named(b'[[measures]]\nname = "g"\nmeans = "a difference"\ngroup = "difference"\n')
    assert list(texts(file, (), (), {})) == [
        (3, "N_", "a difference", []),
        (4, "N_", "difference", []),
    ]


def test_other_files_have_no_texts() -> None:
    file = Named(b'[[measures]]\nmeans = "x"\n')
    file.name = "corpus/digest/topics.toml"
    assert list(texts(file, (), (), {})) == []

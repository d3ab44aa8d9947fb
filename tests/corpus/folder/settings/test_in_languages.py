"""Texts of a digest in other languages are read, and faults in them reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.digest import Care, CareNote, told_in
from tests.digests.digest_folder import SETTINGS, TOPICS, DigestFolder

HEAD = 'languages = ["en", "fr", "de"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def test_every_text_of_the_settings_may_be_given_in_each_language(folder: DigestFolder) -> None:
    folder.write(
        "digest.toml",
        f"""{HEAD}description = "On gardens."
fr.description = "Sur les jardins\u202f!"
de.description = "Über Gärten."
{SETTINGS}description = "Follows gardens."
fr.name = "étude de cohorte"
fr.description = "Suit des jardins."

[care]
words = ["sting"]
text = "Call."
fr.text = "Appelez."

[[care.notes]]
words = ["nettle"]
text = "Rub."
de.text = "Reiben."

[questions]
examples = ["Do gardens help?"]
fr.examples = ["Les jardins\u202faident-ils\u202f?", "Pourquoi\u202f?"]

[this_month]
"2021-07" = "Gardens."

[this_month.fr]
"2021-07" = "Jardins."
""",
    )
    reading = folder.read()
    assert reading.problems == ()
    digest = reading.digest
    assert digest.descriptions == (("fr", "Sur les jardins\u202f!"), ("de", "Über Gärten."))
    assert digest.kinds[1].names == (("fr", "étude de cohorte"),)
    assert digest.kinds[1].descriptions == (("fr", "Suit des jardins."),)
    note = CareNote(("nettle",), "Rub.", (("de", "Reiben."),))
    assert digest.care == Care(("sting",), "Call.", (note,), (("fr", "Appelez."),))
    assert digest.care.every_note[0].texts == (("fr", "Appelez."),)
    assert digest.questions.examples == ("Do gardens help?",)
    french = ("fr", "Les jardins aident-ils\u202f?"), ("fr", "Pourquoi\u202f?")
    assert digest.questions.translated == french
    assert digest.this_month == (("2021-07", "Gardens."),)
    assert digest.months_translated == (("fr", "2021-07", "Jardins."),)


def test_topics_and_removed_posts_may_have_texts_in_other_languages(folder: DigestFolder) -> None:
    folder.write("digest.toml", HEAD + SETTINGS)
    more = 'fr = {name = "Jardins", description = "Lieux verts."}\nde = "Gärten"\n'
    folder.write("topics.toml", TOPICS + more)
    gone = '[[gone]]\naddress = "old"\nwhy = "Withdrawn."\nfr.why = "Retiré."\n'
    folder.write("gone.toml", gone)
    reading = folder.read()
    assert reading.problems == ()
    assert reading.digest.topics[1].names == (("fr", "Jardins"), ("de", "Gärten"))
    assert reading.digest.topics[1].descriptions == (("fr", "Lieux verts."),)
    assert reading.digest.gone[0].whys == (("fr", "Retiré."),)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "topics.toml",
            f'{TOPICS}fr.name = "Jardins"\nfr.descripton = "Verts."\n',
            '11: "descripton" is not a setting: did you mean "description"?',
        ),
        (
            "topics.toml",
            f"{TOPICS}fr.name = 3\n",
            '10: "name" must be text: write name = "..."',
        ),
        (
            "topics.toml",
            f"{TOPICS}fr = 3\n",
            '10: "fr" must hold texts by their names: write fr.name = "..."',
        ),
        (
            "topics.toml",
            f'{TOPICS}es.name = "Jardines"\n',
            '10: "es" is neither a setting nor a language of this digest: '
            'name it in digest.toml: languages = ["en", "fr", "de", "es"]',
        ),
        (
            "digest.toml",
            f'{HEAD}{SETTINGS}[care]\nfr.text = "Appelez."\n',
            '13: words or text are missing: write words = ["..."] and text = "..."',
        ),
        (
            "digest.toml",
            f'{HEAD}{SETTINGS}[this_month]\n"2021-07" = "Go."\n[this_month.fr]\n"2021-7" = "Va."\n',
            '16: "2021-7" is not a month: write "2021-07" = "..."',
        ),
        (
            "digest.toml",
            f'{HEAD}{SETTINGS}[questions]\nfr.examples = "Pourquoi?"\n',
            '14: "examples" must be a list: write examples = [...]',
        ),
    ],
)
def test_a_fault_is_reported_with_its_line(
    folder: DigestFolder, name: str, text: str, problem: str
) -> None:
    folder.write("digest.toml", HEAD + SETTINGS)
    folder.write(name, text)
    assert folder.problems() == [f"{name}:{problem}"]


def test_a_text_is_given_in_a_language_or_in_its_own() -> None:
    others = (("fr", "Sol"), ("de", "Boden"))
    assert told_in("de", "Soil", others) == ("Boden", "de")
    assert told_in("es", "Soil", others) == ("Soil", "")

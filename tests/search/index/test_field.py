"""Terms of the digest's field weigh more than others when posts are compared."""

from __future__ import annotations

from corpus.digest import Digest, OneWay, Topic, Vocabulary
from search import weights
from search.index.field import field_terms, groups, naming_terms, shares
from search.text.analyzer import Analyzer

VOCABULARY = Vocabulary(
    equal=(("CBT", "cognitive behavioural therapy"),),
    one_way=(OneWay(words=("pills",), terms=("medication",)),),
)
TOPIC = Topic("attachment", "Attachment", ("Bonding",), "How people seek closeness.")


def test_terms_of_the_field_come_from_vocabulary_and_topics() -> None:
    digest = Digest("d", vocabulary=VOCABULARY, topics=(TOPIC,))
    field = field_terms(digest, Analyzer(VOCABULARY))
    assert {"cbt", "cognit_behavior_therapi", "therapi", "medic", "bond", "close"} <= field
    assert "pill" not in field
    assert field_terms(Digest("d"), Analyzer()) == frozenset()


def test_naming_terms_are_entries_and_names_of_topics() -> None:
    digest = Digest("d", vocabulary=VOCABULARY, topics=(TOPIC,))
    naming = naming_terms(digest, Analyzer(VOCABULARY))
    assert naming == {"cbt", "cognit_behavior_therapi", "medic", "attach"}


def test_equal_entries_are_in_one_group() -> None:
    found = groups(Digest("d", vocabulary=VOCABULARY), Analyzer(VOCABULARY))
    assert found == {"cbt": 0, "cognit_behavior_therapi": 0}


def test_other_terms_count_less() -> None:
    found = shares(("cbt", "green", "x"), {"cbt"})
    assert found is not None
    assert found.tolist() == [1, weights.OTHER_TERMS, weights.OTHER_TERMS]


def test_without_a_field_all_terms_count_the_same() -> None:
    assert shares(("a", "b"), frozenset()) is None

"""Terms of the field weigh more when posts are compared than words that any text may have."""

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


def test_a_field_is_named_by_vocabulary_and_topics() -> None:
    digest = Digest("d", vocabulary=VOCABULARY, topics=(TOPIC,))
    field = field_terms(digest, Analyzer(VOCABULARY))
    assert {"cbt", "cognit_behavior_therapi", "therapi", "medic", "bond", "close"} <= field
    assert "pill" not in field
    assert field_terms(Digest("d"), Analyzer()) == frozenset()


def test_whole_entries_and_topics_names_name_something() -> None:
    digest = Digest("d", vocabulary=VOCABULARY, topics=(TOPIC,))
    naming = naming_terms(digest, Analyzer(VOCABULARY))
    assert naming == {"cbt", "cognit_behavior_therapi", "medic", "attach"}


def test_equal_entries_are_of_one_group() -> None:
    found = groups(Digest("d", vocabulary=VOCABULARY), Analyzer(VOCABULARY))
    assert found == {"cbt": 0, "cognit_behavior_therapi": 0}


def test_terms_of_other_fields_count_half() -> None:
    found = shares(("cbt", "green", "x"), {"cbt"})
    assert found is not None
    assert found.tolist() == [1, weights.OTHER_TERMS, weights.OTHER_TERMS]


def test_without_a_field_all_count_the_same() -> None:
    assert shares(("a", "b"), frozenset()) is None

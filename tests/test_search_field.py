"""Terms of the field weigh more when posts are compared than words that any text may have."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from corpus.digest import Digest, OneWay, Topic, Vocabulary
from search import weights
from search.analysis import Analyzer
from search.field import field_terms, focused, groups, naming_terms

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


def test_other_terms_weigh_less_and_rows_stay_of_unit_length() -> None:
    rows = csr_array(np.array([[0.6, 0.8, 0], [0, 0, 0], [0, 1, 0]], np.float32))
    found = focused(rows, ("cbt", "green", "x"), {"cbt"}).toarray()
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 1])
    assert found[0, 1] / found[0, 0] == pytest.approx(weights.OTHER_TERMS * 0.8 / 0.6)
    assert rows.toarray()[0, 0] == pytest.approx(0.6)


def test_without_a_field_nothing_changes() -> None:
    rows = csr_array(np.array([[0.6, 0.8]], np.float32))
    assert focused(rows, ("a", "b"), frozenset()) is rows

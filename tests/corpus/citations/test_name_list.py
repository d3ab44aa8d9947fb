"""Lists of names are read in the styles that pages print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.name_list import NameList, read_names
from corpus.citations.names import Person


@pytest.mark.parametrize(
    ("printed", "names", "gap"),
    [
        ("Stone, C., Hill, D., ... & Brook, E.", ("Stone, C.", "Hill, D.", "Brook, E."), 2),
        ("Stone, C., Hill, D., . . . Brook, E.", ("Stone, C.", "Hill, D.", "Brook, E."), 2),
        ("Stone, C., … Brook, E.", ("Stone, C.", "Brook, E."), 1),
        ("Stone, C., Hill, D., &Ford, T. A.", ("Stone, C.", "Hill, D.", "Ford, T. A."), None),
        ("Stone, C., et al.", ("Stone, C.",), 1),
        ("Stone, C., & others", ("Stone, C.",), 1),
        ("Stone et al.", ("Stone",), 1),
        (
            "Stone, C.D., Hill, A-M., & Fox, G.D",
            ("Stone, C. D.", "Hill, A.-M.", "Fox, G. D."),
            None,
        ),
        ("C. D. Stone and Dora Hill", ("Stone, C. D.", "Hill, Dora"), None),
        ("Stone, Carol, & Hill, Dora", ("Stone, Carol", "Hill, Dora"), None),
        ("Stone, Carol; Hill, Dora and Ford, T.", ("Stone, Carol", "Hill, Dora", "Ford, T."), None),
        ("Stone, Hill, & Brook", ("Stone", "Hill", "Brook"), None),
        ("de Jong, K., & van den Berg, R. M.", ("de Jong, K.", "van den Berg, R. M."), None),
        ("Stone, C., Jr., & Hill, D., III", ("Stone, C., Jr.", "Hill, D., III"), None),
        ("Almeida Santos, L., & Vîslă, A.", ("Almeida Santos, L.", "Vîslă, A."), None),
        ("d'Abreu, J., & O'Dell JA", ("d'Abreu, J.", "O'Dell, J. A."), None),
        ("Stone CD, Hill A, 3rd, et al", ("Stone, C. D.", "Hill, A., III"), 2),
        ("Hill, D. Field, and E.F. Brook", ("Hill", "Field, D.", "Brook, E. F."), None),
        ("García López, M. J., y Pérez, A.", ("García López, M. J.", "Pérez, A."), None),
        ("el-Sayed, M., & al-Rashid, A.", ("el-Sayed, M.", "al-Rashid, A."), None),
        ("Plato", ("Plato",), None),
    ],
)
def test_lists_of_people_are_read_in_every_style(
    printed: str, names: tuple[str, ...], gap: int | None
) -> None:
    found = read_names(printed)
    assert found is not None
    assert (tuple(map(str, found.names)), found.gap) == (names, gap)
    assert not any(name.group for name in found.names)


NICE = "National Institute for Health and Care Excellence"
SAMHSA = "Substance Abuse and Mental Health Services Administration"
DHEW = "Department of Health, Education, and Welfare"


@pytest.mark.parametrize(
    ("printed", "groups"),
    [
        (f"{NICE}.", (NICE,)),
        (f"Stone, C., & {NICE}.", (NICE,)),
        (f"{NICE}, & Stone, C.", (NICE,)),
        (f"{SAMHSA}.", (SAMHSA,)),
        (f"Stone, C., {SAMHSA}, & Ford, T.", (SAMHSA,)),
        (f"{DHEW}.", (DHEW,)),
        (f"Stone, C., & {DHEW}.", (DHEW,)),
        (f"World Health Organization, & {NICE}.", ("World Health Organization", NICE)),
        ("Stone, C., Hill, D. B., & Walking Group.", ("Walking Group",)),
        ("Stone, C. D., Hill, A., for the Walking Group", ("Walking Group",)),
        ("World Health Organization; Stone, C.", ("World Health Organization",)),
        ("Walking Group, et al.", ("Walking Group",)),
        ("WHO.", ("WHO",)),
        ("NICE & WHO.", ("NICE", "WHO")),
    ],
)
def test_groups_stay_whole_among_people(printed: str, groups: tuple[str, ...]) -> None:
    found = read_names(printed)
    assert found is not None
    assert tuple(name.family for name in found.names if name.group) == groups
    assert len(found.names) - len(groups) == printed.count("Stone") + printed.count(
        "Hill"
    ) + printed.count("Ford")


def test_a_list_is_certain_only_with_initials() -> None:
    assert read_names("Stone, C.") == NameList((Person("Stone", "C."),), certain=True)
    assert read_names("Stone & Hill") == NameList((Person("Stone"), Person("Hill")))


@pytest.mark.parametrize(
    "text",
    [
        *("", "...", "et al.", "A", "walking is good", "a council of walks", "A; B and C"),
        *("The group found that", "Walks for 12 people", "Stone, C., and what they found"),
    ],
)
def test_other_texts_are_no_list(text: str) -> None:
    assert read_names(text) is None


PIECES = st.sampled_from(
    [
        *("Stone, C.", "van der Berg, A.-M.", "King, M. L., Jr.", "Hill, D., III", "Li, X.-M."),
        *("García López, M. J.", "Listening Study Group", "World Health Organization"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8, unique=True))
def test_a_list_as_apa_prints_it_is_read_back(names: list[str]) -> None:
    printed = ", ".join((*names[:-2], ", & ".join(names[-2:])))
    found = read_names(printed)
    assert found is not None
    assert [name.inverted for name in found.names] == names


@given(st.text(max_size=200) | st.text("AaBb.,&; and-et…'()", max_size=200))
def test_any_text_is_a_list_or_none(text: str) -> None:
    found = read_names(text)
    assert found is None or found.names

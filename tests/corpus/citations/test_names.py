"""One name in the forms of different sources is read as the same person or group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.names import Person, group, person, read_name


@pytest.mark.parametrize(
    ("written", "inverted"),
    [
        # As reference managers and PubMed write them.
        ("Webb, Christian A", "Webb, C. A."),
        ("Webb, CA", "Webb, C. A."),
        ("Webb CA", "Webb, C. A."),
        ("Webb,C.A.", "Webb, C. A."),
        ("Penn E.B.", "Penn, E. B."),
        ("Grasman RPPP", "Grasman, R. P. P. P."),
        ("Berg, Anna Marie,", "Berg, A. M."),
        ("SMITH, JOHN", "SMITH, J."),
        ("C. A. Webb", "Webb, C. A."),
        ("Dora Hill", "Hill, D."),
        # Suffixes in any place.
        ("Marsh, Arlo B., Jr.", "Marsh, A. B., Jr."),
        ("Marsh, Jr., Arlo B.", "Marsh, A. B., Jr."),
        ("King, Martin Luther Jr", "King, M. L., Jr."),
        ("King Jr, Martin Luther", "King, M. L., Jr."),
        ("King ML Jr", "King, M. L., Jr."),
        ("Martin Luther King Jr.", "King, M. L., Jr."),
        ("Berg, III, Ida", "Berg, I., III"),
        ("Kleen, Ida, III", "Kleen, I., III"),
        ("Smith JA II", "Smith, J. A., II"),
        ("Carol Stone II", "Stone, C., II"),
        ("Hill, Dora, Sr", "Hill, D., Sr."),
        ("O'Neil, Rhys 3rd", "O'Neil, R., III"),
        ("van der Berg AM, 3rd", "van der Berg, A. M., III"),
        ("Smith, J., PhD", "Smith, J."),
        # Initials that could be Roman numerals.
        ("Ivanov II", "Ivanov, I. I."),
        ("Ivanov, II", "Ivanov, I. I."),
        ("van Dyk II", "van Dyk, I. I."),
        # Particles.
        ("van der Berg A.-M.", "van der Berg, A.-M."),
        ("Ernst van der Bröok", "van der Bröok, E."),
        ("de la Cruz J", "de la Cruz, J."),
        ("Jong, K. de", "de Jong, K."),
        ("Beethoven, Ludwig van", "van Beethoven, L."),
        ("F. C. De Oliveira", "De Oliveira, F. C."),
        ("Maria da Graça Castro", "Castro, M. da G."),
        ("Huis in 't Veld, E.", "Huis in 't Veld, E."),
        ("H. 't Hart", "'t Hart, H."),
        ("dell'Osso, B.", "dell'Osso, B."),
        ("al-Rashid, A.", "al-Rashid, A."),
        ("‘t Hart, Paul", "‘t Hart, P."),
        # Hyphenated, double and single names.
        ("Sartre, Jean-Paul", "Sartre, J.-P."),
        ("Sartre J-P", "Sartre, J.-P."),
        ("J.-P. Sartre", "Sartre, J.-P."),
        ("Smith-Jones, A.-B. C.", "Smith-Jones, A.-B. C."),
        ("Li, Xiao-Ming", "Li, X.-M."),
        ("Kim, Ji Hye", "Kim, J. H."),
        ("Nguyễn, Thị Minh", "Nguyễn, T. M."),
        ("García López, María José", "García López, M. J."),
        ("Santiago Ramón y Cajal", "Ramón y Cajal, S."),
        ("Costa e Silva, J. A.", "Costa e Silva, J. A."),
        ("Yıldız, Şule", "Yıldız, Ş."),
        ("Plato", "Plato"),
        ("李明", "李明"),
        ("李, 明", "李, 明"),
        ('Smith, John "Jack"', "Smith, J."),
        ("Smith, John (Ed.)", "Smith, J."),
    ],
)
def test_a_person_is_printed_in_apa_style(written: str, inverted: str) -> None:
    name = read_name(written)
    assert name is not None
    assert (name.inverted, name.group) == (inverted, False)
    # The printed name is read as the same person.
    again = read_name(name.inverted)
    assert again is not None
    assert again.inverted == inverted


@pytest.mark.parametrize(
    "name",
    [
        "World Health Organization",
        "National Institute for Listening and Care Excellence",
        "Department of Health, Education, and Welfare",
        "Rain & Company",
        "Marks and Spencer Foundation",
        "Listening Study Group",
        "Centers for Disease Control and Prevention",
        "WHO",
    ],
)
def test_a_group_stays_whole(name: str) -> None:
    assert read_name(name) == group(name) == Person(name, group=True)
    assert read_name(f"{name},") == group(name)


def test_people_with_names_like_groups_are_people() -> None:
    assert read_name("Board J") == Person("Board", "J.")
    assert read_name("Church, A.") == Person("Church", "A.")


@pytest.mark.parametrize(
    "text", ["", "et al.", "[et al.]", "others", "and others", "...", "…", ","]
)
def test_et_al_and_others_are_no_name(text: str) -> None:
    assert read_name(text) is None


def test_separate_parts_of_a_name_are_put_in_their_places() -> None:
    assert person("King Jr", "Martin Luther") == Person("King", "Martin Luther", "Jr.")
    assert person("Berg", "Ida van den") == Person("van den Berg", "Ida")
    assert person("Berg", "I.", "3rd") == Person("Berg", "I.", "III")
    assert person("Berg", "AM") == Person("Berg", "A. M.")
    assert person("Berg", "I.", "Esq.") == Person("Berg", "I.", "Esq.")


def test_the_name_of_an_editor_begins_with_initials() -> None:
    assert Person("King", "Martin Luther", "Jr.").direct == "M. L. King Jr."
    assert Person("de Jong", "Kim").direct == "K. de Jong"
    assert group("Listening Group").direct == "Listening Group"
    assert str(Person("King", "Martin Luther", "Jr.")) == "King, Martin Luther, Jr."


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(text: str) -> None:
    name = read_name(text)
    assert name is None or name.family or name.given or name.suffix


FAMILY = st.sampled_from(
    ["Stone", "van der Berg", "O'Neill", "Brook-Vale", "Ågren", "Ramón y Cajal", "García López"]
)
GIVEN = st.sampled_from(["Clara", "Dora Beth", "Jean-Paul", "C.", "D. B.", "A.-M."])
SUFFIX = st.sampled_from(["", "Jr.", "Sr.", "III"])


@given(FAMILY, GIVEN, SUFFIX)
def test_a_name_in_any_order_is_the_same_person(family: str, given_: str, suffix: str) -> None:
    whole = Person(family, given_, suffix)
    ending = f", {suffix}" if suffix else ""
    orders = [f"{family}, {given_}{ending}", str(whole), whole.inverted]
    if suffix:
        orders.append(f"{family}, {suffix}, {given_}")
    assert {name.inverted for name in map(read_name, orders) if name} == {whole.inverted}

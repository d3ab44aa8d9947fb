"""A question is literal text apart from the operators that a reader wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.question import MAX_CHARACTERS, MAX_OPERATORS, MAX_WORDS, Question, Years, clean

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "topic:",
                "author:",
                "year:",
                "research:",
                "TOPIC:",
                "-",
                '"',
                "“",
                "”",
                "..",
                "2018",
            ),
            *(
                " ",
                ",",
                ".",
                ":",
                "?",
                "(",
                ")",
                "[",
                "*",
                "AND",
                "\x00",
                "\ud800",
                "x",
                "drop-out",
            ),
        ]
    )
    | st.text(max_size=8)
).map("".join)
QUESTIONS = st.text() | PIECES


def test_operators_are_parsed() -> None:
    question = Question.parse(
        'does "drop out" matter -children -"in schools" topic:soil topic:"Water and/or Drought" '
        "author:Green research:survey year:2018..2021?"
    )
    assert question.free == "does matter"
    assert question.phrases == ("drop out",)
    assert question.excluded == ("children", "in schools")
    assert question.topics == ("soil", "Water and/or Drought")
    assert question.authors == ("Green",)
    assert question.research == ("survey",)
    assert question.years == (Years(2018, 2021),)
    assert not question.cut


@pytest.mark.parametrize(
    "text",
    [
        "can I use CBT?",
        "[this] (and) {that}",
        "cbt AND NOT act OR *",
        "a*b ~c ^2 foo:bar",
        "well-being and drop-out",
        "and - or",
        "n-of-1 - what",
        '"',
        'she said "no',
        '""',
        '"..."',
        "topic:",
        'topic:" "',
        "topic:,",
        "author:).",
        "year:soon",
        "year:99",
        "-topic:soil",
        "mytopic:soil",
        "-...",
        "don't",
        "🌱 beans",
    ],
)
def test_other_text_is_literal(text: str) -> None:
    question = Question.parse(text)
    assert question.free == text
    assert question == Question(text=text, free=text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“beer traps”", ("beer traps",)),
        ("«beer traps»", ("beer traps",)),
        ("„beer traps“", ("beer traps",)),
        ('"beer traps"?', ("beer traps",)),
        ('" beer  traps "', ("beer traps",)),
        ("‹beer traps›", ("beer traps",)),
        ("‘beer traps’", ("beer traps",)),
        ("‘the gardener’s traps’, or", ("the gardener's traps",)),
        ("'beer traps'", ("beer traps",)),
        ("gardeners’ and growers’ traps", ()),
        ("'tis the gardeners' trap", ()),
        ('"of "beer" traps"', ("of beer traps",)),
        ("“of “beer” traps”", ("of beer traps",)),
        ('"beer traps" or "slug traps"', ("beer traps", "slug traps")),
    ],
)
def test_quotes_of_every_kind_make_a_phrase(text: str, expected: tuple[str, ...]) -> None:
    assert Question.parse(text).phrases == expected


def test_an_unclosed_quote_full_of_apostrophes_is_parsed_fast() -> None:
    text = "‘x" + 40 * "’abcdefgh"
    assert Question.parse(text).phrases == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018", Years(2018, 2018)),
        ("2018..", Years(2018, None)),
        ("..2021", Years(None, 2021)),
        ("2018..2021", Years(2018, 2021)),
        ("2021..2018", Years(2018, 2021)),
        (" 2018 ", Years(2018, 2018)),
        ("..", None),
        ("", None),
        ("20182021", None),
        ("18", None),
        ("2018-2021", Years(2018, 2021)),
        ("2018–2021", Years(2018, 2021)),
        ("2018-", Years(2018, None)),
        ("2018-21", Years(2018, 2021)),
        ("2018/21", Years(2018, 2021)),
        ("2018−2021", Years(2018, 2021)),
        ("2018 to 2021", Years(2018, 2021)),
        (">2018", Years(2019, None)),
        (">= 2018", Years(2018, None)),
        ("≥2018", Years(2018, None)),
        ("<2018", Years(None, 2017)),
        ("<=2018", Years(None, 2018)),
        ("since 2018", Years(2018, None)),
        ("After 2018", Years(2019, None)),
        ("before 2018", Years(None, 2017)),
        ("until 2018", Years(None, 2018)),
        ("-18", None),
        (">18", None),
        ("> 2018-2020", None),
        ("2018-05-2021", None),
        ("2018...2021", None),
    ],
)
def test_years_are_parsed(text: str, expected: Years | None) -> None:
    assert Years.parse(text) == expected


@given(st.none() | st.integers(1000, 9999), st.none() | st.integers(1000, 9999))
def test_years_are_parsed_from_their_own_string(first: int | None, last: int | None) -> None:
    years = Years.parse(f"{first or ''}..{last or ''}")
    if first is None and last is None:
        assert years is None
    else:
        assert years is not None
        assert Years.parse(str(years)) == years


def test_punctuation_after_an_operator_is_not_part_of_it() -> None:
    question = Question.parse("what of topic:soil, author:Green? year:2018. -mice, -voles)")
    assert question.topics == ("soil",)
    assert question.authors == ("Green",)
    assert question.years == (Years(2018, 2018),)
    assert question.excluded == ("mice", "voles")
    assert Question.parse("beans year:2018..?").years == (Years(2018, None),)


def test_a_field_may_have_a_blank_and_any_quotes_before_its_value() -> None:
    assert Question.parse("beans year: 2018-2021").years == (Years(2018, 2021),)
    assert Question.parse("beans year:2018 to 2021?").years == (Years(2018, 2021),)
    assert Question.parse('beans year:"since 2018"').years == (Years(2018, None),)
    assert Question.parse("beans year:>2018").free == "beans"
    for text in ('author: "van Berg"', "author:'van Berg'", "author:“van Berg”"):
        assert Question.parse(text).authors == ("van Berg",)
    assert Question.parse("author:'Green'").authors == ("Green",)
    assert Question.parse("author:O'Brien").authors == ("O'Brien",)
    assert Question.parse("author: Berg, beans").authors == ("Berg",)
    assert Question.parse("title: beans").free == "title: beans"


@pytest.mark.parametrize("sign", "´`′＇’‘")
def test_every_sign_typed_for_an_apostrophe_is_one(sign: str) -> None:
    assert Question.parse(f"beans don{sign}t grow").free == "beans don't grow"


def test_several_years_may_be_named() -> None:
    told = (Years(2018, 2018), Years(2020, 2022))
    assert Question.parse("year:2018 year:2020..2022").years == told
    assert Question.parse("beans year:2018,2020-2022, year:2018").years == told
    assert Question.parse("beans year:2018,soon").free == "beans year:2018,soon"
    assert Years.parse_all(" , ") is None


@pytest.mark.parametrize(
    ("spans", "together"),
    [
        ("2019,2018,2020", "2018..2020"),
        ("2016,2018", "2016,2018"),
        ("..2015,2014..2016,2018..", "..2016,2018.."),
        ("2010..2020,2012..2013", "2010..2020"),
        ("2010..,2012..2013,..2009", ".."),
    ],
)
def test_years_are_joined_into_few_spans(spans: str, together: str) -> None:
    found = Years.together(Years.parse_all(spans) or ())
    assert ",".join(map(str, found)) == together
    for year in range(2005, 2025):
        there = any(year in span for span in Years.parse_all(spans) or ())
        assert there == any(year in span for span in found)


def test_a_long_question_is_cut_and_says_so() -> None:
    question = Question.parse("bean " * 3000)
    assert question.cut
    assert len(question.text) <= MAX_CHARACTERS
    assert len(question.free.split()) == MAX_WORDS
    many = Question.parse(" ".join(f"w{n}" for n in range(MAX_WORDS + 1)))
    assert many.cut
    assert Question.parse("x" * (MAX_CHARACTERS + 1)).cut
    assert Question.parse(" " * (10 * MAX_CHARACTERS) + "x").cut


def test_characters_of_four_bytes_are_cut_sooner() -> None:
    found = Question.parse("a" + "😀" * (MAX_CHARACTERS - 1))
    assert found.cut and found.text == "a" + "😀" * 749
    assert not Question.parse("ж" * MAX_CHARACTERS).cut


def test_characters_that_expand_are_cut_before_and_after_expansion() -> None:
    unfolds = "\ufdfa"
    assert len(clean(unfolds)) == 18
    found = Question.parse(unfolds * 10_000)
    assert found.cut
    assert len(found.text) <= MAX_CHARACTERS
    assert Question.parse(unfolds * 100).cut
    assert not Question.parse(unfolds * 10).cut


def test_blanks_do_not_count_towards_the_length() -> None:
    found = Question.parse("group" + " " * MAX_CHARACTERS + "therapy")
    assert (found.text, found.cut) == ("group therapy", False)


def test_operators_beyond_the_bound_are_literal() -> None:
    question = Question.parse(" ".join(f"-w{n}" for n in range(MAX_OPERATORS + 5)))
    assert len(question.excluded) == MAX_OPERATORS
    assert question.free == " ".join(f"-w{n}" for n in range(MAX_OPERATORS, MAX_OPERATORS + 5))


def test_filters_are_added_to_existing_ones() -> None:
    question = Question.parse("beans topic:soil year:2018")
    more = question.with_filters(topics=("soil", "water"), research=("survey",))
    assert more.topics == ("soil", "water")
    assert more.research == ("survey",)
    assert more.years == (Years(2018, 2018),)
    assert more.free == question.free
    assert question.with_filters(years=(Years(2020),)).years == (Years(2020),)
    assert question.with_filters(only=("overviews",)).only == ("overviews",)


@pytest.mark.parametrize(
    ("text", "studies"),
    [
        ("10.1000/ggg7", ("doi:10.1000/ggg7",)),
        ("https://doi.org/10.1000/GGG7", ("doi:10.1000/ggg7",)),
        ("http://dx.doi.org/10.1000/ggg7.", ("doi:10.1000/ggg7",)),
        ("doi.org/10.1000/ggg7", ("doi:10.1000/ggg7",)),
        ("DOI: 10.1000/ggg7", ("doi:10.1000/ggg7",)),
        ("doi:10.1000%2Fggg7", ("doi:10.1000/ggg7",)),
        ("what says (10.1016/S2215-0366(14)00083-2)?", ("doi:10.1016/s2215-0366(14)00083-2",)),
        ("PMID: 31922679", ("pmid:31922679",)),
        ("pmid 31922679.", ("pmid:31922679",)),
        ("https://pubmed.ncbi.nlm.nih.gov/31922679/", ("pmid:31922679",)),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31922679?dopt=x", ("pmid:31922679",)),
        ("31922679", ("pmid:31922679",)),
        ("10.1000/a 10.1000/b 10.1000/a", ("doi:10.1000/a", "doi:10.1000/b")),
        ("https://psycnet.apa.org/doi/10.1000/ggg7", ("doi:10.1000/ggg7",)),
        ("https://x.example/doi/full/10.1000/ggg7#abstract", ("doi:10.1000/ggg7",)),
        ("x.example/article/10.1000/ggg7/full.pdf?a=b", ("doi:10.1000/ggg7",)),
        ("https://doi.org/10.1000/ggg7?casa_token=x", ("doi:10.1000/ggg7",)),
        ("info:doi/10.1000/ggg7", ("doi:10.1000/ggg7",)),
        ("https://x.example/landing?doi=10.1000%2Fggg7&x=1", ("doi:10.1000/ggg7",)),
        ('doi:"10.1000/ggg7"', ("doi:10.1000/ggg7",)),
        ("pmid=31922679", ("pmid:31922679",)),
        ('pmid:"31922679"', ("pmid:31922679",)),
        ("PubMed ID: 31922679", ("pmid:31922679",)),
        ("pubmed 31922679", ("pmid:31922679",)),
        ("31922679[pmid]", ("pmid:31922679",)),
        ("www.ncbi.nlm.nih.gov/pubmed/?term=31922679", ("pmid:31922679",)),
        ("pubmed 2018", ()),
        ("31922679 beans", ()),
        ("2018", ()),
        ("10.5 beans", ()),
        ("10.1000/", ()),
        ("the pmid of it", ()),
    ],
)
def test_a_doi_or_pmid_in_any_form_names_a_study(text: str, studies: tuple[str, ...]) -> None:
    question = Question.parse(text)
    assert question.studies == studies
    assert bool(question.free) is not bool(studies)


def test_a_title_can_be_asked_for() -> None:
    question = Question.parse('title:beans title:"beer traps" slugs')
    assert question.titles == ("beans", "beer traps")
    assert question.free == "slugs"


def test_a_question_with_only_filters_asks_nothing() -> None:
    for text in ("", "  ", "topic:soil year:2018 research:survey"):
        assert Question.parse(text).asks_nothing, text
    for text in ("beans", '"beer traps"', "-beans", "author:Green", "title:x", "10.1000/x"):
        assert not Question.parse(text).asks_nothing, text


def test_cleaning_drops_invisible_characters_only() -> None:
    assert clean("ﬁnd\u200b\u00a0“it”\x00\ud800") == 'find "it"  '
    assert clean("re\u00adlapse, the\u200brapist, recovery¹ and R²") == (
        "relapse, therapist, recovery and R2"
    )


@given(QUESTIONS)
def test_parsing_never_fails_and_is_bounded(text: str) -> None:
    question = Question.parse(text)
    assert len(question.text) <= MAX_CHARACTERS
    assert len(question.free.split()) <= MAX_WORDS
    taken = (question.phrases, question.excluded, question.topics, question.authors)
    assert sum(map(len, taken)) + len(question.research) <= MAX_OPERATORS
    for values in (*taken, question.research):
        assert all(value == value.strip() and value for value in values)
    question.text.encode()


@given(QUESTIONS)
def test_parsing_the_cleaned_text_again_changes_nothing(text: str) -> None:
    question = Question.parse(text)
    if not question.cut:
        assert Question.parse(question.text) == question


@given(st.text(st.characters(exclude_characters='-":“”„‟«»', codec="utf-8")))
def test_without_operators_the_text_is_free(text: str) -> None:
    question = Question.parse(text)
    if not question.cut and ":" not in question.text and "-" not in question.text:
        assert question.free == question.text or '"' in question.text


def test_a_minus_before_a_figure_is_no_exclusion() -> None:
    question = Question.parse("what does d = -0.5 mean -group")
    assert question.excluded == ("group",)
    assert "-0.5" in question.free

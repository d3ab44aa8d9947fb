"""A small digest about gardens, to test that search works for any subject."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.digest import Digest, OneWay, ResearchKind, Topic, Vocabulary
from corpus.post import Post

SOIL = Topic("soil", "Soil", description="What things grow in.")
PESTS = Topic("pests", "Pests, Weeds, and Blight", ("Wedes",))
CHILDREN = Topic("children", "Children's Gardens")
WATER = Topic("water", "Water and/or Drought")
UNUSED = Topic("towers", "Water Towers")

TRIAL = ResearchKind("field-trial", "field trial", ("plot trial",))
SURVEY = ResearchKind("survey", "survey", ("poll",))
REVIEW = ResearchKind("review", "review")

VOCABULARY = Vocabulary(
    equal=(
        ("compost", "leaf mould"),
        ("IPM", "integrated pest management"),
        ("allotment", "community garden", "vegetable plot"),
    ),
    one_way=(
        OneWay(("creepy crawlies", "bugs"), ("pests",)),
        OneWay(("bed",), ("raised bed",), ("vegetables", "timber")),
    ),
    protected=("N-of-1", "CBT-E", "news"),
    stems=(("mice", "mouse"), ("gardening", "garden")),
)


def post(number: int, **changes: Any) -> Post:
    """A post with an id, a month and a title of its own, and ``changes`` to its fields."""
    month = f"20{15 + number % 8}-{number % 12 + 1:02}"
    made = Post(
        id=f"{month}-post-{number}",
        title=f"Post number {number}",
        summary="Plots were compared. The figures were recorded.",
        implications="Keep a record.",
        month=month,
        topics=("Soil",),
        research="field trial",
    )
    return replace(made, **changes)


POSTS = (
    post(
        1,
        id="2015-03-compost-feeds-tired-beds",
        title="Compost feeds tired beds",
        month="2015-03",
        summary="Compost was dug into forty raised beds in a field trial. Yields of beans rose by "
        "a third. Dr. Green et al. (2014) had found the same. Worms came back within a year.",
        implications="Dig compost in each autumn. Do not expect worms in the first weeks. "
        "Timber sides keep a raised bed warm.",
        topics=("Soil",),
        research="field trial",
        citation="Green, A. B., & Brown, C. (2014). Compost in raised beds. "
        "Journal of Plots, 12(3), 4-9.",
        doi="10.1000/plots.1",
    ),
    post(
        2,
        id="2016-05-slugs-and-beer",
        title="Slugs prefer beer to lettuce",
        month="2016-05",
        summary="Beer traps drowned slugs in every plot. Lettuce losses fell by half. "
        "Copper tape was not effective.",
        implications="Set beer traps at dusk. Empty the traps each week. Slugs are pests of young "
        "lettuce.",
        topics=("Pests, Weeds, and Blight",),
        research="field trial",
        citation="O'Brien-Díaz, J., & Smith, K. (2015). Beer traps for slugs. Pest Letters, 1, 1.",
        never=("2017-06-ladybirds-eat-aphids",),
    ),
    post(
        3,
        id="2017-06-ladybirds-eat-aphids",
        title="Ladybirds eat aphids, and integrated pest management works",
        month="2017-06",
        summary="Ladybirds were set free on allotments. Aphids fell by two thirds. Integrated "
        "pest management cost less than spraying.",
        implications="Plant fennel for ladybirds. Try integrated pest management before you spray "
        "against pests.",
        topics=("Pests, Weeds, and Blight", "Soil"),
        research="review",
        citation="Smith, K. (2016). Ladybirds and aphids. In J. Hill (Ed.), The living garden "
        "(pp. 10-20). Garden Press.",
    ),
    post(
        4,
        id="2017-06-hedges-shelter-ladybirds",
        title="Hedges shelter ladybirds and bees",
        month="2017-06",
        summary="Hedges beside plots held more ladybirds and bees than fences. Aphids were fewer "
        "near hedges.",
        implications="Keep a hedge on one side of the plot.",
        topics=("Pests, Weeds, and Blight",),
        research="review",
        citation="Smith, K. (2016). Ladybirds and aphids. In J. Hill (Ed.), The living garden "
        "(pp. 10-20). Garden Press.",
        pin=("2018-01-children-who-dig", "2099-01-gone"),
    ),
    post(
        5,
        id="2018-01-children-who-dig",
        title="Children who dig eat more vegetables",
        month="2018-01",
        summary="Children at four schools dug their own beds. They ate more vegetables than "
        "children of other schools. Drop-out rates were low: one child in ten dropped out.",
        implications="Let children dig. Let them eat what they grow. Drop-out is rare.",
        topics=("Children's Gardens",),
        research="survey",
        citation="Hill, J. (2017). Children and beds. Journal of Plots, 15, 20-31.",
    ),
    post(
        6,
        id="2018-04-drip-lines-save-water",
        title="Drip lines save water in a drought",
        month="2018-04",
        summary="Drip lines used half the water of sprinklers. Yields were no better than those "
        "of sprinklers. Beans did best.",
        implications="Lay drip lines before a drought. Water at night, not at noon.",
        topics=("Water and/or Drought",),
        research="field trial",
        citation="Müller, K., & Hill, J. (2018). Drip lines. Water, 3, 1-2.",
    ),
    post(
        7,
        id="2019-09-mulch-keeps-water-in",
        title="Mulch keeps water in, and weeds out",
        month="2019-09",
        summary="Mulch of leaf mould kept the soil moist for a week longer. Weeds were fewer. "
        "The trial was an N-of-1 trial on one allotment.",
        implications="Spread leaf mould before a drought. Mulch helps beans most.",
        topics=("Water and/or Drought", "Soil"),
        research="field trial",
        citation="Brown, C. (2019). Mulch. Journal of Plots, 17, 1-8.",
    ),
    post(
        8,
        id="2020-02-school-gardens-and-attention",
        title="School gardens and attention",
        month="2020-02",
        summary="Café tables stood beside a school garden. Children who worked there for an hour "
        "paid attention longer. E-therapy was no part of it.",
        implications="Let children work outdoors before a test. An hour is enough.",
        topics=("Children's Gardens",),
        research="survey",
        citation="Hill, J., & Green, A. B. (2019). School gardens. Learning, 5, 5-9.",
    ),
    post(
        9,
        id="2021-07-mice-in-the-shed",
        title="Mice in the shed",
        month="2021-07",
        summary="Mice ate stored beans in nine sheds of ten. Tins kept a mouse out.",
        implications="Store beans in tins. A mouse can climb; mice like straw.",
        topics=("Pests, Weeds, and Blight",),
        research=None,
        citation=None,
    ),
    post(
        10,
        id="2022-11-rain-barrels",
        title="Rain barrels and the colour of beans",
        month="2022-11",
        summary="Barrels gave water for six weeks of drought. The colour of the beans did not "
        "change.\n\n- One barrel waters two beds.\n- Two barrels *last* a summer.",
        implications="Buy two barrels. See [the makers' list](https://example.org) for sizes.",
        topics=("Water and/or Drought",),
        research="survey",
        citation="Müller, K. (2022). Barrels. Water, 7, 9-10.",
    ),
)


def digest(*posts: Post) -> Digest:
    """The digest with these posts, or with its own 16."""
    return Digest(
        name="Garden Digest",
        kinds=(TRIAL, SURVEY, REVIEW),
        topics=(SOIL, PESTS, CHILDREN, WATER, UNUSED),
        vocabulary=VOCABULARY,
        posts=posts or POSTS,
    )

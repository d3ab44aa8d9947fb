"""References for the tests of the written forms."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from corpus.citations.reference import Reference, reference
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Post

PAGE = "https://digest.example.org/posts/x"
ARTICLE = (
    "de Jong, K., O’Hara, S. M., Jr., & Müller, A. (2021). Is 50% enough? Dose & response. "
    "Journal of Studies, 12(3), 45–67. https://doi.org/10.1037/abc_1"
)
CHAPTER = (
    "Wampold, B., & Owen, J. (2021). Therapist effects. In M. Barkham, W. Lutz, & L. G. "
    "Castonguay (Eds.), Handbook of change (7th ed., Chapter 9). Wiley."
)
EDITED = "Holm, A., & Reeve, T. (Eds.). (2021). Handbook of tests (7th ed.). Wiley."
SUPPLEMENT = (
    "Yıldız, Ş., & Đorđević, B. (2017). Marks. Journal of Tests & Trials, 3(Suppl. 1), S5–S6."
)
NUMBERED = (
    "Marsh, A., & Berg, B. (2020). Does it work? Results from 1990 to 2010. BMC Tests, 20(2), "
    "Article 104."
)
GROUP = "World Health Organization. (2019). A guide for all. Journal of Guides, 1, 2–3."
REPORT = "Holm, A. (2014). A report. Institute of Tests."
THESIS = "Holm, A. (2014). Pace [Doctoral dissertation, University of Rain]."
SITE = "Institute of Tests. (2022). Guidance on tests. https://tests.example.org/ng222"
EVIDENCE = {
    "pmid": "31758858",
    "study": Study(
        2021, compared="by chance", studies=10, effects=(Effect(measure="g", value=0.25),)
    ),
    "notices": (Notice("retraction", "2022"),),
}
CUT = "Nissen-Lie, H. A., et al. (2017). Love yourself?"


def cited(citation: str | None, **parts: Any) -> Reference:
    """The reference of a post with this citation."""
    whole = {"id": "2021-07-x", "title": "What helps?", "summary": "S.", **parts}
    return reference(Post(citation=citation, **whole), PAGE, "Small Digest")


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    '\\{}$&%#_^~"@,= \n\r\u2028ab.(2020)-and;<>', max_size=60
)


@st.composite
def hostile_references(draw: st.DrawFn) -> list[Reference]:
    """References of posts with arbitrary texts."""
    posts = draw(st.lists(st.tuples(*(HOSTILE,) * 6), min_size=1, max_size=4))
    return [
        reference(
            Post(
                id=f"p{number}",
                title=title,
                summary=summary,
                implications=implications,
                topics=(topic,) if topic else (),
                citation=citation,
                doi=doi or None,
            ),
            PAGE,
            "D & {x",
        )
        for number, (title, summary, implications, topic, citation, doi) in enumerate(posts)
    ]

"""Comparators of effects are sorted into kinds, by any name that posts use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.comparators import comparator_kind, comparator_kinds, in_its_study


@pytest.mark.parametrize(
    ("comparator", "kind"),
    [
        (None, "none"),
        (" ", "none"),
        ("Wait-list", "nothing"),
        ("waiting list", "nothing"),
        ("usual care", "usual care"),
        ("TAU", "usual care"),
        ("treatment as usual or community treatment by experts", "usual care"),
        ("pill placebo (17.2%)", "placebo"),
        ("SSRIs", "medication"),
        ("second-generation antidepressant", "medication"),
        ("other psychotherapies", "treatment"),
        ("active control other than CBT", "treatment"),
        ("15 sessions of CBT alone", "treatment"),
        ("control (24%)", "control"),
        ("control conditions", "control"),
        ("waiting list or usual care", "mixed"),
        ("usual care, waiting list or drug", "mixed"),
        ("before treatment", "before"),
        ("completing", "other"),
        ("tau neurons", "other"),
    ],
)
def test_a_comparator_has_a_kind(comparator: str | None, kind: str) -> None:
    assert comparator_kind(comparator).kind == kind


# As writers of other digests might word them.
WORDED = {
    "before": (
        "the same patients before therapy",
        "change from baseline",
        "pre-treatment scores",
        "before CBT",
        "avant le traitement",
        "les mêmes patients avant la thérapie",
    ),
    "placebo": (
        "escitalopram plus placebo",
        "sham taping",
        "sham stimulation",
        "placebo pills plus clinical management",
        "credible psychological placebo",
        "attention control (health education)",
        "sham EMDR",
        "antidepressant placebo",
        "placebo médicamenteux",
        "traitement simulé",
    ),
    "nothing": (
        "remaining on the waiting list",
        "wait-list, then CBT",
        "sans thérapie",
        "no therapy",
        "no active treatment",
        "not receiving any psychotherapy",
        "untreated controls",
        "delayed treatment",
        "delayed CBT",
        "waiting list for CBT",
        "a waitlist, followed by the same therapy",
        "no-treatment control",
        "no intervention or waiting list",
        "assessment only",
        "liste d’attente",
        "aucun traitement",
        "absence de traitement",
        "groupe témoin sans traitement",
        "patients non traités",
        "pas de psychothérapie",
    ),
    "usual care": (
        "usual psychiatric care",
        "Treatment-As-Usual (TAU)",
        "soins infirmiers habituels",
        "usual GP care",
        "enhanced usual care",
        "routine clinical care without feedback",
        "treatment as usual (mostly medication)",
        "care as usual, no added therapy",
        "services as usual",
        "CAU",
        "soins courants",
        "soins habituels sans psychothérapie",
        "traitement habituel",
        "prise en charge usuelle",
        "suivi habituel par le médecin traitant",
    ),
    "medication": (
        "continued medication",
        "traitement pharmacologique",
        "sertraline",
        "antidepressant medication alone",
        "drug treatment",
        "drugs or pharmacotherapy",
        "antidépresseurs",
        "traitement médicamenteux",
        "un ISRS",
    ),
    "treatment": (
        "TAU plus psychoeducation",
        "treatment by experts in the community",
        "unguided self-help",
        "either CBT or IPT",
        "kinésithérapie seule",
        "thérapie en personne",
        "interpersonal psychotherapy",
        "CBT without homework",
        "usual care plus CBT",
        "medication combined with psychotherapy",
        "combined therapy and medication",
        "non-directive counselling",
        "in-person therapy",
        "in vivo exposure",
        "therapies without a focus on trauma",
        "relaxation training or yoga",
        "supportive listening (matched for contact)",
        "active control",
        "another active treatment",
        "TCC de groupe",
        "autre psychothérapie",
        "thérapie de soutien",
        "autres interventions psychologiques",
        "traitement combiné (psychothérapie et médicaments)",
    ),
    "without": (
        "women not in therapy",
        "online treatment without a therapist",
        "no mulch",
        "pas de paillis",
        "no such therapy",
        "no feedback",
        "no feedback/control",
        "treatment without feedback",
        "the same therapy without transference work",
        "no choice",
        "preference not met",
        "preferred treatment not received",
        "no CBT",
        "no additional homework",
        "unmatched preference or preference not met",
        "sans retour d’information",
        "préférence non satisfaite",
        "la même thérapie sans devoirs",
        "pas de choix",
    ),
    "mixed": (
        "venlafaxine or placebo",
        "supportive therapy or usual care",
        "liste d’attente ou traitement habituel",
        "control (active or inactive)",
        "active or waiting-list controls",
        "other treatments (psychotherapy or drugs)",
        "CBT or medication",
        "controls (waiting list, TAU, placebo)",
        "usual care or another therapy",
        "TAU/WLC",
        "no treatment, usual care or a pill placebo",
        "liste d’attente ou soins courants",
        "placebo ou absence de traitement",
        "témoins (actifs ou passifs)",
        "psychothérapie ou médicaments",
    ),
    "control": (
        "minimal contact",
        "matched controls",
        "control (not named in the abstract)",
        "inactive control",
        "comparison group",
        "groupe témoin",
        "groupe contrôle (non décrit)",
    ),
    "other": (
        "unpruned trees",
        "bare soil",
        "low dose",
        "therapists in the bottom quarter",
        "low alliance",
        "men",
        "clients who stayed",
        "hommes",
        "faible alliance",
        "healthy volunteers",
        "face to face",
    ),
}


@pytest.mark.parametrize(
    ("kind", "comparator"), [(kind, one) for kind, named in WORDED.items() for one in named]
)
def test_a_comparator_is_of_the_kind_that_all_its_words_tell(kind: str, comparator: str) -> None:
    assert comparator_kind(comparator).kind == kind


@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        (("control (active or inactive)",), "mixed"),
        (("no feedback/control",), "without"),
        (("control", "waiting list", "attention control"), "control"),
        (("control (waiting list)", "control (usual care)"), "control"),
        ((None,), "control"),
    ],
)
def test_a_control_is_what_its_own_study_says_of_it(
    beside: tuple[str | None, ...], kind: str
) -> None:
    assert in_its_study("control", beside).kind == kind
    assert in_its_study("control (24%)", beside).kind == kind


def test_a_comparator_that_tells_its_kind_keeps_it() -> None:
    assert in_its_study("placebo", ("placebo/waiting list",)).kind == "placebo"


@given(st.text())
def test_any_text_has_one_of_the_known_kinds(comparator: str) -> None:
    assert comparator_kind(comparator) in comparator_kinds().values()

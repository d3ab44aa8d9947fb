"""The demo digest's vocabulary: enough entries, none twice, and none that misleads a search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from corpus.digest import Digest, OneWay
from corpus.folder.read import DEMO
from corpus.folder.settings.digest_files import SYNONYMS
from corpus.post import Post
from search import weights
from search.index.bm25f import fit
from search.index.tokens.analysed import analyse
from search.query.asked import Asked
from search.query.lexicon import Lexicon
from search.query.understanding import understand
from search.question import Question
from search.text.analyzer import Analyzer
from tests.demo.reading import demo_reading

ENGLISH, FRENCH = 250, 120
FRENCH_BEGINS = "# --- From French to English"

# Words of people in therapy and what they do, which most posts have. A question may use another
# word for them, and must still find these posts.
IN_MOST_POSTS = {"client", "patient", "therapist", "psychotherapy"}

LONG_FORMS = {
    "CBT": "cognitive-behavioural therapy",
    "CT": "cognitive therapy",
    "BT": "behavior therapy",
    "DBT": "dialectical behavior therapy",
    "ACT": "acceptance and commitment therapy",
    "IPT": "interpersonal psychotherapy",
    "PDT": "psychodynamic therapy",
    "EMDR": "eye movement desensitisation and reprocessing",
    "MBCT": "mindfulness-based cognitive therapy",
    "MBSR": "mindfulness based stress reduction",
    "PE": "prolonged exposure",
    "CPT": "cognitive processing therapy",
    "MI": "motivational interviewing",
    "ROM": "routine outcome monitoring",
    "PTSD": "posttraumatic stress disorder",
    "CPTSD": "complex PTSD",
    "OCD": "obsessive-compulsive disorder",
    "GAD": "generalized anxiety disorder",
    "BPD": "borderline personality disorder",
    "NPD": "narcissistic personality disorder",
    "ASPD": "antisocial personality disorder",
    "MDD": "major depressive disorder",
    "TRD": "treatment resistant depression",
    "IAPT": "Improving Access to Psychological Therapies",
    "RCT": "randomized controlled trial",
    "PRN": "practice research network",
    "CBT-E": "enhanced CBT",
    "ERP": "exposure and response prevention",
    "TF-CBT": "trauma-focused CBT",
    "STPP": "short-term psychodynamic psychotherapy",
    "LTPP": "long-term psychodynamic psychotherapy",
    "PHQ-9": "Patient Health Questionnaire",
    "BDI": "Beck Depression Inventory",
    "HAM-D": "Hamilton Rating Scale for Depression",
    "OQ-45": "Outcome Questionnaire",
    "WAI": "Working Alliance Inventory",
    "SSRI": "selective serotonin reuptake inhibitor",
    "TAU": "treatment as usual",
    "NNT": "number needed to treat",
    "CI": "confidence interval",
    "SMD": "standardized mean difference",
    "ADHD": "attention-deficit hyperactivity disorder",
    "NSSI": "non-suicidal self-injury",
    "iCBT": "internet-delivered CBT",
    "ISTDP": "intensive short-term dynamic psychotherapy",
    "MBT": "mentalisation-based treatment",
    "TFP": "transference-focused psychotherapy",
    "CAT": "cognitive analytic therapy",
    "CFT": "compassion-focused therapy",
    "BA": "behavioral activation",
    "WL": "waiting list",
}

AMBIGUOUS = {
    *("ACT", "CAT", "PE", "MI", "CT", "BT", "BA", "MET", "EFT", "SFT", "SAD", "ED", "AN", "BED"),
    *("ADD", "ASD", "DID", "PD", "BP", "SUD", "CM", "SI", "NET", "WET", "IPD", "PCP", "FIT"),
    *("OT", "CI", "ES", "HR", "PPD"),
}


@dataclass(frozen=True)
class Demo:
    """The demo digest, its vocabulary ready for questions."""

    digest: Digest
    analyzer: Analyzer
    lexicon: Lexicon

    def ask(self, question: str, *, expand: bool = True, off: Sequence[str] = ()) -> Asked:
        return understand(Question.parse(question), self.lexicon, expand=expand, off=off)

    def reached(self, question: str) -> set[str]:
        return {e.term for e in self.ask(question).understanding.expansions}


def demo_with(*more: Post) -> Demo:
    digest = demo_reading().digest
    digest = replace(digest, posts=(*digest.posts, *more))
    analyzer = Analyzer(digest.vocabulary, digest.language)
    words = analyse(digest.posts, analyzer)
    bm25f = fit(words, weights.BOOSTS, weights.K1, weights.B)
    return Demo(digest, analyzer, Lexicon(analyzer, words.words, bm25f))


@pytest.fixture(scope="module")
def demo() -> Demo:
    return demo_with()


@pytest.fixture(scope="module")
def wider() -> Demo:
    """The demo digest with posts on subjects that it lacks."""
    return demo_with(
        Post("2025-01-pain", "Acceptance and commitment therapy for chronic pain", "It helped."),
        Post(
            "2025-01-eating", "Anorexia nervosa and bulimia nervosa", "Seasonal affective disorder."
        ),
        Post("2025-01-talk", "Couples", "Emotionally focused therapy, emotion-focused therapy."),
    )


def one_way(demo: Demo, word: str) -> list[OneWay]:
    steps = demo.analyzer.sequence(word)
    ways = demo.digest.vocabulary.one_way
    return [w for w in ways if steps in map(demo.analyzer.sequence, w.words)]


def leads(demo: Demo, entry: str) -> list[str]:
    """All terms that an entry may lead to, whatever the question's other words."""
    steps = demo.analyzer.sequence(entry)
    found = [t for way in one_way(demo, entry) for t in way.terms]
    for group in demo.digest.vocabulary.equal:
        if steps in map(demo.analyzer.sequence, group):
            found += [m for m in group if demo.analyzer.sequence(m) != steps]
    return found


def test_the_vocabulary_has_no_fault() -> None:
    assert [p for p in demo_reading().problems if p.file.name == SYNONYMS] == []


def test_there_are_enough_entries(demo: Demo) -> None:
    before, found, french = (DEMO / SYNONYMS).read_text("utf-8").partition(FRENCH_BEGINS)
    assert found
    assert len(demo.digest.vocabulary.equal) + before.count("[[one_way]]") >= ENGLISH
    assert french.count("[[one_way]]") >= FRENCH


def test_each_equal_term_is_listed_once(demo: Demo) -> None:
    terms = [term for group in demo.digest.vocabulary.equal for term in group]
    for reading in (demo.analyzer.sequence, demo.analyzer.term):
        counted = Counter(map(reading, terms))
        assert [t for t in terms if counted[reading(t)] > 1] == []


def test_words_of_one_way_entries_are_listed_once(demo: Demo) -> None:
    ways: dict[tuple[str, ...], list[OneWay]] = defaultdict(list)
    for way in demo.digest.vocabulary.one_way:
        for words in way.words:
            ways[demo.analyzer.sequence(words)].append(way)
    assert () not in ways
    twice = {words: found for words, found in ways.items() if len(found) > 1}
    assert [words for words, found in twice.items() if not all(w.only_with for w in found)] == []
    assert [words for words, found in twice.items() if len({w.terms for w in found}) < 2] == []


def test_no_entry_leads_to_itself_or_twice_to_one_term(demo: Demo) -> None:
    for way in demo.digest.vocabulary.one_way:
        terms = [demo.analyzer.term(t) for t in way.terms]
        assert len(set(terms)) == len(terms), way
        assert not {demo.analyzer.term(w) for w in way.words} & set(terms), way


def test_every_term_can_be_reached(demo: Demo) -> None:
    vocabulary = demo.digest.vocabulary
    terms = [t for group in vocabulary.equal for t in group]
    terms += [t for way in vocabulary.one_way for t in way.terms]
    assert [t for t in terms if demo.analyzer.term(t) is None] == []


def test_no_entry_leads_to_a_word_that_most_posts_have(demo: Demo) -> None:
    vocabulary = demo.digest.vocabulary
    general = set()
    for term in (t for g in (*vocabulary.equal, *(w.terms for w in vocabulary.one_way)) for t in g):
        number = demo.lexicon.id(demo.analyzer.term(term))
        if number is not None and demo.lexicon.frequency(number) * 2 > len(demo.digest.posts):
            general.add(term)
    assert general <= IN_MOST_POSTS


@pytest.mark.parametrize(("short", "long"), LONG_FORMS.items())
def test_abbreviations_lead_both_ways(demo: Demo, short: str, long: str) -> None:
    steps = demo.analyzer.sequence
    assert steps(long) in map(steps, leads(demo, short))
    # "ACT therapy" leads to ACT, whose letters are a verb in most posts that have them.
    assert any(set(steps(short)) <= set(steps(term)) for term in leads(demo, long))


@pytest.mark.parametrize("word", sorted(AMBIGUOUS))
def test_ambiguous_abbreviations_need_evidence(demo: Demo, word: str) -> None:
    ways = one_way(demo, word)
    (step,) = demo.analyzer.sequence(word)
    assert ways
    assert not any((step,) in map(demo.analyzer.sequence, g) for g in demo.digest.vocabulary.equal)
    for way in ways:
        context = {s for w in way.only_with for s in demo.analyzer.sequence(w)}
        assert context
        assert step not in context
        assert not context & demo.analyzer.language.stop_words


def test_no_short_everyday_word_is_an_abbreviation(demo: Demo) -> None:
    vocabulary = demo.digest.vocabulary
    stop = {demo.analyzer.stem(word) for word in demo.analyzer.language.stop_words}
    entries = [term for group in vocabulary.equal for term in group]
    entries += [word for way in vocabulary.one_way if not way.only_with for word in way.words]
    assert [e for e in entries if set(demo.analyzer.sequence(e)) <= stop] == []


@pytest.mark.parametrize("plural", ["RCTs", "SSRIs", "GPs", "QALYs", "ACEs", "PRNs", "SMDs"])
def test_plurals_of_abbreviations_are_found(demo: Demo, plural: str) -> None:
    assert demo.analyzer.terms(plural) == demo.analyzer.terms(plural[:-1])


def test_evidence_is_single_words(demo: Demo) -> None:
    ways = demo.digest.vocabulary.one_way
    assert [w for way in ways for w in way.only_with if len(demo.analyzer.sequence(w)) != 1] == []


@pytest.mark.parametrize("question", ["ACT for pain", "is act as good as CBT for anxiety?"])
def test_act_with_evidence_is_the_therapy(wider: Demo, question: str) -> None:
    assert "acceptance and commitment therapy" in wider.reached(question)


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("how should I act", "acceptance and commitment therapy"),
        ("clients who act out in sessions", "acceptance and commitment therapy"),
        ("an anxious client", "anorexia nervosa"),
        ("why is my client so sad?", "seasonal affective disorder"),
        ("a couple of questions on EFT", "emotion-focused therapy"),
    ],
)
def test_words_without_evidence_are_not_expanded(wider: Demo, question: str, never: str) -> None:
    assert never not in wider.reached(question)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("AN and BN", "anorexia nervosa"),
        ("SAD in winter", "seasonal affective disorder"),
        ("EFT for depression", "emotion-focused therapy"),
        ("EFT for couples", "emotionally focused therapy"),
    ],
)
def test_evidence_decides_the_meaning(wider: Demo, question: str, term: str) -> None:
    assert term in wider.reached(question)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("quit therapy early", {"drop out", "attrition", "unilateral termination"}),
        ("What should I do when a client stops coming?", {"drop out", "patient"}),
        ("patients who dropped out", {"dropout", "attrition", "client"}),
        ("drop-outs", {"attrition"}),
        ("unilateral termination", {"drop out"}),
        ("why do people give up on therapy", {"drop out"}),
        ("my client went silent", {"alliance rupture"}),
        ("client shut down on me", {"rupture"}),
        ("we are stuck", {"not on track"}),
        ("pills for depression", {"medication"}),
        ("the talking cure", {"psychotherapy", "counselling"}),
        ("therapist is burned out", {"burnout"}),
        ("pushback from a client", {"resistance", "reactance"}),
        ("walls up", {"resistance"}),
        ("teens cutting themselves", {"self-harm", "young person"}),
        ("how long should therapy be?", {"treatment length"}),
        ("every other week", {"every second week"}),
        ("is it worth the money", {"cost effectiveness"}),
        ("brain scans", {"brain imaging"}),
        ("zoom therapy", {"video therapy"}),
        ("are clients getting worse", {"deterioration"}),
        ("helping alliance", {"therapeutic alliance", "working alliance"}),
        ("counseling", {"psychotherapy"}),
        ("measurement based care", {"progress feedback"}),
        ("randomised trial", {"RCT"}),
        ("my client lost her husband", {"grief", "bereavement"}),
        ("fighting with my spouse", {"couple therapy"}),
        ("hooked on painkillers", {"substance abuse", "drug use"}),
        ("hearing voices", {"psychosis", "schizophrenia"}),
        ("throws up after meals", {"bulimia", "eating disorder"}),
        ("can't concentrate", {"ADHD"}),
        ("washing and checking rituals", {"OCD"}),
        ("my client is a pensioner", {"older adult"}),
        ("does a believable therapist matter", {"credibility"}),
    ],
)
def test_everyday_words_reach_clinical_terms(demo: Demo, question: str, terms: set[str]) -> None:
    assert terms <= demo.reached(question)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("dépression et alliance thérapeutique", {"therapeutic alliance", "working alliance"}),
        ("abandon de la therapie", {"drop out", "attrition"}),
        ("TCC pour l'anxiété", {"cognitive behavioural therapy", "anxiety"}),
        ("trouble de la personnalité limite", {"borderline personality disorder"}),
        ("épuisement du thérapeute", {"therapist burnout"}),
        ("état de stress post-traumatique", {"PTSD"}),
        ("antidépresseurs ou psychothérapie", {"antidepressant"}),
        ("combien de séances ?", {"session"}),
    ],
)
def test_french_reaches_english(demo: Demo, question: str, terms: set[str]) -> None:
    assert terms <= demo.reached(question)


def test_french_stop_words_are_left_out(demo: Demo) -> None:
    told = demo.ask("combien de séances pour la dépression").understanding
    assert set(told.left_out) == {"combien", "de", "pour", "la"}


@pytest.mark.parametrize("question", ["fear of abandonment", "a client who was abandoned"])
def test_being_abandoned_is_not_leaving_therapy(demo: Demo, question: str) -> None:
    assert "drop out" not in demo.reached(question)


@pytest.mark.parametrize("question", ["quit therapy early", "BPD"])
def test_each_expansion_can_be_switched_off(demo: Demo, question: str) -> None:
    found = demo.ask(question).understanding.expansions
    assert found
    assert all(e.on for e in found)
    for expansion in found:
        told = demo.ask(question, off=[expansion.id]).understanding.expansions
        assert {e.id for e in told if not e.on} == {expansion.id}
    none = demo.ask(question, expand=False)
    assert [e.id for e in none.understanding.expansions] == [e.id for e in found]
    assert not any(e.on for e in none.understanding.expansions)
    assert len(none.terms) < len(demo.ask(question).terms)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("personality", "person"),
        ("medication", "medical"),
        ("transference", "transfer"),
        ("abandonment", "abandon"),
        ("several", "severe"),
        ("mentalisation", "mental"),
        ("directive", "direction"),
        ("emotionally", "emotion"),
        ("experience", "experiment"),
        ("moderator", "moderate"),
    ],
)
def test_words_of_different_meaning_have_different_stems(demo: Demo, one: str, other: str) -> None:
    assert demo.analyzer.stem(one) != demo.analyzer.stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("therapeutic", "therapy"),
        ("traumatised", "trauma"),
        ("psychotic", "psychosis"),
        ("depressed", "depression"),
        ("mentalising", "mentalization"),
        ("personalities", "personality"),
        ("experienced", "experience"),
        ("counsellor", "counselor"),
        ("centred", "centered"),
        ("suicidality", "suicide"),
        ("grieving", "grief"),
    ],
)
def test_words_of_one_family_have_the_same_stem(demo: Demo, one: str, other: str) -> None:
    assert demo.analyzer.stem(one) == demo.analyzer.stem(other)

"""The addresses of the pages for readers, and questions that readers ask."""

from __future__ import annotations

from urllib.parse import quote_plus

from search.question import MAX_CHARACTERS

# A question that many posts answer, posts of every kind and year among them.
BROAD = "depression therapy alliance"
PAGES = {
    "home": "/",
    "results": "/search?q=does+therapist+burnout+hurt+patients%3F",
    "filtered": "/search?q=alliance&research=meta-analysis&year=2018..2021",
    "no answer": "/search?q=zzyzx+qwxyz",
    "post": "/posts/2021-07-therapists-burn-out-patients-worse",
    "topics": "/topics",
    "topic": "/topics/therapist-factors",
    "kinds": "/kinds",
    "kind": "/kinds/survey",
    "months": "/months",
    "month": "/months/2021-07",
    "explained": "/search?q=does+therapist+burnout+hurt+patients%3F&explain=1",
    "care": "/search?q=self-harm+jane@example.org",
    "post with a newer one": "/posts/2020-03-cbt-anxiety-beyond-credible-placebo",
    "post with care": "/posts/2024-12-psychotherapy-lower-odds-another-suicide-attempt",
    "reading list": "/reading-list",
    "year": "/years/2021",
    "authors": "/authors",
    "author": "/authors/cuijpers-p",
    "map": "/map",
    "for programs": "/api",
    "framed box": "/embed/search",
    "framed posts": "/embed/related?q=burnout+of+the+therapist",
    "about": "/about",
    "longest": "/search?q=" + quote_plus(f"{BROAD} " * MAX_CHARACTERS)[:MAX_CHARACTERS],
    "long question": f"/search?q=alliance+{'%E2%9C%93' * 200}",
    "long word": f"/search?q={'x' * 300}",
    "nothing about it": "/search?q=best+treatment+for+autism",
    "post with a notice": "/posts/2019-07-does-handling-your-own-reactions-help",
    "not found": "/posts/2015-01-an-old-post",
    "taken out": "/posts/2020-10-how-many-sessions-enough-routine-care",
    "every post": "/search?size=25&sort=oldest",
    "evidence": "/search?q=psychotherapy+for+self-harm&view=evidence",
    "compared": "/search?q=group+or+individual+therapy&view=evidence&by=comparator",
    "map of a kind": "/map?research=meta-analysis",
}
# Questions in readers' own words: with and without an answer box, and about harm.
QUESTIONS = (
    "does therapist burnout hurt patients?",
    "how long should treatment last",
    "alliance ruptures",
    "drop-out among young people",
    "self-harm",
    "CBT for depression",
    "is online therapy as good as face to face?",
    "what helps after a rupture with a client",
    "mindfulness",
    "do therapist effects matter",
    "exposure for ptsd",
    "alliance",
    # Two posts that answer it disagree.
    "group therapy for depression",
)

"""The garden digest with two posts translated into French, one of them into German too."""

from __future__ import annotations

from dataclasses import replace

from corpus.digest import Digest
from corpus.post import Post, Translation
from tests.digests import garden

COMPOST = Translation(
    language="fr",
    title="Le compost nourrit les plates-bandes fatiguées",
    summary="On a enfoui du compost dans quarante plates-bandes. L'engrais vert n'a rien changé. "
    "Les lombrics sont revenus en un an.",
    implications="Enfouissez le compost chaque automne. N'attendez pas de lombrics avant l'été.",
)
SLUGS = Translation(
    language="fr",
    title="Les limaces préfèrent la bière à la laitue",
    summary="Les pièges à bière ont noyé des limaces. Un court essai, dont le résultat est grave.",
    implications="Posez les pièges au crépuscule.",
)
GERMAN = Translation("de", "Kompost nährt müde Beete", "Regenwürmer kamen zurück.", "Grabt um.")


def translated(post: Post) -> Post:
    """A post with its translations."""
    if post.id.endswith("compost-feeds-tired-beds"):
        return replace(post, translations=(COMPOST, GERMAN))
    if post.id.endswith("slugs-and-beer"):
        return replace(post, translations=(SLUGS,))
    return post


def digest() -> Digest:
    """The digest with its posts and their translations."""
    made = garden.digest()
    posts = tuple(map(translated, made.posts))
    return replace(made, posts=posts, page_languages=("en", "fr", "de"))

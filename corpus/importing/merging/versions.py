"""Which version of an imported post is kept: the page's, or that of a person who edited it.

Of each imported post ``imports.json`` keeps short hashes of what was imported: of its *text*
(title, month, citation, DOI, summary, implications), of its *filing* (topics, kind of research)
and, where the import brought any, of its *details* (its study, notices, relations, writer and so
on). They tell what a person changed since, and what the page changed since:

- the page changed and the person did not: the page's version is taken;
- the person changed something and the page did not: the person's version stays;
- both changed the text, or both the details: the file is kept as it is and reported, unless told
  to ``force``;
- details that a person added to a post whose page has none stay, whatever becomes of the page;
- filing done by a person always outranks topics that the program merely proposed;
- proposals are made anew only when the page's text changed: the same page changes nothing.

A file keeps its name, and so the post its id, even when the page gives it another title.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.importing.merging.existing import ExistingPost
from corpus.importing.merging.hashes import details_hash, filing_hash, text_hash
from corpus.json_values import to_json
from corpus.post import DETAILS, Post


def merged_post(
    file: ExistingPost, old: Post, new: Post, importer: str, *, force: bool
) -> tuple[Post, bool]:
    """The post to write, and whether that would overwrite a person's work.

    ``old`` is what the file holds, ``new`` what comes in.
    """
    origin = file.origin
    if origin is None or origin.importer != importer:
        told = replace(old, **{n: getattr(new, n) for n in to_json(new) if n in DETAILS})
        same = text_hash(old) == text_hash(new) and told == old
        filing = old if new.topics_proposed and old.topics else new
        return (old, False) if same else (_with_text(told, new, filing), True)
    edited = text_hash(old) != origin.text
    page_edited = text_hash(new) != origin.text
    conflict = edited and page_edited and text_hash(old) != text_hash(new)
    filed = filing_hash(old) != origin.filing
    # A proposal never replaces what a person filed, not even by force.
    take_filing = not filed or (force and not new.topics_proposed)
    if new.topics_proposed and not page_edited:
        take_filing = False
    filing = new if take_filing and filing_hash(new) != origin.filing else old
    merged = _with_text(old, new if page_edited else old, filing)
    if details_hash(new) != origin.details:
        same_details = details_hash(old) in (origin.details, details_hash(new))
        conflict = conflict or not same_details
        merged = replace(merged, **{name: getattr(new, name) for name in DETAILS})
    if merged != old and not file.is_canonical:
        conflict = True
    # A file that a person wrote is not to be written anew for an old address alone.
    if merged != old or file.is_canonical:
        merged = replace(merged, aliases=tuple(dict.fromkeys((*old.aliases, *new.aliases))))
    return merged, conflict


def _with_text(old: Post, text: Post, filing: Post) -> Post:
    """The post with the text of one version and the topics and kind of another."""
    return replace(
        old,
        title=text.title,
        citation=text.citation,
        doi=text.doi,
        summary=text.summary,
        implications=text.implications,
        topics=filing.topics,
        topics_proposed=filing.topics_proposed,
        research=filing.research,
        pin=old.pin or filing.pin,
        never=old.never or filing.never,
    )

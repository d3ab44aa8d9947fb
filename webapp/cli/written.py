"""The commands `site` and `newsletter`: the digest as static pages, and a month as an e-mail."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from corpus.cli.shared import Failure, GivenPath, digest_argument, example
from corpus.folder.images import images_folder
from corpus.slug import is_month
from corpus.text.counting import counted
from search.cli.options import index_option
from search.engine.location import Location, standing_index
from webapp.cli.options import site_option


@click.command(
    "site",
    epilog=example(
        "pprsearch site digest-pages",
        "pprsearch site digest-pages my-digest --index /srv/pprsearch/index",
        "pprsearch site digest-pages --site https://www.example.org/digest",
    ),
)
@click.argument("out", type=GivenPath())
@digest_argument()
@index_option
@site_option
def site_(out: Path, digest_dir: Path, index_dir: Location | None, site: str) -> None:
    """Write the digest as static pages that need no server, search included.

    Open index.html in the folder OUT with any browser, or copy the folder to any web host. A site
    written there before is replaced once the new one is complete. Feeds and a sitemap are written
    only with --site, since they hold full addresses.
    """
    from search.engine.open import open_engine
    from webapp.standalone import write_site

    index = standing_index(digest_dir, index_dir)
    with closing(open_engine(index, semantic=False)) as engine:
        try:
            written = write_site(engine, out, images_folder(digest_dir), site)
        except FileExistsError as error:
            raise Failure(str(error)) from None
    for page, address in written.dead:
        click.echo(f"{page} links to {address}, which does not exist.", err=True)
    click.echo(f"{counted(written.pages, 'page')} written; open {out / 'index.html'}")


def _posted(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not is_month(value):
        raise click.BadParameter(f'"{value}" is not a month such as 2024-05')
    return value


@click.command(
    "newsletter",
    epilog=example(
        "pprsearch newsletter 2024-12 --site https://digest.example.org > december.eml",
        "pprsearch newsletter 2024-12 my-digest --form html --site https://digest.example.org",
    ),
)
@click.argument("month", callback=_posted)
@digest_argument()
@index_option
@click.option(
    "--form",
    type=click.Choice(["eml", "text", "html"]),
    default="eml",
    show_default=True,
    help="A whole message (eml), or only its text or HTML part.",
)
@click.option(
    "--lang",
    metavar="TAG",
    default="",
    help="The language, one of those of the pages.  [default: the first of them]",
)
@site_option
def newsletter_(
    month: str, digest_dir: Path, index_dir: Location | None, form: str, lang: str, site: str
) -> None:
    """Print a month of the digest as an e-mail.

    The message has no recipient: your mail program adds them. Its links lead to the pages at the
    address given by --site.
    """
    from search.engine.open import open_engine
    from webapp.newsletter import LanguageUnknown, MonthEmpty, newsletter

    if not site:
        raise click.UsageError("Give --site, the public address of the pages: the links need it.")
    index = standing_index(digest_dir, index_dir)
    with closing(open_engine(index, semantic=False)) as engine:
        try:
            made = newsletter(engine, month, site, lang)
        except MonthEmpty as error:
            hint = f"The newest month with posts is {error.newest}." if error.newest else ""
            raise Failure(str(error), hint) from None
        except LanguageUnknown as error:
            hint = f"They are in {', '.join(error.languages)}: digest.toml lists its languages."
            raise Failure(str(error), hint) from None
    told = {"text": made.text, "html": made.html}
    click.echo(told[form].encode() if form in told else made.eml(), nl=False)

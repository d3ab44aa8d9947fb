"""The options `--site` (the public address of the pages) and `--embed-on` (who may embed them)."""

from __future__ import annotations

import click

from webapp.http.origin import origin, site_address


def _origin(context: click.Context, option: click.Parameter, value: str) -> str:
    """An origin given to an option, normalised; "" if none was given."""
    plain = origin(value) if value else ""
    if plain is None:
        raise click.BadParameter(
            f"{value!r} is not the address of a site without a path; write https://www.example.org"
        )
    return plain


def _site(context: click.Context, option: click.Parameter, value: str) -> str:
    """The address of a site given to an option, normalised; "" if none was given."""
    plain = site_address(value) if value else ""
    if plain is None:
        raise click.BadParameter(
            f"{value!r} is not a site's address; write https://www.example.org or, with a path, "
            "https://www.example.org/digest"
        )
    return plain


def origins_given(
    context: click.Context, option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """The origins given to an option that may be repeated."""
    return tuple(_origin(context, option, one) for one in value)


site_option = click.option(
    "--site",
    metavar="ADDRESS",
    callback=_site,
    default="",
    envvar="PPRSEARCH_SITE",
    help="The public address of the pages, such as https://example.org/digest; used in links "
    "from feeds and e-mails.",
)

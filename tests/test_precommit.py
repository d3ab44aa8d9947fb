"""The documented recipes for checking a digest before each commit work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from tests.digests.digest_folder import POST, DigestFolder
from webapp.cli.commands import main

PAGE = (REPOSITORY / "docs" / "maintaining.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def test_the_git_hook_refuses_a_commit_with_a_fault(folder: DigestFolder, tmp_path: Path) -> None:
    command = tmp_path / "bin" / "pprsearch"
    command.parent.mkdir()
    run = "from webapp.cli.commands import main; main()"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{run}' \"$@\"\n", "utf-8")
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    environment.pop("PPRSEARCH_DIGEST", None)

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=folder.root,
            env=environment,
            capture_output=True,
            text=True,
        )

    assert git("init", "-q").returncode == 0
    hook = folder.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(block("bash"), "utf-8")
    hook.chmod(0o755)
    folder.post(POST.replace("- Adherence", "- Adhearence"))
    git("add", ".")
    refused = git("commit", "-qm", "A fault")
    assert refused.returncode != 0
    assert 'posts/2021-07-do-gardens-help.md:5: "Adhearence" is not a topic' in (
        refused.stdout + refused.stderr
    )
    folder.post(POST)
    git("add", ".")
    taken = git("commit", "-qm", "Mended")
    assert taken.returncode == 0, taken.stderr


def test_the_pre_commit_configuration_runs_the_check(folder: DigestFolder) -> None:
    (repository,) = yaml.safe_load(block("yaml"))["repos"]
    (hook,) = repository["hooks"]
    program, *arguments = hook["entry"].split()
    assert program == "pprsearch"
    folder.post(POST)
    result = CliRunner().invoke(main, [*arguments, *hook["args"][:-1], str(folder.root)])
    assert result.exit_code == 0
    assert hook["args"] == ["."]
    assert re.search(hook["files"], "posts/2021-07-do-gardens-help.md")
    assert not hook["pass_filenames"]

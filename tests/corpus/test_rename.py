"""A post gets another id, and everything that refers to it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.rename import RenameRefused, rename
from tests.digests.digest_folder import POST, DigestFolder
from tests.digests.translated import FRENCH, ORIGINAL, bilingual, translate
from tests.pretended.pictures import PNG
from webapp.cli.commands import main

OLD, NEW = "2021-07-do-gardens-help", "2021-08-gardens-help"


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    return made


def test_the_old_id_is_an_alias_and_nothing_else_changes(folder: DigestFolder) -> None:
    (before,) = folder.read().digest.posts
    assert rename(folder.root, OLD, NEW).file == Path("posts", f"{NEW}.md")
    (after,) = folder.read().digest.posts
    assert (after.id, after.month, after.aliases) == (NEW, "2021-08", (OLD,))
    assert (after.title, after.summary) == (before.title, before.summary)
    assert folder.problems() == []


@pytest.mark.parametrize(
    "written",
    [
        "aliases:\n  - /old/",
        "aliases:\n- /old/",
        "aliases: [/old/]",
        "aliases: # of the old site\n  - /old/",
    ],
)
def test_the_old_id_is_added_to_existing_aliases(folder: DigestFolder, written: str) -> None:
    folder.post(POST.replace("research:", f"{written}\n# A note.\nresearch:"))
    if "#" in written.split("\n")[0]:
        with pytest.raises(RenameRefused, match="write it there first"):
            rename(folder.root, OLD, NEW)
        assert (folder.root / "posts" / f"{OLD}.md").exists()
        return
    rename(folder.root, OLD, NEW)
    (post,) = folder.read().digest.posts
    assert set(post.aliases) == {OLD, "/old/"}
    assert "# A note." in (folder.root / "posts" / f"{NEW}.md").read_text()


def test_images_relations_and_origins_are_renamed_too(folder: DigestFolder) -> None:
    text = POST.replace("They answered.", f"They answered.\n\n![A map]({OLD}/map.png)")
    folder.post(text)
    (folder.root / "posts" / OLD).mkdir()
    (folder.root / "posts" / OLD / "map.png").write_bytes(PNG)
    other = POST.replace("Do gardens help?", "Woods").replace("plots.1", "plots.2")
    other = other.replace("2021-07", "2021-09")
    other = other.replace("research:", f"related:\n  pin:\n    - {OLD}\nresearch:")
    folder.post(other, "2021-09-woods")
    folder.write(
        "imports.json",
        f'{{\n  "{OLD}": {{"from": "feed", "key": "k", "text": "a", "filing": "b"}}\n}}\n',
    )
    assert rename(folder.root, OLD, NEW).named_in == (Path("posts/2021-09-woods.md"),)
    assert folder.problems() == []
    assert (folder.root / "posts" / NEW / "map.png").read_bytes() == PNG
    assert NEW in (folder.root / "imports.json").read_text()
    assert [post.pin for post in folder.read().digest.posts] == [(), (NEW,)]


def test_a_post_renamed_by_hand_is_completed(folder: DigestFolder) -> None:
    text = POST.replace("They answered.", f"They answered.\n\n![A map]({OLD}/map.png)")
    path = folder.root / "posts" / f"{OLD}.md"
    folder.post(text)
    (folder.root / "posts" / OLD).mkdir()
    (folder.root / "posts" / OLD / "map.png").write_bytes(PNG)
    with pytest.raises(RenameRefused, match=f"there is no post {NEW}"):
        rename(folder.root, OLD, NEW, done=True)
    folder.post(text, NEW)
    with pytest.raises(RenameRefused, match=f"{OLD} still exists"):
        rename(folder.root, OLD, NEW, done=True)
    path.unlink()
    assert rename(folder.root, OLD, NEW, done=True).file == Path("posts", f"{NEW}.md")
    (post,) = folder.read().digest.posts
    assert (post.id, post.month, post.aliases) == (NEW, "2021-08", (OLD,))
    assert folder.problems() == []
    other = POST.replace("Do gardens help?", "Woods").replace("plots.1", "plots.2")
    folder.post(other, "2021-07-woods")
    with pytest.raises(RenameRefused, match=f"{OLD} is an old address of {NEW}"):
        rename(folder.root, OLD, "2021-07-woods", done=True)


def test_existing_and_broken_files_are_never_overwritten(folder: DigestFolder) -> None:
    folder.post(POST, NEW)
    with pytest.raises(RenameRefused, match="exists already"):
        rename(folder.root, OLD, NEW)
    with pytest.raises(RenameRefused, match="there is no post"):
        rename(folder.root, "2021-07-none", "2021-07-other")
    folder.post("---\ntitle: [\n---\n", "2021-07-broken")
    with pytest.raises(RenameRefused, match="can't be read completely"):
        rename(folder.root, "2021-07-broken", "2021-07-other")


def test_a_former_id_of_another_post_is_refused(folder: DigestFolder) -> None:
    rename(folder.root, OLD, NEW)
    folder.post(
        POST.replace("Do gardens", "Do woods").replace("plots.1", "plots.2"), "2021-07-woods"
    )
    with pytest.raises(RenameRefused, match="is an old address of"):
        rename(folder.root, "2021-07-woods", OLD)
    # Its own former id is allowed.
    assert rename(folder.root, NEW, "2021-08-other").file.stem == "2021-08-other"


def test_the_command_takes_a_file_or_an_id(folder: DigestFolder) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["rename", *arguments, "--digest", str(folder.root)])
        return result.exit_code, result.output

    assert run(f"{folder.root}/posts/{OLD}.md", NEW) == (
        0,
        f"posts/{NEW}.md has the alias {OLD}.\n",
    )
    assert run(OLD, NEW)[0] == 1
    status, told = run(NEW, "../x")
    assert status == 2 and "is not a month with words" in told


def test_translations_are_renamed_too(tmp_path: Path) -> None:
    folder = bilingual(tmp_path / "two")
    text = FRENCH.replace("Parlez", f"![Un jardin]({OLD}/a.png)\n\nParlez")
    before = translate(folder, text)
    rename(folder.root, OLD, NEW)
    assert not before.exists()
    after = folder.root / "posts" / f"{NEW}.fr.md"
    assert f"![Un jardin]({NEW}/a.png)" in after.read_text("utf-8")


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_translation_stays_up_to_date_when_image_paths_change(
    tmp_path: Path, by_hand: bool, quote: str
) -> None:
    original = ORIGINAL.replace("Of 1,240", f"![A garden]({OLD}/a.png)\n\nOf 1,240")
    folder = bilingual(tmp_path / "two", original)
    translate(folder, FRENCH.replace("HASH", f"{quote}HASH{quote}"))
    posts = folder.root / "posts"
    (posts / OLD).mkdir()
    (posts / OLD / "a.png").write_bytes(PNG)
    assert folder.problems() == []
    if by_hand:
        text = (posts / f"{OLD}.md").read_text("utf-8").replace(f"{OLD}/a", f"{NEW}/a")
        (posts / f"{NEW}.md").write_text(text, "utf-8")
        (posts / f"{OLD}.md").unlink()
    rename(folder.root, OLD, NEW, done=by_hand)
    assert folder.problems() == []


def test_an_outdated_translation_stays_outdated(tmp_path: Path) -> None:
    folder = bilingual(tmp_path / "two")
    translate(folder, FRENCH.replace("HASH", "0123456789ab"))
    rename(folder.root, OLD, NEW)
    assert "of: 0123456789ab" in (folder.root / "posts" / f"{NEW}.fr.md").read_text("utf-8")
    (problem,) = folder.problems()
    assert "has changed since" in problem


def test_an_existing_translation_is_not_overwritten(tmp_path: Path) -> None:
    folder = bilingual(tmp_path / "two")
    translate(folder)
    there = folder.write(f"posts/{NEW}.fr.md", "mine")
    with pytest.raises(RenameRefused, match="exists already"):
        rename(folder.root, OLD, NEW)
    assert there.read_text("utf-8") == "mine"


@pytest.mark.parametrize("done", [False, True])
def test_an_interrupted_renaming_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    folder = bilingual(tmp_path / "two")
    before = translate(folder)
    posts = folder.root / "posts"
    if done:
        (posts / f"{OLD}.md").rename(posts / f"{NEW}.md")

    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "unlink", killed)
        rename(folder.root, OLD, NEW, done=done)
    assert before.exists() and (posts / f"{NEW}.fr.md").exists()
    rename(folder.root, OLD, NEW, done=done)
    assert {file.name for file in posts.iterdir()} == {f"{NEW}.md", f"{NEW}.fr.md"}
    (post,) = folder.read().digest.posts
    assert (post.id, post.aliases, len(post.translations)) == (NEW, (OLD,), 1)


def test_another_translation_with_the_new_name_stops_the_completion(tmp_path: Path) -> None:
    folder = bilingual(tmp_path / "two")
    translate(folder)
    posts = folder.root / "posts"
    (posts / f"{OLD}.md").rename(posts / f"{NEW}.md")
    there = folder.write(f"posts/{NEW}.fr.md", "mine")
    with pytest.raises(RenameRefused, match=f"a translation of {NEW} exists already"):
        rename(folder.root, OLD, NEW, done=True)
    assert there.read_text("utf-8") == "mine"


def test_the_id_is_changed_in_gone_toml_too(folder: DigestFolder) -> None:
    table = '[[gone]]\naddress = "{}-old"\nwhy = "{} is better"\nread = ["{}"]\n'
    folder.write("gone.toml", table.format(OLD, OLD, OLD))
    assert rename(folder.root, OLD, NEW).named_in == (Path("gone.toml"),)
    assert (folder.root / "gone.toml").read_text() == table.format(OLD, OLD, NEW)
    assert folder.problems() == []


def test_judgments_follow_and_what_only_mentions_the_id_stays(folder: DigestFolder) -> None:
    questions = (
        f'# {OLD} = 3\n[[question]]\nid = "{OLD}"\ntext = "{OLD}?"\nkind = "plain"\n'
        f'split = "dev"\ngrades = {{ THIS = 3, "{OLD}-two" = 2 }}\n'
        '[[question]]\nid = "b"\ntext = "a"\nkind = "plain"\nsplit = "dev"\n'
        '[question.grades]\n"THIS" = 1\n'
    )
    folder.write("relevance/questions.toml", questions.replace("THIS", OLD))
    relations = '[[relation]]\npost = "{}"\n[relation.same]\n"{}" = 2\n'
    folder.write("relevance/relations.toml", relations.format(OLD, OLD))
    renaming = rename(folder.root, OLD, NEW)
    told = folder.root / "relevance"
    assert (told / "questions.toml").read_text() == questions.replace("THIS", NEW)
    assert (told / "relations.toml").read_text() == relations.format(NEW, NEW)
    assert set(renaming.named_in) == {
        Path("relevance/questions.toml"),
        Path("relevance/relations.toml"),
    }


def test_the_id_of_a_post_that_is_gone_is_refused(folder: DigestFolder) -> None:
    folder.write("gone.toml", f'[[gone]]\naddress = "{NEW}"\nwhy = "It was wrong."\n')
    with pytest.raises(RenameRefused, match="is the id of a post that is gone") as raised:
        rename(folder.root, OLD, NEW)
    assert "gone.toml" in raised.value.hint
    assert (folder.root / "posts" / f"{OLD}.md").exists()


def test_a_refusal_says_what_to_do(folder: DigestFolder) -> None:
    rename(folder.root, OLD, NEW)
    with pytest.raises(RenameRefused, match=f"{OLD} is an old address of {NEW}") as raised:
        rename(folder.root, OLD, "2021-09-beans")
    assert raised.value.hint == "Rename that one."

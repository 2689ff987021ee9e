"""Which files are checked, in which order, and what is said of those that cannot be."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import layers

from lint.files import Files, Problem
from lint.patterns import patterns
from lint.plan import Plan
from lint.readers import SUFFIXES, has_reader
from lint.records import FORMATS, format_of

TREE = ["b.txt", "a.text", "C.TXT", "picture.png", "page.tex", "desk/b.txt", "desk/a/a.txt", "node_modules/a.txt"]
IGNORED = {  # .gitignore files by folder, and what is left of STORIES
    "nothing": ({}, ["a.txt", "b.txt", "desk/a.txt", "desk/b.txt", "desk/old/a.txt"]),
    "a name": ({"": "a.txt"}, ["b.txt", "desk/b.txt"]),
    "a name in the root": ({"": "/a.txt"}, ["b.txt", "desk/a.txt", "desk/b.txt", "desk/old/a.txt"]),
    "a folder": ({"": "old/"}, ["a.txt", "b.txt", "desk/a.txt", "desk/b.txt"]),
    "all but one": ({"": "*.txt\n!b.txt"}, ["b.txt", "desk/b.txt"]),
    "below its own folder": ({"desk": "a.txt"}, ["a.txt", "b.txt", "desk/b.txt"]),
    "taken back below": ({"": "a.txt", "desk": "!a.txt"}, ["b.txt", "desk/a.txt", "desk/b.txt", "desk/old/a.txt"]),
    "not taken back out of an ignored folder": (
        {"": "old/\n!desk/old/a.txt", "desk/old": "!a.txt"},
        ["a.txt", "b.txt", "desk/a.txt", "desk/b.txt"],
    ),
    "with a mark, CRLF, comments and a pattern that is none": (
        {"": "\ufeffa.txt\r\n# b.txt\r\n!\r\n[z-a]\r\n\\\r\nold/\r\n"},
        ["b.txt", "desk/b.txt"],
    ),
}
STORIES = IGNORED["nothing"][1]


def make(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a repository with the files of STORIES."""
    make(tmp_path, STORIES)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def find(*paths: str, exclude: tuple[str, ...] = (), base: Path | None = None, force: bool = False) -> list[str]:
    """What is found, with `/` in its names."""
    return [str(found).replace(os.sep, "/") for found in Files(exclude, base, force).find(paths)]


def test_in_a_folder_files_with_a_reader_are_found_sorted_before_its_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, TREE)
    monkeypatch.chdir(tmp_path)
    assert find(".") == ["C.TXT", "a.text", "b.txt", "desk/b.txt", "desk/a/a.txt"]


def test_files_of_records_are_found_in_folders_where_they_are_wanted(desk: Path) -> None:
    make(desk, ["corpus.jsonl", "old/table.csv.gz", "old/picture.png", "part.PARQUET"])
    wanted = Plan(layers=layers(fields=("text",))).is_document
    found = [str(one).replace(os.sep, "/") for one in Files(is_document=wanted).find(["."])]
    assert [name for name in found if not name.endswith(".txt")] == ["corpus.jsonl", "part.PARQUET", "old/table.csv.gz"]
    assert [name for name in find(".") if not name.endswith(".txt")] == []
    assert find("corpus.jsonl") == ["corpus.jsonl"]


def test_names_begin_as_the_user_wrote_them(desk: Path) -> None:
    assert find("desk/old") == ["desk/old/a.txt"]
    assert find("./desk/old/") == ["./desk/old/a.txt"]
    assert find(str(desk / "desk" / "old")) == [f"{desk.as_posix()}/desk/old/a.txt"]


def test_a_named_file_is_found_whatever_its_suffix(desk: Path) -> None:
    make(desk, ["notes", "page.tex"])
    assert find("notes", "page.tex") == ["notes", "page.tex"]


def test_each_file_is_found_once(desk: Path) -> None:
    assert find("desk/b.txt", "desk", "./desk", str(desk / "desk")) == ["desk/b.txt", "desk/a.txt", "desk/old/a.txt"]


@pytest.mark.parametrize("name", IGNORED)
def test_what_git_ignores_is_left_out(desk: Path, name: str) -> None:
    files, left = IGNORED[name]
    for folder, lines in files.items():
        (desk / folder / ".gitignore").write_bytes(lines.encode())
    assert find(".") == left


def test_what_git_ignores_above_the_folder_counts_up_to_the_root_of_the_repository(desk: Path) -> None:
    (desk / ".gitignore").write_text("old/\n/desk/b.txt\n")
    (desk / "desk" / ".gitignore").write_text("!b.txt\n")
    (desk / ".git" / "info").mkdir()
    (desk / ".git" / "info" / "exclude").write_text("/desk/a.txt\n")
    assert find("desk") == ["desk/b.txt"]
    (desk / "desk" / ".git").write_text("gitdir: elsewhere\n")  # a work tree of its own
    assert find("desk") == ["desk/a.txt", "desk/b.txt", "desk/old/a.txt"]


def test_outside_a_repository_nothing_above_the_folder_counts(desk: Path) -> None:
    (desk / ".git").rmdir()
    (desk / ".gitignore").write_text("*.txt\n")
    assert find("desk/old") == ["desk/old/a.txt"]


def test_named_files_are_found_though_ignored(desk: Path) -> None:
    (desk / ".gitignore").write_text("*.txt\n")
    assert find("a.txt", exclude=("a.txt",)) == ["a.txt"]


def test_excluded_files_are_left_out_and_named_ones_only_by_force(desk: Path) -> None:
    assert find(".", exclude=("old/", "/b.txt")) == ["a.txt", "desk/a.txt", "desk/b.txt"]
    assert find("desk/old/a.txt", "desk/a.txt", exclude=("old/",), force=True) == ["desk/a.txt"]
    (desk / "desk" / ".gitignore").write_text("!b.txt\n")
    assert find("desk", exclude=("b.txt",)) == ["desk/a.txt", "desk/old/a.txt"]


@pytest.mark.parametrize("base", ["desk", "absolute"])
def test_patterns_to_exclude_start_from_their_base(desk: Path, base: str) -> None:
    folder = desk / "desk" if base == "absolute" else Path(base)
    assert find(".", exclude=("/a.txt",), base=folder) == ["a.txt", "b.txt", "desk/b.txt", "desk/old/a.txt"]


@pytest.mark.usefixtures("desk")
def test_a_pattern_to_exclude_that_is_none_is_a_problem_and_the_others_hold() -> None:
    assert find("desk", exclude=("[z-a]", "a.txt")) == ["[z-a]: no pattern to exclude by", "desk/b.txt"]


@pytest.mark.usefixtures("desk")
def test_a_missing_path_is_a_problem_and_the_others_are_found() -> None:
    assert find("none.txt", "a.txt") == ["none.txt: no such file or directory", "a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_is_never_opened(desk: Path) -> None:
    os.mkfifo(desk / "fifo.txt")
    assert find("fifo.txt") == ["fifo.txt: not a regular file"]
    assert find(".") == STORIES


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_in_folders_are_not_followed_and_a_link_that_is_named_is(desk: Path) -> None:
    """So a fix of a folder changes nothing outside it, and no file is checked twice."""
    (desk / "desk" / "up").symlink_to(desk)
    (desk / "link.txt").symlink_to("a.txt")
    (desk / "lost.txt").symlink_to("none.txt")
    (desk / "loop.txt").symlink_to("loop.txt")
    assert find(".") == ["a.txt", "b.txt", "desk/a.txt", "desk/b.txt", "desk/old/a.txt"]
    assert find("link.txt") == ["link.txt"]
    assert find("desk/up/desk/old") == ["desk/up/desk/old/a.txt"]
    (problem,) = find("loop.txt")
    assert problem.startswith("loop.txt: too many levels of symbolic links")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_problem_and_the_others_are_found(desk: Path) -> None:
    (desk / "desk" / "old").chmod(0)
    assert find("desk") == ["desk/a.txt", "desk/b.txt", "desk/old: permission denied"]
    (desk / "desk" / "old").chmod(0o700)


def test_a_gitignore_that_cannot_be_read_is_a_problem_of_its_folder(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are not checked: with `--fix`, some that should be left alone would be written."""
    (desk / "desk" / "old" / ".gitignore").write_text("a.txt\n")
    read = Path.read_text

    def refuse(path: Path, *arguments: str) -> str:
        if path.parent.name == "old":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, *arguments)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert find("desk") == ["desk/a.txt", "desk/b.txt", "desk/old: .gitignore: permission denied"]


@pytest.mark.skipif(os.name == "nt", reason="paths are shorter on Windows")
def test_folders_may_be_nested_deeply(desk: Path) -> None:
    folders = [desk / "deep"]
    for _ in range(1_200):
        folders.append(folders[-1] / "d")
    for folder in folders:
        folder.mkdir()
    (folders[-1] / "a.txt").write_bytes(b"")
    try:
        assert find("deep") == ["deep/" + "d/" * 1_200 + "a.txt"]
    finally:
        (folders[-1] / "a.txt").unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_a_problem_is_said_with_its_place() -> None:
    assert str(Problem("a.txt", "lost")) == "a.txt: lost"


def test_a_virtual_environment_is_left_out_whatever_its_name(desk: Path) -> None:
    make(desk, ["v/pyvenv.cfg", "v/lib/package/licence.txt"])
    assert find(".") == STORIES


def test_a_virtual_environment_that_is_named_is_walked(desk: Path) -> None:
    make(desk, ["v/pyvenv.cfg", "v/a.txt", "v/w/pyvenv.cfg", "v/w/a.txt"])
    assert find("v") == ["v/a.txt"]


NAMES = st.text(st.sampled_from("aTt.~$ xmdjsongzé"), min_size=1, max_size=9).filter(lambda name: name.strip("."))
ENDINGS = st.sampled_from(
    ["", ".txt", ".TXT", ".md", ".jsonl", ".JSONL.gz", ".csv.zst", ".parquet", ".parquet.gz", "."]
)


@given(st.builds(str.__add__, NAMES, ENDINGS))
def test_what_a_name_says_of_a_file_is_what_its_suffix_says(name: str) -> None:
    path = PurePath("desk.txt", name)
    expected = path.suffix.lower() in SUFFIXES and not name.startswith("~$")
    assert has_reader(str(path)) == has_reader(name) == expected
    bare = name.lower().removesuffix(".gz").removesuffix(".zst")
    found = [key for key, one in FORMATS.items() if (bare if one.is_text else name.lower()).endswith(one.suffixes)]
    if not name.lower().endswith((".zst.gz", ".gz.zst")):
        assert format_of(str(path)) == (found[0] if found else None)


def test_patterns_are_compiled_one_by_one_whatever_else_is_installed() -> None:
    """With Hyperscan beside it, `pathspec` would build a database for each file of patterns."""
    spec = patterns(Path("/desk"), ["*.log", "[z-a]", "!keep.log"])._spec
    assert type(spec._backend).__name__ == "SimpleGiBackend"
    assert len(spec.patterns) == 2

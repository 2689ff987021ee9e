"""A file is replaced whole or left as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from lint.writer import NotWritten, Replacement, Seen, digest, replace_file

OLD, NEW = b"teh sea\r\n", b"the sea\r\n"
links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_bytes(OLD)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refuse(path: Path, reason: str) -> None:
    """The file is not written, for this reason, and everything in its folder is as it was."""
    before = contents(path.parent)
    with pytest.raises(NotWritten, match=reason):
        replace_file(str(path), OLD, NEW)
    assert contents(path.parent) == before


def test_a_file_is_replaced(story: Path) -> None:
    replace_file(str(story), OLD, NEW)
    assert contents(story.parent) == {"story.txt": NEW}


def test_a_file_is_replaced_in_one_step(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads finds the old bytes until the name stands for a new file that is already whole."""
    steps = []

    def replace(new: Path, name: Path) -> None:
        steps.append((new.read_bytes(), name.read_bytes()))
        rename(new, name)

    rename = os.replace
    monkeypatch.setattr(os, "replace", replace)
    replace_file(str(story), OLD, NEW)
    assert steps == [(NEW, OLD)]


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_the_mode_is_kept(story: Path, mode: int) -> None:
    story.chmod(mode)
    replace_file(str(story), OLD, NEW)
    assert stat.S_IMODE(story.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root may give a file away")
def test_root_leaves_a_file_to_its_owner(story: Path) -> None:
    os.chown(story, 1234, 4321)
    replace_file(str(story), OLD, NEW)
    assert (story.stat().st_uid, story.stat().st_gid) == (1234, 4321)


@links
def test_behind_a_symbolic_link_the_target_is_replaced_and_the_link_stays(story: Path) -> None:
    folder = story.parent / "links"
    folder.mkdir()
    link, link_to_link = folder / "link.txt", folder / "again.txt"
    link.symlink_to(Path("..") / "story.txt")
    link_to_link.symlink_to(link)
    replace_file(str(link_to_link), OLD, NEW)
    assert story.read_bytes() == NEW
    assert link.readlink() == Path("..") / "story.txt"
    assert sorted(path.name for path in folder.iterdir()) == ["again.txt", "link.txt"]


@links
def test_a_file_with_hard_links_is_refused(story: Path) -> None:
    os.link(story, story.parent / "other.txt")
    refuse(story, "the file has 2 hard links, and replacing it would part them")
    assert story.samefile(story.parent / "other.txt")


def test_a_read_only_file_is_refused_to_root_as_well(story: Path) -> None:
    story.chmod(0o444)
    refuse(story, "the file is read-only")


def test_a_file_that_changed_meanwhile_is_refused(story: Path) -> None:
    story.write_bytes(b"somebody else wrote this")
    refuse(story, "the file changed while it was checked")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    refuse(tmp_path / "folder.txt", "not a regular file")


def test_a_file_that_went_away_meanwhile_does_not_come_back(story: Path) -> None:
    story.unlink()
    with pytest.raises(FileNotFoundError):
        replace_file(str(story), OLD, NEW)
    assert contents(story.parent) == {}


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("call", ["fsync", "chmod", "replace"])
def test_what_fails_leaves_the_file_as_it_is_and_nothing_beside_it(
    story: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: type[BaseException]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(error):
        replace_file(str(story), OLD, NEW)
    assert contents(story.parent) == {"story.txt": OLD}


def test_a_folder_that_cannot_be_synced_does_not_make_a_failure_of_a_replaced_file(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def refuse_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError
        sync(handle)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    replace_file(str(story), OLD, NEW)
    assert contents(story.parent) == {"story.txt": NEW}


def seen(path: Path) -> Seen:
    with open(path, "rb") as file:
        return Seen(os.fstat(file.fileno()), digest(file))


def rewrite(path: Path, expected: Seen, *parts: bytes) -> None:
    """The file is replaced by what comes part by part."""
    with Replacement(str(path)) as new:
        for part in parts:
            new.file.write(part)
        new.commit(expected.is_still)


def test_a_file_that_is_written_in_parts_is_replaced_in_one_step(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []

    def replace(new: Path, name: Path) -> None:
        steps.append((new.read_bytes(), name.read_bytes()))
        rename(new, name)

    rename = os.replace
    monkeypatch.setattr(os, "replace", replace)
    rewrite(story, seen(story), NEW[:3], NEW[3:])
    assert steps == [(NEW, OLD)]
    assert contents(story.parent) == {"story.txt": NEW}


def test_what_is_written_in_parts_and_not_committed_is_forgotten(story: Path) -> None:
    with Replacement(str(story)) as new:
        new.file.write(NEW)
        new.file.flush()
        assert new.temporary.read_bytes() == NEW
    assert contents(story.parent) == {"story.txt": OLD}


CHANGES = {  # what stands in the file's place when it is to be replaced, since when, and whether it is another file
    "other bytes": (OLD + b"more", 0, False),
    "as many bytes at the same time": (NEW, 0, False),
    "the same bytes later": (OLD, 1, False),
    "another file with the same bytes": (OLD, 0, True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_changed_while_it_was_read_in_parts_is_refused(story: Path, name: str) -> None:
    os.utime(story, ns=(0, 0))
    expected = seen(story)
    data, time, is_another = CHANGES[name]
    written = story.parent / "other" if is_another else story
    written.write_bytes(data)
    os.utime(written, ns=(time, time))
    written.replace(story)
    with pytest.raises(NotWritten, match="changed while it was checked"):
        rewrite(story, expected, NEW)
    assert contents(story.parent) == {"story.txt": data}

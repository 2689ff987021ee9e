"""What an earlier run worked out is used where it can be trusted, and counts as nothing where it cannot."""

from __future__ import annotations

import os
import pickle
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint import store
from lint.store import Store, pack, unpack

KEY = b"\x01\x02"
PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="has no modes and owners")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def file_of(cache: Path, name: str = "name") -> Path:
    return cache / "start" / KEY.hex() / name


def sealed(path: Path, data: bytes) -> bytes:
    """A file of a store that holds any bytes, with a checksum that fits."""
    return store._head(path, data) + data


@given(PLAIN_DATA)
def test_plain_data_comes_back_as_it_was(value: object) -> None:
    assert unpack(pack(value)) == value


@pytest.mark.usefixtures("cache")
def test_a_value_is_there_for_the_next_run() -> None:
    Store(KEY).write("name", {"a": (1, b"2", frozenset({"\udc80"}))})
    assert Store(KEY).read("name") == {"a": (1, b"2", frozenset({"\udc80"}))}
    assert Store(KEY).read("other") is None
    assert Store(b"\x03").read("name") is None


@given(st.integers(min_value=0, max_value=99), st.integers(min_value=1, max_value=255))
def test_a_file_with_any_byte_changed_counts_as_none(place: int, change: int) -> None:
    Store(KEY).write("changed", list(range(50)))
    path = file_of(Path(os.environ["COPYDESK_CACHE_DIR"]), "changed")
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= change
    path.write_bytes(data)
    assert Store(KEY).read("changed") is None


def test_a_file_that_is_cut_or_empty_counts_as_none(cache: Path) -> None:
    Store(KEY).write("name", list(range(50)))
    whole = file_of(cache).read_bytes()
    for size in range(len(whole)):
        file_of(cache).write_bytes(whole[:size])
        assert Store(KEY).read("name") is None


def test_a_file_in_anothers_place_counts_as_none(cache: Path) -> None:
    Store(KEY).write("name", 1)
    Store(b"\x03").write("name", 2)
    file_of(cache, "other").write_bytes(file_of(cache).read_bytes())
    (cache / "start" / "03" / "name").write_bytes(file_of(cache).read_bytes())
    assert Store(KEY).read("other") is None
    assert Store(b"\x03").read("name") is None


class Hostile:
    """Unpickled by `pickle.loads`, it would make a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_nothing_that_a_file_holds_is_run(cache: Path, tmp_path: Path) -> None:
    hostile = pickle.dumps([Hostile(tmp_path / "made")])
    Store(KEY).write("name", [])
    file_of(cache).write_bytes(sealed(file_of(cache), hostile))
    assert Store(KEY).read("name") is None
    assert unpack(hostile) is None
    assert not (tmp_path / "made").exists()
    pickle.loads(hostile)  # noqa: S301 - it would have been
    assert (tmp_path / "made").exists()


@given(st.binary())
def test_any_bytes_are_plain_data_or_nothing(data: bytes) -> None:
    value = unpack(data)
    assert value is None or unpack(pack(value)) == value or value != value


@pytest.mark.parametrize("name", [b"cbuiltins\neval\n.", b"cos\nsystem\n(S'true'\ntR.", b"Pid\n.", b"\x80\x04\x95\xff"])
def test_what_has_to_be_looked_up_by_its_name_is_no_plain_data(name: bytes) -> None:
    assert unpack(name) is None


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_counts_as_none(cache: Path, mode: int) -> None:
    Store(KEY).write("name", 1)
    file_of(cache).chmod(mode)
    assert Store(KEY).read("name") is None


@posix
@pytest.mark.usefixtures("cache")
def test_a_file_of_another_user_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    Store(KEY).write("name", 1)
    assert Store(KEY).read("name") == 1
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert Store(KEY).read("name") is None


@posix
def test_links_pipes_and_folders_count_as_none(cache: Path) -> None:
    Store(KEY).write("name", 1)
    file_of(cache, "folder").mkdir()
    file_of(cache, "link").symlink_to(file_of(cache))
    os.mkfifo(file_of(cache, "pipe"), 0o600)
    assert Store(KEY).read("link") is None
    assert Store(KEY).read("pipe") is None
    assert Store(KEY).read("folder") is None


@posix
def test_nobody_else_can_read_or_write_what_is_kept(cache: Path) -> None:
    Store(KEY).write("name", 1)
    assert file_of(cache).stat().st_mode & 0o777 == 0o600
    assert file_of(cache).parent.stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "file" / "below"))
    Store(KEY).write("name", 1)
    assert Store(KEY).read("name") is None


def test_a_user_without_a_home_has_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(store, "cache_folder", no_home)
    Store(KEY).write("name", 1)
    assert Store(KEY).read("name") is None


def test_a_value_is_replaced_whole_and_nothing_is_left_beside_it(cache: Path) -> None:
    for number in range(3):
        Store(KEY).write("name", number)
    assert Store(KEY).read("name") == 2
    assert os.listdir(file_of(cache).parent) == ["name"]


def test_stores_that_nobody_uses_are_forgotten_when_a_new_one_is_made(cache: Path) -> None:
    long_ago = time.time() - 40 * 86_400
    for number in range(3):
        Store(bytes([number])).write("name", number)
    os.utime(cache / "start" / "00", (long_ago, long_ago))
    os.utime(cache / "start" / "01", (long_ago, long_ago))
    assert Store(b"\x01").read("name") == 1  # and so it is in use
    Store(KEY).write("name", 0)
    assert sorted(os.listdir(cache / "start")) == ["01", KEY.hex(), "02"]


def test_of_many_stores_the_latest_are_kept(cache: Path) -> None:
    for number in range(store._MOST_STORES + 5):
        Store(bytes([number])).write("name", number)
        os.utime(cache / "start" / f"{number:02x}", (number, time.time() - 1000 + number))
    kept = sorted(os.listdir(cache / "start"))
    assert len(kept) == store._MOST_STORES
    assert kept[-1] == f"{store._MOST_STORES + 4:02x}"

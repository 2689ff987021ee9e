"""A tree of YAML that was kept for a later run says the same at the same places."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint import yamltree
from lint.stamps import digest, program
from lint.store import Store
from lint.yamltree import YamlError, read_yaml

TREES = st.recursive(
    st.text("ab: -'\"\n#é").map(lambda text: "'" + text.replace("'", "''").replace("\n", " ") + "'"),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: "[" + ", ".join(items) + "]")
        | st.lists(inner, max_size=4).map(
            lambda values: "{" + ", ".join(f"k{at}: {value}" for at, value in enumerate(values)) + "}"
        )
    ),
    max_leaves=8,
)


@given(TREES)
def test_a_tree_that_was_kept_is_the_same_tree(text: str) -> None:
    path = Path(os.environ["COPYDESK_CACHE_DIR"]) / "tree.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    try:
        parsed = read_yaml(path)
    except YamlError as error:
        with pytest.raises(YamlError, match=re.escape(str(error))):
            read_yaml(path, keep=True)
    else:
        assert read_yaml(path, keep=True) == parsed
        assert read_yaml(path, keep=True) == parsed
        assert (yamltree._from_plain(yamltree._to_plain(parsed), path)) == parsed


@pytest.mark.parametrize(
    "kept", [None, 1, (1, 2), ("a", 1, None, 3, None), (1, 1, None, None, [(1, 1, "a", None, None)])]
)
def test_what_cannot_be_used_is_parsed_again(kept: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "a.yaml").write_text("a: [b]", "utf-8")
    Store(digest(program(), "a: [b]", False)).write("yaml", kept)
    assert read_yaml(tmp_path / "a.yaml", keep=True) == read_yaml(tmp_path / "a.yaml")

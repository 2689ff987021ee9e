"""What the README and the pages show is what a reader gets."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lint.config import load_config
from lint.loader import load_rules
from lint.selection import select_rules
from scripts.make_reference import reference

CHECKOUT = Path(__file__).parent.parent
PAGES = ("README.md", "examples/README.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)


def sessions() -> list[tuple[str, str, str]]:
    """Each command shown in a page, with what the page says comes out."""
    shown = []
    for page in PAGES:
        for block in BLOCK.findall((CHECKOUT / page).read_text("utf-8")):
            parts = COMMAND.split(block)
            shown += [(page, command, output) for command, output in zip(parts[1::2], parts[2::2], strict=True)]
    return shown


@pytest.mark.parametrize(("page", "command", "output"), sessions(), ids=lambda text: text if "\n" not in text else "")
def test_a_command_prints_what_the_page_shows(page: str, command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "copydesk", page
    assert "--fix" not in arguments, "a page shows only commands that write nothing"
    environment = {**os.environ, "PYTHONUTF8": "1", "COPYDESK_CACHE_DIR": str(tmp_path / "cache")}
    run = subprocess.run(
        [sys.executable, "-m", "lint", *arguments], cwd=CHECKOUT, env=environment, capture_output=True, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert run.stderr == ""
    assert run.stdout.strip("\n") == output.strip("\n")


def test_the_pages_show_commands() -> None:
    assert len(sessions()) >= 3


def test_the_commands_for_newcomers_are_those_of_the_makefile() -> None:
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_configuration_in_the_readme_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", (CHECKOUT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (configuration,) = [block for block in blocks if "exclude:" in block]
    (tmp_path / ".copydesk.yaml").write_text(configuration, "utf-8")
    (tmp_path / "our-rules").mkdir()
    config = load_config(tmp_path / ".copydesk.yaml")
    chosen = select_rules(load_rules().rules, config.layers().of("a.txt").selection)
    assert "two-spellings" in {rule.id for rule in chosen}
    assert not {"trailing-space", "quote-style"} & {rule.id for rule in chosen}


def test_the_reference_is_what_its_script_writes() -> None:
    assert (CHECKOUT / "docs" / "reference.md").read_text("utf-8") == reference()


def test_the_rule_in_the_page_on_rules_is_the_one_in_the_examples() -> None:
    page = (CHECKOUT / "docs" / "rules.md").read_text("utf-8")
    rule = (CHECKOUT / "examples" / "own-rules" / "rules" / "evening-edition.yaml").read_text("utf-8")
    indented = "".join(f"   {line}\n" if line else "\n" for line in rule.rstrip("\n").split("\n"))
    assert indented in page


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in (CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *(CHECKOUT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"

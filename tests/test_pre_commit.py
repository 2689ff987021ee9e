"""The real pre-commit, against this checkout: a defective article fails, is mended, and passes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
ARTICLE = "Harbour at dawn, Valparaiso\n\nHarbour at dawn, Valparaiso\n\nThe council met on Monday.\n"
MENDED = "Harbour at dawn, Valparaiso\n\nThe council met on Monday.\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    run = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds this checkout as it stands, committed or not, and its revision."""
    repository = tmp_path_factory.mktemp("hooks")
    skipped = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "tests", "dist")
    shutil.copytree(CHECKOUT, repository, ignore=skipped, dirs_exist_ok=True)
    git(repository, "init", "--quiet")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "As it stands")
    return repository, git(repository, "rev-parse", "HEAD")


@pytest.fixture
def desk(tmp_path: Path, hooks: tuple[Path, str]) -> Path:
    """A newsroom's repository with a defective article, which uses both hooks."""
    repository, revision = hooks
    git(tmp_path, "init", "--quiet")
    (tmp_path / "story.txt").write_bytes(ARTICLE.encode())
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {repository.as_posix()}\n  rev: {revision}\n"
        "  hooks:\n  - id: copydesk\n  - id: copydesk-fix\n"
    )
    git(tmp_path, "add", "--all")
    return tmp_path


def run_hook(desk: Path, hook: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--all-files"]
    return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True)


def test_a_defective_article_fails_is_mended_and_passes(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("pre-commit-home")
    story = desk / "story.txt"

    failed = run_hook(desk, "copydesk", home)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "story.txt:3:1: error repeated-block" in failed.stdout
    assert story.read_bytes() == ARTICLE.encode(), "the checking hook writes nothing"

    mended = run_hook(desk, "copydesk-fix", home)
    assert mended.returncode == 1, "a hook that changed a file fails, so that the change is looked at"
    assert "files were modified by this hook" in mended.stdout
    assert story.read_bytes() == MENDED.encode()

    git(desk, "add", "--all")
    for hook in ("copydesk", "copydesk-fix"):
        passed = run_hook(desk, hook, home)
        assert passed.returncode == 0, passed.stdout + passed.stderr
    git(desk, "commit", "--quiet", "--message", "Mended")

"""The hooks under pre-commit itself, on git repositories of their own: what is clean passes, what is not is stopped."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from short_telegrams import ONE_PARAGRAPH as CLEAN

from redactlint.verbs.init import HOOK_FILE, HOOKS

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
MISSING = [
    name
    for name, found in (("git", shutil.which("git")), ("pre-commit", importlib.util.find_spec("pre_commit")))
    if found is None
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")
MISTYPED = CLEAN.replace("12958", "12598")
NAME = "07LUSAKA000512.txt"

# Counts its own runs, and is redactlint otherwise: pre-commit splits what is too long for one command.
COUNTING = """\
import sys
with open({log!r}, "a") as log:
    log.write(f"{{len(sys.argv)}}\\n")
from redactlint.cli import main
sys.exit(main())
"""


def manifest() -> dict[str, dict[str, Any]]:
    yaml = importlib.import_module("yaml")
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}


class Repository:
    """A git repository in which pre-commit is installed with some of our hooks, run by this very interpreter."""

    def __init__(self, folder: Path, *hooks: str) -> None:
        self.folder, self.log = folder / "repository", folder / "runs"
        home = folder / "home"
        home.mkdir()
        self.folder.mkdir()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        self.environment = {
            **kept,
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_NOSYSTEM": "1",
            "https_proxy": "http://127.0.0.1:9",  # nothing may ask the network
            "http_proxy": "http://127.0.0.1:9",
        }
        program = folder / "counting.py"
        program.write_text(COUNTING.format(log=str(self.log)))
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Jane Q. Example")
        self.git("config", "user.email", "jane@example.invalid")
        self.write(HOOK_FILE, self.configuration(program, *hooks))
        self.commit_unasked()
        for kind in ("pre-commit", "pre-merge-commit"):
            self.run(sys.executable, "-m", "pre_commit", "install", "--hook-type", kind, check=True)

    @staticmethod
    def configuration(program: Path, *ids: str) -> str:
        """The hooks of the manifest, but for the environment: that of this test stands ready."""
        yaml = importlib.import_module("yaml")
        here = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))}"
        hooks = [
            {**hook, "language": "system", "entry": hook["entry"].replace("redactlint", here, 1)}
            for hook in (manifest()[one] for one in ids)
        ]
        for hook in hooks:  # what the environment would be given stands ready too
            hook.pop("additional_dependencies", None)
        return str(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))

    def run(self, *words: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def git(self, *words: str) -> str:
        return self.run("git", *words, check=True).stdout

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    def commit(self) -> tuple[bool, str]:
        """Commit all that changed; whether git did, and all that was said."""
        self.git("add", "--all")
        done = self.run("git", "commit", "--message", "Documents")
        return done.returncode == 0, done.stdout + done.stderr

    def commit_unasked(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "Documents")

    @property
    def runs(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0


class TestManifest:
    def test_pre_commit_finds_it_in_order(self) -> None:
        words = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize("name", ["redactlint", "redactlint-new-documents", "redactlint-set", "redactlint-fix"])
    def test_every_hook_is_a_command_that_exists_and_does_not_fail_for_want_of_documents(self, name: str) -> None:
        hook = manifest()[name]
        program, verb, *words = [*shlex.split(hook["entry"]), *hook.get("args", [])]
        assert program == "redactlint"
        arguments = importlib.import_module(f"redactlint.verbs.{verb}").parser().parse_args(words)
        assert arguments.allow_unrecognised
        assert hook.get("pass_filenames", True) != bool(arguments.paths)

    def test_what_init_writes_is_the_hook_of_the_manifest(self, tmp_path: Path) -> None:
        yaml = importlib.import_module("yaml")
        (hook,) = yaml.safe_load(HOOKS)["repos"][0]["hooks"]
        published = manifest()["redactlint"]
        assert hook == {**{key: published[key] for key in hook}, "language": "system"}
        path = tmp_path / HOOK_FILE
        path.write_text(HOOKS)
        words = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
        assert subprocess.run(words, check=False).returncode == 0


class TestCommits:
    def test_a_clean_document_passes(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint")
        repository.write(NAME, CLEAN)
        is_made, said = repository.commit()
        assert is_made, said
        assert repository.runs == 1

    def test_a_defective_one_is_stopped_with_what_to_do(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint")
        repository.write(NAME, TOO_LOW)
        is_made, said = repository.commit()
        assert not is_made
        assert f"{NAME}:11:4: error BNR002 banner-below-portions" in said
        assert "raise the banner to SECRET, or correct the mark" in said
        assert "32 CFR 2001.21" in said
        assert repository.git("log", "--oneline").count("\n") == 1

    def test_what_is_no_document_passes_beside_what_is(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint")
        repository.write("notes.md", "Milk and bread.\n")
        repository.write("redactlint.toml", 'profile = "state"\n')
        assert repository.commit()[0]
        repository.write("notes.md", "Milk, bread and salt.\n")
        repository.write(NAME, TOO_LOW)
        is_made, said = repository.commit()
        assert not is_made
        assert "notes.md" not in said
        assert "1 not recognised" in said

    def test_only_what_changed_is_judged(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint")
        repository.write(NAME, TOO_LOW)
        repository.commit_unasked()
        repository.write("07LUSAKA000513.txt", CLEAN.replace("512", "513"))
        assert repository.commit()[0]

    def test_the_hook_of_the_set_judges_the_whole_set(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint-set")
        repository.write(f"records/{NAME}", TOO_LOW)
        repository.commit_unasked()
        repository.write("07LUSAKA000513.txt", CLEAN.replace("512", "513"))
        is_made, said = repository.commit()
        assert not is_made
        assert f"records/{NAME}:11:4: error BNR002" in said
        repository.write(f"records/{NAME}", CLEAN)
        assert repository.commit()[0]

    def test_what_is_certain_is_mended_and_passes_when_it_was_looked_at(self, tmp_path: Path) -> None:
        repository = Repository(tmp_path, "redactlint-fix", "redactlint")
        path = repository.write(NAME, MISTYPED)
        is_made, said = repository.commit()
        assert not is_made
        assert f"{NAME}:5:6: ORD002 order-unknown: cite E.O. 12958" in said
        assert "files were modified by this hook" in said
        assert path.read_text() == CLEAN
        assert repository.commit()[0]
        assert repository.git("show", f"HEAD:{NAME}") == CLEAN


class TestMerges:
    """Pre-commit gives a long list of files to several runs: none of them may fail for what the others hold."""

    FILES = 620

    @pytest.fixture
    def repository(self, tmp_path: Path) -> Repository:
        repository = Repository(tmp_path, "redactlint")
        repository.git("checkout", "--quiet", "-b", "records")
        folder = "/".join(["a-long-name-of-a-folder-of-records" * 3] * 2)
        for number in range(self.FILES):
            content = CLEAN.replace("000512", f"{number:06}") if number % 2 else "Milk and bread.\n"
            repository.write(f"{folder}/07LUSAKA{number:06}.txt", content)
        self.last = f"{folder}/07LUSAKA{self.FILES - 1:06}.txt"
        repository.commit_unasked()
        repository.git("checkout", "--quiet", "main")
        repository.write("other.txt", "Salt.\n")
        repository.commit_unasked()
        return repository

    def test_a_merge_of_many_clean_files_passes(self, repository: Repository) -> None:
        done = repository.run("git", "merge", "--no-edit", "records")
        assert done.returncode == 0, done.stdout + done.stderr
        assert repository.runs > 1
        assert len(repository.git("ls-files").splitlines()) == self.FILES + 2

    def test_one_defect_among_them_stops_it(self, repository: Repository) -> None:
        repository.git("checkout", "--quiet", "records")
        repository.write(self.last, TOO_LOW.replace("000512", f"{self.FILES - 1:06}"))
        repository.commit_unasked()
        repository.git("checkout", "--quiet", "main")
        done = repository.run("git", "merge", "--no-edit", "records")
        said = done.stdout + done.stderr
        assert done.returncode != 0
        assert repository.runs > 1
        assert said.count("error BNR002") == 1
        assert f"07LUSAKA{self.FILES - 1:06}.txt:11:4: error BNR002" in said

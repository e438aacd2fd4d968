"""The same documents give the same bytes: whatever the processes, the order, the cache, the locale, the zone, the seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from redactlint.cli import main
from redactlint.reports.report import FORMATS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

DAY = ["--as-of", "2026-01-01", "--fail-on", "never"]
AUDIT = ("table", "csv", "json", "markdown")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from cables import write_cables

    made = tmp_path_factory.mktemp("determinism")
    write_cables(made / "set", 70)
    for path in sorted((ROOT / "examples").glob("*/*.txt")):
        (made / "set" / path.name).write_bytes(path.read_bytes())
    (made / "set" / "latin.txt").write_bytes(
        "UNCLAS OSLO 000001\n\nE.O. 12958: N/A\nSUBJECT: X\n\n1. (С) Málaga – “ﬁn”.\n".encode()
    )
    (made / "set" / "broken.txt").write_bytes(b"\x00\x01")
    (made / "set" / "memo.txt").write_text("SECRET\n\n(S) One.\n\n(TS) Two.\n", "utf-8")
    (made / "set" / "memo.txt.redactlint.toml").write_text('[[ignore]]\nrule = "BNR002"\nreason = "x"\n', "utf-8")
    before = Path.cwd()
    os.chdir(made)
    yield made
    os.chdir(before)


def wanted(name: str) -> list[str]:
    return [word for form in FORMATS for word in ("--format", f"{form}={name}.{form}")]


def written(name: str) -> dict[str, bytes]:
    return {form: Path(f"{name}.{form}").read_bytes() for form in FORMATS}


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, bytes]:
    assert main(["check", "set", *DAY, "--jobs", "1", "--no-cache", *wanted("expected")]) == 3
    return written("expected")


def check(name: str, *words: str) -> dict[str, bytes]:
    assert main(["check", *words, *DAY, *wanted(name)]) == 3
    return written(name)


def test_every_format_has_something_to_say(expected: dict[str, bytes]) -> None:
    assert all(len(page) > 500 for page in expected.values())
    assert b"DOC007" in expected["json"]
    assert b"DOC001" in expected["json"]


@pytest.mark.parametrize("jobs", ["2", "5"])
def test_the_number_of_processes(expected: dict[str, bytes], jobs: str) -> None:
    assert check(f"jobs{jobs}", "set", "--jobs", jobs, "--no-cache") == expected


def test_the_order_of_arguments(expected: dict[str, bytes]) -> None:
    paths = [f"set/{path.name}" for path in Path("set").iterdir() if not path.name.endswith(".toml")]
    random.Random(7).shuffle(paths)
    assert check("shuffled", *paths, paths[0], "--jobs", "2", "--no-cache") == expected


def test_the_cache(expected: dict[str, bytes]) -> None:
    assert check("empty", "set", "--jobs", "2", "--cache-dir", "kept") == expected
    assert check("full", "set", "--jobs", "1", "--cache-dir", "kept") == expected
    assert list(Path("kept").rglob("*")), "there was one"


@pytest.mark.parametrize(
    ("seed", "zone", "locale"), [("1", "Pacific/Kiritimati", "C"), ("4242", "America/Anchorage", "de_DE.UTF-8")]
)
def test_the_hash_seed_the_time_zone_and_the_locale(
    expected: dict[str, bytes], tmp_path: Path, seed: str, zone: str, locale: str
) -> None:
    environment = {
        **os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONPATH": str(ROOT),
        "REDACTLINT_CACHE_DIR": str(tmp_path), "COLUMNS": "40",
    }  # fmt: skip
    command = [sys.executable, "-m", "redactlint", "check", "set", *DAY, "--jobs", "2", *wanted(f"seed{seed}")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 3, done.stderr
    assert written(f"seed{seed}") == expected


def test_the_seed_and_the_processes_of_an_audit(folder: Path, tmp_path: Path) -> None:
    def audit(name: str, jobs: str, seed: str) -> dict[str, bytes]:
        files = [word for form in AUDIT for word in ("--format", f"{form}={name}.{form}")]
        environment = {
            **os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "REDACTLINT_CACHE_DIR": str(tmp_path),
        }  # fmt: skip
        command = [sys.executable, "-m", "redactlint", "audit", "set", *DAY, "--jobs", jobs, "--sample", "9", *files]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 3, done.stderr
        return {form: Path(f"{name}.{form}").read_bytes() for form in AUDIT}

    assert audit("one", "1", "1") == audit("two", "3", "77")

"""The reference is what the code says, and no environment variable is read that it does not name."""

from __future__ import annotations

import re
from pathlib import Path

import reference

ROOT = Path(__file__).resolve().parent.parent


def test_the_reference_is_fresh() -> None:
    written = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert written == reference.page(), "run: python tests/reference.py > docs/reference.md"


def test_every_environment_variable_is_named() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "redactlint").rglob("*.py"))
    read = re.findall(r"""environ(?:\.get\(|\[)["'](\w+)|["'](\w+)["'] (?:not )?in os\.environ""", sources)
    assert {one or other for one, other in read} == set(reference.ENVIRONMENT)


def test_the_index_of_the_guides_lists_every_guide() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(([^)#]+)\)", index))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked
    assert all((ROOT / "docs" / one).exists() for one in linked)

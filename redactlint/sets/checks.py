"""Checks: every check of family SET by its name, each from a group of linked files and a rule to hits."""

from __future__ import annotations

from redactlint.sets.disagreements import copies_disagree, marked_differently
from redactlint.sets.openings import open_elsewhere
from redactlint.sets.sections import section_missing

__all__ = ["copies_disagree", "marked_differently", "open_elsewhere", "section_missing"]

"""A thousand documents with planted disagreements of every kind: nearly all are found, and nothing else."""

from __future__ import annotations

from collections import defaultdict

import pytest
from generator.sets import documents
from sets.judged_sets import engine

from redactlint.sets.together import completed
from redactlint.text import Text


@pytest.mark.parametrize("seed", [11])
def test_planted_disagreements_are_found_and_no_others(seed: int) -> None:
    plants, texts = [], []
    for files, plant in documents(1000, seed):
        plants += [] if plant is None else [plant]
        texts += [Text.of(one.text, one.name) for one in files]
    judge = engine()
    found = defaultdict(set)
    for outcome in completed((judge.check(one) for one in texts), judge):
        for finding in outcome.findings:
            if finding.rule.startswith("SET") and finding.severity != "info":
                found[finding.rule].add(outcome.facts.path)
    missed = [one for one in plants if found[one.rule].isdisjoint(one.files)]
    planted = {(one.rule, name) for one in plants for name in one.files}
    false = [(rule, path) for rule, paths in found.items() for path in paths if (rule, path) not in planted]
    assert len(plants) > 80
    assert len(missed) <= 0.02 * len(plants), missed
    assert len(false) <= len(texts) / 1000, false

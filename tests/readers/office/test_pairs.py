"""Each copy that failed beside its twin that was properly made: all that failed are found, none of the others accused."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from containers.office.hard_pairs import hard_pairs
from containers.office.sheet_pairs import sheet_pairs
from containers.office.slide_pairs import slide_pairs
from containers.office.word_pairs import Pair, word_pairs

from redactlint.engine import Engine, Options
from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.rulepack import load
from redactlint.text import Text

PAIRS = [*word_pairs(), *slide_pairs(), *sheet_pairs(), *hard_pairs()]


@cache
def engine() -> Engine:
    return Engine(load(), Options(as_of=datetime.date(2024, 1, 1), excerpts=True))


def read(data: bytes, pair: Pair) -> Text:
    first, *_ = opened(data, f"{pair.name}.{pair.suffix}", Allowance())
    assert isinstance(first, Text)
    return first


def accused(text: Text) -> list[tuple[str, str, str]]:
    """The findings of family HID: rule, severity, what was concealed."""
    return [
        (one.rule, one.severity, one.excerpt or "")
        for one in engine().check(text).findings
        if one.rule.startswith("HID")
    ]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.suffix}: {pair.name}")
def test_a_copy_that_failed_is_found(pair: Pair) -> None:
    text = read(pair.failed, pair)
    found = [one for one in text.layers.concealed if one.kind == pair.kind] if text.layers else []
    assert found
    if pair.words is not None:
        assert any(pair.words in one.text for one in found)
        if pair.kind not in {"tracked-insertion", "tracked-move", "under-shape"}:
            assert pair.words not in text.content, "what no page shows is no text"
    assert accused(text), f"no rule speaks of {pair.kind}"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.suffix}: {pair.name}")
def test_its_twin_is_not_accused(pair: Pair) -> None:
    assert accused(read(pair.innocent, pair)) == []

"""A baseline knows a finding by its document, rule and words; it forgives no more than that, and merges by lines."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st
from short_telegrams import telegram

from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import ConfigError
from redactlint.known.baseline import Baseline, Collector, Entry, as_json, is_baseline, namer, read
from redactlint.rulepack import data_folder
from redactlint.text import Text

TELEGRAM = telegram(
    "1. (C) The minister left for the north.",
    "2. The road was dry.",
    "3. (C) He came back.",
)
EVERY = frozenset(pack().rules)


def judged(text: str, path: str = "07LUSAKA000512.txt", **options: Any) -> Outcome:
    engine = Engine(pack(), Options(datetime.date(2010, 1, 1), **options))
    return engine.check(Text.of(text, path))


def known(outcome: Outcome, path: str = "known.json", protected: frozenset[str] = frozenset()) -> Baseline:
    collector = Collector(path)
    collector.add(outcome)
    return Baseline(path, collector.entries(), protected)


def failing(outcome: Outcome) -> list[tuple[str, int]]:
    return [(one.rule, one.place.line) for one in outcome.findings if one.suppressed is None and one.severity != "info"]


def test_what_is_known_is_suppressed_and_says_by_what() -> None:
    outcome = judged(TELEGRAM)
    assert failing(outcome) == [("PRT001", 13)]
    covered = known(outcome, "old/known.json").cover(outcome)
    assert failing(covered) == []
    (finding,) = [one for one in covered.findings if one.rule == "PRT001"]
    assert finding.suppressed == {"kind": "baseline", "reason": "known by old/known.json", "expires": None}


def test_a_finding_that_moves_is_still_known() -> None:
    baseline = known(judged(TELEGRAM))
    moved = TELEGRAM.replace("1. (C) The minister left", "1. (C) At dawn.\nThe minister left").replace(
        "2. The", "2.  The"
    )
    assert [one.place.line for one in judged(moved).findings if one.rule == "PRT001"] == [14]
    assert failing(baseline.cover(judged(moved))) == []


def test_a_new_problem_on_the_same_line_is_still_seen() -> None:
    baseline = known(judged(TELEGRAM))
    worse = TELEGRAM.replace("DECL: 06/17/2017", "DECL: 13/45/2013").replace("reasons 1.4 (b)", "reasons 1.4 (i)")
    assert {rule for rule, _ in failing(baseline.cover(judged(worse)))} == {"DCL002", "RSN003"}
    once = known(judged(worse))
    twice = worse.replace("1.4 (i) and (d)", "1.4 (i) and (k)")
    assert {rule for rule, _ in failing(once.cover(judged(twice)))} == {"RSN003"}


def test_one_place_more_of_a_known_finding_is_new_and_one_less_is_not() -> None:
    more = TELEGRAM.replace("3. (C) He came back.", "3. He came back.")
    assert failing(judged(more)) == [("PRT001", 13)], "both paragraphs in one finding"
    assert failing(known(judged(TELEGRAM)).cover(judged(more))) == [("PRT001", 13)]
    less = known(judged(more))
    assert failing(less.cover(judged(TELEGRAM))) == []
    assert failing(known(judged(more)).cover(judged(more.replace("2. The", "2. (C) The")))) == []
    again = TELEGRAM.replace("3. (C) He came back.", "3. The road was dry.")
    assert failing(known(judged(TELEGRAM)).cover(judged(again))) != [], "the same words once more"


def test_the_same_finding_of_another_document_is_new() -> None:
    baseline = known(judged(TELEGRAM))
    assert failing(baseline.cover(judged(TELEGRAM, "08LUSAKA000512.txt"))) != []


def test_members_of_one_file_are_counted() -> None:
    one = judged(TELEGRAM)
    collector = Collector("known.json")
    for _ in range(2):
        collector.add(one)
    baseline = Baseline("known.json", collector.entries())
    assert [failing(baseline.cover(one)) == [] for _ in range(3)] == [True, True, False]


def test_what_is_suppressed_otherwise_is_not_written() -> None:
    excused = judged(TELEGRAM.replace("2. The", "redactlint: ignore[PRT001] reason=told the post\n2. The"))
    collector = Collector("known.json")
    collector.add(excused)
    assert "PRT001" not in {one.rule for one in collector.entries()}


def test_what_may_not_be_passed_over_is_neither_written_nor_covered() -> None:
    outcome = judged(TELEGRAM)
    collector = Collector("known.json", frozenset({"PRT001"}))
    collector.add(outcome)
    assert "PRT001" not in {one.rule for one in collector.entries()}
    assert collector.left_out == {"PRT001": 1}
    assert failing(known(outcome, protected=frozenset({"PRT001"})).cover(outcome)) == [("PRT001", 13)]


def test_a_file_that_could_not_be_read_is_never_known() -> None:
    lost = Engine(pack(), Options(datetime.date(2010, 1, 1))).unreadable("a.txt", "is damaged")
    collector = Collector("known.json")
    collector.add(lost)
    assert collector.entries() == []
    forged = Baseline("known.json", [Entry("a.txt", "DOC001", lost.findings[0].fingerprint, 9)])
    assert forged.cover(lost).findings[0].suppressed is None


def test_what_no_longer_occurs_is_told_and_pruned() -> None:
    baseline = known(judged(TELEGRAM))
    mended = judged(TELEGRAM.replace("2. The", "2. (C) The"))
    baseline.cover(mended)
    (unmet,) = [attrs.evolve(one, line=0) for one in _unmet(baseline)]
    assert (unmet.path, unmet.rules, unmet.number) == ("07LUSAKA000512.txt", ("PRT001",), 1)
    assert "PRT001" not in {one.rule for one in baseline.pruned(EVERY, lambda name: False)}
    others = {one for one in baseline.entries if one.rule != "PRT001"}
    assert set(baseline.pruned(EVERY, lambda name: False)) == others


def _unmet(baseline: Baseline) -> Any:
    Path(baseline.path).write_text(as_json(baseline.entries), "utf-8")
    return baseline.unmet(EVERY)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_rules_that_were_not_asked_for_and_documents_that_were_not_judged_are_left_alone() -> None:
    baseline = known(judged(TELEGRAM))
    baseline.cover(judged(TELEGRAM.replace("2. The", "2. (C) The")))
    assert baseline.unmet(frozenset({"BNR002"})) == []
    assert "PRT001" in {one.rule for one in baseline.pruned(frozenset({"BNR002"}), lambda name: True)}
    untouched = known(judged(TELEGRAM))
    assert untouched.unmet(EVERY) == []
    assert tuple(untouched.pruned(EVERY, lambda name: False)) == untouched.entries
    assert untouched.pruned(EVERY, lambda name: True) == [], "of documents that are gone nothing is kept"


def test_paths_are_relative_to_the_baseline_wherever_one_stands(tmp_path: Path) -> None:
    assert namer("base/known.json")("cables/1979/a.txt") == "../cables/1979/a.txt"
    assert namer(str(tmp_path / "known.json"))(str(tmp_path / "cables" / "a.txt")) == "cables/a.txt"
    assert namer("known.json")("./cables/../a.txt") == "a.txt"
    assert namer("base/known.json")("-") == "-"
    assert Baseline("base/known.json", ()).document("../a.txt") == "a.txt"


ENTRIES = st.lists(
    st.builds(
        Entry, st.text(min_size=1, max_size=8), st.sampled_from(["BNR002", "PRT001"]), st.text("01ef", min_size=4),
        st.integers(1, 9),
    ),
    unique_by=lambda one: (one.path, one.rule, one.fingerprint),
)  # fmt: skip


@given(ENTRIES)
def test_what_is_written_is_read_whatever_the_paths_are(entries: list[Entry]) -> None:
    path = Path("round.json")
    path.write_text(as_json(entries), "utf-8")
    assert is_baseline(str(path))
    assert read(str(path)) == sorted(entries)
    schema = json.loads((data_folder("schemas") / "baseline.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema)


@given(ENTRIES, st.randoms())
def test_the_file_is_the_same_in_whatever_order_documents_came(entries: list[Entry], random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert as_json(shuffled) == as_json(entries)
    assert len(as_json(entries).splitlines()) == (len(entries) + 6 if entries else 5), "one entry a line"


def test_two_branches_of_a_baseline_merge_by_lines() -> None:
    one, two, three = Entry("a", "BNR002", "f1", 1), Entry("b", "BNR002", "f2", 2), Entry("b", "BNR002", "f2", 1)
    merged = as_json([one, two]).replace("\n]", ",\n" + as_json([three]).splitlines()[4] + "\n]")
    Path("merged.json").write_text(merged, "utf-8")
    assert read("merged.json") == [one, two], "of an entry that both sides changed the greater count"


GOOD = json.loads(as_json([Entry("a", "BNR002", "f1", 1)]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "known.json:1: is no baseline (not JSON); mend the merge"),
        (as_json([]).replace("[", "[\n<<<<<<< ours"), "known.json:5: is no baseline (not JSON)"),
        ("[" * 100_000, "is no baseline (not JSON)"),
        (b"\xff\xfe", "is no baseline"),
        ("[]", "known.json: is no baseline; write it anew: redactlint baseline write known.json"),
        (json.dumps({**GOOD, "schema_version": "9.0"}), "of version '9.0', and this redactlint reads 1.0"),
        (json.dumps({**GOOD, "entries": [{}]}), "entry 1 is none"),
        (json.dumps({**GOOD, "entries": [{**GOOD["entries"][0], "count": 0}]}), "entry 1 is none"),
        (json.dumps({**GOOD, "entries": [{**GOOD["entries"][0], "count": True}]}), "entry 1 is none"),
        (json.dumps({**GOOD, "entries": [GOOD["entries"][0], {**GOOD["entries"][0], "line": 3}]}), "entry 2 is none"),
        (None, "known.json: cannot be read"),
    ],
)  # fmt: skip
def test_a_baseline_that_cannot_be_used_is_one_clear_line(content: str | bytes | None, said: str) -> None:
    if content is not None:
        Path("known.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError) as caught:
        read("known.json")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)

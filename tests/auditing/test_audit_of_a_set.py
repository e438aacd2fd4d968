"""Every figure of every table on generated documents, counted again from what is known of them.

AUDITED=5000 makes it so many; 300 are the rule.

What documents bear is counted from their plans; findings are counted from the JSON report of `check`.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from generator.audit_set import Known, write_set

from redactlint.auditing.sampling import sample_size, wilson
from redactlint.cli import main
from redactlint.rulepack import data_folder, load

AS_OF = datetime.date(2026, 1, 1)
DOCUMENTS = int(os.environ.get("AUDITED", "300"))
Rows = list[dict[str, Any]]


def output(words: list[str]) -> tuple[int, str]:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        code = main(words)
    return code, stream.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit") / "set"


@pytest.fixture(scope="module")
def known(folder: Path) -> dict[str, Known]:
    return {str(folder / one.name): one for one in write_set(folder, DOCUMENTS)}


@pytest.fixture(scope="module")
def checked(folder: Path, known: dict[str, Known]) -> dict[str, Any]:
    code, text = output(["check", str(folder), "--no-config", "--as-of", "2026-01-01", "--format", "json"])
    assert code == 1
    report: dict[str, Any] = json.loads(text)
    return report


@pytest.fixture(scope="module")
def audit(folder: Path, known: dict[str, Known]) -> Callable[..., Rows]:
    def ask(name: str, *words: str) -> Rows:
        asked = [] if name.startswith("by ") else ["--report", name]
        code, text = output(
            ["audit", str(folder), "--no-config", "--as-of", "2026-01-01", "--format", "json", *asked, *words]
        )
        page = json.loads(text)
        assert code == page["summary"]["exit_code"] == 1
        jsonschema.validate(page, json.loads((data_folder("schemas") / "audit.schema.json").read_text("utf-8")))
        (report,) = [one for one in page["reports"] if one["name"] == name]
        rows: Rows = report["rows"]
        return rows

    return ask


def counted(checked: dict[str, Any], key: Callable[[dict[str, Any]], Any]) -> dict[Any, list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = {}
    for finding in checked["findings"]:
        groups.setdefault(key(finding), []).append(finding)
    return groups


def assert_counts(row: dict[str, Any], findings: list[dict[str, Any]]) -> None:
    for severity in ("error", "warning", "info"):
        assert row[severity] == sum(one["severity"] == severity for one in findings)
    assert row["findings"] == len(findings)


@pytest.mark.parametrize(
    ("report", "field", "key"),
    [
        ("rules", "rule", lambda one: one["rule"]),
        ("families", "family", lambda one: one["rule"][:3]),
        ("severities", "severity", lambda one: one["severity"]),
    ],
)
def test_findings_are_counted_by_rule_family_and_severity(
    report: str, field: str, key: Any, checked: dict[str, Any], audit: Callable[..., Rows]
) -> None:
    groups = counted(checked, key)
    rows = audit(report)
    assert {row[field] for row in rows} == groups.keys()
    for row in rows:
        assert_counts(row, groups[row[field]])
        assert row["documents"] == len({one["path"] for one in groups[row[field]]})
        assert row["share"] == pytest.approx(row["documents"] / DOCUMENTS, abs=1e-6)


def test_the_defects_of_the_set_are_all_counted(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    rows = {row["rule"]: row["documents"] for row in audit("rules")}
    planned = Counter(rule for one in known.values() for rule in one.rules)
    assert len(planned) == 4
    assert {rule: rows[rule] for rule in planned} == planned


@pytest.mark.parametrize(("report", "field"), [("posts", "post"), ("years", "year")])
def test_documents_are_counted_by_post_and_year(
    report: str, field: str, known: dict[str, Known], checked: dict[str, Any], audit: Callable[..., Rows]
) -> None:
    planned = Counter(getattr(one, field) for one in known.values())
    rows = audit(report)
    assert {row[field]: row["documents"] for row in rows} == planned
    groups = counted(checked, lambda finding: getattr(known[finding["path"]], field))
    for row in rows:
        findings = groups.get(row[field], [])
        assert_counts(row, findings)
        assert row["with_findings"] == len({one["path"] for one in findings})


def test_classifiers_are_numbered_alike_wherever_they_stand_and_named_only_with_excerpts(
    known: dict[str, Known], audit: Callable[..., Rows]
) -> None:
    planned = Counter(one.classifier for one in known.values())
    rows = audit("classifiers")
    assert sorted(row["documents"] for row in rows) == sorted(planned.values())
    assert all(row["classifier"] is None or re.fullmatch(r"no\. \d{10}", row["classifier"]) for row in rows)
    named = {row["classifier"]: row["documents"] for row in audit("classifiers", "--excerpts")}
    assert named == planned
    other = audit("classifiers", "--name-key", "mine")
    assert {row["classifier"] for row in other}.isdisjoint({row["classifier"] for row in rows} - {None})


def test_the_matrix_counts_banners_against_portions(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    planned = Counter((one.banner or "none", one.highest or "no_mark") for one in known.values())
    rows = {row["banner"]: row for row in audit("matrix")}
    columns = ("U", "C", "S", "TS", "no_mark")
    for banner in ("U", "C", "S", "none"):
        assert [rows[banner][one] for one in columns] == [planned[banner, one] for one in columns]
    assert rows["all"]["all"] == DOCUMENTS
    assert rows["C"]["S"] == sum("BNR002" in one.rules for one in known.values())


def falls_due(one: Known) -> str:
    state, date = one.due
    if date is not None:
        return str(date.year)
    return {"X1": "exempt, no date", "none": "no instruction"}.get(state, state)


def test_the_schedule_counts_what_falls_due(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    classified = [one for one in known.values() if one.banner in ("C", "S")]
    rows = {row["falls_due"]: row for row in audit("schedule")}
    everything = rows.pop("all")
    assert rows.keys() == {falls_due(one) for one in classified}
    for name, row in rows.items():
        here = [one for one in classified if falls_due(one) == name]
        levels = [max((one.banner, one.highest or "U"), key="UCS".index) for one in here]
        assert [row["C"], row["S"], row["TS"]] == [levels.count("C"), levels.count("S"), 0]
        assert row["documents"] == len(here)
        if name.isdigit():
            dates = [one.due[1] for one in here]
            assert row["passed"] == sum(date is not None and date < AS_OF for date in dates)
            assert row["to_come"] == sum(date is not None and date >= AS_OF for date in dates)
            assert row["exempt"] == sum(one.due[0] == "25X1" for one in here)
        else:
            assert row["passed"] is row["to_come"] is row["exempt"] is None
        assert row["25_years"] == sum(one.year is not None and one.year + 25 < 2026 for one in here)
    assert everything["documents"] == len(classified)
    assert everything["passed"] == sum(one.due[1] is not None and one.due[1] < AS_OF for one in classified)


def test_each_classified_document_has_its_day(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    by_id = {row["document"]: row for row in audit("declassification")}
    classified = [one for one in known.values() if one.banner in ("C", "S")]
    assert len(by_id) == len(classified)
    dates = sorted(row["falls_due"] for row in by_id.values() if row["falls_due"])
    assert dates == sorted(one.due[1].isoformat() for one in classified if one.due[1] is not None)
    assert Counter(row["state"] for row in by_id.values() if row["state"] in ("passed", "to come")) == {
        "passed": sum(one.due[1] is not None and one.due[1] < AS_OF for one in classified),
        "to come": sum(one.due[1] is not None and one.due[1] >= AS_OF for one in classified),
    }


def test_a_row_a_document(known: dict[str, Known], checked: dict[str, Any], audit: Callable[..., Rows]) -> None:
    rows = audit("documents")
    assert [row["path"] for row in rows] == sorted(known)
    judged = {one["path"]: one for one in checked["documents"]}
    for row in rows:
        one = known[row["path"]]
        assert (row["banner"], row["highest"], row["order"]) == (one.banner, one.highest, one.order)
        if one.letters:
            assert re.findall(r"\((\w)\)", row["reasons"]) == list(one.letters)
        else:
            assert row["reasons"] is None
        assert (row["verdict"], row["findings"]) == (
            judged[row["path"]]["verdict"],
            judged[row["path"]]["findings"],
        )
        if one.due[1] is not None and one.due[0] != "GDS":
            assert one.due[1].isoformat() in row["declassification"]


def test_the_redaction_index_has_a_row_a_deletion(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    def printed(code: str) -> str:
        match = re.fullmatch(r"B(\d)(\(C\))?( CIA)?", code)
        return f"(b)({match[1]}){match[2] or ''}{match[3] or ''}" if match else code.lower() if "(" in code else code

    rows = audit("redactions")
    planned = []
    for path in sorted(known):
        one = known[path]
        for codes in one.deletions:
            where = "at the deletion" if codes else "release line"
            planned.append((", ".join(map(printed, codes or one.header)), where))
    assert [(row["exemptions"], row["code_stands"]) for row in rows] == planned
    assert len(rows) > 60
    assert {row["extent"] for row in rows if row["code_stands"] == "release line"} == {"one line"}

    deletions: Counter[str] = Counter()
    for one in known.values():
        deletions.update(printed(code) for codes in one.deletions for code in codes or one.header)
    assert {row["exemption"]: row["deletions"] for row in audit("exemptions")} == deletions


def test_groups_and_conditions_agree(
    known: dict[str, Known], checked: dict[str, Any], audit: Callable[..., Rows]
) -> None:
    rows = audit("by post, level", "--group-by", "post,level", "--where", "year=2010", "--where", "kind=release")
    assert [row["documents"] for row in rows] == [DOCUMENTS // 10]
    rows = audit("documents", "--where", "post=LA PAZ", "--where", "banner>=C")
    assert {row["path"] for row in rows} == {
        path for path, one in known.items() if one.post == "LA PAZ" and one.banner in ("C", "S")
    }
    rows = audit("documents", "--where", "rule=BNR002")
    assert {row["path"] for row in rows} == {path for path, one in known.items() if "BNR002" in one.rules}
    assert {row["findings"] for row in rows} == {1}, "the other findings of those documents are left out"
    rows = audit("documents", "--where", "declassify<2010", "--where", "order~129")
    assert {row["path"] for row in rows} == {
        path for path, one in known.items() if one.due[1] and one.due[1].year < 2010 and one.order == "12958"
    }
    rows = audit("by severity, post", "--group-by", "severity,post", "--where", "severity>=warning")
    groups = counted(checked, lambda one: (one["severity"], known[one["path"]].post))
    assert {(row["severity"], row["post"]): row["findings"] for row in rows} == {
        key: len(found) for key, found in groups.items() if key[0] != "info"
    }


def test_top_gives_those_with_the_most_findings(checked: dict[str, Any], audit: Callable[..., Rows]) -> None:
    counts = sorted((len(found) for found in counted(checked, lambda one: one["rule"]).values()), reverse=True)
    assert [row["findings"] for row in audit("rules", "--top", "3")] == counts[:3]
    numbers = sorted((one["findings"] for one in checked["documents"]), reverse=True)
    assert [row["findings"] for row in audit("documents", "--top", "12")] == numbers[:12]


def test_the_inspection_counts_documents_by_discrepancy(
    known: dict[str, Known], checked: dict[str, Any], audit: Callable[..., Rows]
) -> None:
    pack = load()
    data = pack.raw["inspections"]["self-inspection"]
    classified = {path for path, one in known.items() if one.banner in ("C", "S")}
    rows = audit("inspection")
    assert [row["discrepancy"] for row in rows] == [*(one["name"] for one in data["category"]), "any of these"]
    anywhere: set[str] = set()
    for row, category in zip(rows, data["category"], strict=False):
        if category.get("by_hand"):
            assert row["documents"] is row["rate"] is row["findings"] is None
            continue
        codes = pack.codes(category["rules"], all_known=False)
        found = [one for one in checked["findings"] if one["rule"] in codes and one["severity"] != "info"]
        found = [one for one in found if one["path"] in classified]
        assert row["documents"] == len({one["path"] for one in found}), category["id"]
        assert row["findings"] == len(found)
        assert row["rate"] == row["low"] == row["high"], "all documents leave no doubt"
        anywhere |= {one["path"] for one in found}
    assert rows[-1]["documents"] == len(anywhere)


def test_a_sample_is_drawn_and_its_rates_bounded(known: dict[str, Known], audit: Callable[..., Rows]) -> None:
    population = sum(one.banner in ("C", "S") for one in known.values())
    drawn = audit("sample", "--precision", "0.05")
    size = sample_size(0.05, 0.95, population)
    assert len(drawn) == size < population
    rows = audit("inspection", "--precision", "0.05")
    hits = sum(row["findings"] > 0 for row in drawn)
    assert rows[-1]["documents"] == hits
    assert rows[-1]["findings"] == sum(row["findings"] for row in drawn)
    low, high = wilson(hits, size, 0.95, population)
    assert (rows[-1]["low"], rows[-1]["high"]) == (round(low, 6), round(high, 6))
    true_rate = audit("inspection")[-1]["rate"]
    assert low <= true_rate <= high


def test_the_same_seed_draws_the_same_documents_from_anywhere(
    folder: Path, known: dict[str, Known], audit: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [Path(row["path"]).name for row in audit("sample", "--sample", "20", "--seed", "FY26")]
    assert len(drawn) == 20
    assert drawn == [
        Path(row["path"]).name for row in audit("sample", "--sample", "20", "--seed", "FY26", "--jobs", "2")
    ]
    assert set(drawn) != {Path(row["path"]).name for row in audit("sample", "--sample", "20", "--seed", "FY27")}
    monkeypatch.chdir(folder)
    names = sorted((path.name for path in folder.iterdir()), reverse=True)
    _, text = output(["audit", *names, "--no-config", "--sample", "20", "--seed", "FY26", "--format", "json"])
    assert [row["path"] for row in json.loads(text)["reports"][1]["rows"]] == sorted(drawn)


def test_memory_does_not_grow_with_the_documents_where_only_counts_are_asked_for(
    folder: Path, known: dict[str, Known]
) -> None:
    import tracemalloc

    from redactlint.auditing.entries import Entry
    from redactlint.auditing.inspection import Drawing
    from redactlint.auditing.reports import Audit, Wanted
    from redactlint.engine import Engine, Options
    from redactlint.text import Text

    counting = ("rules", "families", "severities", "matrix", "posts", "years", "schedule", "exemptions", "inspection")
    pack = load()
    audit = Audit(Wanted(counting, AS_OF, drawing=Drawing(size=10)), pack)
    engine = Engine(pack, Options(AS_OF, inventory=True))
    paths = [next(folder.glob("*released.txt")), *sorted(folder.glob("0*LAPAZ*.txt"))]
    entries = [Entry.of(engine.check(Text.of(path.read_text("utf-8"), path.name)), "pass") for path in paths]
    assert len(entries) > 3
    for number in range(100):
        audit.add(entries[number % len(entries)])
    tracemalloc.start()
    for number in range(2000):
        audit.add(entries[number % len(entries)])
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 20_000
    assert audit.taken == 2100

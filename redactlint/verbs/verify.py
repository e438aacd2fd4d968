"""`redactlint verify`: a report against the documents that it speaks of: what changed since, and what is said now."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from redactlint import __version__
from redactlint.engine import Engine
from redactlint.errors import ReadError, UsageError
from redactlint.findings import SEVERITIES
from redactlint.provenance import ResultDigest, configuration_digest
from redactlint.reports.json_report import document_row, finding_row
from redactlint.reports.safe import safe
from redactlint.runs.discovery import Source, read_bytes, sidecar_of
from redactlint.verbs import common, parsing

if TYPE_CHECKING:
    import argparse

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint check transfer/ --format json=report.json  whoever sends it
  redactlint verify report.json                         whoever receives it, in
                                                        the folder of that run

The documents are judged again as the report says they were: by its profile,
its strictness and its day.

"""


class _Given(NamedTuple):
    """What a report says: the tool, the day, its rows of documents and of findings by file, and its result."""

    tool: dict[str, Any]
    as_of: datetime.date
    documents: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    result: str


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes(
        "the result is the same",
        "documents, findings, rules or configuration differ (a line each)",
        "the command line, report, configuration or a rule file is wrong",
        "documents are missing or could not be read (outranks 1)",
    )
    does = "Check a report of `check --format json` or `jsonl` against the documents."
    made = parsing.make_parser("verify", does, _EXAMPLES + codes)
    made.add_argument("report", metavar="REPORT", help="the report")
    made.add_argument("--metadata", metavar="FILE", help="the dates of documents that the run was given")
    made.add_argument("--jobs", type=parsing.number, metavar="N", help="processes (default: all cores)")
    made.add_argument("--max-bytes", type=parsing.number, metavar="N", help="the largest document to read")
    parsing.add_rules(made)
    parsing.add_baseline(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Say what differs; 0 where nothing does, 1 where something does, 3 where documents are missing or unread."""
    given = _read(arguments.report)
    tool = given.tool
    for name, value in (
        ("profile", tool["profile"]), ("strict", tool["strict"]), ("as_of", given.as_of), ("select", None),
        ("ignore", None), ("exclude", []), ("no_cache", True),
    ):  # fmt: skip
        setattr(arguments, name, value)
    config = common.read_config(arguments)
    # What a set showed is looked for as it was found; where it showed nothing, each document says all there was.
    arguments.set = any(one["rule"].startswith("SET") for one in given.findings)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    baseline = common.baseline_of(arguments, config, plan)
    said = list(_settings(tool, pack.digest, configuration_digest(plan.options)))
    before: dict[str, set[str | None]] = {}
    for one in given.documents:
        before.setdefault(one["path"], set()).add(one["sha256"])
    missing, changed = [], []
    for path, digests in before.items():
        if os.path.isdir(path):
            continue  # a bag: its members are judged again, and the result tells
        try:
            digest = hashlib.sha256(read_bytes(Source(path), plan.max_bytes)).hexdigest()
        except ReadError as error:
            if digests != {None}:
                missing.append(path)
                said.append(f"{path}: {error.wrong}; it was judged")
            continue
        if digests != {digest}:
            changed.append(path)
            said.append(f"{path}: the file has changed")
    sources = [
        Source(path, sidecar=sidecar_of(path) if engine.profile.honours_suppressions else None)
        for path in before
        if path not in missing
    ]
    result = ResultDigest()
    now: list[dict[str, Any]] = []
    readable = {one["path"] for one in given.documents if one["kind"] is not None}
    unread = []
    arguments.engine = arguments.scheduler = None
    for outcome in common.outcomes_of(arguments, plan, engine, sources):
        if baseline is not None:
            outcome = baseline.cover(outcome)
        rows = [finding_row(one) for one in outcome.findings]
        result.add(document_row(outcome, tool["fail_on"]), rows)
        now += rows
        file = outcome.facts.file
        if outcome.facts.kind is None and file in readable - set(changed) and file not in unread:
            unread.append(file)
            said.append(f"{file}: {rows[0]['message']}; it was judged")
    said += _differences(given.findings, now, set(before) - set(unread), set(missing))
    is_same = result.hexdigest() == given.result
    for line in said:
        sys.stdout.write(f"{safe(line)}\n")
    words = "the same result" if is_same else "another result"
    sys.stdout.write(
        f"{len(before)} files: {len(before) - len(missing) - len(changed)} as they were, {len(changed)} changed, "
        f"{len(missing)} missing; {words} ({result.hexdigest()[:16]}; the report says {given.result[:16]})\n"
        "This report is UNCLASSIFIED: it quotes marks, dates and header words only.\n"
    )
    return 3 if missing or unread else 0 if is_same and not changed else 1


def _settings(tool: dict[str, Any], rules: str, configuration: str) -> Iterator[str]:
    """What judges now and did not judge then."""
    if tool["version"] != __version__:
        yield f"the report was made by redactlint {tool['version']}, this is {__version__}"
    if tool["rules"] != rules:
        yield "the report was made by other rules; give the same ones with --rules, or use the redactlint that made it"
    if tool["configuration"] != configuration:
        yield (
            "the report was made with another configuration (options, redactlint.toml or metadata); "
            "run verify where the report was made, with its --config"
        )


def _differences(
    before: list[dict[str, Any]], now: list[dict[str, Any]], files: set[str], missing: set[str]
) -> Iterator[str]:
    """The findings that are gone and those that are new, each a line."""
    then = {_key(one): one for one in before if one["path"] in files - missing}
    known = {_key(one): one for one in now if one["path"] in files}
    for key, one in then.items():
        if key not in known:
            yield f"{_place(one)}: {one['rule']} is gone ({one['severity']})"
    for key, one in known.items():
        if key not in then:
            yield f"{_place(one)}: {one['rule']} is new ({one['severity']}): {one['message']}"


def _key(finding: dict[str, Any]) -> tuple[str, ...]:
    suppressed = finding["suppressed"]
    parts = [json.dumps(finding["where"], sort_keys=True), "" if suppressed is None else suppressed["kind"]]
    return (finding["path"], finding["rule"], finding["severity"], finding["fingerprint"], *parts)


def _place(finding: dict[str, Any]) -> str:
    where = ", ".join(f"{key} {one}" for key, one in (finding["where"] or {}).items())
    return f"{finding['path']}:{finding['line']}:{finding['column']}" + (f" ({where})" if where else "")


def _read(path: str) -> _Given:
    """The report at `path`; raises UsageError for what is none, or is of another version."""
    try:
        with open(path, encoding="utf-8") as stream:
            words = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise UsageError(f"the report {path} cannot be read ({why})", "name a report of --format json") from None
    try:
        page = _of_lines(words) if words.startswith('{"type"') else json.loads(words)
        tool, summary = page["tool"], page["summary"]
        is_old = "result" not in summary or "configuration" not in tool
        day = datetime.date.min if is_old else datetime.date.fromisoformat(page["as_of"])
        documents, findings = ([], []) if is_old else (page["documents"], page["findings"])
        if not is_old:
            _look_through(tool, summary, documents, findings)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{path} is no complete report of redactlint ({type(error).__name__})",
            "name a report of --format json or jsonl",
        ) from None
    if "reports" in page:
        raise UsageError(f"{path} is a report of `redactlint audit`", "name one of `redactlint check --format json`")
    if is_old:
        version = page.get("schema_version")
        raise UsageError(
            f"the report {path} is of version {version}, which says no digest of its result",
            "make it anew with this redactlint",
        )
    return _Given(tool, day, documents, findings, summary["result"])


def _look_through(tool: Any, summary: Any, documents: Any, findings: Any) -> None:
    """Raise TypeError or KeyError where something is not as it is asked for: whoever sent the report wrote it."""
    words = [tool[name] for name in ("version", "rules", "configuration", "profile")] + [summary["result"]]
    for one in (*documents, *findings):
        words.append(one["path"])
    for one in documents:
        words += ["" if one[name] is None else one[name] for name in ("sha256", "kind")]
    for one in findings:
        words += [one["rule"], one["severity"], one["fingerprint"], _place(one), *_key(one)]
    if not all(isinstance(one, str) for one in words):
        raise TypeError(words)
    if tool["fail_on"] not in (*SEVERITIES, "never") or not isinstance(tool["strict"], bool):
        raise TypeError(tool)


def _of_lines(words: str) -> dict[str, Any]:
    """A report as JSON lines, put together as the JSON report is."""
    rows = [json.loads(line) for line in words.splitlines() if line.strip()]
    page: dict[str, Any] = {"documents": [], "findings": []}
    for row in rows:
        if row["type"] in ("document", "finding"):
            page[f"{row['type']}s"].append(row)
        else:
            page |= row
    return page

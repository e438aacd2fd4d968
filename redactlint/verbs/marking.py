"""`redactlint marking`: judge, normalise and roll up marking strings."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import TYPE_CHECKING, Any

import attrs

from redactlint.documents.model import Banner, Document, DocumentDates, Evidence, Mark, Portion
from redactlint.engine import Engine
from redactlint.errors import UsageError
from redactlint.findings import Finding
from redactlint.law.dates import DateRange
from redactlint.markings.model import Deviation, Parsed
from redactlint.placing import fingerprint, place_of
from redactlint.reports.safe import safe
from redactlint.text import Span, Text
from redactlint.verbs import common

if TYPE_CHECKING:
    from redactlint.markings.model import Marking

__all__ = ["Judged", "judge", "parser", "run"]

_EXAMPLES = """\
examples:
  redactlint marking "(S/NF)"                        as a portion mark, for its brackets
  redactlint marking "SECRET//NOFORN" --profile ic   as a banner
  redactlint marking --as portion S//NF
  redactlint marking --roll-up "(S//NF)" "(U)"       the banner that these portions demand
  cut -f1 marks.tsv | redactlint marking - --format json

A string is valid when it draws no error and no warning.

"""

# The checks that judge a marking by itself; the others need the document around it.
_CHECKS = "marks."

# What a string that cannot be read at all is called, by its form: the rule, and the deviation.
_UNREADABLE = {"portion": ("PRT002", "debris"), "banner": ("CTL001", "control-unknown")}


@attrs.frozen
class Judged:
    """One string, how it was read, and what is to be said of it."""

    string: str
    form: str
    parsed: Parsed
    findings: tuple[Finding, ...]

    @property
    def is_valid(self) -> bool:
        """Whether it reads as a marking and draws no error and no warning."""
        return self.parsed.marking is not None and all(one.severity == "info" for one in self.findings)


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import EXIT_CODES

    made = common.make_parser("marking", "Judge, normalise and roll up marking strings.", _EXAMPLES + EXIT_CODES)
    made.add_argument("strings", nargs="+", metavar="MARKING", help="marking strings, or - for one a line on stdin")
    made.add_argument("--as", dest="form", choices=("banner", "portion"), help="read as (default: by its brackets)")
    made.add_argument("--roll-up", action="store_true", help="print the banner that these portions demand")
    made.add_argument("--date", type=common.day, metavar="DATE", help="the date of the document (default: none)")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--fail-on", choices=("error", "warning", "info", "never"), default="warning")
    common.add_judging(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Judge and print; returns the exit code."""
    from redactlint.reports.report import fails

    config = common.read_config(arguments)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    strings = list(_strings(arguments.strings))
    if not strings:
        sys.stderr.write("redactlint: no marking was given, so nothing was judged\n")
        return 3
    form = "portion" if arguments.roll_up and arguments.form is None else arguments.form
    judged = [judge(engine, one, form, arguments.date) for one in strings]
    banner = _rolled_up(engine, judged, arguments.date) if arguments.roll_up else None
    if arguments.format == "json":
        page = {"markings": [_row(one) for one in judged]}
        json.dump(page if banner is None else {**banner, **page}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for one in judged:
            sys.stdout.write(_words(one))
        if banner is not None:
            sys.stdout.write(f"banner: {safe(banner['banner'])}\n")
            for reason in banner["reasons"]:
                portions = ", ".join(safe(one) for one in reason["portions"])
                sys.stdout.write(f"    {reason['part']}: {reason['why']} ({portions})\n")
    unread = arguments.fail_on != "never" and any(one.parsed.marking is None for one in judged)
    found = any(fails(finding.severity, arguments.fail_on) for one in judged for finding in one.findings)
    return 1 if unread or found else 0


def judge(engine: Engine, string: str, form: str | None = None, date: datetime.date | None = None) -> Judged:
    """Judge one string, as `form` ("banner" or "portion"), or as what its brackets and words make it."""
    form = form or _form_of(engine, string)
    text = Text.of(string, "marking")
    parsed = _parsed(engine, text.content, form)
    whole = Span(0, len(string))
    stated = DateRange(date, date) if date is not None else None
    dates = DocumentDates(() if stated is None else (Evidence("stated", stated, "--date"),))
    mark = Mark(whole, parsed)
    document = Document(
        text,
        "plain",
        dates=dates,
        portions=(Portion("paragraph", whole, whole.end, mark=mark, level=mark.level),) if form == "portion" else (),
        banner=Banner(whole, parsed) if form == "banner" else None,
        banners=(Banner(whole, parsed),) if form == "banner" else (),
    )
    findings = engine.judge(document, lambda rule: rule.check.startswith(_CHECKS))
    if parsed.marking is None and (not findings or parsed.deviations[0].kind == "control-unknown"):
        findings = [_unreadable(engine, text, form)]
    return Judged(string, form, parsed, tuple(findings))


def _unreadable(engine: Engine, text: Text, form: str) -> Finding:
    rule, whole = engine.pack.rules[_UNREADABLE[form][0]], Span(0, len(text.source))
    message = f"no {form} marking can be read in it; see `redactlint explain {rule.code}` for what is one"
    place, digest = place_of(text, whole), fingerprint(text, whole, rule.code, {})
    return Finding(rule.code, rule.name, "error", message, place, whole, rule.cites, digest)


def _strings(words: list[str]) -> list[str]:
    strings: list[str] = []
    for word in words:
        if word == "-":
            lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
            strings += [line.strip() for line in lines if line.strip()]
        else:
            strings.append(word)
    return strings


def _form_of(engine: Engine, string: str) -> str:
    if string.strip()[:1] in ("(", "[", "{") or string.strip()[-1:] in (")", "]", "}"):
        return "portion"
    # "S//NF" and "C" are portion marks without their brackets, "SECRET//NOFORN" is a banner.
    bracketed = _parsed(engine, f"({string.strip()})", "portion")
    banner = _parsed(engine, string, "banner")
    if banner.marking is None:
        return "portion" if bracketed.marking is not None else "banner"
    is_abbreviated = any(one.kind == "level-abbreviated" for one in banner.deviations)
    return "portion" if is_abbreviated and bracketed.marking is not None else "banner"


def _parsed(engine: Engine, string: str, form: str) -> Parsed:
    register, dialect = engine.setting.register, engine.profile.dialect
    if form == "banner":
        from redactlint.markings.banners import read_banner

        parsed = read_banner(string, register, dialect)
    else:
        from redactlint.markings.portions import read_portion

        is_bare = string.strip()[:1] not in ("(", "[", "{") and string.strip()[-1:] not in (")", "]", "}")
        parsed = read_portion(f"({string.strip()})" if is_bare else string, register, dialect, at_mark_position=True)
    if parsed is not None:
        return parsed
    return Parsed(string, None, (Deviation(_UNREADABLE[form][1], 0, len(string), string.strip()),))


def _rolled_up(engine: Engine, judged: list[Judged], date: datetime.date | None) -> dict[str, Any]:
    from redactlint.markings import algebra, render

    readable: list[tuple[str, Marking]] = [
        (one.string, one.parsed.marking) for one in judged if one.parsed.marking is not None
    ]
    if len(readable) < len(judged):
        unread = ", ".join(repr(one.string) for one in judged if one.parsed.marking is None)
        raise UsageError(f"{unread} is no marking, so no banner can be said to cover it", "mend it or leave it out")
    register, dialect = engine.setting.register, engine.profile.dialect
    rolled = algebra.roll_up([marking for _, marking in readable], dialect, date, register)
    return {
        "banner": render.render(rolled.marking, "banner", dialect, register),
        "reasons": [
            {"part": one.part, "why": one.why, "portions": [readable[number][0] for number in one.portions]}
            for one in rolled.reasons
        ],
    }


def _row(judged: Judged) -> dict[str, Any]:
    return {
        "input": judged.string,
        "as": judged.form,
        "valid": judged.is_valid,
        "canonical": judged.parsed.canonical,
        "findings": [
            {
                "rule": one.rule,
                "name": one.name,
                "severity": one.severity,
                "message": one.message,
                "citation": one.citation,
                "column": one.place.column,
                "end_column": one.place.end_column,
                "fixable": one.fix is not None,
            }
            for one in judged.findings
        ],
    }


def _words(judged: Judged) -> str:
    canonical = judged.parsed.canonical
    shown = "" if canonical is None else f" = ({canonical})" if judged.form == "portion" else f" = {canonical}"
    lines = [f"{safe(judged.string)}{safe(shown)}: {'valid' if judged.is_valid else 'not valid'}"]
    for one in judged.findings:
        lines += [
            f"    {one.severity} {one.rule} {one.name}",
            f"        {safe(one.message)}",
            f"        {one.citation}",
        ]
    return "\n".join(lines) + "\n"

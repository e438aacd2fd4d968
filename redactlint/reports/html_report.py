"""The report as one HTML file that needs nothing else: totals, charts, rules, findings, documents and their pages.

Nothing in it is fetched, and its policy lets nothing be: the one style sheet and the one script are allowed by digest.
It is read without the script too, which only filters, sorts and pages the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TextIO

from redactlint.auditing.entries import date_words
from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding
from redactlint.reports import html_charts
from redactlint.reports.files import Spool
from redactlint.reports.html_page import sheet
from redactlint.reports.html_words import css_string, digest, words
from redactlint.reports.report import (
    RunFacts,
    Totals,
    count_of,
    told_of_left_out,
    told_of_verdicts,
    verdict_of,
    verdict_words,
    why_nothing,
)

__all__ = ["HtmlReport"]

# How many characters of each part are kept; what finds no room is counted.  A browser still opens the whole.
_ROOM = {"findings": 24_000_000, "documents": 16_000_000, "pages": 12_000_000}
# Of the room for pages, what is kept for documents with findings.
_ROOM_FOR_FINDINGS = 8_000_000
# How many rows of a table are shown at first; the script has the same number.
_SHOWN_FIRST = 500
# Up to how many pages are printed although they are closed.
_FEW_PAGES = 25
_MOST_RULES = 20


class _Part:
    """Rows of one part of the report, as many as there is room for."""

    def __init__(self, name: str) -> None:
        self._spool = Spool()
        self._room = _ROOM[name]
        self.kept = self.left_out = 0

    def add(self, row: str, spare: int = 0) -> bool:
        """Keep `row`, if there is room for it beside `spare`."""
        if len(row) > self._room - spare:
            self.left_out += 1
            return False
        self._room -= len(row)
        self._spool.write(row)
        self.kept += 1
        return True

    def copy_to(self, stream: TextIO) -> None:
        """Write what was kept, and let go of it."""
        self._spool.copy_to(stream)


class HtmlReport:
    """Spools rows as outcomes come, since totals stand at the top; memory stays flat."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start; raises UsageError where the library that draws the charts is missing."""
        html_charts.require_drawing()
        self._run, self._stream = run, stream
        self._verdicts = verdict_words(run.fail_on)
        self._findings, self._documents, self._pages = _Part("findings"), _Part("documents"), _Part("pages")
        self._rules: dict[str, dict[str, int]] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._in_documents: dict[str, int] = {}
        self._years: dict[int, dict[str, int]] = {}
        self._number = 0

    def add(self, outcome: Outcome) -> None:
        """Keep the rows of one document."""
        self._number += 1
        facts, verdict = outcome.facts, verdict_of(outcome, self._run.fail_on)
        rules = {one.rule for one in outcome.findings if one.suppressed is None}
        for rule in rules:
            self._in_documents[rule] = self._in_documents.get(rule, 0) + 1
        if facts.date is not None and facts.date.earliest.year == facts.date.latest.year:
            years = self._years.setdefault(facts.date.earliest.year, dict.fromkeys(self._verdicts, 0))
            years[verdict] += 1
        has_page = outcome.page is not None and self._pages.add(
            "".join(self._article(outcome, verdict)), 0 if outcome.findings else _ROOM_FOR_FINDINGS
        )
        self._documents.add(self._document_row(outcome, verdict, has_page=has_page))
        for finding in outcome.findings:
            self._finding(finding, f"d{self._number}" if has_page else None)

    def add_of_run(self, finding: Finding) -> None:
        """Keep the row of a finding on the run."""
        self._finding(finding, None)

    def end(self, totals: Totals) -> None:
        """Write the report."""
        for part in self._head(totals):
            self._stream.write(part)
        for part in self._rules_table():
            self._stream.write(part)
        self._table("findings", "Findings", self._findings, _FINDING_HEADS)
        self._table("documents", "Documents", self._documents, _DOCUMENT_HEADS)
        if self._pages.kept or self._pages.left_out:
            self._stream.write(
                '<section id="pages" aria-labelledby="pages-h"><h2 id="pages-h">Pages</h2>\n'
                f"<p>{count_of(self._pages.kept, 'page')}{_left_out(self._pages)}. Marks are coloured by their level; "
                "numbers lead to the notes in the margin.</p>\n" + _LEGEND
            )
        self._pages.copy_to(self._stream)
        self._stream.write("</section>\n" if self._pages.kept or self._pages.left_out else "")
        self._stream.write(f"</main>\n<footer>\n{_marking(totals, 'bottom')}</footer>\n</body>\n</html>\n")

    # -- rows -----------------------------------------------------------------------------------------------------

    def _finding(self, finding: Finding, page: str | None) -> None:
        level, place = finding.severity, finding.place
        self._names.setdefault(finding.rule, (finding.name, finding.citation))
        if finding.suppressed is None:
            self._rules.setdefault(finding.rule, dict.fromkeys(SEVERITIES, 0))[level] += 1
        where = f", {words(inside)}" if (inside := place.inside) else ""
        path = f"<bdi>{words(place.path)}</bdi>:{place.line}:{place.column}{where}"
        target = f'<a href="#{page}">{path}</a>' if page is not None else path
        says = f"<p>{words(finding.message)}</p>" + _excerpt(finding)
        status = ""
        if finding.suppressed is not None:
            kind, reason = words(finding.suppressed.get("kind") or ""), words(finding.suppressed.get("reason") or "")
            says += f'<p class="why">suppressed ({kind}): {reason}</p>'
            status = " data-o"
        status += _later(self._findings)
        paragraph = "" if finding.paragraph is None else words(finding.paragraph)
        self._findings.add(
            f'<tr{status}><td data-v="{SEVERITIES.index(level)}"><b class="sev {level}">{level}</b>'
            f"<td><b>{words(finding.rule)}</b> <span>{words(finding.name)}</span>"
            f'<td class="path">{target}<td>{paragraph}<td>{says}\n'
        )

    def _document_row(self, outcome: Outcome, verdict: str, *, has_page: bool) -> str:
        facts = outcome.facts
        counts = _counts(outcome)
        name = f"<bdi>{words(facts.path)}</bdi>"
        name = f'<a href="#d{self._number}">{name}</a>' if has_page else name
        banner = "" if facts.banner is None else f"<bdi>{words(_unspaced(facts.banner.text))}</bdi>"
        undecided = "".join(f"<li>{words(one.rule)}: {words(one.why)}" for one in facts.not_judged)
        if undecided:
            undecided = (
                f"<details><summary>{count_of(len(facts.not_judged), 'rule')}</summary><ul>{undecided}</ul></details>"
            )
        figures = "".join(f'<td class="num">{counts[level] or ""}' for level in SEVERITIES)
        return (
            f'<tr{_later(self._documents)}><td><b class="verdict {verdict}">{self._verdicts[verdict]}</b>'
            f'<td class="path">{name}'
            f"<td>{words(facts.kind or '')}<td>{words(facts.id or '')}<td>{words(date_words(facts.date) or '')}"
            f"<td>{banner}"
            f'<td>{facts.highest_portion or ""}<td class="num">{facts.portions or ""}{figures}<td>{undecided}\n'
        )

    def _article(self, outcome: Outcome, verdict: str) -> Iterator[str]:
        assert outcome.page is not None
        counts = _counts(outcome)
        told = ", ".join(count_of(number, level) for level, number in counts.items() if number) or "no findings"
        marking = f'<p class="marking" role="note">{words(outcome.page.marking)}</p>'
        yield (
            f'<article id="d{self._number}"><details><summary><h3><bdi>{words(outcome.facts.path)}</bdi></h3> '
            f'<b class="verdict {verdict}">{self._verdicts[verdict]}</b> <span>{told}</span></summary>{marking}\n'
        )
        yield from sheet(outcome.page, outcome.findings)
        yield f"{marking}</details></article>\n"

    # -- the rest -------------------------------------------------------------------------------------------------

    def _head(self, totals: Totals) -> Iterator[str]:
        run, script = self._run, _data("js")
        fails = "nothing fails (--fail-on never)" if run.fail_on == "never" else f"failing on {words(run.fail_on)}"
        style = f"{_data('css')}@page{{@top-center{{content:{css_string(totals.marking)}}}"
        style += f"@bottom-center{{content:{css_string(totals.marking)}}}}}\n"
        policy = f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; base-uri 'none'; "
        yield (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}form-action \'none\'">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{words(totals.marking)}: redactlint report</title>\n<style>{style}</style>\n"
            f"<script>{script}</script>\n</head>\n<body>\n"
            f'<a class="skip" href="#findings">Skip to the findings</a>\n<header>\n{_marking(totals, "top")}'
            "<h1>redactlint report</h1>\n"
            f"<p>As of <time>{run.as_of.isoformat()}</time>, profile {words(run.profile)}"
            f"{', strict' if run.strict else ''}, {fails}; redactlint {words(run.version)}. "
            f"This report quotes {'text' if run.excerpts else 'marks, dates and header words only'}.</p>\n"
        )
        pages = '<a href="#pages">Pages</a> ' if self._pages.kept else ""
        few = ' class="few"' if self._pages.kept <= _FEW_PAGES else ""
        yield (
            '<nav aria-label="Parts of the report"><a href="#summary">Summary</a> <a href="#rules">Rules</a> '
            f'<a href="#findings">Findings</a> <a href="#documents">Documents</a> {pages}</nav>\n</header>\n'
            f"<main{few}>\n"
            '<section id="summary" aria-labelledby="summary-h"><h2 id="summary-h">Summary</h2>\n'
        )
        why = why_nothing(totals)
        if why is not None:
            yield f'<p class="alarm" role="note">{words(why[0].upper() + why[1:])}.</p>\n'
        tiles = [("documents", totals.documents, "")]
        shown_verdicts = [one for one in totals.verdicts if one != "fail" or self._run.fail_on != "never"]
        tiles += [(self._verdicts[one], totals.verdicts[one], one) for one in shown_verdicts]
        tiles += [(level, number, level) for level, number in totals.severities.items()]
        tiles.append(("suppressed", totals.suppressed, "suppressed"))
        shown = (f'<div class="tile {kind}"><dt>{name}</dt><dd>{number}</dd></div>' for name, number, kind in tiles)
        yield f'<dl class="tiles">{"".join(shown)}</dl>\n'
        for told in (told_of_verdicts(self._run.fail_on), told_of_left_out(totals)):
            yield f"<p>{words(told).capitalize()}.</p>\n" if told else ""
        yield from self._charts(totals)
        yield "</section>\n"

    def _charts(self, totals: Totals) -> Iterator[str]:
        gravest = sorted(self._rules.items(), key=lambda one: (-sum(one[1].values()), one[0]))
        by_rule = gravest[:_MOST_RULES]
        years = _by_period(self._years)
        more = f" (the {_MOST_RULES} most frequent of {len(gravest)})" if len(gravest) > _MOST_RULES else ""
        charts = (
            ("Verdicts", self._verdicts, html_charts.shares(totals.verdicts, "Documents by verdict", "c1"), "wide"),
            (f"Findings by rule{more}", SEVERITIES, html_charts.bars(by_rule, "Findings by rule", "c2"), ""),
            ("Documents by date", self._verdicts, html_charts.bars(years, "Documents by date and verdict", "c3"), ""),
        )
        yield '<div class="charts">\n'
        for title, kinds, drawn, size in charts:
            if drawn:
                keys = "".join(f'<li class="key-{kind}">{self._verdicts.get(kind, kind)}</li>' for kind in kinds)
                keys = f'<ul class="keys">{keys}</ul>'
                yield f'<figure class="{size}"><figcaption>{title}</figcaption>{drawn}{keys}</figure>\n'
        yield "</div>\n"

    def _rules_table(self) -> Iterator[str]:
        yield '<section id="rules" aria-labelledby="rules-h"><h2 id="rules-h">Rules</h2>\n'
        if not self._rules:
            yield "<p>No rule has anything to say.</p></section>\n"
            return
        yield '<div class="scroll" role="region" aria-labelledby="rules-h" tabindex="0"><table id="t-rules">'
        yield f"{_heads(_RULE_HEADS)}<tbody>\n"
        for code, counts in sorted(self._rules.items()):
            name, citation = self._names[code]
            rule = self._run.rules.get(code)
            figures = "".join(f'<td class="num">{counts[level] or ""}' for level in SEVERITIES)
            yield (
                f'<tr><th scope="row"><a href="#findings" data-rule="{words(code)}">{words(code)}</a> '
                f"<span>{words(name)}</span></th><td>{words(rule.summary) if rule is not None else ''}"
                f'<td>{words(citation)}{figures}<td class="num">{self._in_documents.get(code, 0)}\n'
            )
        yield "</tbody></table></div></section>\n"

    def _table(self, name: str, heading: str, part: _Part, heads: Iterable[tuple[str, str]]) -> None:
        write = self._stream.write
        write(f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{heading}</h2>\n')
        if name == "findings":
            options = "".join(f"<option>{words(code)}</option>" for code in sorted(self._names))
            write(_FILTER.replace("RULES", options))
        else:
            options = "".join(f"<option>{one}</option>" for one in self._verdicts.values())
            write(_SHORT_FILTER.replace("VERDICTS", options))
        write(f'<p class="status" role="status">{part.kept} {name}{_left_out(part)}.</p>\n')
        write(f'<div class="scroll" role="region" aria-labelledby="{name}-h" tabindex="0"><table id="t-{name}">')
        write(f"{_heads(heads)}<tbody>\n")
        part.copy_to(self._stream)
        write('</tbody></table></div><button type="button" class="more" hidden>Show more</button></section>\n')


_FINDING_HEADS = (("severity", ""), ("rule", ""), ("place", "path"), ("paragraph", ""), ("says", ""))
_DOCUMENT_HEADS = (
    ("verdict", ""), ("document", "path"), ("kind", ""), ("id", ""), ("date", ""), ("banner", ""),
    ("highest portion", ""), ("portions", "num"), *((level, "num") for level in SEVERITIES), ("undecided", ""),
)  # fmt: skip
_RULE_HEADS = (
    ("rule", ""), ("says", ""), ("rests on", ""), *((level, "num") for level in SEVERITIES), ("documents", "num"),
)  # fmt: skip
_SEARCH = '<label>Search <input type="search" name="q" autocomplete="off" spellcheck="false"></label>'
_FILTER = (
    f'<form class="filter" role="search" aria-label="Filter the findings" hidden>{_SEARCH}'
    '<label>Severity <select name="severity"><option value="">all</option>'
    + "".join(f"<option>{level}</option>" for level in SEVERITIES)
    + '</select></label><label>Rule <select name="rule"><option value="">all</option>RULES</select></label>'
    '<label>Status <select name="status"><option value="">all</option><option>open</option>'
    '<option>suppressed</option></select></label><button type="reset">Clear</button></form>\n'
)
_SHORT_FILTER = (
    f'<form class="filter" role="search" aria-label="Filter the documents" hidden>{_SEARCH}'
    '<label>Verdict <select name="verdict"><option value="">all</option>VERDICTS</select></label>'
    '<button type="reset">Clear</button></form>\n'
)
_LEGEND = (
    '<ul class="keys legend">'
    + "".join(
        f'<li><span class="k k-{kind}">{told}</span></li>'
        for kind, told in (
            ("U", "unclassified"), ("R", "restricted"), ("C", "confidential"), ("S", "secret"), ("TS", "top secret"),
            ("caption", "caption"), ("order", "order, instruction, reason"), ("redaction", "deletion, exemption"),
        )
    )
    + "</ul>\n"
)  # fmt: skip


@cache
def _data(kind: str) -> str:
    """The style sheet ("css") or the script ("js") of the report, which stand beside this module."""
    from importlib.resources import files

    return files("redactlint.reports").joinpath(f"html_report.{kind}").read_text("ascii")


def _unspaced(banner: str) -> str:
    """The words of a banner without the blanks between the letters of its level."""
    return re.sub(r"(?<=\b\w) (?=\w\b)", "", banner)


def _marking(totals: Totals, place: str) -> str:
    return f'<p class="marking" role="note" aria-label="Marking of this report, {place}">{words(totals.marking)}</p>\n'


def _heads(heads: Iterable[tuple[str, str]]) -> str:
    cells = (f'<th scope="col"{f" class={kind}" if kind else ""}>{name}</th>' for name, kind in heads)
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _excerpt(finding: Finding) -> str:
    if not finding.excerpt or finding.underlined is None:
        return ""
    first, last = finding.underlined
    before, marked, after = (words(one) for one in (
        finding.excerpt[:first], finding.excerpt[first:last], finding.excerpt[last:],
    ))  # fmt: skip
    return f'<code>{before}<mark class="{finding.severity}">{marked}</mark>{after}</code>'


def _counts(outcome: Outcome) -> dict[str, int]:
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in outcome.findings:
        if finding.suppressed is None:
            counts[finding.severity] += 1
    return counts


def _by_period(years: dict[int, dict[str, int]]) -> list[tuple[str, dict[str, int]]]:
    """The documents by year, or by decade where there are many years."""
    if len(years) <= _MOST_RULES:
        return [(str(year), years[year]) for year in sorted(years)]
    decades: dict[int, dict[str, int]] = {}
    for year, counts in sorted(years.items()):
        sums = decades.setdefault(year // 10 * 10, dict.fromkeys(counts, 0))
        for kind, number in counts.items():
            sums[kind] += number
    return [(f"{decade}s", counts) for decade, counts in decades.items()]


def _later(part: _Part) -> str:
    """The class of rows that are shown on request, where there is a script to ask."""
    return ' class="later"' if part.kept >= _SHOWN_FIRST else ""


def _left_out(part: _Part) -> str:
    return f"; {part.left_out} more found no room in this report" if part.left_out else ""

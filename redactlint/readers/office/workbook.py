"""Workbook: what a workbook holds beside its sheets: names, caches of other data, logs of changes."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

from redactlint.readers.office.markup import texts_in
from redactlint.readers.office.package import Package
from redactlint.readers.office.writing import Writer

__all__ = ["conceal_workbook"]


@cache
def _constant() -> re.Pattern[str]:
    return re.compile(r'"((?:[^"]|"")*)"')


def conceal_workbook(package: Package, main: str, root: Element, writer: Writer) -> None:
    """Remember what names, caches and logs hold and no sheet shows."""
    for one in root.iter("s:definedName"):
        name, formula = one.get("name", ""), one.text or ""
        words = " ".join(_constant().findall(formula))
        if words and not name.startswith("_xl") and "!" not in formula and _is_new(words, writer):
            writer.conceal("hidden-name", words, where={"name": name}, details={"name": "a name"})
    for part in package.related(main, "pivotCacheDefinition"):
        _pivot(package, part, writer)
    for part in package.related(main, "externalLink"):
        cached = package.tree(part)
        found = texts_in(cached, "s:v") if cached is not None else ""
        if found and not writer.shows(found):
            writer.conceal("data-cache", found, where={"member": part}, details={"part": part})
    for part in package.related(main, "connections"):
        connections = package.tree(part)
        for one in connections.iter("s:dbPr") if connections is not None else ():
            words = one.get("connection", "")
            if words:
                writer.conceal("external-link", words, where={"member": part}, details={"part": part})
    for part in package.related(main, "revisionHeaders"):
        for log in package.related(part, "revisionLog"):
            _log(package.tree(log), writer)


def _is_new(words: str, writer: Writer) -> bool:
    return sum(one.isalnum() for one in words) >= 3 and not writer.shows(words)


def _pivot(package: Package, part: str, writer: Writer) -> None:
    """The copy of its data that a pivot table keeps, rows that were deleted since among them."""
    found: dict[str, None] = {}
    roots = [package.tree(part), *(package.tree(one) for one in package.related(part, "pivotCacheRecords"))]
    for root in roots:
        for one in root.iter("s:s") if root is not None else ():
            words = one.get("v", "")
            if _is_new(words, writer):
                found[words] = None
    if found:
        writer.conceal("data-cache", "; ".join(found), where={"member": part}, details={"part": part})


def _log(root: Element | None, writer: Writer) -> None:
    """The cells as they were before a change that a shared workbook logged."""
    for one in root.iter("s:oc") if root is not None else ():
        words = texts_in(one, "s:v", "s:t")
        if words and not writer.shows(words):
            writer.conceal("tracked-deletion", words, where={"cell": one.get("r", "")})

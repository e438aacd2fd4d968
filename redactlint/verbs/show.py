"""`redactlint show`: print what was parsed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from redactlint.engine import Engine
from redactlint.errors import ReadError, said_of
from redactlint.runs import deadline
from redactlint.runs.discovery import STDIN, Source, read_bytes
from redactlint.runs.parts import holds_parts, parts_of
from redactlint.verbs import common, parsing

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactlint.markings.model import Marking
    from redactlint.runs.running import Plan

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint show memo.txt
  redactlint show --format json cables/ > parsed.json
  cat memo.txt | redactlint show - --stdin-filename 07LUSAKA000512.txt
  redactlint show --layers copy.pdf     draw each page, with what it hides

It quotes the documents, and so it carries their marking.

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes("printed", unread="some input could not be read, or nothing was recognised")
    made = parsing.make_parser("show", "Print what was parsed from documents.", _EXAMPLES + codes)
    parsing.add_input(made)
    parsing.add_judging(made)
    made.add_argument(
        "--format", type=parsing.one_of("text", "json"), choices=("text", "json"), default="text", help="default: text"
    )
    made.add_argument(
        "--layers",
        action="store_true",
        help="write each page of PDF files as a picture into the working folder, the places of hidden text outlined",
    )
    made.add_argument("--allow-unrecognised", action="store_true", help="do not fail where nothing was recognised")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Parse and print; returns the exit code."""
    from redactlint.placing import joined
    from redactlint.readers.opening import reason_of
    from redactlint.reports.parsed import as_words
    from redactlint.reports.report import marking_words
    from redactlint.reports.safe import safe

    config = common.read_config(arguments)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    sources = common.sources_of(arguments, config, engine.profile, common.paths_of(arguments))
    rows: list[tuple[str, dict[str, Any]]] = []
    markings: list[Marking] = []
    unread = 0
    drawn: list[str] = []
    stems: dict[str, int] = {}
    for source in sources:
        found = _Shown([], [], [])
        try:
            draws = arguments.layers and not holds_parts(source)
            # Whoever writes to standard input may take his time, and it is read once only.
            data = read_bytes(source, plan.max_bytes) if draws or source.path == STDIN else None
            _show(found, source, data, plan, engine)
            if draws and data is not None:
                drawn += _pictures(source, data, stems)
        except ReadError as error:
            found.complaints.append(f"{source.shown}: {said_of(reason_of(error))}")
        rows += found.rows
        markings += found.markings
        unread += len(found.complaints)
        for one in found.complaints:
            sys.stderr.write(f"redactlint: {safe(one)}\n")
    recognised = sum(row["kind"] != "unrecognised" for _, row in rows)
    marking = marking_words(joined(markings, engine.setting.register), engine.setting.register)
    for name in drawn:
        sys.stderr.write(f"redactlint: wrote {safe(name)}, which shows a page and is marked as it is: {marking}\n")
    if arguments.layers and not drawn:
        sys.stderr.write("redactlint: no PDF file was read, so no picture was written\n")
    if arguments.format == "json":
        json.dump({"documents": [row for _, row in rows], "report_marking": marking}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for name, row in rows:
            sys.stdout.write(as_words(row, name))
        if rows:
            sys.stdout.write(f"This page is {marking}: it quotes text.\n")
    return 3 if unread or (not recognised and not arguments.allow_unrecognised) else 0


class _Shown(NamedTuple):
    """What is to be said of one source: a row for each document with its name, their markings, what was not read."""

    rows: list[tuple[str, dict[str, Any]]]
    markings: list[Marking]
    complaints: list[str]


def _show(shown: _Shown, source: Source, data: bytes | None, plan: Plan, engine: Engine) -> None:
    """Read one source, as far as that can be done in its time; `data` are its bytes, where they were read before.

    Raises ReadError.
    """
    from redactlint.placing import markings_of
    from redactlint.readers.allowance import Unread
    from redactlint.reports.parsed import parsed

    def read(tell: Callable[[], None]) -> None:
        for found in parts_of(source, plan.limits._replace(max_bytes=plan.max_bytes), data):
            if isinstance(found, Unread):
                shown.complaints.extend(f"{found.path}: {said_of(reason)}" for reason in (found.reason, *found.also))
                continue
            document = engine.parse(found)
            for part in (document, *document.others):
                row, markings = parsed(part), markings_of(part)
                shown.rows.append((found.path, row))
                shown.markings.extend(markings)
            tell()

    try:
        deadline.within(plan.max_seconds, read)
    except deadline.LateError:
        shown.complaints.append(f"{source.shown}: the file {deadline.late_words(plan.max_seconds)}")


def _pictures(source: Source, data: bytes, stems: dict[str, int]) -> list[str]:
    """Write the pages of a PDF file as pictures beside each other into the working folder; the names of those written.

    `stems` counts the names of files, which may lie in several folders.  Raises ReadError for a file that cannot be
    read, UsageError where a picture cannot be written.
    """
    if b"%PDF-" not in data[:1024]:
        return []
    from redactlint.readers import pdf
    from redactlint.readers.opening import told_apart
    from redactlint.reports.files import whole_file

    stem = told_apart(os.path.splitext(os.path.basename(source.shown))[0] or "stdin", stems)
    names = []
    for number, picture in pdf.pictures(data, source.shown):
        name = f"{stem}.layers-{number}.png"
        with whole_file(name) as stream:
            stream.buffer.write(picture)
        names.append(name)
    return names

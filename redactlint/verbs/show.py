"""`redactlint show`: print what was parsed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from redactlint.engine import Engine
from redactlint.errors import ReadError, WriteError
from redactlint.runs.discovery import STDIN, Source, discover, read_bytes
from redactlint.verbs import common, parsing

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint show memo.txt
  redactlint show --format json cables/ > parsed.json
  cat memo.txt | redactlint show - --stdin-filename 07LUSAKA000512.txt
  redactlint show --layers copy.pdf               copy.layers-1.png …: each page, with what it hides outlined

It quotes the documents, and so it carries their marking.

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import EXIT_CODES

    made = parsing.make_parser("show", "Print what was parsed from documents.", _EXAMPLES + EXIT_CODES)
    parsing.add_input(made)
    parsing.add_judging(made)
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument(
        "--layers",
        action="store_true",
        help="write each page of PDF files as a picture into this folder, the places of hidden text outlined",
    )
    made.add_argument("--allow-unrecognised", action="store_true", help="do not fail where nothing was recognised")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Parse and print; returns the exit code."""
    from redactlint.placing import joined, markings_of
    from redactlint.readers.allowance import Unread
    from redactlint.readers.opening import reason_of
    from redactlint.reports.parsed import as_words, parsed
    from redactlint.reports.report import marking_words
    from redactlint.reports.safe import safe
    from redactlint.runs.parts import parts_of

    config = common.read_config(arguments)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    sources = discover(
        common.paths_of(arguments),
        exclude=[*config.get("exclude", ()), *arguments.exclude],
        ignore_files=engine.profile.honours_suppressions,
        root=config.folder,
    )
    limits = plan.limits._replace(max_bytes=plan.max_bytes)
    rows: list[tuple[str, dict[str, Any]]] = []
    markings = []
    unread = recognised = 0
    drawn: list[str] = []
    for source in sources:
        if source.path == STDIN and arguments.stdin_filename is not None:
            source = source._replace(name=arguments.stdin_filename)
        complaints = []
        try:
            for found in parts_of(source, limits):
                if isinstance(found, Unread):
                    complaints += [f"{found.path}: the file {reason}" for reason in (found.reason, *found.also)]
                    continue
                document = engine.parse(found)
                for part in (document, *document.others):
                    recognised += part.kind != "unrecognised"
                    rows.append((found.path, parsed(part)))
                    markings += markings_of(part)
            if arguments.layers:
                drawn += _pictures(source, plan.max_bytes)
        except ReadError as error:
            complaints.append(f"{source.shown}: the file {reason_of(error)}")
        unread += len(complaints)
        for one in complaints:
            sys.stderr.write(f"redactlint: {safe(one)}\n")
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
        sys.stdout.write(f"This page is {marking}: it quotes text.\n")
    return 3 if unread or (not recognised and not arguments.allow_unrecognised) else 0


def _pictures(source: Source, max_bytes: int) -> list[str]:
    """Write the pages of a PDF file as pictures beside each other into the working folder; the names of those written.

    Raises ReadError for a file that cannot be read, WriteError where a picture cannot be written.
    """
    data = read_bytes(source, max_bytes)
    if b"%PDF-" not in data[:1024]:
        return []
    from redactlint.readers import pdf

    stem = os.path.splitext(os.path.basename(source.shown))[0] or "stdin"
    names = []
    for number, picture in pdf.pictures(data, source.shown):
        name = f"{stem}.layers-{number}.png"
        try:
            with open(name, "wb") as stream:
                stream.write(picture)
        except OSError as error:
            wrong = f"a picture cannot be written ({error.strerror})"
            raise WriteError(wrong, "go to a folder that you may write to", path=name) from error
        names.append(name)
    return names

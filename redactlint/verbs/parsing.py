"""Parsing the command line: the options that verbs share, each with its help.

A module of its own, since argparse takes longer to import than a document to parse: a command line without options is
read without it.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NoReturn

__all__ = [
    "add_baseline", "add_cache", "add_input", "add_judging", "add_rules", "add_set", "add_verdict", "day",
    "fitted", "make_parser", "names", "number", "one_of",
]  # fmt: skip


FAIL_ON = ("error", "warning", "info", "never")


def make_parser(verb: str, summary: str, epilog: str, usage: str | None = None) -> argparse.ArgumentParser:
    """A parser of one verb, whose help ends with examples."""
    return _Parser(
        prog=f"redactlint {verb}",
        usage=usage,
        description=summary,
        epilog=epilog,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line, as all other errors are said, and what to do."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, with options between paths too; of what is no option, the one that was meant is named."""
        words = list(sys.argv[1:] if args is None else args)
        found, rest = self.parse_known_args(words, namespace)
        if rest and "--" not in words and not any(one.startswith("-") for one in rest):
            found, rest = self.parse_known_intermixed_args(words, namespace)
        unknown = next((one.partition("=")[0] for one in rest if one.startswith("-")), None)
        if unknown is not None:
            import difflib

            near = difflib.get_close_matches(unknown, self._option_string_actions, 1, 0.6)
            self.error(f"no option is called {unknown}" + (f"; did you mean {near[0]}?" if near else ""))
        if rest:
            self.error(f"{rest[0]!r} is one argument too many")
        return found

    def error(self, message: str) -> NoReturn:
        """End with 2; `message` is ours, or that of argparse."""
        message = message.removeprefix("argument ")
        required = message.removeprefix("the following arguments are required: ")
        if required != message:
            message = f"{required} is missing"
        message = message.replace(": expected one argument", " needs a value")
        option, ignored, _ = message.partition(": ignored explicit argument ")
        message = f"{option} takes no value" if ignored else message
        if not message.endswith("?"):
            message += f"; `{self.prog} --help` tells more"
        self.exit(2, f"redactlint: {_safe(message)}\n")


def _safe(words: str) -> str:
    from redactlint.reports.safe import safe

    return safe(words)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Asks for the width of the terminal once, and without a module for it: argparse makes one for every argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())


@cache
def _width() -> int:
    """Two less than the terminal has, which COLUMNS may say; of a pipe, what fits any terminal."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError, AttributeError):  # no terminal, or no real stream
        columns = 80
    return max(min(columns, 110), 40) - 2


def one_of(*names: str) -> Callable[[str], str]:
    """The type of an option that takes one of `names`."""

    def named(words: str) -> str:
        if words not in names:
            raise argparse.ArgumentTypeError(f"{words!r} is none of {', '.join(names)}")
        return words

    return named


def fitted(rows: Iterable[tuple[str, str]], indent: int = 19) -> str:
    """Names and what is said of each in two columns, folded to the help page."""
    import textwrap

    gap = " " * indent
    return "\n".join(
        textwrap.fill(words, _width(), initial_indent=f"  {name}".ljust(indent), subsequent_indent=gap)
        for name, words in rows
    )


def day(words: str) -> datetime.date:
    """A date of the command line."""
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no date; write it as 2027-01-31") from None


def names(words: str) -> tuple[str, ...]:
    """Codes, names and families, divided by commas."""
    return tuple(one.strip() for one in words.split(",") if one.strip())


def number(words: str) -> int:
    """A whole number from 0."""
    if not words.isdigit():
        raise argparse.ArgumentTypeError(f"{words!r} is no whole number")
    return int(words)


def add_judging(parser: argparse.ArgumentParser) -> None:
    """The options that say by what rules to judge."""
    group = parser.add_argument_group("by what rules")
    group.add_argument("--profile", help="state (default), ic, release, cui or archive")
    group.add_argument(
        "--strict", action="store_true", default=None, help="grant no excuse that the text does not show"
    )
    group.add_argument(
        "--select",
        type=names,
        action="extend",
        metavar="RULES",
        help="report only these codes, names or families (BNR002,DCL)",
    )
    group.add_argument("--ignore", type=names, action="extend", metavar="RULES", help="do not report these")
    group.add_argument("--as-of", type=day, metavar="DATE", help="the day to judge by (default: today)")
    group.add_argument(
        "--metadata", metavar="FILE", help="dates of documents: CSV or JSON, a path or document id with its date"
    )
    add_rules(group)


def add_verdict(group: Any, excerpts: str) -> None:
    """The options on what fails a run and what it quotes; `excerpts` says what is quoted on request."""
    group.add_argument(
        "--fail-on",
        type=one_of(*FAIL_ON),
        choices=FAIL_ON,
        help="the least severity that fails the run (default: warning)",
    )
    group.add_argument(
        "--excerpts",
        action="store_true",
        default=None,
        help=f"{excerpts}; the report is then marked as what it quotes",
    )


def add_set(parser: argparse.ArgumentParser) -> None:
    """The options that judge the documents as one set, and say what runs the work."""
    group = parser.add_argument_group("the documents as a set")
    group.add_argument(
        "--set", action="store_true", help="judge also what only the whole set shows (family SET; extra: set)"
    )
    group.add_argument(
        "--engine",
        type=one_of("local", "dask"),
        choices=("local", "dask"),
        help="what runs the work: this machine (default), or Dask (extra: dask)",
    )
    group.add_argument(
        "--scheduler", metavar="ADDRESS", help="the Dask scheduler (tcp://host:8786; default: one of this run alone)"
    )


def add_rules(group: Any) -> None:
    """The options that say where rules of one's own and the configuration lie."""
    group.add_argument(
        "--rules",
        action="append",
        dest="packs",
        metavar="FOLDER",
        help="a folder of rules of your own, beside the shipped ones",
    )
    group.add_argument(
        "--config", metavar="FILE", help="the configuration (default: the nearest redactlint.toml upwards from here)"
    )
    group.add_argument("--no-config", action="store_true", help="read no configuration")


def add_baseline(parser: argparse.ArgumentParser) -> None:
    """The options that say what is known already."""
    group = parser.add_argument_group("what is known")
    group.add_argument(
        "--baseline", metavar="FILE", help="findings that are known and do not fail (see `redactlint baseline --help`)"
    )
    group.add_argument("--no-baseline", action="store_true", help="read none, though the configuration names one")


def add_cache(parser: argparse.ArgumentParser) -> Any:
    """The options that say where results of earlier runs lie; their group."""
    group = parser.add_argument_group("what is kept")
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="keep the results of many files there (default: REDACTLINT_CACHE_DIR, else the user's cache folder)",
    )
    group.add_argument("--no-cache", action="store_true", help="take no results of earlier runs, and keep none")
    return group


def add_input(parser: argparse.ArgumentParser) -> None:
    """The options that say what to read."""
    group = parser.add_argument_group("what to read")
    group.add_argument(
        "paths", nargs="*", default=[], metavar="PATH", help="files, folders, globs, or - for standard input"
    )
    group.add_argument(
        "--stdin-filename", metavar="NAME", help="what to call standard input (its name can date a document)"
    )
    group.add_argument("--files-from", metavar="FILE", help="read paths from FILE (- for standard input), one a line")
    group.add_argument("-0", "--null", action="store_true", help="the paths of --files-from end in NUL")
    group.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leave out, as in .gitignore (and .redactlintignore)",
    )
    group.add_argument(
        "--max-bytes", type=number, metavar="N", help="the largest document to read (default: 50,000,000)"
    )
    group.add_argument(
        "--max-seconds",
        type=number,
        metavar="N",
        help="how long one document may take before it is unreadable (default: 120; 0: any time)",
    )
    inside = parser.add_argument_group("files that hold several documents")
    for part in ("text", "id", "date"):
        inside.add_argument(
            f"--{part}-column",
            metavar="NAME",
            help=f"the column of a table (CSV) or key of a line of JSON with the {part} (default: guessed by its name)",
        )
    inside.add_argument(
        "--max-members", type=number, metavar="N", help="how many members of one file to read (default: 100,000)"
    )
    inside.add_argument(
        "--max-total", type=number, metavar="N", help="how many bytes to unpack of one file (default: 5,000,000,000)"
    )

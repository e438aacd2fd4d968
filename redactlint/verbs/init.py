"""`redactlint init`: a configuration to start from, and the hook for pre-commit; nothing that exists is touched."""

from __future__ import annotations

import argparse
import os
import sys

from redactlint.config import FILE_NAME
from redactlint.engine import profile_of
from redactlint.errors import UsageError
from redactlint.verbs import parsing

__all__ = ["CONFIGURATION", "HOOKS", "HOOK_FILE", "parser", "run"]

HOOK_FILE = ".pre-commit-config.yaml"

_EXAMPLES = """\
examples:
  redactlint init                             the configuration, and the hook
  redactlint init records/ --profile release  in another folder and profile
  redactlint init --pre-commit write          the hook too, as a file
  redactlint init --force                     replace the configuration there

"""

CONFIGURATION = """\
# How redactlint judges this folder and those below it.  The command line outranks this file.
# `redactlint check --help` tells the options, docs/configuration.md every key.  Paths are relative to this file.

# Which rules, with which severities, in which grammar: {profiles}.
profile = "{profile}"

# The least severity that fails a run: "error", "warning", "info" or "never".
fail_on = "warning"

# What follows is to be uncommented where it is needed.

# Every document is new, and is judged by the law of the day of the run.
#document_date = "today"

# Grant no excuse that the text does not show.
#strict = true

# Dates of documents that do not tell theirs: a path or message number, and its date.
#metadata = "dates.csv"

# Paths to leave out, as in .gitignore.
#exclude = ["drafts/", "*.log"]

# Findings that are known and do not fail: `redactlint baseline write` makes the file.
#baseline = "redactlint-baseline.json"

# Folders of rules of your own.
#extend = ["rules/"]

# Levels in place of those of the rules: "error", "warning", "info" or "none".
#[severities]
#PRT010 = "none"

# What is known to be right, by path and rule, with the reason and the last day on which it holds.
#[[ignore]]
#path = "1979/*"
#rule = ["DCL004"]
#reason = "dates were extended by the 1981 review, see box 14"
#until = 2027-01-31
"""

_HEAD = "repos:\n"
_REPO = """\
  - repo: local
    hooks:
      - id: redactlint
        name: redactlint
        entry: redactlint check --allow-unrecognised --ignore DOC002
        language: system
        types: [text]
        require_serial: true
"""
HOOKS = _HEAD + _REPO


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes("written", usage="nothing was: it exists already, or cannot be written")
    does = "Write a configuration to start from, and the hook for pre-commit."
    made = parsing.make_parser("init", does, _EXAMPLES + codes)
    made.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where to write (default: here)")
    made.add_argument("--profile", default="state", help="state (default), ic, release, cui or archive")
    made.add_argument("--force", action="store_true", help=f"replace the {FILE_NAME} that is there")
    made.add_argument(
        "--pre-commit",
        type=parsing.one_of("print", "write", "none"),
        choices=("print", "write", "none"),
        default="print",
        help=f"print the hook (the default), write {HOOK_FILE} if there is none, or neither",
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Write what is asked for, all of it or nothing; returns the exit code."""
    from redactlint import rulepack

    pack = rulepack.load()
    profile = profile_of(pack, arguments.profile)
    if not os.path.isdir(arguments.folder):
        raise UsageError(f"no folder {arguments.folder!r}", "make it first, or name another")
    path, hook = (os.path.join(arguments.folder, one) for one in (FILE_NAME, HOOK_FILE))
    if os.path.lexists(path) and not arguments.force:
        raise UsageError(f"{os.path.normpath(path)} exists, and nothing was written", "--force replaces it")
    if arguments.pre_commit == "write" and os.path.lexists(hook):
        raise UsageError(
            f"{os.path.normpath(hook)} exists, and nothing was written",
            "run it without `--pre-commit write` and add the lines that it prints",
        )
    words = CONFIGURATION.format(profile=profile.name, profiles=", ".join(f'"{one}"' for one in sorted(pack.profiles)))
    _write(path, words)
    if arguments.pre_commit == "write":
        _write(hook, HOOKS)
        sys.stdout.write("`pre-commit install` makes git ask the hook before every commit\n")
    elif arguments.pre_commit == "print":
        there = f"add to `repos` of the {HOOK_FILE} that is there" if os.path.lexists(hook) else f"as {HOOK_FILE}"
        sys.stdout.write(f"for pre-commit, {there}:\n\n{_REPO if os.path.lexists(hook) else HOOKS}")
    return 0


def _write(path: str, words: str) -> None:
    from redactlint.reports.files import whole_file

    with whole_file(path) as stream:
        stream.write(words)
    sys.stdout.write(f"wrote {os.path.normpath(path)}\n")

"""The command line: `main(argv) -> exit code`.  Nothing else prints, exits, or reads the clock or the environment.

Each verb is a module of `redactlint.verbs` with `describe(parser)` and `run(arguments) -> exit code`; only the one
asked for is imported.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from redactlint.errors import ReadError, RedactlintError, fault_of
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["CRASHED", "FOUND", "INTERRUPTED", "NOTHING_FOUND", "UNREAD", "USAGE", "main"]

NOTHING_FOUND, FOUND, USAGE, UNREAD, CRASHED, INTERRUPTED = 0, 1, 2, 3, 70, 130
_PIPE_CLOSED = 141  # as a shell reports a program that SIGPIPE ended

# The verbs, with one line on each for `redactlint --help`.
VERBS = {
    "check": "judge documents (the default: `redactlint PATH…` is `redactlint check PATH…`)",
    "show": "print what was parsed from a document",
    "fix": "show or write the mends that findings carry",
    "marking": "judge, normalise and roll up marking strings",
    "explain": "the page of one rule: what it says, what it rests on, examples",
    "rules": "list the rules; `rules test` runs their examples, `rules docs FOLDER` writes their pages",
    "baseline": "write, prune or show the findings that are known and do not fail",
    "audit": "judge documents, and tell about all of them in tables: rules, posts, years, schedule, redactions, sample",
    "init": "write a configuration to start from, and the hook for pre-commit",
    "lsp": "serve an editor: findings, pages of rules and mends while one writes (extra: lsp)",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name); returns the exit code."""
    if argv is None:
        code = main(sys.argv[1:])
        gc.freeze()  # the process is about to end: its last collections would look through all that it loaded
        return code
    words = list(argv)
    # Documents and findings hold no cycles; looking for them after every 700 values takes a tenth of a start.
    gc.set_threshold(50_000, 20, 100)
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that lacks a letter gets its number, not a crash
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(words)
    except ReadError as error:
        _complain(error)
        return UNREAD
    except RedactlintError as error:
        _complain(error)
        return USAGE
    except KeyboardInterrupt:
        sys.stderr.write("redactlint: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except Exception as error:  # a crash is said to be one, never taken for a finding
        if os.environ.get("REDACTLINT_TRACEBACK"):
            raise
        _complain_of_crash(error)
        return CRASHED


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        from redactlint.verbs import overview

        sys.stdout.write(overview.page())
        return NOTHING_FOUND if words else USAGE
    if words[0] in ("-V", "--version"):
        from redactlint import __version__

        sys.stdout.write(f"redactlint {__version__}\n")
        return NOTHING_FOUND
    verb = words.pop(0) if words[0] in VERBS else "check"
    module = _module_of(verb)
    try:
        arguments = _arguments(module, words)
    except SystemExit as stopped:  # argparse prints its own line on stderr, or the help on stdout
        return stopped.code if isinstance(stopped.code, int) else USAGE
    code: int = module.run(arguments)
    sys.stdout.flush()
    return code


def _arguments(module: ModuleType, words: list[str]) -> Any:
    """The arguments of a verb; where it can tell them from paths alone, argparse is not even imported."""
    if words and hasattr(module, "plain") and not any(one.startswith("-") for one in words):
        return module.plain(words)
    return module.parser().parse_args(words)


def _module_of(verb: str) -> ModuleType:
    import importlib

    return importlib.import_module(f"redactlint.verbs.{verb}")


def _complain(error: RedactlintError) -> None:
    from redactlint.reports.safe import safe

    sys.stderr.write(f"redactlint: {safe(str(error))}\n")


def _complain_of_crash(error: Exception) -> None:
    sys.stderr.write(
        f"redactlint: a fault in redactlint itself ({fault_of(error)}), no verdict on your documents; "
        "please report it with this line and, for the details, the output under REDACTLINT_TRACEBACK=1\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())

"""The command line: `main(argv) -> exit code`.  Nothing else prints, exits, or reads the clock or the environment.

Each verb is a module of `redactlint.verbs` with `describe(parser)` and `run(arguments) -> exit code`; only the one
asked for is imported.
"""

from __future__ import annotations

import contextlib
import errno
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
_TERMINATED, _PIPE_CLOSED = 143, 141  # as a shell reports a program that SIGTERM or SIGPIPE ended
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})

# The verbs, with one line on each for `redactlint --help`.
VERBS = {
    "check": "judge documents (the default: `redactlint PATH…`)",
    "show": "print what was parsed from a document",
    "fix": "show or write the mends that findings carry",
    "marking": "judge, normalise and roll up marking strings",
    "explain": "the page of one rule: what it says, what it rests on, examples",
    "rules": "list the rules; also `rules test` and `rules docs FOLDER`",
    "baseline": "write, prune or show the findings that are known and do not fail",
    "audit": "tell about many documents in tables: rules, posts, schedule, sample",
    "verify": "check a report against the documents: what has changed since",
    "init": "write a configuration to start from, and the hook for pre-commit",
    "lsp": "serve an editor: findings, pages of rules, mends (extra: lsp)",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name); returns the exit code."""
    if argv is None:
        _unwind_when_ended()
        code = main(sys.argv[1:])
        _keep_patterns()
        if "duckdb" in sys.modules:  # which takes what was not collected for lost, and says so
            gc.unfreeze()
        else:
            gc.freeze()  # the process is about to end: its last collections would look through all that it loaded
        return code
    words = list(argv)
    # Documents and findings hold no cycles; looking for them after every 700 values takes a tenth of a start.
    gc.set_threshold(50_000, 20, 100)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before we began: whoever did so does not want it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - until the process ends
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
    except KeyboardInterrupt as error:
        return _say_that_it_ended(terminated=isinstance(error, _Terminated))
    except BrokenPipeError:
        _leave_standard_output()  # whoever read our output has had enough
        return _PIPE_CLOSED
    except MemoryError:
        sys.stderr.write("redactlint: there is too little memory, no verdict on your documents; use fewer --jobs\n")
        return UNREAD
    except Exception as error:  # a crash is said to be one, never taken for a finding
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            sys.stderr.write(f"redactlint: the output cannot be written ({error.strerror}); make room for it\n")
            _leave_standard_output()
            return USAGE
        if os.environ.get("REDACTLINT_TRACEBACK"):
            raise
        _complain_of_crash(error)
        return CRASHED


class _Terminated(KeyboardInterrupt):
    """Somebody asked the process to end (SIGTERM, SIGHUP)."""


def _unwind_when_ended() -> None:
    """Let the first request to end unwind the run, so that no half-written file and no process is left; ignore more."""
    signal: Any = __import__("_signal")  # what the module signal adds takes longer than a document to judge
    own = os.getpid()
    asked = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]

    def end(number: int, _: object) -> None:
        if os.getpid() != own:  # a copy of this process that has not yet begun its own work
            return
        for one in asked:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else _Terminated

    for one in asked:
        if signal.getsignal(one) in (signal.SIG_DFL, signal.default_int_handler):  # nohup asks to ignore it
            signal.signal(one, end)


def _say_that_it_ended(*, terminated: bool) -> int:
    words = "terminated" if terminated else "interrupted"
    # An interrupt that came while a constructor was compiled makes Python end the process by the signal, whatever the
    # exit code; running anything so clears that.
    exec("")
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"redactlint: {words} before the end; there is no verdict\n")
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return _TERMINATED if terminated else INTERRUPTED
    _leave_standard_output()
    return _TERMINATED if terminated else INTERRUPTED


def _leave_standard_output() -> None:
    """Keep the interpreter from complaining when it flushes what nobody takes."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _keep_patterns() -> None:
    """Leave to the next run what this one had to compile."""
    from redactlint import compiled

    if compiled.is_worth_keeping():
        from redactlint.rulebook import rulecache

        rulecache.keep_patterns()


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        from redactlint.verbs import overview

        sys.stdout.write(overview.page())
        return NOTHING_FOUND if words else USAGE
    if words[0] in ("-V", "--version"):
        from redactlint import __version__

        sys.stdout.write(f"redactlint {__version__}\n")
        return NOTHING_FOUND
    first = words[0]
    verb = words.pop(0) if first in VERBS else "check"
    module = _module_of(verb)
    try:
        arguments = _arguments(module, words)
    except SystemExit as stopped:  # argparse prints its own line on stderr, or the help on stdout
        return stopped.code if isinstance(stopped.code, int) else USAGE
    code: int = module.run(arguments)
    sys.stdout.flush()
    if code == UNREAD and first not in VERBS and not os.path.exists(first):
        import difflib

        for near in difflib.get_close_matches(first, VERBS, 1, 0.7):
            sys.stderr.write(f"redactlint: no file is called {first!r}; did you mean the verb {near}?\n")
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

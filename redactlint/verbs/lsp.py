"""`redactlint lsp`: a language server, for findings while one writes."""

from __future__ import annotations

import argparse
import os
import sys

from redactlint.errors import UsageError
from redactlint.verbs import parsing

__all__ = ["parser", "run"]

_EXAMPLES = """\
An editor starts it and talks to it on standard input and output;
docs/editors.md says how for some. It needs the extra: pip install
'redactlint[lsp]'. The redactlint.toml nearest above each file holds for it.

examples:
  redactlint lsp
  redactlint lsp --strict --profile ic

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    made = parsing.make_parser(
        "lsp", "Serve an editor over the Language Server Protocol.", _EXAMPLES + exit_codes("the editor ended it")
    )
    parsing.add_judging(made)
    parsing.add_baseline(made)
    group = made.add_argument_group("how to serve")
    group.add_argument(
        "--wait",
        type=parsing.number,
        default=200,
        metavar="MS",
        help="judge when nothing was typed for so many milliseconds (default: 200)",
    )
    group.add_argument("--stdio", action="store_true", help="nothing: some editors add it, and there is no other way")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Serve until the editor is done; returns the exit code."""
    try:
        from redactlint.lsp.server import make_server
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs"):
            raise
        wrong = "the language server needs the extra lsp (pygls 2 is missing)"
        raise UsageError(wrong, "pip install 'redactlint[lsp]'") from error
    if sys.stdin.isatty():
        sys.stderr.write("redactlint: waiting for an editor on standard input; interrupt to leave\n")
    # The server closes what it was given; what is ours stays open for whoever ends the program.
    with open(os.dup(sys.stdin.fileno()), "rb") as incoming, open(os.dup(sys.stdout.fileno()), "wb") as outgoing:
        make_server(arguments, arguments.wait / 1000).start_io(incoming, outgoing)
    return 0

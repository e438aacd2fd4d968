"""The page of `redactlint --help`: the verbs, examples to copy, and what the exit codes mean."""

from __future__ import annotations

from redactlint.cli import VERBS

__all__ = ["EXIT_CODES", "exit_codes", "page"]

_USAGE = "the command line, the configuration or a rule file is wrong"


def exit_codes(done: str, found: str = "", usage: str = _USAGE, unread: str = "") -> str:
    """The exit codes of a verb in words; those that it does not end with are left out."""
    means = {"0": done, "1": found, "2": usage, "3": unread, "70": "a fault in redactlint itself"}
    means["130"] = "interrupted; 143 where the process was told to end (SIGTERM)"
    return "exit codes:\n" + "".join(f"  {code:<4} {words}\n" for code, words in means.items() if words)


EXIT_CODES = exit_codes(
    "nothing at or above --fail-on (default: warning)",
    "findings at or above it",
    unread="some input could not be read, or nothing was recognised (outranks 1)",
)


def page() -> str:
    """The help of the program."""
    verbs = "\n".join(f"  {verb:<9} {words}" for verb, words in VERBS.items())
    return f"""\
usage: redactlint [VERB] …

Judges classification markings, declassification instructions and redactions in
documents by the law that was in force on each document's own date.

verbs (`redactlint VERB --help` tells more):
{verbs}

examples:
  redactlint cables/                             every file of a folder
  redactlint check memo.txt --strict             leave no excuse standing
  cat memo.txt | redactlint check - --stdin-filename memo.txt
  redactlint check . --format text --format json=report.json
  redactlint check . --format sarif=out.sarif    for code scanning
  redactlint baseline write known.json cables/   what is known fails no longer
  redactlint audit cables/ --report schedule     what falls due when
  redactlint show --format json memo.txt         what was parsed
  redactlint marking "(S/NF)"                    one marking string
  redactlint explain BNR002                      why a rule says what it says

{EXIT_CODES}"""

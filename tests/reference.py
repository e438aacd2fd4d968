"""The reference of the command line, made from the code: `python tests/reference.py > docs/reference.md`."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Iterator

from redactlint import config, rulepack
from redactlint.cli import VERBS
from redactlint.reports.report import FORMATS
from redactlint.verbs.overview import EXIT_CODES

# The environment variables that are read, by name; a test looks for others in the code.
ENVIRONMENT = {
    "REDACTLINT_CACHE_DIR": "the folder in which compiled rules and results are kept",
    "XDG_CACHE_HOME": "the folder above `redactlint/`, in which they are kept otherwise (default: `~/.cache`)",
    "LOCALAPPDATA": "the same on Windows",
    "REDACTLINT_TRACEBACK": "if set, a fault in redactlint itself ends with a traceback, which may quote documents",
    "NO_COLOR": "if set, no colours in a terminal",
    "COLUMNS": "how wide pages and tables may be (default: the terminal; without one, 80 for help, `explain` and `rules`)",
    "TERM": "no colours where it is `dumb`",
}

_HEAD = """\
# Reference

Made from the code by `python tests/reference.py`; a test holds the two together. `redactlint VERB --help` prints
the same with examples. The guides are listed in [the index](README.md).

## Synopsis

    redactlint [VERB] [OPTION]… [PATH]…
    redactlint --help
    redactlint -V

Without a verb, `check` is meant. What the command line says outranks the configuration, which outranks the defaults.

## Verbs
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    parts += ["| verb | does |\n|---|---|\n" + _rows(VERBS) + "\n"]
    for verb in VERBS:
        module = importlib.import_module(f"redactlint.verbs.{verb}")
        parts.append(f"## redactlint {verb}\n\n" + "\n".join(_verb(module.parser(), "###")))
    codes = re.findall(r"^\s+(\d+)\s+(.*)$", EXIT_CODES, re.MULTILINE)
    parts.append("## Exit codes\n\n| code | means |\n|---|---|\n" + _rows(dict(codes), code=False) + "\n")
    parts.append(
        "## Formats of `check`\n\n"
        + ", ".join(f"`{one}`" for one in FORMATS)
        + ". What each is for stands in [continuous integration](ci.md); `json` is described in [json.md](json.md).\n"
    )
    profiles = {name: one.summary for name, one in sorted(rulepack.load().profiles.items())}
    parts.append("## Profiles\n\n| profile | for |\n|---|---|\n" + _rows(profiles) + "\n")
    parts.append(
        f"## Configuration\n\nThe keys of `{config.FILE_NAME}`, of which there is [a guide](configuration.md).\n\n"
        "| key | value |\n|---|---|\n" + _rows(config.KEYS) + "\n"
    )
    parts.append("## Environment\n\n| variable | meaning |\n|---|---|\n" + _rows(ENVIRONMENT) + "\n")
    return "\n".join(parts)


def _rows(table: dict[str, str], *, code: bool = True) -> str:
    return "\n".join(f"| {f'`{key}`' if code else key} | {_cell(words)} |" for key, words in table.items())


def _cell(words: str) -> str:
    """Words in a cell; what is in code marks stays as it is."""
    return re.sub(r"([\\*|<>\[\]])", r"\\\1", words) if "`" not in words else words.replace("|", "\\|")


def _verb(parser: argparse.ArgumentParser, heading: str) -> Iterator[str]:
    """What a parser says: what it is for, and each group of its options in a table."""
    if parser.description:
        yield f"{_cell(' '.join(parser.description.split()))}\n"
    for group in parser._action_groups:
        actions = [one for one in group._group_actions if one.help != argparse.SUPPRESS and one.dest != "help"]
        nested = [one for one in actions if isinstance(one, argparse._SubParsersAction)]
        plain = [one for one in actions if one not in nested]
        if plain:
            title = str(group.title).replace("positional ", "")
            yield f"| {title} | |\n|---|---|"
            yield "\n".join(f"| `{_usage(one)}` | {_cell(one.help or '')} |" for one in plain) + "\n"
        for action in nested:
            for name, one in action.choices.items():
                yield f"{heading} {parser.prog} {name}\n"
                yield from _verb(one, heading + "#")


def _usage(action: argparse.Action) -> str:
    """An option with the name of its value, or the name of an argument."""
    if not action.option_strings:
        name = action.metavar or action.dest
        return {"*": f"[{name}]…", "+": f"{name}…", "?": f"[{name}]"}.get(str(action.nargs), str(name))
    names = ", ".join(action.option_strings)
    if action.nargs == 0:
        return names
    value = action.metavar or ("\\|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    return f"{names} {value}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(page())

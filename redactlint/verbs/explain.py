"""`redactlint explain CODE|NAME`: the page of one rule."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from redactlint.verbs import common

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint explain BNR002
  redactlint explain banner-below-portions

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import EXIT_CODES

    made = common.make_parser("explain", "Explain rules: what they say, why, and by what law.", _EXAMPLES + EXIT_CODES)
    made.add_argument("rules", nargs="+", metavar="RULE", help="codes or names")
    made.add_argument("--rules", action="append", dest="packs", default=[], metavar="FOLDER", help="rules of your own")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Print the pages; returns the exit code."""
    import shutil

    from redactlint import rulepack
    from redactlint.reports.rule_page import page

    folders = [Path(one) for one in arguments.packs]
    pack = rulepack.load(folders)
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    pages = []
    for name in arguments.rules:
        rule = pack.rule(name)
        pages.append(page(rule, rulepack.examples_of(rule, folders), width))
    sys.stdout.write("\n".join(pages))
    return 0

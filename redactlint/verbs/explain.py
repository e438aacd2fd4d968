"""`redactlint explain CODE|NAME`: the page of one rule."""

from __future__ import annotations

import argparse
import sys

from redactlint.verbs import common, parsing

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint explain BNR002
  redactlint explain banner-below-portions

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes("the pages were printed", usage="no such rule, or the configuration or a rule file is wrong")
    made = parsing.make_parser("explain", "Explain rules: what they say, why, and by what law.", _EXAMPLES + codes)
    made.add_argument("rules", nargs="+", metavar="RULE", help="codes or names")
    parsing.add_rules(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Print the pages; returns the exit code."""
    import shutil

    from redactlint import rulepack
    from redactlint.reports.rule_page import page

    _, pack = common.load_pack(arguments, common.read_config(arguments))
    width = min(shutil.get_terminal_size().columns, 100)
    pages = []
    for name in arguments.rules:
        rule = pack.rule(name)
        pages.append(page(rule, rulepack.source_of(rule), pack, width))
    sys.stdout.write("\n".join(pages))
    return 0

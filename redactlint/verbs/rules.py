"""`redactlint rules`: a table of the rules; `rules test` runs their examples, `rules docs` writes their pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from redactlint.errors import UsageError
from redactlint.values import TYPE_CHECKING
from redactlint.verbs import common, parsing

if TYPE_CHECKING:
    from redactlint.rulepack import Pack

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint rules                          all rules
  redactlint rules BNR DCL                  two families
  redactlint rules --format json
  redactlint rules test                     the examples of the shipped rules
  redactlint rules test my-rules/           those of yours, validated
  redactlint rules test --select BNR002
  redactlint rules docs docs/rules          write the page of every rule

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    does = "List the rules, run their examples, or write their documentation."
    codes = exit_codes("listed or written; every example is right", "an example is not", unread="no rule was found")
    made = parsing.make_parser("rules", does, _EXAMPLES + codes)
    made.add_argument(
        "words",
        nargs="*",
        metavar="RULE",
        help="families, codes or names; or `test` and folders of rules; or `docs` and a folder to write to",
    )
    made.add_argument("--select", type=parsing.names, action="extend", default=[], metavar="RULES", help="only these")
    parsing.add_rules(made)
    made.add_argument(
        "--format",
        type=parsing.one_of("table", "json"),
        choices=("table", "json"),
        default="table",
        help="default: table",
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """List or test; returns the exit code."""
    if arguments.words and arguments.words[0] == "test":
        return _test(arguments.words[1:], arguments.select)
    if arguments.words and arguments.words[0] == "docs":
        return _write_pages(arguments)
    from redactlint.reports import catalogue

    _, pack = common.load_pack(arguments, common.read_config(arguments))
    wanted = (*arguments.words, *arguments.select)
    codes = pack.codes(wanted) if wanted else frozenset(pack.rules)
    rules = [rule for rule in pack.rules.values() if rule.code in codes]
    if arguments.format == "json":
        sys.stdout.write(catalogue.as_json(rules))
    else:
        import shutil

        sys.stdout.write(catalogue.as_table(rules, shutil.get_terminal_size().columns))
    return 0


def _test(folders: list[str], select: list[str]) -> int:
    from redactlint import rulepack
    from redactlint.reports.report import count_of
    from redactlint.reports.safe import safe
    from redactlint.rulebook import examples, validation

    for folder in folders:
        if not Path(folder).exists():
            raise UsageError(f"no folder {folder!r}", "name a folder of rule files")
    places = tuple(Path(folder) for folder in folders)
    validation.validate(places or (rulepack.data_folder("rules"),))
    pack = rulepack.load([one if one.is_dir() else one.parent for one in places])
    wanted = pack.codes(select) if select else frozenset(pack.rules)
    if places:  # a file is called as its rule
        wanted &= {path.stem for place in places for path in (place, *place.rglob("*.toml"))}
    tally = examples.Tally()
    failures = 0
    wanted -= _untestable(pack, wanted)
    for failure in examples.run(pack, places, only=wanted, tally=tally) if wanted else ():
        failures += 1
        title = f" ({failure.title}; {failure.which})" if failure.title else ""
        sys.stdout.write(
            f"{safe(failure.path)}: {failure.rule}{safe(title)}\n"
            f"    expected: {safe(failure.expected)}\n    found:    {safe(failure.found)}\n"
        )
    done = f"{count_of(tally.rules, 'rule')}, {count_of(tally.examples, 'example')}"
    sys.stdout.write(f"{done}: {count_of(failures, 'failure') if failures else 'no failures'}\n")
    if tally.rules == 0:
        sys.stderr.write("redactlint: no rule was found there\n")
        return 3
    return 1 if failures else 0


def _untestable(pack: Pack, wanted: frozenset[str]) -> frozenset[str]:
    """The rules on sets among those, said on standard error, where what compares documents is not installed."""
    from redactlint.sets.similar import need_extra

    codes = frozenset(code for code in wanted if pack.rules[code].check.startswith("sets."))
    try:
        if codes:
            need_extra()
    except UsageError as error:
        sys.stderr.write(f"redactlint: {', '.join(sorted(codes))} not tested: {error.wrong}; {error.remedy}\n")
        return codes
    return frozenset()


def _write_pages(arguments: argparse.Namespace) -> int:
    from redactlint import rulepack
    from redactlint.reports import rule_documentation
    from redactlint.reports.files import whole_file
    from redactlint.reports.safe import safe

    if len(arguments.words) != 2:
        raise UsageError("`rules docs` takes one folder", "name the folder to write to, as docs/rules")
    folder = Path(arguments.words[1])
    _, pack = common.load_pack(arguments, common.read_config(arguments))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make {folder} ({error.strerror})", "check the path and its permissions") from error
    pages = rule_documentation.pages(pack, rulepack.source_of)
    changed = 0
    for name, words in pages.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != words.encode("utf-8"):
            changed += 1
            with whole_file(str(path)) as stream:
                stream.write(words)
    sys.stdout.write(f"{len(pages)} pages in {safe(str(folder))}: {changed} written, the others as they were\n")
    return 0

"""What the verbs share: arguments, and from arguments and configuration to a plan."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from redactlint import config as configuration
from redactlint.config import Config
from redactlint.discovery import STDIN, Source, discover, sidecar_of
from redactlint.engine import ENGINE_CHECK, Options, check_of
from redactlint.errors import UsageError
from redactlint.rulechanges import changes_of
from redactlint.rulepack import Pack, Profile
from redactlint.running import Plan

if TYPE_CHECKING:
    from redactlint.baseline import Baseline

__all__ = [
    "add_input", "add_judging", "add_rules", "day", "load_pack", "make_parser", "names", "plan_of", "read_config",
]  # fmt: skip


def make_parser(verb: str, summary: str, epilog: str, usage: str | None = None) -> argparse.ArgumentParser:
    """A parser of one verb, whose help ends with examples."""
    return argparse.ArgumentParser(
        prog=f"redactlint {verb}",
        usage=usage,
        description=summary,
        epilog=epilog,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Asks for the width of the terminal once, and without a module for it: argparse makes one for every argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())


@cache
def _width() -> int:
    try:
        return min(os.get_terminal_size(sys.stdout.fileno()).columns, 110) - 2
    except (OSError, ValueError, AttributeError):  # no terminal, or no real stream
        return 98


def day(words: str) -> datetime.date:
    """A date of the command line."""
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no date (write 2027-01-31)") from None


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


def add_input(parser: argparse.ArgumentParser) -> None:
    """The options that say what to read."""
    group = parser.add_argument_group("what to read")
    group.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, globs, or - for standard input")
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
    group.add_argument("--max-bytes", type=number, metavar="N", help="the largest file to read (default: 50,000,000)")


def read_config(arguments: Any) -> Config:
    """The configuration that the command line asks for.

    Under profile archive only a file named with --config counts: what lies beside the documents may come with them.
    """
    if arguments.no_config:
        return Config()
    if arguments.config is not None:
        return configuration.load(arguments.config)
    if getattr(arguments, "profile", None) == "archive":
        return Config()
    found = configuration.find(os.getcwd())
    if found is None:
        return Config()
    config = configuration.load(os.path.relpath(found))
    return config.only("profile") if config.get("profile") == "archive" else config


def plan_of(arguments: Any, config: Config, *, excerpts: bool = False) -> tuple[Plan, Pack]:
    """What to run: the command line over the configuration; raises UsageError, ConfigError or RulePackError."""
    packs, pack = load_pack(arguments, config)
    metadata = arguments.metadata or (config.resolve(config.get("metadata")) if config.get("metadata") else None)
    profile = arguments.profile or config.get("profile", "state")
    if metadata is not None:
        from redactlint.metadata import read_metadata

        dates = read_metadata(metadata)
    else:
        dates = {}
    changes = changes_of(config.get("rules", {}), pack, config.path)
    options = Options(
        as_of=arguments.as_of or config.get("as_of") or datetime.date.today(),
        profile=profile,
        strict=bool(config.get("strict", False) if arguments.strict is None else arguments.strict),
        select=tuple(arguments.select or config.get("select", ())),
        ignore=tuple(arguments.ignore or ()) + config.ignore,
        severities={**_severities(config, pack), **changes.severities},
        rule_parameters=changes.parameters,
        protected=changes.protected,
        parameters=config.parameters,
        document_date=config.get("document_date"),
        metadata=dates,
        excerpts=excerpts,
        ignore_rows=configuration.ignore_rows(config, pack.codes),
        root=config.folder if config.path is not None else "",
    )
    limit = getattr(arguments, "max_bytes", None)
    limit = config.get("max_bytes") if limit is None else limit
    plan = Plan(options, packs, jobs=getattr(arguments, "jobs", None) or config.get("jobs", 0))
    if limit is not None:
        import attrs

        plan = attrs.evolve(plan, max_bytes=limit)
    if packs:  # said before the first document, not in the middle of a report
        for rule in pack.rules.values():
            if rule.retired is None and rule.check != ENGINE_CHECK:
                check_of(rule)
    return plan, pack


def baseline_of(arguments: Any, config: Config, plan: Plan) -> Baseline | None:
    """The baseline that the command line or the configuration names; raises ConfigError for one that cannot be used."""
    if arguments.no_baseline:
        return None
    path = arguments.baseline or (config.resolve(config.get("baseline")) if config.get("baseline") else None)
    if path is None:
        return None
    from redactlint import baseline

    return baseline.Baseline(path, baseline.read(path), plan.options.protected)


def sources_of(
    arguments: Any, config: Config, profile: Profile, paths: Sequence[str], own: Iterable[str] = ()
) -> list[Source]:
    """The sources that `paths` name, without the files of the run's `own`: what it writes, and its baseline."""
    sources = discover(
        paths,
        exclude=[*config.get("exclude", ()), *arguments.exclude],
        ignore_files=profile.honours_suppressions,
        root=config.folder,
    )
    if arguments.stdin_filename is not None:
        name = arguments.stdin_filename
        beside = sidecar_of(name) if profile.honours_suppressions else None
        sources = [one._replace(name=name, sidecar=beside) if one.path == STDIN else one for one in sources]
    left_out = {os.path.abspath(one) for one in own}
    if not left_out:
        return sources
    return [one for one in sources if one.path == STDIN or os.path.abspath(one.path) not in left_out]


def refuse_to_overwrite(outputs: Iterable[str], paths: Iterable[str]) -> None:
    """Raise UsageError where a report would take the place of a document that is named."""
    named = {os.path.abspath(one) for one in paths}
    for output in outputs:
        if os.path.abspath(output) in named:
            raise UsageError(f"{output} is to be read and to be written", "give the report another file")


def load_pack(arguments: Any, config: Config) -> tuple[tuple[str, ...], Pack]:
    """The folders of rules that the command line and the configuration add, and the pack with them in it."""
    from redactlint import rulepack

    packs = tuple(arguments.packs or ()) + tuple(config.resolve(one) for one in config.get("extend", ()))
    for folder in packs:
        if not os.path.isdir(folder):
            raise UsageError(f"no rule folder {folder!r}", "check --rules and `extend` in the configuration")
    return packs, rulepack.load(packs, validate=(lambda: _validate(packs)) if packs else None)


def _validate(packs: tuple[str, ...]) -> None:
    from pathlib import Path

    from redactlint.validation import validate

    validate(Path(one) for one in packs)


def _severities(config: Config, pack: Pack) -> dict[str, str]:
    levels = {}
    for name, level in config.get("severities", {}).items():
        for code in pack.codes((name,)):
            levels[code] = level
    return levels


def paths_of(arguments: Any) -> list[str]:
    """The paths of the command line and of --files-from; raises UsageError where there are none."""
    paths = list(arguments.paths)
    if arguments.files_from is not None:
        try:
            if arguments.files_from == "-":
                listed = os.fsdecode(sys.stdin.buffer.read())
            else:
                with open(arguments.files_from, "rb") as stream:
                    listed = os.fsdecode(stream.read())
        except OSError as error:
            raise UsageError(
                f"--files-from {arguments.files_from} cannot be read ({error.strerror})", "check the path"
            ) from error
        paths += [one for one in (listed.split("\0") if arguments.null else listed.splitlines()) if one]
    elif not paths:
        raise UsageError("nothing to check", "name files or folders, or - for standard input")
    return paths

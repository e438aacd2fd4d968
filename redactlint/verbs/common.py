"""What the verbs share: from arguments and configuration to a plan."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from redactlint import __version__
from redactlint import config as configuration
from redactlint.config import Config
from redactlint.engine import ENGINE_CHECK, Engine, Options, Outcome, check_of
from redactlint.errors import UsageError
from redactlint.readers.allowance import Columns, Limits
from redactlint.reports.report import RunFacts
from redactlint.rulebook import rulecache
from redactlint.rulebook.rulechanges import changes_of
from redactlint.rulepack import Pack, Profile
from redactlint.runs import running
from redactlint.runs.discovery import STDIN, Source, discover, sidecar_of
from redactlint.runs.running import Plan
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from redactlint.known.baseline import Baseline
    from redactlint.law.dates import DateRange

__all__ = [
    "baseline_of", "limits_of", "load_pack", "outcomes_of", "paths_of", "plan_of", "read_config", "refuse_to_overwrite",
    "run_facts", "sources_of", "standard_input", "told",
]  # fmt: skip


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
    rulecache.ask_for(getattr(arguments, "cache_dir", None))
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
        sets=_is_set(arguments),
    )
    limit = getattr(arguments, "max_bytes", None)
    limit = config.get("max_bytes") if limit is None else limit
    folder = None if getattr(arguments, "no_cache", True) else rulecache.cache_folder()
    plan = Plan(options, packs, jobs=getattr(arguments, "jobs", None) or config.get("jobs", 0), cache=folder)
    plan = plan._replace(limits=limits_of(arguments, config))
    if limit is not None:
        plan = plan._replace(max_bytes=limit)
    seconds = getattr(arguments, "max_seconds", None)
    seconds = config.get("max_seconds") if seconds is None else seconds
    if seconds is not None:
        plan = plan._replace(max_seconds=float(seconds))
    if packs:  # said before the first document, not in the middle of a report
        for rule in pack.rules.values():
            if rule.retired is None and rule.check != ENGINE_CHECK:
                check_of(rule)
    return plan, pack


def run_facts(plan: Plan, pack: Pack, fail_on: str, *, excerpts: bool) -> RunFacts:
    """What a report is told before the first document."""
    return RunFacts(
        version=__version__,
        as_of=plan.options.as_of,
        profile=plan.options.profile,
        strict=plan.options.strict,
        fail_on=fail_on,
        rules_digest=pack.digest,
        excerpts=excerpts,
    )


def limits_of(arguments: Any, config: Config) -> Limits:
    """What one file may hold and cost, and which of its members to leave out."""
    limits = Limits(exclude=(*config.get("exclude", ()), *getattr(arguments, "exclude", ())))
    named = {name: config.get(name) for name in ("max_total", "max_members", "max_depth", "max_ratio")}
    named |= {name: getattr(arguments, name, None) or named[name] for name in ("max_total", "max_members")}
    columns = {
        name: getattr(arguments, f"{name}_column", None) or config.get("columns", {}).get(name)
        for name in ("text", "id", "date")
    }
    limits = limits._replace(columns=Columns(**columns))
    return limits._replace(**{name: one for name, one in named.items() if one is not None})


def _is_set(arguments: Any) -> bool:
    """Whether the documents are judged as a set; raises UsageError where that cannot be."""
    if not getattr(arguments, "set", False):
        return False
    from redactlint.sets.similar import need_extra

    need_extra()
    return True


def outcomes_of(arguments: Any, plan: Plan, engine: Engine, sources: list[Source]) -> Iterator[Outcome]:
    """The outcomes of the sources, in order, by the engine that the command line names, as a set if it says so."""
    if getattr(arguments, "engine", None) == "dask":
        from redactlint.sets import on_dask

        return told(on_dask.run(plan, engine, sources, arguments.scheduler), plan.options.metadata)
    if getattr(arguments, "scheduler", None) is not None:
        raise UsageError("--scheduler belongs to --engine dask", "add --engine dask")
    outcomes = told(running.run(plan, engine, sources), plan.options.metadata)
    if not plan.options.sets:
        return outcomes
    from redactlint.sets.together import completed

    return completed(outcomes, engine)


def told(outcomes: Iterator[Outcome], dates: Mapping[str, DateRange]) -> Iterator[Outcome]:
    """Pass `outcomes` on; what readers have to say of the files is said on standard error, the same words once.

    So is that the metadata, which give `dates`, name none of the documents: paths were meant that are not written so.
    """
    from redactlint.reports.safe import safe

    is_dated = not dates

    said: dict[str, int] = {}
    bar = "\r\x1b[K" if sys.stderr.isatty() else ""  # what is there of a progress bar gives way
    for one in outcomes:
        is_dated = is_dated or _is_named(one, dates)
        for note in one.notes:
            said[note] = said.get(note, 0) + 1
            if said[note] == 1:
                sys.stderr.write(f"{bar}redactlint: {safe(f'{one.facts.file}: {note}')}\n")
        yield one
    for note, times in said.items():
        if times > 1:
            sys.stderr.write(f"{bar}redactlint: the same of {times - 1} more files: {safe(note)}\n")
    if not is_dated:
        sys.stderr.write(
            f"{bar}redactlint: the metadata name none of these documents; give paths as reports show them, or ids\n"
        )


def _is_named(outcome: Outcome, dates: Mapping[str, DateRange]) -> bool:
    from redactlint.metadata import key_of

    facts = outcome.facts
    names = [facts.path, facts.id, *((facts.where or {}).get(key) for key in ("member", "id"))]
    return any(key_of(str(name)) in dates for name in names if name is not None)


def baseline_of(arguments: Any, config: Config, plan: Plan) -> Baseline | None:
    """The baseline that the command line or the configuration names; raises ConfigError for one that cannot be used."""
    if arguments.no_baseline:
        return None
    path = arguments.baseline or (config.resolve(config.get("baseline")) if config.get("baseline") else None)
    if path is None:
        return None
    from redactlint.known import baseline

    return baseline.Baseline(path, baseline.read(path), plan.options.protected)


def sources_of(
    arguments: Any,
    config: Config,
    profile: Profile,
    paths: Sequence[str],
    own: Iterable[str] = (),
    passed_over: dict[str, str] | None = None,
) -> list[Source]:
    """The sources that `paths` name, without the files of the run's `own`: what it writes, and its baseline.

    `passed_over` takes what was hidden or excluded, as `discover` tells it.
    """
    sources = discover(
        paths,
        exclude=[*config.get("exclude", ()), *arguments.exclude],
        ignore_files=profile.honours_suppressions,
        root=config.folder,
        left_out=passed_over,
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

    from redactlint.rulebook.validation import validate

    validate(Path(one) for one in packs)


def _severities(config: Config, pack: Pack) -> dict[str, str]:
    levels = {}
    for name, level in config.get("severities", {}).items():
        for code in pack.codes((name,)):
            levels[code] = level
    return levels


def standard_input() -> bytes:
    """All that comes on standard input; nothing where it is closed."""
    return b"" if sys.stdin is None else sys.stdin.buffer.read()


def paths_of(arguments: Any) -> list[str]:
    """The paths of the command line and of --files-from; raises UsageError where there are none."""
    paths = list(arguments.paths)
    if arguments.files_from is not None:
        try:
            if arguments.files_from == "-":
                listed = os.fsdecode(standard_input())
            else:
                with open(arguments.files_from, "rb") as stream:
                    listed = os.fsdecode(stream.read())
        except OSError as error:
            raise UsageError(
                f"--files-from {arguments.files_from} cannot be read ({error.strerror})", "check the path"
            ) from error
        paths += [one for one in (listed.split("\0") if arguments.null else listed.splitlines()) if one]
    elif not paths:
        raise UsageError("nothing to check", "name files or folders (. is this one), or - for standard input")
    return paths

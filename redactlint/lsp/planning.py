"""Planning: the engine for each file by the `redactlint.toml` nearest above it, made anew when that changes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from redactlint import config as configuration
from redactlint.config import Config
from redactlint.engine import Engine, Outcome
from redactlint.errors import ConfigError, RedactlintError
from redactlint.law.dates import DateRange
from redactlint.metadata import key_of
from redactlint.runs.discovery import discover
from redactlint.runs.running import Plan
from redactlint.values import Value
from redactlint.verbs import common

if TYPE_CHECKING:
    from redactlint.known.baseline import Entry

__all__ = ["Planned", "Planner"]

# What tells whether a file is still the same: its time of change and its size, None where there is none.
_Stamp = tuple[str, int, int] | None


@attrs.frozen(eq=False, repr=False)
class Planned(Value):
    """How to judge the files under one configuration.  `baseline` is the path of one and its entries."""

    engine: Engine
    plan: Plan
    config: Config
    baseline: tuple[str, list[Entry]] | None = None

    def cover(self, outcome: Outcome) -> Outcome:
        """The outcome of one document with the findings that the baseline knows marked as suppressed."""
        if self.baseline is None:
            return outcome
        from redactlint.known.baseline import Baseline

        return Baseline(*self.baseline, self.plan.options.protected).cover(outcome)

    def leaves_out(self, path: str) -> bool:
        """Whether the configuration excludes a file that exists."""
        patterns = self.config.get("exclude", ())
        return (
            bool(patterns) and os.path.isfile(path) and not discover([path], exclude=patterns, root=self.config.folder)
        )


@attrs.frozen(eq=False)
class _Known:
    """A plan, or the error that stood in its way, and what both were made from."""

    files: tuple[str, ...]
    stamps: tuple[_Stamp, ...]
    day: datetime.date
    planned: Planned | None = None
    error: RedactlintError | None = None


class Planner:
    """Plans by configuration; `arguments` are those of the command line, which outrank every configuration."""

    def __init__(self, arguments: Any) -> None:
        self._arguments = arguments
        self._known: dict[str | None, _Known] = {}

    def planned(self, folder: str) -> Planned:
        """The plan for the files of a folder; raises RedactlintError, and the same again until something changes."""
        path = self._config_of(folder)
        known = self._known.get(path)
        day = self._arguments.as_of or datetime.date.today()
        if known is None or known.day != day or known.stamps != _stamps(known.files):
            known = self._known[path] = self._made(path, day)
        if known.planned is None:
            assert known.error is not None
            raise known.error
        return known.planned

    def _config_of(self, folder: str) -> str | None:
        if self._arguments.no_config:
            return None
        if self._arguments.config is not None:
            return os.path.abspath(str(self._arguments.config))
        # What lies beside records that others submit may have come with them.
        return None if self._arguments.profile == "archive" else configuration.find(folder)

    def _made(self, path: str | None, day: datetime.date) -> _Known:
        files = tuple(_files_of(path, Config(), self._arguments))
        try:
            config = _absolute(configuration.load(path)) if path is not None else Config()
            if config.get("profile") == "archive" and self._arguments.config is None:
                config = config.only("profile")
            files = tuple(_files_of(path, config, self._arguments))
            return _Known(files, _stamps(files), day, planned=self._plan(config))
        except RedactlintError as error:
            return _Known(files, _stamps(files), day, error=error)
        except OSError as error:
            unread = ConfigError(f"cannot be read ({error.strerror or error})", "mend it or remove it", path=path)
            return _Known(files, _stamps(files), day, error=unread)

    def _plan(self, config: Config) -> Planned:
        plan, pack = common.plan_of(self._arguments, config)
        dates = _by_whole_path(plan.options.metadata, config.folder)
        plan = plan._replace(options=plan.options._replace(metadata=dates))
        found = common.baseline_of(self._arguments, config, plan)
        known = None if found is None else (found.path, list(found.entries))
        return Planned(Engine(pack, plan.options), plan, config, known)


def _absolute(config: Config) -> Config:
    """The same with whole paths: a server has no folder of its own to speak from."""
    assert config.path is not None
    return config._replace(folder=os.path.dirname(os.path.abspath(config.path)))


def _by_whole_path(dates: Any, folder: str) -> dict[str, DateRange]:
    """The dates by what the file calls a document and, since that may be a path from its folder, by the whole path."""
    return {**dates, **{key_of(os.path.normpath(os.path.join(folder, key))): days for key, days in dates.items()}}


def _files_of(path: str | None, config: Config, arguments: Any) -> Iterator[str]:
    """The files that a plan is made from, beside the shipped rules."""
    if path is not None:
        yield path
    for key in ("metadata", "baseline"):
        given = getattr(arguments, key, None) or (config.resolve(config.get(key)) if config.get(key) else None)
        if given is not None:
            yield given
    for folder in (*(arguments.packs or ()), *(config.resolve(one) for one in config.get("extend", ()))):
        yield folder
        for place, _, names in os.walk(folder):
            yield from (os.path.join(place, name) for name in sorted(names))


def _stamps(files: tuple[str, ...]) -> tuple[_Stamp, ...]:
    return tuple(_stamp(one) for one in files)


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (path, found.st_mtime_ns, found.st_size)

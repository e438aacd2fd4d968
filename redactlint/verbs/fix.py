"""`redactlint fix`: show or write the mends that findings carry."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

import attrs

from redactlint import rewriting
from redactlint.engine import Engine
from redactlint.errors import ReadError, RedactlintError, UsageError, WriteError, fault_of, said_of
from redactlint.fixes import Mending, mend
from redactlint.reports.report import count_of
from redactlint.reports.safe import safe
from redactlint.runs import deadline
from redactlint.runs.discovery import STDIN, Source, read_bytes
from redactlint.verbs import common, parsing

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactlint.engine import Outcome
    from redactlint.known.baseline import Baseline, Entry
    from redactlint.markings.model import Marking
    from redactlint.runs.running import Plan

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint fix cables/                         what would be mended, a patch
  redactlint fix cables/ > mend.patch            for `git apply -p0`
  redactlint fix --write memo.txt                mend it
  redactlint fix --write --select PRT003 .       one rule only
  redactlint fix --write --record mends.jsonl .  keep a record of the mends

Only what is certain is mended: the form of marks and banners, order and
separators of controls, a mistyped order, captions that the portions demand.
No level, date, reason or order becomes another.  --unsafe adds mends that a
person should look at.

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes(
        "nothing to mend",
        "there was something to mend (shown, or with --write mended)",
        "the command line, configuration or rules, or the profile edits nothing",
        "a file could not be read or written, or nothing recognised (outranks 1)",
    )
    made = parsing.make_parser("fix", "Show or write the mends that findings carry.", _EXAMPLES + codes)
    parsing.add_input(made)
    parsing.add_judging(made)
    parsing.add_baseline(made)
    group = made.add_argument_group("what to do")
    way = group.add_mutually_exclusive_group()
    way.add_argument("--diff", action="store_true", help="show a patch and write nothing (the default)")
    way.add_argument("--write", action="store_true", help="write the files, each whole or not at all")
    group.add_argument("--unsafe", action="store_true", help="make mends too that only a person can be sure of")
    group.add_argument(
        "--record", metavar="FILE", help="with --write: add a line of JSON for each mend to FILE, for its owner alone"
    )
    group.add_argument(
        "--allow-unrecognised",
        action="store_true",
        default=None,
        help="do not fail where nothing was recognised (for hooks)",
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Mend; returns the exit code."""
    config = common.read_config(arguments)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    if not engine.profile.allows_fix:
        raise UsageError(
            f"profile {engine.profile.name} edits no records", "judge them with `redactlint check`, and mend nothing"
        )
    if arguments.record is not None and not arguments.write:
        raise UsageError("--record keeps what was written, and nothing is written", "add --write")
    baseline = common.baseline_of(arguments, config, plan)
    paths = common.paths_of(arguments)
    own = [one for one in (arguments.record, baseline.path if baseline is not None else None) if one is not None]
    common.refuse_to_overwrite([arguments.record] if arguments.record is not None else [], paths)
    sources = common.sources_of(arguments, config, engine.profile, paths, own)
    if arguments.write and any(one.path == STDIN for one in sources):
        raise UsageError("standard input cannot be written back", "leave out --write to see the patch")
    if arguments.write:
        sources = _without_doubles(sources)
    with ExitStack() as stack:
        record = None
        if arguments.record is not None:
            from redactlint.reports.mend_record import opened

            record = stack.enter_context(opened(arguments.record))
        work = _Work(engine, baseline, plan, arguments.unsafe, arguments.write, record)
        for source in sources:
            work.mend(source)
    allow = arguments.allow_unrecognised
    allow = bool(config.get("allow_unrecognised", False) if allow is None else allow)
    return work.end(allow_unrecognised=allow)


def _without_doubles(sources: list[Source]) -> list[Source]:
    """The sources without links to files that are sources themselves: those are written under their own name."""
    links = {one.path for one in sources if os.path.islink(one.path)}
    files = {os.path.realpath(one.path) for one in sources if one.path not in links} if links else set()
    return [one for one in sources if one.path not in links or os.path.realpath(one.path) not in files]


@attrs.define(eq=False)
class _Work:
    """Goes through the files, says what it does, and counts."""

    engine: Engine
    baseline: Baseline | None
    plan: Plan
    unsafe: bool
    write: bool
    record: TextIO | None
    read: int = 0
    failed: int = 0
    crashes: int = 0
    recognised: int = 0
    documents: int = 0
    mends: int = 0
    unsafe_left: int = 0
    marking: Marking | None = None
    _known: dict[str, list[Entry]] | None = None

    def mend(self, source: Source) -> None:
        """Show or write what is to be mended in one file; a file that cannot be read or written stops no other."""
        from redactlint.readers.kinds import kind_of

        self.read += 1
        try:
            data = read_bytes(source, self.plan.max_bytes)
            if source.is_bag or kind_of(data, source.shown) is not None:
                raise ReadError("is a container (an archive, a page, a table …), and is not edited", "mend its source")
            made = deadline.within(self.plan.max_seconds, lambda _: self._made(source, data))
            self.recognised += made.is_recognised
            self._say_what_is_left(made)
            if not made.mends:
                return
            after = rewriting.encoded(made.text.source, data, made.source, path=source.shown)
            if self.write:
                rewriting.replace(source.path, data, after)
            self._say(made, data, after)
        except ReadError as error:
            self._complain(f"{source.shown}: {said_of(error.wrong)}", error.remedy)
        except deadline.LateError:
            self._complain(f"{source.shown}: the file {deadline.late_words(self.plan.max_seconds)}", "")
        except WriteError as error:
            self._complain(f"{source.shown}: the file {error.wrong}, and was left as it is", error.remedy)
        except RedactlintError:  # a wrong rule pack is the user's to mend
            raise
        except Exception as error:
            fault = fault_of(error)
            self.crashes += 1
            self._complain(f"{source.shown}: a fault in redactlint itself ({fault})", "please report it")

    def _made(self, source: Source, data: bytes) -> Mending:
        """The mends of a file."""
        from redactlint.readers.opening import plain_text

        sidecar = None
        if source.sidecar is not None:
            from redactlint.known import sidecars

            sidecar = sidecars.read(source.sidecar)
        text = plain_text(data, source.shown)
        return mend(text, self.engine, unsafe=self.unsafe, cover=self._cover(source.shown), sidecar=sidecar)

    def end(self, *, allow_unrecognised: bool) -> int:
        """Say what it comes to; returns the exit code."""
        if self.mends:
            counts = f"{count_of(self.mends, 'mend')} in {count_of(self.documents, 'document')}"
            sys.stdout.write(f"{counts}{' written' if self.write else '; `redactlint fix --write` makes them'}\n")
            sys.stdout.write(f"This page is {self._own_marking()}.\n")
        if self.unsafe_left:
            sys.stderr.write(f"redactlint: {count_of(self.unsafe_left, 'mend')} left that --unsafe would make\n")
        if self.recognised and not (self.mends or self.unsafe_left or self.failed):
            sys.stderr.write(f"redactlint: nothing to mend in {count_of(self.recognised, 'document')}\n")
        if not self.read:
            sys.stderr.write("redactlint: no file was read; check the paths and what is excluded\n")
        elif not self.recognised and not self.failed and not allow_unrecognised:
            sys.stderr.write("redactlint: nothing was recognised; check the paths, or pass --allow-unrecognised\n")
        if self.crashes:
            return 70
        if self.failed or (not self.recognised and not allow_unrecognised):
            return 3
        return 1 if self.mends else 0

    def _cover(self, path: str) -> Callable[[Outcome], Outcome] | None:
        """What marks the findings that the baseline knows; anew for every round, since it counts them."""
        known = self.baseline
        if known is None:
            return None
        from redactlint.known.baseline import Baseline

        if self._known is None:
            self._known = {}
            for one in known.entries:
                self._known.setdefault(os.path.abspath(known.document(one.path)), []).append(one)
        entries = self._known.get(os.path.abspath(path), [])
        return lambda outcome: Baseline(known.path, entries, self.engine.options.protected).cover(outcome)

    def _say(self, made: Mending, data: bytes, after: bytes) -> None:
        self.documents += 1
        self.mends += len(made.mends)
        for one in made.mends:
            finding, number = one.finding, len(one.edits)
            description = finding.fix.description if finding.fix is not None else ""
            where = f"{made.text.path}:{one.places[0].line}:{one.places[0].column}"
            places = f" in {number} places" if number > 1 else ""
            sys.stdout.write(f"{safe(where)}: {finding.rule} {finding.name}: {safe(description)}{places}\n")
        if not self.write:
            from redactlint.placing import joined, markings_of
            from redactlint.reports.diff import unified

            for line in unified(made.text.path, made.before, made.after):
                sys.stdout.write(f"{line}\n")
            parts = (made.document, *made.document.others) if made.document is not None else ()
            markings = [one for part in parts for one in markings_of(part)]
            markings += [self.marking] if self.marking is not None else []
            self.marking = joined(markings, self.engine.setting.register)
        if self.record is not None:
            from redactlint.reports.mend_record import rows

            for row in rows(made, data, after, self.engine.options):
                self.record.write(row)
            self.record.flush()

    def _say_what_is_left(self, made: Mending) -> None:
        for one in made.left:
            if one.is_unsafe:
                self.unsafe_left += 1
                continue
            place = one.finding.place
            where = f"{place.path}:{place.line}:{place.column}"
            sys.stderr.write(f"redactlint: {safe(where)}: {one.finding.rule} is left, since {one.why}\n")

    def _own_marking(self) -> str:
        from redactlint.reports.report import marking_words

        words = marking_words(self.marking, self.engine.setting.register)
        return f"{words}: it quotes {'marks, dates and header words only' if self.write else 'text'}"

    def _complain(self, wrong: str, remedy: str) -> None:
        self.failed += 1
        sys.stderr.write(f"redactlint: {safe(f'{wrong}; {remedy}' if remedy else wrong)}\n")

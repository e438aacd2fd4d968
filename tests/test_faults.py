"""What goes wrong around a run: it ends or goes on as one would want, tells what was not checked, and leaves nothing.

docs/robustness.md lists the faults and what happens; each row names its test here, and a test holds the two together.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from redactlint.cli import main
from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import UsageError
from redactlint.reports.files import whole_file
from redactlint.runs import discovery, running, workers
from redactlint.runs.discovery import Source
from redactlint.runs.running import Plan, run

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "robustness.md"
AS_OF = datetime.date(2026, 1, 1)
PLAN = Plan(Options(as_of=AS_OF))
WRONG = (
    "C O N F I D E N T I A L LUSAKA {:06}\n\nE.O. 12958: DECL: 06/17/2017\nSUBJECT: X\n\n1. (S) One.\n\n2. (C) Two.\n"
)
CLEAN = "UNCLAS LUSAKA {:06}\n\nE.O. 12958: N/A\nTAGS: PREL, ZA\nSUBJECT: X\n\n1. One.\n"

posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and devices of POSIX")
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="the fault is handed to the processes by a fork")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    inside = tmp_path / "set"
    inside.mkdir()
    for number in range(12):
        (inside / f"07LUSAKA{number:02}.txt").write_text(WRONG.format(number), "utf-8")
    monkeypatch.chdir(tmp_path)
    return inside


def sources(folder: Path) -> list[Source]:
    return [Source(str(path)) for path in sorted(folder.iterdir())]


def reasons(outcomes: list[Outcome]) -> dict[str, str]:
    """What is said of each file that could not be read, by its name."""
    return {
        Path(one.facts.path).name: one.findings[0].message
        for one in outcomes
        if one.facts.kind is None and one.findings[0].rule == "DOC001"
    }


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code of a command, what it wrote and what it complained of."""
    code = main([*words])
    caught = capsys.readouterr()
    return code, caught.out, caught.err


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_file_that_vanishes_after_it_was_listed(folder: Path) -> None:
    listed = sources(folder)
    (folder / "07LUSAKA03.txt").unlink()
    outcomes = list(run(PLAN, PLAN.engine(), listed))
    assert list(reasons(outcomes)) == ["07LUSAKA03.txt"]
    assert len(outcomes) == 12
    assert not any(one.crash for one in outcomes)


def test_a_file_that_changes_after_it_was_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = sources(folder)
    now = CLEAN.format(3).encode()
    (folder / "07LUSAKA03.txt").write_bytes(now)
    plan = PLAN._replace(digests=True)
    outcomes = {Path(one.facts.path).name: one for one in run(plan, plan.engine(), listed)}
    assert outcomes["07LUSAKA03.txt"].facts.sha256 == hashlib.sha256(now).hexdigest()
    assert outcomes["07LUSAKA03.txt"].facts.banner is not None
    assert outcomes["07LUSAKA03.txt"].facts.banner.level == "U"


def test_a_file_that_grows_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more of it is held than the limit, and what is larger is not judged by its beginning."""
    path = folder / "07LUSAKA03.txt"
    state = os.fstat

    def then_grown(descriptor: int) -> os.stat_result:
        found = state(descriptor)
        if path.stat().st_size < 1000:
            path.write_text(WRONG.format(3) * 1000, "utf-8")
        return found

    monkeypatch.setattr(discovery.os, "fstat", then_grown)
    plan = PLAN._replace(max_bytes=1000)
    outcomes = list(run(plan, plan.engine(), [Source(str(path))]))
    assert "limit of 1,000 bytes" in reasons(outcomes)["07LUSAKA03.txt"]


def test_a_file_that_becomes_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = io.open

    def refuse(path: Any, *rest: Any, **named: Any) -> Any:
        if str(path).endswith("03.txt"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *rest, **named)

    monkeypatch.setattr("builtins.open", refuse)
    outcomes = list(run(PLAN, PLAN.engine(), sources(folder)))
    assert reasons(outcomes) == {"07LUSAKA03.txt": "the file cannot be read (Permission denied)"}


def test_a_medium_that_fails_in_the_middle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        def fileno(self) -> int:
            return null.fileno()

    real = io.open
    with open(os.devnull, "rb") as null:
        monkeypatch.setattr("builtins.open", lambda path, *rest, **named: (
            Failing() if str(path).endswith("03.txt") else real(path, *rest, **named)
        ))  # fmt: skip
        outcomes = list(run(PLAN, PLAN.engine(), sources(folder)))
    assert "Input/output error" in reasons(outcomes)["07LUSAKA03.txt"]
    assert len(reasons(outcomes)) == 1


@posix
def test_a_symbolic_link_that_leads_back_to_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "round").symlink_to(folder)
    code, out, _ = told(capsys, "check", str(folder))
    assert code == 3
    assert out.count("error DOC001") == 2, "and neither is followed"
    assert out.count("error BNR002") == 12


@posix
def test_a_pipe_with_a_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / "pipe.txt")
    code, out, _ = told(capsys, "check", str(folder))
    assert code == 3
    assert "is no regular file" in out


def test_a_folder_with_the_name_of_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.txt").mkdir()
    (folder / "x.txt" / "07LUSAKA77.txt").write_text(WRONG.format(77), "utf-8")
    code, out, _ = told(capsys, "check", str(folder), "--format", "json")
    assert code == 1
    assert len(json.loads(out)["documents"]) == 13, "it is searched like any other"


@posix
def test_a_name_that_is_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = b"\xff\x1b[31m\n.txt"
    try:
        (Path(os.fsdecode(os.fsencode(str(folder)) + b"/" + name))).write_text(WRONG.format(1), "utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    for form in ("text", "table", "json", "sarif", "csv", "junit", "markdown", "github"):
        code, out, err = told(capsys, "check", str(folder), "--format", form)
        assert code == 1, err
        assert "\x1b" not in out


# -- limits -----------------------------------------------------------------------------------------------------------


def test_a_file_that_is_too_large(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "07LUSAKA03.txt").write_text(WRONG.format(3) * 100, "utf-8")
    code, out, _ = told(capsys, "check", str(folder), "--max-bytes", "1000", "--fail-on", "never")
    assert code == 3
    assert "larger than the limit of 1,000 bytes; raise it with --max-bytes" in out


def _slow(monkeypatch: pytest.MonkeyPatch, seconds: float = 60) -> None:
    check = Engine.check

    def slow(self: Engine, text: Any, **rest: Any) -> Outcome:
        if text.path.endswith("03.txt"):
            time.sleep(seconds)
        return check(self, text, **rest)

    monkeypatch.setattr(Engine, "check", slow)


@forks
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_document_that_takes_too_long(folder: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    expected = [one for one in run(PLAN, PLAN.engine(), sources(folder)) if not one.facts.path.endswith("03.txt")]
    _slow(monkeypatch)
    monkeypatch.setattr(running, "_SLOWEST", 0)
    plan = PLAN._replace(jobs=jobs, max_seconds=4)
    outcomes = list(run(plan, plan.engine(), sources(folder)))
    assert list(reasons(outcomes)) == ["07LUSAKA03.txt"]
    assert "longer than the limit of 4 seconds; raise it with --max-seconds" in reasons(outcomes)["07LUSAKA03.txt"]
    assert [one for one in outcomes if one.facts.kind is not None] == expected
    assert not _children()


def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock rings while 03.txt is read, whatever the time."""
    read = Engine.read

    def rung(self: Engine, text: Any) -> Any:
        if text.path.endswith("03.txt"):
            signal.raise_signal(signal.SIGALRM)
        return read(self, text)

    monkeypatch.setattr(Engine, "read", rung)


@posix
@pytest.mark.parametrize("verb", ["check", "show", "fix", "audit", "baseline write known.json", "check --set"])
def test_a_document_that_takes_too_long_in_the_only_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    _late(monkeypatch)
    code, out, err = told(capsys, *verb.split(), str(folder), "--max-seconds", "9000", *(["--jobs", "1"] * ("check" in verb)))
    assert code == 3, err
    assert "took longer than the limit of 9000 seconds" in out + err or verb.startswith(("audit", "baseline"))
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    if verb == "check":
        assert out.count("error DOC001") == 1
        assert out.count("error BNR002") == 11, "all others are judged"


@posix
def test_what_is_written_to_standard_input_may_take_its_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow(io.BytesIO):
        def read(self, *rest: Any) -> bytes:
            assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
            return super().read(*rest)

    for words in (["check", "-", "--jobs", "1"], ["show", "-"], ["fix", "-"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Slow(CLEAN.format(3).encode())))
        assert told(capsys, *words, "--stdin-filename", "07LUSAKA03.txt")[0] == 0


def _children() -> list[Any]:
    import multiprocessing

    return multiprocessing.active_children()


# -- processes --------------------------------------------------------------------------------------------------------


@forks
def test_a_worker_that_is_killed(folder: Path) -> None:
    for number in range(12, 60):
        (folder / f"07LUSAKA{number:02}.txt").write_text(WRONG.format(number), "utf-8")
    alone = list(run(PLAN, PLAN.engine(), sources(folder)))
    plan = PLAN._replace(jobs=2)
    outcomes = []
    for number, outcome in enumerate(run(plan, plan.engine(), sources(folder))):
        outcomes.append(outcome)
        if number in (0, 20, 40):
            for child in _children():
                os.kill(child.pid, signal.SIGKILL)
    assert outcomes == alone, "its documents are judged again"
    assert not _children()


@forks
def test_a_document_that_kills_whoever_judges_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = Engine.check
    own = os.getpid()

    def deadly(self: Engine, text: Any, **rest: Any) -> Outcome:
        if text.path.endswith("03.txt") and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return check(self, text, **rest)

    monkeypatch.setattr(Engine, "check", deadly)
    plan = PLAN._replace(jobs=3)
    outcomes = list(run(plan, plan.engine(), sources(folder)))
    assert list(reasons(outcomes)) == ["07LUSAKA03.txt"]
    assert "died" in reasons(outcomes)["07LUSAKA03.txt"]


def test_no_process_can_be_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    alone = list(run(PLAN, PLAN.engine(), sources(folder)))
    monkeypatch.setattr(workers._Worker, "__init__", refuse)
    plan = PLAN._replace(jobs=4)
    assert list(run(plan, plan.engine(), sources(folder))) == alone


# -- memory and room --------------------------------------------------------------------------------------------------


def test_a_document_for_which_there_is_no_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = Engine.check

    def hungry(self: Engine, text: Any, **rest: Any) -> Outcome:
        if text.path.endswith("03.txt"):
            raise MemoryError
        return check(self, text, **rest)

    monkeypatch.setattr(Engine, "check", hungry)
    code, out, _ = told(capsys, "check", str(folder))
    assert code == 3, "no fault of the tool (70)"
    assert out.count("takes more memory than there is") == 1
    assert out.count("error BNR002") == 11


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")
def test_a_limit_on_memory(folder: Path) -> None:
    (folder / "07LUSAKA03.txt").write_text(WRONG.format(3) + "3. (C) Three.\n\n" * 1_000_000, "utf-8")
    done = command("check", str(folder), "--jobs", "1", limits={"RLIMIT_AS": 260_000_000})
    assert done.returncode == 3, done.stderr
    assert done.stdout.count("error DOC001") == 1
    assert "07LUSAKA03.txt" in done.stdout
    assert done.stdout.count("error BNR002") == 11


def command(*words: str, limits: dict[str, int] | None = None, **named: Any) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, under limits of the system."""

    def limited() -> None:
        import resource

        for name, most in (limits or {}).items():
            resource.setrlimit(getattr(resource, name), (most, most))

    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "redactlint", *words], capture_output=True, text=True, env=environment, check=False,
        preexec_fn=limited if limits else None, timeout=120, **named,
    )  # fmt: skip


@posix
def test_a_disk_that_is_full_when_a_report_is_written(folder: Path) -> None:
    done = command(
        "check", str(folder), "--format", "json=report.json", limits={"RLIMIT_FSIZE": 4096}, cwd=folder.parent
    )
    assert done.returncode == 2, done.stderr
    assert "cannot write report.json" in done.stderr
    assert not list(folder.parent.glob("report*")), "neither the report nor a piece of it"


@posix
def test_a_disk_that_is_full_when_a_store_is_made(folder: Path) -> None:
    pytest.importorskip("duckdb")
    done = command("check", str(folder), "--store", "audit.db", limits={"RLIMIT_FSIZE": 0}, cwd=folder.parent)
    assert done.returncode == 2, done.stderr
    assert not list(folder.parent.glob("audit*")), "neither the store nor a piece of it"


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
def test_standard_output_on_a_full_disk(folder: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "redactlint", "check", str(folder)],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "redactlint: the output cannot be written (No space left on device); make room for it\n"


@posix
def test_a_disk_that_is_full_when_results_are_kept(folder: Path) -> None:
    for number in range(12, 80):
        (folder / f"07LUSAKA{number:02}.txt").write_text(WRONG.format(number), "utf-8")
    done = command("check", str(folder), "--format", "table", limits={"RLIMIT_FSIZE": 0})
    assert done.returncode == 1, done.stderr
    cache = Path(os.environ["REDACTLINT_CACHE_DIR"])
    assert [one for one in cache.rglob("*") if one.is_file()] == []


def test_a_report_that_fails_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("the last one", "utf-8")

    def write(error: BaseException) -> None:
        with whole_file(str(path)) as stream:
            stream.write("{")
            raise error

    for error, expected in (
        (OSError(errno.ENOSPC, "No space left on device"), UsageError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), MemoryError),
    ):
        with pytest.raises(expected):
            write(error)
        assert path.read_text("utf-8") == "the last one"
        assert os.listdir(tmp_path) == ["report.json"]


# -- pipes and streams ------------------------------------------------------------------------------------------------


@posix
def test_a_reader_that_has_had_enough(folder: Path) -> None:
    for number in range(12, 400):
        (folder / f"07LUSAKA{number:03}.txt").write_text(WRONG.format(number), "utf-8")
    first, code, errors = _first_line(["check", str(folder)])
    assert "07LUSAKA" in first
    assert code == 141
    assert errors == ""
    report = folder.parent / "report.json"
    _, code, errors = _first_line(["check", str(folder), "--format", "text", "--format", f"json={report}"])
    assert code in (1, 141)
    assert errors == ""
    assert len(json.loads(report.read_text("utf-8"))["documents"]) == 400, "a report that has a file is written"


def _first_line(words: list[str]) -> tuple[str, int, str]:
    process = start(*words)
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        first = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    return first, process.returncode, errors


@posix
def test_streams_that_are_closed(folder: Path) -> None:
    one = str(folder / "07LUSAKA03.txt")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def shell(words: str) -> tuple[int, str]:
        line = f"{sys.executable} -m redactlint {words}"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment, check=False)
        return done.returncode, done.stderr

    assert shell("check - <&-")[0] == 3
    assert shell(f"check {one} >&-") == (1, "")
    assert shell("check nothere 2>&-")[0] == 3
    assert shell("check --files-from - <&-")[0] == 3


# -- requests to end --------------------------------------------------------------------------------------------------


def start(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "redactlint", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, start_new_session=True, preexec_fn=_heed_signals,  # noqa: PLW1509 - there are no threads here
    )  # fmt: skip


def _heed_signals() -> None:
    """A shell lets what it runs in the background ignore interrupts, and these tests may run there."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _gone(group: int) -> bool:
    """Whether no process of a group is left, after a little patience."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def many(folder: Path) -> Iterator[Path]:
    text = WRONG + "".join(f"{number}. (C) One more.\n\n" for number in range(3, 400))
    for number in range(300):
        (folder / f"07LUSAKA{number:03}.txt").write_text(text.format(number), "utf-8")
    yield folder
    shutil.rmtree(folder)


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("number", "code", "word", "send"),
    [
        (signal.SIGINT, 130, "interrupted", os.kill),
        (signal.SIGINT, 130, "interrupted", os.killpg),
        (signal.SIGTERM, 143, "terminated", os.kill),
        (signal.SIGTERM, 143, "terminated", os.killpg),
    ],
    ids=["interrupt", "interrupt-from-a-terminal", "terminate", "terminate-all"],
)
def test_a_request_to_end(
    many: Path, jobs: str, number: signal.Signals, code: int, word: str, send: Callable[[int, int], None]
) -> None:
    report = many.parent / "report.json"
    process = start("check", str(many), "--jobs", jobs, "--no-cache", "--format", "text", "--format", f"json={report}")
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()  # it is at work
        send(process.pid, number)
        send(process.pid, number)  # one who is impatient
        process.stdout.read()
        errors = process.stderr.read()
    assert process.returncode == code, errors
    assert errors == f"redactlint: {word} before the end; there is no verdict\n"
    assert not list(many.parent.glob("report*"))
    assert _gone(process.pid)


@posix
def test_the_whole_run_is_killed(many: Path) -> None:
    process = start("check", str(many), "--jobs", "2", "--no-cache")
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    assert _gone(process.pid), "a worker whose parent is gone ends"


@posix
@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_request_to_end_at_any_moment(many: Path, moment: float) -> None:
    report = many.parent / "report.json"
    process = start("check", str(many), "--jobs", "2", "--no-cache", "--format", f"json={report}")
    with process:
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode in (-signal.SIGTERM, 143, 1)
    assert [one.name for one in many.parent.glob("report*")] == (["report.json"] if process.returncode == 1 else [])
    assert _gone(process.pid)


# -- the page ---------------------------------------------------------------------------------------------------------


def test_every_fault_that_the_page_lists_has_its_test() -> None:
    rows = re.findall(r"^\| .+ \| `(test_\w+)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    known = {name for name in globals() if name.startswith("test_")} - {
        "test_every_fault_that_the_page_lists_has_its_test"
    }
    assert len(rows) == len(set(rows))
    assert set(rows) == known

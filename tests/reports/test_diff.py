"""A diff is a patch: applied, it gives the mended file; and it steers no terminal."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.reports.diff import unified


def applied(before: list[str], lines: list[str]) -> list[str]:
    """What a patch makes of the lines, worked out from its hunks alone."""
    after: list[str] = []
    at = 0
    for line in lines[2:]:
        if line.startswith("@@"):
            first = line.split()[1][1:].split(",")
            start = int(first[0]) - (first[1:] != ["0"])
            after += before[at:start]
            at = start
        elif line.startswith("\\"):
            after[-1] = after[-1].removesuffix("\n") if not after[-1].endswith("\n\n") else after[-1]
        elif line[0] in " -":
            assert before[at].removesuffix("\n") == line[1:]
            at += 1
            if line[0] == " ":
                after.append(f"{line[1:]}\n")
        else:
            after.append(f"{line[1:]}\n")
    return after + before[at:]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.sampled_from(["same", "other", "more", "above"]))))
def test_a_patch_gives_the_mended_lines(plan: list[tuple[str, str]]) -> None:
    before = [f"{word}\n" for word, _ in plan]
    made = {"same": "{}\n", "other": "x{}\n", "more": "{}\n\nMORE\n", "above": "ABOVE\n{}\n"}
    after = [made[change].format(word) for word, change in plan]
    lines = list(unified("a.txt", before, after))
    assert "".join(applied(before, lines)) == "".join(after)
    assert bool(lines) == (before != after)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_git_applies_it(tmp_path: Path, end: str) -> None:
    newline = end or "\n"
    before = [f"line {number}{newline}" for number in range(30)] + [f"last{end}"]
    after = list(before)
    after[4] = f"line 4{newline}{newline}CAPTION{newline}"
    after[20] = f"LINE 20{newline}"
    after[-1] = f"LAST{end}"
    (tmp_path / "a.txt").write_bytes("".join(before).encode())
    patch = "a.txt:5:1: a line of the list\n" + "".join(f"{line}\n" for line in unified("a.txt", before, after))
    patch += "3 mends in 1 document\nThis page is SECRET: it quotes text.\n"
    subprocess.run(["git", "apply", "-p0", "-"], cwd=tmp_path, input=patch.encode(), check=True)
    assert (tmp_path / "a.txt").read_bytes() == "".join(after).encode()


def test_what_could_steer_a_terminal_is_escaped() -> None:
    lines = list(unified("a\x1b.txt", ["\x1b[2J(C )\t\u202ex\n"], ["\x1b[2J(C)\t\u202ex\n"]))
    assert lines[:2] == ["--- a\\x1b.txt", "+++ a\\x1b.txt"]
    assert lines[-1] == "+\\x1b[2J(C)\t\\u202ex"


def test_lines_without_change_far_apart_are_left_out() -> None:
    before = [f"{number}\n" for number in range(1000)]
    after = [line if line not in ("100\n", "900\n") else f"x{line}" for line in before]
    assert len(list(unified("a.txt", before, after))) == 2 + 2 * (1 + 8)

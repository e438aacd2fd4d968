"""Writes invented cables of about 8 KB, the same for the same number, into a folder."""

from __future__ import annotations

import datetime
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from generator.headers import write
from generator.plan import Authority, Block, Instruction, Mark, Telegram
from generator.vocabulary import PEOPLE, POSTS, SUBJECTS

__all__ = ["cable", "write_cables"]


def cable(number: int) -> tuple[str, str]:
    """The file name and the text of one cable of about 8 KB."""
    dice = random.Random(number)
    post, country = dice.choice(POSTS)
    day = datetime.date(2004 + number % 6, 1 + number % 12, 1 + number % 28)
    blocks = []
    for at in range(12):
        mark = Mark.of(dice.choice(("C", "C", "C", "U", "SBU")) if at else "C")
        lead, closing = ("Summary: ", "End summary.") if at == 0 else ("", "")
        blocks.append(Block("paragraph", dice.randrange(10**6), 7, mark, lead=lead, closing=closing))
        if at % 4 == 3:
            blocks.append(Block("heading", words="The Harbor and the Railway"))
    plan = Telegram(
        "12958-amended", "C", day, post, number % 9999 + 1, "file-name", tuple(blocks), order="12958",
        instruction=Instruction(f"{day.month:02}/{day.day:02}/{day.year + 10}", "date", lead="DECL: "),
        authority=Authority("Classified By: ", f"Ambassador {dice.choice(PEOPLE)}", ""), captions=("SIPDIS",),
        tags=("PREL", "PGOV", country), subject=dice.choice(SUBJECTS), layout="wrapped",
    )  # fmt: skip
    written = write(plan)
    return written.file_name, written.text


def write_cables(folder: Path, count: int) -> int:
    """Write `count` cables into folders of a hundred below `folder`; the number of bytes."""
    total = 0
    for number in range(count):
        name, text = cable(number)
        place = folder / f"{number // 100:04}" / name  # of a hundred no two have one name
        place.parent.mkdir(parents=True, exist_ok=True)
        total += place.write_bytes(text.encode("utf-8"))
    return total

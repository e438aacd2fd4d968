"""A set of invented documents for audits, the same for the same numbers, with all that is true of each.

From the folder `tests`, `python -m generator.audit_set FOLDER 5000` writes one for trying.
"""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
from generator.eras import plus_years
from generator.headers import write
from generator.plan import Authority, Block, Instruction, Mark, Telegram
from generator.vocabulary import PEOPLE, POSTS, SUBJECTS, TITLES

__all__ = ["Known", "documents", "write_set"]

Day = datetime.date
_CODES = ("B6", "B5", "B1", "1.4(D)", "1.4(B)", "B7(C)", "B3 CIA", "NR")


@attrs.frozen
class Known:
    """What is true of a document.  `due` is (state, date): "date", "X1", "25X1", "event", "OADR", "none", "GDS", "na".

    `deletions` are the codes at each deletion, in order of place; `header` the codes of the release line.
    """

    name: str
    text: str
    kind: str
    post: str | None = None
    year: int | None = None
    banner: str | None = None
    highest: str | None = None
    order: str | None = None
    letters: tuple[str, ...] = ()
    due: tuple[str, Day | None] = ("na", None)
    classifier: str | None = None
    header: tuple[str, ...] = ()
    deletions: tuple[tuple[str, ...], ...] = ()
    rules: frozenset[str] = frozenset()


def documents(count: int) -> Iterator[Known]:
    """So many documents, one after the other."""
    for number in range(count):
        dice = random.Random(f"audit {number}")
        if number % 10 == 7:
            yield _released(number, dice)
        elif number % 10 == 3:
            yield _old(number, dice)
        else:
            yield _telegram(number, dice)


def _telegram(number: int, dice: random.Random) -> Known:
    year = dice.choice((1996, 1998, 1999, 2001, *range(2004, 2010), 2011, 2012))
    day = Day(year, dice.randint(1, 12), dice.randint(1, 28))
    era, order, section = "12958", "12958", "1.5"
    if year > 2003:
        era, section = "12958-amended", "1.4"
    if year > 2010:
        era, order = "13526", "13526"
    level = dice.choice(("C", "C", "C", "S", "U"))
    post, tag = dice.choice(POSTS)
    low = ("C", "U") if level != "U" else ("U",)
    marks = [level, *(dice.choice(low) for _ in range(dice.randint(1, 4)))]
    rules = set()
    if level == "C" and dice.random() < 0.15:
        marks[-1] = "S"
        rules.add("BNR002")
    blocks = [Block("paragraph", dice.randrange(10**6), 2, Mark.of(one)) for one in marks]
    if level != "U" and dice.random() < 0.12:
        blocks.append(Block("paragraph", dice.randrange(10**6), 2, None))
        rules.add("PRT001")
    instruction, due = _instruction(dice, day, level)
    if due[0] == "none":
        rules.add("DCL001")
    authority, classifier, letters = None, None, ()
    if level != "U":
        name, title = dice.choice(PEOPLE), dice.choice(TITLES)
        letters = dice.choice((("b", "d"), ("d",), ("b", "c", "d")))
        template = {1: "({})", 2: "({}) and ({})", 3: "({}), ({}) and ({})"}[len(letters)]
        classifier = f"{title} {name}"
        authority = Authority(
            "Classified By: ", classifier, name, section=section, section_printed=f"{section} ", letters=letters,
            letters_printed=template,
        )  # fmt: skip
    plan = Telegram(
        era, level, day, post, number + 1, "file-name", tuple(blocks), order=None if due[0] == "none" else order,
        instruction=instruction, authority=authority, captions=("SIPDIS",), tags=("PREL", tag),
        subject=dice.choice(SUBJECTS), layout="wrapped",
    )  # fmt: skip
    if due[0] == "none":
        rules.add("ORD001")
    written = write(plan)
    return Known(
        written.file_name, written.text, "telegram", post, year, level,
        max(marks, key="UCS".index), plan.order, letters, due, classifier, rules=frozenset(rules),
    )  # fmt: skip


def _instruction(dice: random.Random, day: Day, level: str) -> tuple[Instruction | None, tuple[str, Day | None]]:
    if level == "U":
        return Instruction("N/A", "na"), ("na", None)
    lot = dice.random()
    if lot < 0.06:
        return None, ("none", None)
    if lot < 0.14 and day < Day(2003, 3, 25):
        return Instruction("X1", "code", code="X1", lead="DECL: "), ("X1", None)
    if lot < 0.20 and day > Day(2003, 9, 21):
        until = plus_years(day, 40)
        return (
            Instruction(f"25X1 {until:%m/%d/%Y}", "date", until.isoformat(), "25X1", lead="DECL: "),
            ("25X1", until),
        )
    until = plus_years(day, 10)
    return Instruction(f"{until:%m/%d/%Y}", "date", until.isoformat(), lead="DECL: "), ("date", until)


def _old(number: int, dice: random.Random) -> Known:
    """A telegram of the seventies or eighties, whose instruction is a word."""
    year = dice.choice((1974, 1975, 1985, 1990))
    post, tag = dice.choice(POSTS)
    order, value = ("11652", "GDS") if year < 1978 else ("12356", "DECL: OADR")
    level, words = dice.choice((("C", "C O N F I D E N T I A L"), ("S", "S E C R E T")))
    text = (
        f"{words} {post} {number + 1:05}\n\nE.O. {order}: {value}\nTAGS: PFOR, {tag}\nSUBJECT: HARBOR DUES\n\n"
        f"1. {'' if year < 1978 else f'({level}) '}The dues were raised in the spring and lowered in the autumn.\n\n"
        f"2. {'' if year < 1978 else '(U) '}The ferries ran on time.\nSOLHEIM\n"
    )
    due = ("GDS", Day(year + {"C": 6, "S": 8}[level], 12, 31)) if year < 1978 else ("OADR", None)
    highest = None if year < 1978 else level
    name = f"{year}{post.replace(' ', '')}{number + 1:05}.txt"
    return Known(name, text, "telegram", post, year, level, highest, order, due=due)


def _released(number: int, dice: random.Random) -> Known:
    """A released e-mail with deletions, some under codes of their own, some only under those of the release line."""
    stamp = (
        f"UNCLASSIFIED U.S. Department of State Case No. F-2014-{number % 100000:05} "
        f"Doc No. C{5900000 + number:08} Date: 06/30/2015"
    )
    header = tuple(dice.sample(("B6", "B5"), dice.randint(1, 2)))
    lines, deletions = [], []
    for _ in range(dice.randint(1, 4)):
        code = dice.choice(_CODES)
        words = dice.choice(("The dredger came late.", "We met at the customs house.", "Nobody asked about the quay."))
        lines.append(f"{words:<70}{code}")
        lines.append("The weather was fair and the ferries ran on time all day long.")
        lines.append("")
        deletions.append((code,))
    if dice.random() < 0.5:
        lines += ["The harbor master is [one line redacted] and lives by the old pier.", ""]
        deletions.append(())
    text = (
        f"{stamp}\n\n{'RELEASE IN PART ' + ','.join(header):>80}\n\nFrom: Delbarre, Rosa\n"
        "Sent: Tuesday, March 9, 2010 9:14 AM\nTo: Oakley, Martin\nSubject: The quay\n\n"
        + "\n".join(lines)
        + f"\nRosa\n\n{stamp}\n"
    )
    return Known(f"{number:06}-released.txt", text, "release", year=2010, header=header, deletions=tuple(deletions))


def write_set(folder: Path, count: int) -> list[Known]:
    """Write so many documents into `folder`; what is true of each."""
    folder.mkdir(parents=True, exist_ok=True)
    known = []
    for one in documents(count):
        (folder / one.name).write_bytes(one.text.encode("utf-8"))
        known.append(one)
    return known


if __name__ == "__main__":
    made = write_set(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5000)
    sys.stdout.write(f"{len(made)} documents in {sys.argv[1]}\n")

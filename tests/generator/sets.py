"""Sets of invented documents with planted disagreements, and with all that is lawfully different beside them.

From the folder `tests`, `python -m generator.sets FOLDER 10000` writes one for trying.
"""

from __future__ import annotations

import datetime
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
from generator.set_prose import STOCK, hurt, paragraph, printed
from generator.vocabulary import PEOPLE, POSTS

__all__ = ["INNOCENT", "PLANTS", "Plant", "SetDocument", "documents", "write_set"]

_LEVELS = {"U": "UNCLAS", "C": "C O N F I D E N T I A L", "S": "S E C R E T"}


@attrs.frozen
class SetDocument:
    """A file of a set."""

    name: str
    text: str


@attrs.frozen
class Plant:
    """A disagreement: the rule that must find it, what it is, and the files that it is between."""

    rule: str
    kind: str
    files: tuple[str, ...]


@attrs.frozen
class Telegram:
    """A telegram before it is printed: `body` is a list of (mark, sentences)."""

    number: int
    post: str
    tag: str
    day: datetime.date
    body: tuple[tuple[str, tuple[str, ...]], ...]
    level: str = "S"
    declassify: str = ""
    subject: str = "THE HARBOR AND THE RAILWAY"
    captions: str = "SIPDIS"
    section: str = ""
    stamp: str = ""
    classifier: str = PEOPLE[0]
    sign: str = "SOLHEIM"

    @property
    def file(self) -> str:
        return f"{self.day:%y}{self.post.replace(' ', '')}{self.number}"

    def text(self, first: int = 1) -> str:
        """As it is sent."""
        banner = " ".join(filter(None, (_LEVELS[self.level], self.section, f"{self.post} {self.number:06}")))
        blocks = [banner, self.captions]
        until = self.declassify or f"{self.day:%m/%d}/{self.day.year + 10}"
        order = f"E.O. 12958: {'N/A' if self.level == 'U' else f'DECL: {until}'}\nTAGS: PREL, PGOV, {self.tag}"
        blocks.append(f"{order}\nSUBJECT: {self.subject}")
        if self.level != "U":
            blocks.append(f"Classified By: Ambassador {self.classifier}, reasons 1.4 (b) and (d).")
        for number, (mark, sentences) in enumerate(self.body, first):
            blocks.append(f"{number}. {f'({mark}) ' if mark else ''}{' '.join(sentences)}")
        return self.stamp + "\n\n".join(blocks) + f"\n{self.sign}\n"

    def without(self, at: int, put: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Telegram:
        """With the sentences of one paragraph changed."""
        return self.with_paragraph(at, self.body[at][0], put(self.body[at][1]))

    def with_paragraph(self, at: int, mark: str, sentences: tuple[str, ...] | None = None) -> Telegram:
        """With another mark, or another text, in one paragraph."""
        changed = (mark, self.body[at][1] if sentences is None else sentences)
        return attrs.evolve(self, body=(*self.body[:at], changed, *self.body[at + 1 :]))


def _telegram(number: int, dice: random.Random, level: str | None = None, paragraphs: int = 0) -> Telegram:
    level = level or dice.choice(("S", "S", "C", "C", "U"))
    post, tag = dice.choice(POSTS)
    day = datetime.date(2004 + dice.randrange(6), dice.randint(1, 12), dice.randint(1, 28))
    count = paragraphs or dice.randint(6, 12)
    lower = {"S": ("S", "C", "U"), "C": ("C", "U"), "U": ("U",)}[level]
    body = [(dice.choice(lower), tuple(paragraph(dice))) for _ in range(count)]
    body[0] = (level, body[0][1])
    if dice.random() < 0.5:
        body.append((dice.choice(lower), (dice.choice(STOCK),)))
    words = re.sub(r"[^A-Z ]", "", body[0][1][0].upper())
    return Telegram(number, post, tag, day, tuple(body), level, subject=" ".join(words.split()[:7]))


_Made = tuple[list[SetDocument], Plant | None]


def _copy_name(one: Telegram, word: str = "copy") -> str:
    return f"{one.file}-{word}.txt"


def _pair(one: Telegram, other: Telegram, dice: random.Random, word: str = "copy") -> list[SetDocument]:
    """A telegram and a copy of it, printed in another way and somewhat hurt."""
    text = other.text()
    head, _, rest = text.partition("\n\n1. ")
    again = f"{head}\n\n" + printed(hurt(f"1. {rest}", dice), dice)
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(_copy_name(other, word), again)]


def _marked(one: Telegram, dice: random.Random, least: int = 1) -> int:
    """A classified paragraph behind the first ones."""
    places = [at for at, (mark, text) in enumerate(one.body) if at >= least and mark in ("S", "C") and len(text) > 1]
    return dice.choice(places) if places else least


def _lower(mark: str) -> str:
    return {"S": "C", "C": "U"}.get(mark, "U")


# --- what must be found ----------------------------------------------------------------------------------------------


def _other_banner(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "C")
    files = _pair(one, attrs.evolve(one, level="S"), dice)
    return files, Plant("SET001", "banner", tuple(each.name for each in files))


def _other_mark(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    at = _marked(one, dice)
    one = one.with_paragraph(at, "S")
    files = _pair(one, one.with_paragraph(at, dice.choice("CU")), dice)
    return files, Plant("SET001", "portion mark", tuple(each.name for each in files))


def _other_date(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, dice.choice("SC"))
    files = _pair(one, attrs.evolve(one, declassify=f"{one.day:%m/%d}/{one.day.year + 9}"), dice)
    return files, Plant("SET001", "declassification", tuple(each.name for each in files))


def _other_memorandum(number: int, dice: random.Random) -> _Made:
    text, again = _memorandum(number, dice, "(S)"), _memorandum(number, dice, "(C)")
    files = [SetDocument(f"memo-{number}.txt", text), SetDocument(f"memo-{number}-scan.txt", printed(again, dice, 70))]
    return files, Plant("SET001", "memorandum", tuple(each.name for each in files))


def _memorandum(number: int, _: random.Random, mark: str) -> str:
    own = random.Random(f"memorandum {number}")
    day = datetime.date(2007, 1 + number % 12, 1 + number % 28)
    blocks = [f"({one}) {' '.join(paragraph(own))}" for one in ("S", "C", "U", "S", "C")]
    blocks[3] = blocks[3].replace("(S)", mark)
    body = "\n\n".join(blocks)
    return (
        f"SECRET\n\nMEMORANDUM FOR THE UNDER SECRETARY\n\nFROM: {own.choice(PEOPLE)}, Director\n\nDATE: {day:%B} {day.day}, "
        f"{day.year}\n\nSUBJECT: (U) {' '.join(paragraph(own, 1)[0].split()[:5])}\n\n{body}\n\nClassified By: Jane Q. Example, "
        f"Director\nReason: 1.4 (b) and (d)\nDeclassify On: {day:%B} {day.day}, {day.year + 10}\n\nSECRET\n"
    )


def _taken_over(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "S")
    at, to = _marked(one, dice), _marked(other, dice)
    mark = one.body[at][0]
    files = [
        SetDocument(f"{one.file}.txt", one.text()),
        SetDocument(f"{other.file}.txt", other.with_paragraph(to, _lower(mark), one.body[at][1]).text()),
    ]
    return files, Plant("SET002", "passage taken over", tuple(each.name for each in files)) if mark != "U" else None


def _swallowed(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "S")
    at, to = _marked(one, dice), _marked(other, dice)
    one = one.with_paragraph(at, "S")
    more = (*other.body[to][1][:1], *one.body[at][1], *other.body[to][1][1:])
    files = [
        SetDocument(f"{one.file}.txt", one.text()),
        SetDocument(f"{other.file}.txt", other.with_paragraph(to, "C", more).text()),
    ]
    return files, Plant("SET002", "passage inside a lower one", tuple(each.name for each in files))


def _repeated(one: Telegram, other: Telegram, dice: random.Random) -> list[SetDocument]:
    """A telegram, and one that repeats another in its second paragraph."""
    wrapper = _telegram(one.number + 5000, dice, one.level, 3)
    wrapper = attrs.evolve(wrapper, day=one.day + datetime.timedelta(days=2))
    inner = attrs.evolve(other, captions="", sign="").text().strip()
    opening = (one.level, ("The following telegram is repeated for your information.",))
    text = attrs.evolve(wrapper, body=(wrapper.body[0], opening, *wrapper.body[1:])).text()
    text = text.replace("for your information.", f"for your information.\n\nQUOTE\n\n{inner}\n\nUNQUOTE", 1)
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{wrapper.file}.txt", text)]


def _repeated_lower(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S", 5)
    at = _marked(one, dice)
    one = one.with_paragraph(at, "S")
    files = _repeated(one, one.with_paragraph(at, "C"), dice)
    return files, Plant("SET001", "repeated telegram", tuple(each.name for each in files))


def _in_the_open(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "U")
    at = _marked(one, dice)
    one = one.with_paragraph(at, "C")
    other = attrs.evolve(other, body=tuple(("", text) for _, text in other.with_paragraph(2, "", one.body[at][1]).body))
    files = [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{other.file}.txt", other.text())]
    return files, Plant("SET002", "unclassified use", tuple(each.name for each in files))


_HOLE = "XXXXXXXXXXXX"


def _hole_in(sentence: str, dice: random.Random) -> str:
    words = sentence.split()
    start = dice.randint(4, len(words) - 8)
    end = start + dice.randint(1, 3)
    while sum(map(len, words[start:end])) < 4:
        end += 1
    return " ".join([*words[:start], _HOLE, *words[end:]])


def _hole(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    at = _marked(one, dice)
    other = one.without(at, lambda text: (_hole_in(text[0], dice), *text[1:]))
    files = _pair(one, other, dice)
    return files, Plant("SET003", "words in a copy", tuple(each.name for each in files))


def _hole_whole(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    at = _marked(one, dice)
    files = _pair(one, one.without(at, lambda _: (_HOLE,)), dice)
    return files, Plant("SET003", "a paragraph in a copy", tuple(each.name for each in files))


def _stamp(number: int, year: int) -> str:
    return (
        f"UNCLASSIFIED U.S. Department of State Case No. F-{year - 1}-{number % 100000:05} Doc No. C{5900000 + number:08} "
        f"Date: 08/31/{year}\n\n{'RELEASE IN PART B1,1.4(D)':>85}\n\n"
    )


def _other_lines(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S", 8)
    first = attrs.evolve(one.without(2, lambda text: (text[0], "[1 line not declassified, B1 1.4(D)]", *text[2:])), stamp=_stamp(number, 2011))
    second = attrs.evolve(one.without(5, lambda text: (*text[:1], "[1 line not declassified, B1 1.4(D)]", *text[2:])), stamp=_stamp(number, 2015))
    files = [SetDocument(_copy_name(one, "2011"), first.text()), SetDocument(_copy_name(one, "2015"), second.text())]
    return files, Plant("SET003", "two releases", tuple(each.name for each in files))


def _quoted_open(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "S")
    at, to = _marked(one, dice), _marked(other, dice)
    redacted = one.without(at, lambda text: (text[0], _hole_in(text[1], dice), *text[2:]))
    reply = other.with_paragraph(to, one.body[at][0], one.body[at][1])
    files = [SetDocument(f"{one.file}.txt", redacted.text()), SetDocument(f"{other.file}.txt", reply.text())]
    return files, Plant("SET003", "a reply that quotes", tuple(each.name for each in files))


def _sections(number: int, dice: random.Random, total: int, cut: bool = True) -> list[SetDocument]:
    one = _telegram(number, dice, dice.choice("SC"), total * 3)
    found = []
    for section in range(1, total + 1):
        part = one.body[3 * section - 3 : 3 * section]
        if section < total and cut:
            words = part[-1][1][-1].split()
            part = (*part[:-1], (part[-1][0], (*part[-1][1][:-1], " ".join(words[: len(words) // 2]))))
        made = attrs.evolve(
            one, section=f"SECTION {section:02} OF {total:02}", sign="SOLHEIM" if section == total else "", body=tuple(part)
        )  # fmt: skip
        found.append(SetDocument(f"{one.file}-{section}.txt", made.text(3 * section - 2)))
    return found


def _missing(number: int, dice: random.Random) -> _Made:
    total = dice.randint(2, 4)
    files = _sections(number, dice, total)
    del files[dice.randrange(total)]
    return files, Plant("SET004", "a section", tuple(each.name for each in files))


# --- what must not be accused ----------------------------------------------------------------------------------------


def _faithful_copy(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice)
    return _pair(one, one, dice), None


def _same_deletion(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    one = one.without(2, lambda text: (_hole_in(text[0], dice), *text[1:]))
    return _pair(one, one, dice), None


def _declassified(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "C")
    lowered = attrs.evolve(
        one, level="U", body=tuple(("U", text) for _, text in one.body),
        stamp="Declassified/Released US Department of State EO Systematic Review 20 Mar 2014\n\n",
    )  # fmt: skip
    return _pair(one, lowered, dice, "declassified"), None


def _corrected(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    other = attrs.evolve(one.with_paragraph(1, _lower(one.body[1][0])), captions="C O R R E C T E D  C O P Y\n\nSIPDIS")
    return _pair(one, other, dice, "corrected"), None


def _all_sections(number: int, dice: random.Random) -> _Made:
    return _sections(number, dice, dice.randint(2, 3)), None


def _merged_sections(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice)
    return [SetDocument(f"{one.file}.txt", attrs.evolve(one, section="SECTION 01 OF 03").text())], None


def _retransmitted(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice)
    other = attrs.evolve(one, number=number + 5000, day=one.day + datetime.timedelta(days=3), declassify=f"{one.day:%m/%d}/{one.day.year + 10}")
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{other.file}.txt", other.text())], None


def _unclassified_extract(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "U")
    one = one.with_paragraph(2, "U")
    other = attrs.evolve(other, body=tuple(("", text) for _, text in other.with_paragraph(2, "", one.body[2][1]).body))
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{other.file}.txt", other.text())], None


def _part_taken(number: int, dice: random.Random) -> _Made:
    one, other = _telegram(number, dice, "S"), _telegram(number + 5000, dice, "C")
    one = one.with_paragraph(2, "S")
    other = other.with_paragraph(2, "C", one.body[2][1][:1] + other.body[2][1])
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{other.file}.txt", other.text())], None


def _faithful_repeat(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S", 5)
    return _repeated(one, one, dice), None


def _same_number_of_another_year(number: int, dice: random.Random) -> _Made:
    one = _telegram(number, dice, "S")
    other = attrs.evolve(_telegram(number, dice, "C"), post=one.post, day=one.day.replace(year=one.day.year + 1))
    return [SetDocument(f"{one.file}.txt", one.text()), SetDocument(f"{other.file}.txt", other.text())], None


PLANTS = (
    _other_banner, _other_mark, _other_date, _other_memorandum, _taken_over, _swallowed, _repeated_lower, _in_the_open, _hole,
    _hole_whole, _other_lines, _quoted_open, _missing,
)  # fmt: skip
INNOCENT = (
    _faithful_copy, _same_deletion, _declassified, _corrected, _all_sections, _merged_sections, _retransmitted,
    _unclassified_extract, _part_taken, _faithful_repeat, _same_number_of_another_year,
)  # fmt: skip


def documents(count: int, seed: int = 0) -> Iterator[_Made]:
    """About `count` documents: a tenth with planted disagreements, a tenth that are innocent alike, others alone.

    Yields the files that belong together, with what is planted in them.
    """
    made = number = 0
    while made < count:
        dice = random.Random(f"set {seed} {number}")
        kind = number % 10
        if kind == 3:
            files, plant = PLANTS[number // 10 % len(PLANTS)](number + 1, dice)
        elif kind == 7:
            files, plant = INNOCENT[number // 10 % len(INNOCENT)](number + 1, dice)
        else:
            one = _telegram(number + 1, dice)
            files, plant = [SetDocument(f"{one.file}.txt", one.text())], None
        made += len(files)
        number += 1
        yield files, plant


def write_set(folder: Path, count: int, seed: int = 0) -> list[Plant]:
    """Write a set into `folder`, a thousand files a folder; what is planted in it."""
    plants = []
    written = 0
    for files, plant in documents(count, seed):
        for one in files:
            place = folder / f"{written // 1000:04}" / one.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(one.text.encode("utf-8"))
            written += 1
        plants += [] if plant is None else [plant]
    return plants


if __name__ == "__main__":
    sys.stdout.write(f"{len(write_set(Path(sys.argv[1]), int(sys.argv[2])))} disagreements in {sys.argv[1]}\n")

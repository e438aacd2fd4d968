"""Hand-made entries: conditions, what instructions come to, deletions in the words of a filing, pseudonyms."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_built import pack

from redactlint.auditing.conditions import kept, read_condition
from redactlint.auditing.deletions import RedactionIndex, extent_of, ground_of, printed
from redactlint.auditing.entries import Entry, date_words, pseudonym
from redactlint.auditing.inspection import Drawing, program_of
from redactlint.auditing.inventory import DeletionFacts, InstructionFacts, Inventory, ReleaseFacts, inventory_of
from redactlint.auditing.schedule import Schedule, due_of
from redactlint.engine import Engine, Options
from redactlint.errors import UsageError
from redactlint.facts import BannerFacts, Facts
from redactlint.findings import Finding, Place
from redactlint.law.dates import DateRange
from redactlint.text import Span, Text

Day = datetime.date


def finding(rule: str = "BNR002", severity: str = "error") -> Finding:
    return Finding(rule, "a-name", severity, "wrong", Place("a.txt", 1, 1, 1, 2), Span(0, 1), "a law", "f")


_YEAR = DateRange(Day(2005, 1, 1), Day(2005, 12, 31))


def entry(
    *findings: Finding,
    level: str | None = "C",
    highest: str | None = None,
    date: DateRange | None = _YEAR,
    **inventory: Any,
) -> Entry:
    banner = None if level is None else BannerFacts("words", level)
    facts = Facts("box/a.txt", "telegram", "OSLO 000221", date=date, banner=banner, highest_portion=highest)
    return Entry(facts, Inventory(**inventory), findings, "fail", inventory.get("classifier"))


# -- conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "post=OSLO", "post=oslo", "post != SUVA", "year=2005", "year>2004", "year<=2005", "banner=C",
        "banner=CONFIDENTIAL", "banner<S", "banner>=C", "highest=", "date=2005", "date<2006", "date>=2005-01-01",
        "date>2004-12", "path~^box/",
        "id~000", "declassify=2015-07", "declassify>2015-06-30", "declassify!=2016", "reason=1.4(b)", "reason=1.4(d)",
        "findings=1", "findings>0", "rule=BNR002", "family=BNR", "severity>=warning", "verdict=fail",
        "instruction=date", "classifier~example", "exemption=",
    ],
)  # fmt: skip
def test_a_condition_that_holds_keeps_the_document(words: str) -> None:
    one = entry(
        finding(),
        post="OSLO",
        classifier="Jane Example",
        instructions=(InstructionFacts("date", Day(2015, 7, 29)),),
        reasons=(("1.4", ("b", "d")),),
    )
    assert kept(one, [read_condition(words)]) is not None


@pytest.mark.parametrize(
    "words",
    [
        "post=SUVA", "post=", "post!=OSLO", "year<2005", "banner>C", "banner!=C", "highest=C", "highest<TS",
        "date<2005-06",
        "date>2005", "date=2005-01-01", "path~^a", "declassify=", "reason=1.5(b)", "findings>1", "rule=BNR003",
        "severity=info", "severity<error", "release=full",
    ],
)  # fmt: skip
def test_a_condition_that_does_not_hold_leaves_the_document_out(words: str) -> None:
    one = entry(
        finding(), post="OSLO", instructions=(InstructionFacts("date", Day(2015, 7, 29)),), reasons=(("1.4", ("b",)),)
    )
    assert kept(one, [read_condition(words)]) is None


def test_what_is_not_known_is_neither_less_nor_more() -> None:
    one = entry(date=None)
    for words in ("date<2020", "date>1950", "year<2020", "year>=0"):
        assert kept(one, [read_condition(words)]) is None
    assert kept(one, [read_condition("year=")]) is not None


def test_conditions_on_findings_leave_out_the_others() -> None:
    one = entry(finding(), finding("DCL012", "info"))
    left = kept(one, [read_condition("severity!=info")])
    assert left is not None
    assert [each.rule for each in left.findings] == ["BNR002"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("post", "is no condition"), ("psot=OSLO", "did you mean post"), ("year=MMV", "no whole number"),
        ("banner=X", "is none"), ("date<someday", "is no date"), ("path~(", "regular expression"), ("year<", "nothing"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_said_to_be_wrong(words: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        read_condition(words)


# -- what an instruction comes to --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instructions", "basis", "date"),
    [
        ((), "no instruction", None),
        ((InstructionFacts("cut"),), "cut or redacted", None),
        ((InstructionFacts("date", Day(2015, 7, 29)),), "instruction", Day(2015, 7, 29)),
        ((InstructionFacts("date", Day(2045, 7, 29), "25X1"),), "exemption", Day(2045, 7, 29)),
        ((InstructionFacts("code", None, "50X1-HUM"),), "exempt, no date", None),
        ((InstructionFacts("code", None, "X1"),), "exempt, no date", None),
        ((InstructionFacts("code", None, "OADR"),), "OADR", None),
        ((InstructionFacts("code", None, "MR"),), "MR", None),
        ((InstructionFacts("event"),), "event", None),
        ((InstructionFacts("duration"),), "duration in words", None),
        ((InstructionFacts("review", Day(1999, 1, 1), "RDS-3"),), "review due", None),
        ((InstructionFacts("na"),), "not applicable", None),
        ((InstructionFacts("invalid"),), "invalid", None),
        ((InstructionFacts("redacted"),), "cut or redacted", None),
        (
            (InstructionFacts("code", None, "OADR"), InstructionFacts("date", Day(2015, 1, 1))),
            "instruction",
            Day(2015, 1, 1),
        ),
    ],
)
def test_an_instruction_comes_to_a_day_or_to_what_stands_instead(
    instructions: tuple[InstructionFacts, ...], basis: str, date: datetime.date | None
) -> None:
    due = due_of(entry(instructions=instructions), pack().law)
    assert due is not None
    assert (due.basis, due.date) == (basis, date)
    assert due.automatic == Day(2030, 12, 31)


@pytest.mark.parametrize(("level", "year"), [("C", 1980), ("S", 1982), ("TS", 1984)])
def test_the_general_schedule_is_computed_from_level_and_year(level: str, year: int) -> None:
    gds = (InstructionFacts("code", None, "GDS"),)
    due = due_of(entry(level=level, date=DateRange(Day(1974, 2, 14), Day(1974, 2, 14)), instructions=gds), pack().law)
    assert due is not None
    assert (due.basis, due.date) == ("schedule", Day(year, 12, 31))


def test_nothing_is_computed_from_a_year_that_is_not_known() -> None:
    gds = (InstructionFacts("code", None, "GDS"),)
    due = due_of(entry(date=DateRange(Day(1974, 12, 31), Day(1975, 1, 1)), instructions=gds), pack().law)
    assert due is not None
    assert (due.basis, due.date, due.automatic) == ("GDS", None, Day(2000, 12, 31))
    undated = due_of(entry(date=None, instructions=gds), pack().law)
    assert undated is not None
    assert undated.automatic is None


def test_an_exemption_from_the_schedule_is_not_computed() -> None:
    xgds = (InstructionFacts("code", None, "XGDS-2"),)
    due = due_of(entry(date=DateRange(Day(1974, 2, 14), Day(1974, 2, 14)), instructions=xgds), pack().law)
    assert due is not None
    assert due.basis == "exempt, no date"


@pytest.mark.parametrize(("level", "highest"), [("U", "U"), (None, None), (None, "U"), ("R", None)])
def test_what_is_not_classified_has_no_place_in_the_schedule(level: str | None, highest: str | None) -> None:
    assert due_of(entry(level=level, highest=highest), pack().law) is None


def test_a_document_is_counted_at_the_higher_of_banner_and_portions() -> None:
    schedule = Schedule(pack().law, Day(2026, 1, 1))
    schedule.add(entry(level="U", highest="S"))
    assert schedule.table().rows[0][:5] == ("no instruction", 0, 1, 0, 1)


def test_the_day_itself_has_not_passed() -> None:
    for date, passed in ((Day(2025, 12, 31), 1), (Day(2026, 1, 1), 0)):
        schedule = Schedule(pack().law, Day(2026, 1, 1))
        schedule.add(entry(instructions=(InstructionFacts("date", date),)))
        assert schedule.table().rows[-1][5:7] == (passed, 1 - passed)


# -- deletions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words", "ground"),
    [
        ("B6", "(b)(6)", "5 U.S.C. 552(b)(6)"),
        ("B7(C)", "(b)(7)(C)", "5 U.S.C. 552(b)(7)(C)"),
        ("B7(E)-2", "(b)(7)(E)-2", "5 U.S.C. 552(b)(7)(E)"),
        ("B3 CIA", "(b)(3) CIA", "5 U.S.C. 552(b)(3): CIA"),
        ("B3 50 USC 3024(i)", "(b)(3) 50 USC 3024(i)", "5 U.S.C. 552(b)(3): 50 USC 3024(i)"),
        ("1.4(D)", "1.4(d)", "E.O. 13526 sec. 1.4(d)"),
        ("1.5(C)", "1.5(c)", "E.O. 12958 (1995) sec. 1.5(c)"),
        ("25X6", "25X6", "E.O. 13526 sec. 3.3(b)(6)"),
        ("P5", "P5", "44 U.S.C. 2204(a)(5); NARA withdrawal sheets"),
        ("P1", "P1", "44 U.S.C. 2204(a)(1); NARA withdrawal sheets"),
        ("B10", "(b)(10)", None),
    ],
)
def test_a_code_is_printed_as_filings_print_it(code: str, words: str, ground: str | None) -> None:
    assert printed(code) == words
    assert ground_of(code, pack().register) == ground


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ("less than 1 line of source text not declassified", "less than 1 line"),
        ("1-1/2 lines of source text not declassified", "1-1/2 lines"),
        ("3 paragraphs (19 lines) not declassified", "3 paragraphs, 19 lines"),
        ("name not declassified", "name"),
        ("dollar amount not declassified", "dollar amount"),
        ("the ambassador's mistress deleted", None),
        ("redacted", None),
    ],
)
def test_the_extent_is_told_in_words_that_tell_nothing(extent: str, words: str | None) -> None:
    assert extent_of(DeletionFacts("excision", 1, 1, extent=extent)) == words


def test_the_extent_of_blocks_is_their_length() -> None:
    assert extent_of(DeletionFacts("blank", 3, 3, length=12)) == "12 characters"
    assert extent_of(DeletionFacts("third-party", 3, 5, length=130)) == "130 characters, 3 lines"
    assert extent_of(DeletionFacts("margin", 3, 3)) is None


def test_the_index_says_where_the_code_stands() -> None:
    index = RedactionIndex(pack().register)
    deletions = (
        DeletionFacts("margin", 8, 8, codes=("B6", "B1", "1.4(D)")),
        DeletionFacts("blank", 9, 11, portion="4", mark="C", length=40, where="page 2"),
        DeletionFacts("third-party", 12, 12, portion="subject", length=10),
        DeletionFacts("label", 14, 14, extent="Grand Jury"),
    )
    index.add(entry(deletions=deletions, release=ReleaseFacts("part", ("B5",))))
    rows = [tuple(row[2:]) for row in index.table().rows]
    assert rows == [
        (1, "line 8", None, "code in the margin", "(b)(6), (b)(1), 1.4(d)", "at the deletion",
         "5 U.S.C. 552(b)(6); 5 U.S.C. 552(b)(1); E.O. 13526 sec. 1.4(d)", None),
        (2, "page 2, lines 9-11, paragraph 4", "C", "blocks", "(b)(5)", "release line", "5 U.S.C. 552(b)(5)",
         "40 characters, 3 lines"),
        (3, "line 12, subject line", None, "publisher's", None, "no code", None, "10 characters"),
        (4, "line 14", None, "label", None, "no code", "Grand Jury", None),
    ]  # fmt: skip


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_a_pseudonym_does_not_turn_on_case_order_or_punctuation() -> None:
    one = pseudonym("Ambassador Jane Q. Example", "k")
    assert one == pseudonym("JANE Q EXAMPLE, AMBASSADOR", "k")
    assert one != pseudonym("Ambassador Jane R. Example", "k")
    assert one != pseudonym("Ambassador Jane Q. Example", "another key")
    assert "Example" not in one


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (Day(2003, 6, 18), Day(2003, 6, 18), "2003-06-18"),
        (Day(2003, 1, 1), Day(2003, 12, 31), "2003"),
        (Day(2003, 3, 25), Day(2010, 6, 26), "2003-03-25 to 2010-06-26"),
        (Day.min, Day(2010, 6, 26), "… to 2010-06-26"),
        (Day.min, Day.max, None),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(first: datetime.date, last: datetime.date, words: str | None) -> None:
    assert date_words(DateRange(first, last)) == words


def test_every_rule_is_in_one_category_or_outside() -> None:
    data = pack().raw["inspections"]["self-inspection"]
    program = program_of(pack())
    outside = pack().codes(data["outside"], all_known=False)
    seen: set[str] = set()
    for category in program.categories:
        assert category.by_hand == (not category.rules)
        assert not seen & category.rules
        seen |= category.rules
    living = {code for code, rule in pack().rules.items() if rule.retired is None and not rule.origin}
    assert not seen & outside
    assert living <= seen | outside, "say in rules/inspections/ where the new rule belongs"


def test_a_drawing_is_as_large_as_asked() -> None:
    assert Drawing(size=50).of(20) == 20
    assert Drawing().of(20) == 20
    assert Drawing().most is None
    assert Drawing(precision=0.05).most == 385
    assert Drawing(precision=0.05).of(1000) == 278


TELEGRAM = """\
C O N F I D E N T I A L THE HAGUE 000512

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, NL
SUBJECT: (U) MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The minister saw XXXXXXXXXXXX and left.

2. (S) He came back [less than 1 line not declassified].
EXAMPLE
"""


def test_the_inventory_holds_what_the_document_bears() -> None:
    options = Options(Day(2026, 1, 1))
    text = Text.of(TELEGRAM, "07THEHAGUE512.txt")
    assert Engine(pack(), options).check(text).facts.inventory is None, "a check takes none"
    facts = Engine(pack(), options._replace(inventory=True)).check(text).facts
    taken = facts.inventory
    assert taken is not None
    assert (taken.post, taken.classifier) == ("THE HAGUE", "Ambassador Jane Q. Example")
    assert taken.reasons == (("1.4", ("b", "d")),)
    assert [one.date for one in taken.instructions] == [Day(2017, 6, 17)]
    assert [(one.kind, one.line, one.portion, one.mark) for one in taken.deletions] == [
        ("third-party", 9, "1", "C"),
        ("excision", 11, "2", "S"),
    ]
    assert taken.deletions[0].length == 12
    assert taken.subject is taken.quoted is None


def test_the_subject_is_taken_only_with_excerpts_and_brings_its_marking() -> None:
    engine = Engine(pack(), Options(Day(2026, 1, 1)))
    document = engine.read(Text.of(TELEGRAM, "07THEHAGUE512.txt"))
    taken = inventory_of(document, pack().register, excerpts=True)
    assert taken.subject is not None
    assert "MINISTER VISITS THE NORTH" in taken.subject
    assert taken.quoted is not None
    assert taken.quoted.level.name == "S"

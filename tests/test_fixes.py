"""Mends: what was mistyped is as it was before, what the document says is what it said, and twice is as once."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from generator.headers import write
from generator.memoranda import memoranda, write_memorandum
from generator.plan import Telegram, Written
from generator.telegrams import telegrams
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markings import strategies
from short_telegrams import TWO_PARAGRAPHS as CLEAN

from redactlint import fixes
from redactlint.engine import Engine, Options, Outcome
from redactlint.findings import Edit, Fix
from redactlint.fixes import Mending, mend
from redactlint.known.baseline import Baseline, Collector
from redactlint.known.suppressions import IgnoreRow
from redactlint.reports.parsed import parsed
from redactlint.rulepack import load, source_of
from redactlint.text import Span, Text

PACK = load()
OPTIONS = Options(as_of=datetime.date(2026, 1, 1))
ENGINE = Engine(PACK, OPTIONS)
IC = Engine(PACK, OPTIONS._replace(profile="ic"))


def mended(source: str, engine: Engine = ENGINE, name: str = "07LUSAKA000512.txt", *, unsafe: bool = False) -> Mending:
    return mend(Text.of(source, name), engine, unsafe=unsafe)


def rules(mending: Mending) -> list[str]:
    return [one.finding.rule for one in mending.mends]


class TestWhatIsMended:
    @pytest.mark.parametrize(
        ("rule", "right", "wrong"),
        [
            ("BNR004", "C O N F I D E N T I A L", "CC O N F I D E N T I A L"),
            ("BNR004", "C O N F I D E N T I A L", "CO N F I D E N T I A L"),
            ("BNR004", "C O N F I D E N T I A L", "O N F I D E N T I A L"),
            ("ORD002", "E.O. 12958", "E.O. 12598"),
            ("PRT003", "1. (C)", "1. ( C )"),
            ("PRT003", "1. (C)", "1. (c)"),
            ("PRT003", "2. (U)", "2. U)"),
            ("RSN004", "1.4 (b)", "1/4 (b)"),
            ("RSN004", "1.4 (b)", "1 .4 (b)"),
            ("DCL014", "06/17/2017", "2017/06/17"),
        ],
    )
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_a_slip_is_undone(self, rule: str, right: str, wrong: str, newline: str) -> None:
        clean = CLEAN.replace("\n", newline)
        made = mended(clean.replace(right, wrong))
        assert rules(made) == [rule]
        assert made.source == clean

    def test_a_message_line_is_spelt_letter_by_letter_and_another_banner_is_not(self) -> None:
        line = "T O P  S E C R E T LUSAKA 000512"
        telegram = CLEAN.replace("C O N F I D E N T I A L LUSAKA 000512", line).replace("1. (C)", "1. (TS)")
        assert mended(telegram.replace("T O P", "T OP")).source == telegram

    def test_a_control_of_a_portion_gets_its_caption(self) -> None:
        made = mended(CLEAN.replace("1. (C)", "1. (C//NF)"))
        assert rules(made) == ["BNR008"]
        assert "SIPDIS\nNOFORN\n\nE.O." in made.source

    def test_without_captions_the_caption_stands_below_the_message_line(self) -> None:
        telegram = "UNCLAS SUVA 000045\n\nE.O. 12958: N/A\nTAGS: PGOV, FJ\nSUBJECT: BIDS\n\n1. (SBU) New bids.\n"
        telegram = telegram.replace("\n", "\r\n")
        made = mended(telegram, name="08SUVA000045.txt")
        assert made.source.startswith("UNCLAS SUVA 000045\r\n\r\nSENSITIVE\r\n\r\nE.O. 12958")
        assert "\n" not in made.source.replace("\r\n", "")

    def test_marks_printed_alike_are_all_mended(self) -> None:
        made = mended(CLEAN.replace("1. (C)", "1. (C )") + "\n3. (C ) More.\n")
        assert [len(one.edits) for one in made.mends] == [2]
        assert "(C )" not in made.source

    def test_a_banner_takes_up_what_the_portions_demand_wherever_it_stands(self) -> None:
        memo = MEMORANDUM.replace("(S) The", "(S//NF) The")
        made = mended(memo, IC, "memo.txt")
        assert rules(made) == ["BNR008"]
        assert made.source == memo.replace("SECRET\n", "SECRET//NOFORN\n")

    def test_taking_a_release_list_away_is_for_a_person(self) -> None:
        memo = MEMORANDUM.replace("SECRET\n", "SECRET//REL TO USA, GBR\n").replace("(S) The", "(S//NF) The")
        made = mended(memo, IC, "memo.txt")
        assert made.source == memo
        assert [one.is_unsafe for one in made.left] == [True]
        assert mended(memo, IC, "memo.txt", unsafe=True).source == memo.replace("//REL TO USA, GBR", "//NOFORN")

    @pytest.mark.parametrize("written", ["17/06/2017", "06/17/17"])
    def test_a_date_that_leaves_a_doubt_is_for_a_person(self, written: str) -> None:
        telegram = CLEAN.replace("06/17/2017", written)
        assert mended(telegram).source == telegram
        assert mended(telegram, unsafe=True).source == CLEAN

    def test_several_slips_at_once(self) -> None:
        wrong = CLEAN.replace("C O N F", "CC O N F").replace("12958", "12598").replace("1.4 (b)", "1,4 (b)")
        made = mended(wrong.replace("(U)", "(u)"))
        assert made.source == CLEAN
        assert sorted(rules(made)) == ["BNR004", "ORD002", "PRT003", "RSN004"]


MEMORANDUM = """\
SECRET

March 3, 2016

MEMORANDUM FOR THE DIRECTOR

FROM: Jane Q. Example

SUBJECT: (U) Water Talks

(S) The delegation will not accept the upper limit.

(U) The next round is in May.

Classified By: Jane Q. Example, Director, Office of Rivers
Reason: 1.4(b), (d)
Declassify On: 20260303

SECRET
"""


class TestWhatIsLeft:
    def test_a_level_is_never_invented(self) -> None:
        for wrong in ("(X)", "(D)", "(CS)", "(8)"):
            telegram = CLEAN.replace("2. (U)", f"2. {wrong}")
            assert mended(telegram, unsafe=True).source == telegram

    def test_a_date_is_never_invented(self) -> None:
        for wrong in ("13/45/2013", "011/2/2019", "(##)", "06/17/3034"):
            telegram = CLEAN.replace("06/17/2017", wrong)
            assert mended(telegram, unsafe=True).source == telegram

    def test_no_finding_no_mend(self) -> None:
        made = mended(CLEAN)
        assert (made.source, made.mends, made.left) == (CLEAN, (), ())

    def test_what_is_suppressed_stays(self) -> None:
        telegram = CLEAN.replace("12958", "12598")
        inline = f"redactlint: ignore[ORD002] reason=as sent\n{telegram}"
        assert mended(inline).source == inline
        rows = (IgnoreRow(("*.txt",), frozenset({"ORD002"}), "as sent"),)
        assert mended(telegram, Engine(PACK, OPTIONS._replace(ignore_rows=rows))).source == telegram

    def test_a_suppression_in_one_paragraph_keeps_its_mark_alone(self) -> None:
        wrong = CLEAN.replace("1. (C)", "1. (C )")
        kept = "\nredactlint: ignore[PRT003] reason=as sent\n3. (C ) As sent.\n"
        made = mended(wrong + kept)
        assert made.source == CLEAN + kept

    def test_an_expired_suppression_keeps_nothing(self) -> None:
        note = "redactlint: ignore[ORD002] reason=as sent until=2025-12-31\n"
        assert mended(note + CLEAN.replace("12958", "12598")).source == note + CLEAN

    def test_what_a_baseline_knows_stays_and_what_is_new_is_mended(self) -> None:
        old = CLEAN.replace("12958", "12598")
        collector = Collector("baseline.json")
        collector.add(ENGINE.check(Text.of(old, "07LUSAKA000512.txt")))
        entries = collector.entries()

        def cover(outcome: Outcome) -> Outcome:
            return Baseline("baseline.json", entries).cover(outcome)

        new = old.replace("1.4 (b)", "1/4 (b)")
        assert mend(Text.of(new, "07LUSAKA000512.txt"), ENGINE, cover=cover).source == old

    def test_what_stands_in_damage_stays(self) -> None:
        telegram = CLEAN.replace("1. (C)", "1. (C\\_)")
        assert mended(telegram).source == telegram

    def test_a_mend_of_the_rules_not_selected_is_not_made(self) -> None:
        engine = Engine(PACK, OPTIONS._replace(select=("PRT003",)))
        wrong = CLEAN.replace("12958", "12598").replace("(U)", "(u)")
        assert mended(wrong, engine).source == wrong.replace("(u)", "(U)")


def test_of_many_mends_those_that_do_harm_are_found_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    telegram = CLEAN.replace("2. (U) He", "\n\n".join(f"{number}. (C//NF/OC) He" for number in range(2, 12)))
    check, harmful = IC.check, {3, 7}

    def with_harm(text: Text, **options: Any) -> Outcome:
        outcome = check(text, **options)
        findings = []
        for one in outcome.findings:
            number = text.content[: one.span.start].rsplit("\n", 1)[-1].split(".")[0]
            if one.rule == "CTL002" and number.isdigit() and int(number) in harmful:
                at = text.content.rindex("(", 0, one.span.end)
                edit = Edit(Span(at, text.content.index(")", at) + 1), "(S//OC/NF)")
                one = attrs.evolve(one, fix=Fix("harm", (edit,)))
            findings.append(one)
        return attrs.evolve(outcome, findings=tuple(findings))

    monkeypatch.setattr(IC, "check", with_harm)
    made = mended(telegram, IC)
    assert made.source.count("(C//OC/NF)") == 8
    assert made.source.count("(C//NF/OC)") == 2
    assert {one.why for one in made.left} == {fixes._CHANGES}


class TestGuard:
    """Checks are written by people: a mend that would do harm is refused, whatever rule offers it."""

    @pytest.fixture
    def offering(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Mending]:
        def offer(before: str, after: str) -> Mending:
            wrong = CLEAN.replace("E.O. 12958", "E.O. 12598")
            at = wrong.index(before)
            edits = (Edit(Span(at, at + len(before)), after),)
            check = ENGINE.check

            def with_another_mend(text: Text, **options: Any) -> Outcome:
                outcome = check(text, **options)
                findings = [
                    attrs.evolve(one, fix=Fix("harm", edits)) if one.rule == "ORD002" else one
                    for one in outcome.findings
                ]
                return attrs.evolve(outcome, findings=tuple(findings))

            monkeypatch.setattr(ENGINE, "check", with_another_mend)
            made = mended(wrong)
            assert made.source == wrong
            return made

        return offer

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [
            ("E.O. 12598", "E.O. 13526", fixes._CHANGES),
            ("E.O. 12598: DECL: 06/17/2017", "E.O. 12958: DECL: 06/17/2027", fixes._CHANGES),
            ("12598", "12598.", fixes._IS_NO_CURE),
            ("12598", "12598", fixes._IS_NO_CURE),
            ("SIPDIS\n\nE.O. 12598", "E.O. 12958", "it runs over the end of a line"),
            ("1259", "1295", "it is the part of a word"),
            ("2598", "2958", "it is the part of a word"),
        ],
    )
    def test_it_is_refused(self, offering: Callable[[str, str], Mending], before: str, after: str, why: str) -> None:
        assert [one.why for one in offering(before, after).left] == [why]


# -- the rules ------------------------------------------------------------------------------------------------------

_FIXABLE = sorted(rule.code for rule in PACK.rules.values() if rule.fixable)


def _mended_examples(code: str) -> list[tuple[Mending, Engine]]:
    made = []
    for row in source_of(PACK.rules[code]).get("example", ()):
        options = OPTIONS._replace(profile=row.get("profile", "state"), strict=row.get("strict", False))
        engine = Engine(PACK, options)
        made.append((mended(row["bad"], engine, row.get("file_name", "document.txt"), unsafe=True), engine))
    return made


@pytest.mark.parametrize("code", _FIXABLE)
def test_a_rule_that_is_fixable_mends_one_of_its_examples_at_least(code: str) -> None:
    cured = 0
    for made, engine in _mended_examples(code):
        left = {one.rule for one in engine.check(Text.of(made.source, made.text.path)).findings}
        cured += code in rules(made) and code not in left
        assert code not in rules(made) or code not in left
    assert cured


def _documents_of(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The documents of a bad example: one, or those of a set."""
    if isinstance(row["bad"], str):
        return [(row.get("file_name", "document.txt"), row["bad"])]
    return [(one["file_name"], one["text"]) for one in row["bad"]]


@pytest.mark.parametrize("code", sorted(code for code, rule in PACK.rules.items() if not rule.retired))
def test_a_rule_that_offers_mends_says_so(code: str) -> None:
    offered = {
        one.rule
        for row in source_of(PACK.rules[code]).get("example", ())
        for engine in [Engine(PACK, OPTIONS._replace(profile=row.get("profile", "state"), strict=True))]
        for name, text in _documents_of(row)
        for one in engine.check(Text.of(text, name)).findings
        if one.fix is not None
    }
    assert offered <= set(_FIXABLE)


# -- generated documents ----------------------------------------------------------------------------------------------

RUNS = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _slips(written: Written) -> list[tuple[str, Span, str]]:
    """What can be mistyped in the document without a doubt of what was meant: the rule, the place, the slip."""
    slips: list[tuple[str, Span, str]] = []
    for name, place in written.places.items():
        words, span = written.text[place.start : place.end], Span(place.start, place.end)
        if name.startswith("mark:") and words in ("(C)", "(S)", "(U)"):
            slips += [("PRT003", span, f"({words[1]} )"), ("PRT003", span, f"( {words[1]} )")]
        if name == "order" and words == "12958":
            slips.append(("ORD002", span, "12598"))
        if name == "banner" and words == "C O N F I D E N T I A L":
            slips += [("BNR004", span, "CO N F I D E N T I A L"), ("BNR004", span, "CC O N F I D E N T I A L")]
        if name == "banner" and words == "S E C R E T":
            slips.append(("BNR004", span, "SS E C R E T"))
    at = written.text.find("1.4 (b)")
    if 0 <= at < written.text.find("\n1."):
        slips.append(("RSN004", Span(at, at + 3), "1/4"))
    return slips


def _shown(written: Written, source: str, *left_out: str) -> object:
    """All that is read in the document but where its lines stand: what was mistyped dates it less surely."""

    def without(value: object) -> object:
        if isinstance(value, dict):
            return {key: without(one) for key, one in value.items() if key not in ("line", *left_out)}
        return [without(one) for one in value] if isinstance(value, list) else value

    return without(parsed(ENGINE.read(Text.of(source, written.file_name))))


@RUNS
@given(telegrams(), st.integers(0, 40), st.integers(0, 40))
def test_a_mistyped_telegram_is_mended_to_what_the_clean_one_is(plan: Telegram, first: int, second: int) -> None:
    written = write(plan)
    slips = _slips(written)
    if not slips:
        return
    chosen = {one[1]: one for one in (slips[first % len(slips)], slips[second % len(slips)])}
    wrong = written.text
    for _, span, slip in sorted(chosen.values(), key=lambda one: one[1], reverse=True):
        wrong = wrong[: span.start] + slip + wrong[span.end :]
    made = mended(wrong, name=written.file_name)
    assert {rule for rule, _, _ in chosen.values()} <= set(rules(made)), wrong
    assert made.source == mended(written.text, name=written.file_name).source
    assert mended(made.source, name=written.file_name).source == made.source


@RUNS
@given(telegrams(levels=("SENSITIVE", "C", "S"), eras=("12958", "12958-amended", "13526"), marked=True))
def test_a_telegram_that_lacks_a_caption_gets_it_and_nothing_else(plan: Telegram) -> None:
    written = write(plan)
    wrong = written.text
    for name in ("SENSITIVE", "NOFORN"):
        place = written.places.get(f"caption:{name}")
        if place is not None:
            wrong = wrong[: place.start] + " " * (place.end - place.start) + wrong[place.end :]
    owed = {one.rule for one in ENGINE.check(Text.of(wrong, written.file_name)).findings} & {"BNR006", "BNR008"}
    made = mended(wrong, name=written.file_name)
    assert owed == set(rules(made)) & {"BNR006", "BNR008"}, made.source
    assert _shown(written, made.source, "captions", "date") == _shown(written, wrong, "captions", "date")
    assert mended(made.source, name=written.file_name).source == made.source


@RUNS
@given(st.one_of(telegrams().map(write), memoranda().map(write_memorandum)), st.booleans())
def test_a_clean_document_says_after_mending_what_it_said(written: Written, unsafe: bool) -> None:
    made = mended(written.text, name=written.file_name, unsafe=unsafe)
    assert {one.finding.rule for one in made.mends if one.finding.severity != "info"} == set()
    assert _shown(written, made.source, "text_start", "date") == _shown(written, written.text, "text_start", "date")


FORM_SLIPS = (
    strategies.wrong_order, strategies.wrong_order_within, strategies.wrong_separator, strategies.wrong_slashes,
    strategies.wrong_list_separator, strategies.usa_late, strategies.codes_swapped, strategies.named_country,
    strategies.banner_word_in_portion,
)  # fmt: skip


@pytest.mark.parametrize("slip", FORM_SLIPS, ids=lambda one: one.__name__)
def test_a_portion_mark_of_the_register_is_mended_to_what_it_was_or_left(slip: Callable[..., str | None]) -> None:
    counts: Counter[bool] = Counter()
    for seed in range(200):
        rng = random.Random(seed)
        marking = strategies.any_marking(rng)
        right = strategies.printed(marking, "portion")
        wrong = slip(rng, right, marking, "portion")
        if wrong is None or wrong == right:
            continue
        banner = strategies.printed(marking, "banner")
        memo = MEMORANDUM.replace("SECRET\n", f"{banner}\n").replace("(S) The", "{} The")
        made = mended(memo.format(wrong), IC, "memo.txt").source
        assert made in (memo.format(right), memo.format(wrong))
        counts[made == memo.format(right)] += 1
    assert counts[True] > 2 * counts[False], counts


@RUNS
@given(st.text(alphabet="(CSTU/NF )1.\n-:SECRT//NOFORN,REL TO USA12958EO", max_size=300), st.booleans())
def test_any_text_comes_to_rest(source: str, unsafe: bool) -> None:
    for engine in (ENGINE, IC):
        made = mended(source, engine, "a.txt", unsafe=unsafe)
        again = mended(made.source, engine, "a.txt", unsafe=unsafe)
        assert (again.source, again.mends) == (made.source, ())

"""Portion marks: every spelling that telegrams use, what is no mark at all, and what is only the debris of one."""

from __future__ import annotations

import pytest
from markings.strategies import register

from redactlint.markings import portions
from redactlint.markings.levels import Level
from redactlint.markings.model import Parsed
from redactlint.markings.portions import is_entire_text, read_portion


def read(text: str, dialect: str = "state", *, at_mark_position: bool = False) -> Parsed | None:
    return read_portion(text, register(), dialect, at_mark_position=at_mark_position)


def mark(text: str, dialect: str = "state") -> Parsed:
    parsed = read(text, dialect)
    assert parsed is not None, text
    return parsed


def kinds(parsed: Parsed | None) -> list[str]:
    assert parsed is not None
    return [one.kind for one in parsed.deviations]


@pytest.mark.parametrize(
    ("text", "canonical", "level"),
    [
        ("(C)", "C", Level.C), ("(S)", "S", Level.S), ("(U)", "U", Level.U), ("(TS)", "TS", Level.TS),
        ("(SBU)", "SBU", Level.U), ("(LOU)", "LOU", Level.U), ("(R)", "R", Level.R),
        ("(C//NF)", "C//NF", Level.C), ("(U//FOUO)", "U//FOUO", Level.U), ("(S//FGI//NF)", "S//FGI//NF", Level.S),
        ("(TS//SI//NF)", "TS//SI//NF", Level.TS), ("(S//REL TO USA, FVEY)", "S//REL TO USA, FVEY", Level.S),
        ("(S//REL)", "S//REL", Level.S), ("(//GBR S)", "//GBR S", Level.S),
    ],
)  # fmt: skip
def test_marks_that_are_as_they_should_be(text: str, canonical: str, level: Level) -> None:
    parsed = mark(text)
    assert (parsed.canonical, parsed.deviations) == (canonical, ())
    assert parsed.marking is not None
    assert parsed.marking.level == level


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("(S/NF)", "S//NF", "house-form"), ("(SBU/NF)", "SBU//NF", "house-form"), ("(SBU/N)", "SBU//NF", "house-form"),
        ("(S/NOFORN)", "S//NF", "house-form"), ("(S-NF)", "S//NF", "house-form"), ("(C NF)", "C//NF", "house-form"),
        ("(SNF)", "S//NF", "house-form"), ("(C,NF)", "C//NF", "house-form"), ("(L)", "LOU", "house-form"),
        ("(FOUO)", "U//FOUO", "house-form"), ("(U//SBU)", "SBU", "house-form"), ("(S/ NF)", "S//NF", "house-form"),
        ("(c)", "C", "lower-case"), ("(u)", "U", "lower-case"), ("(sbu)", "SBU", "lower-case"),
        ("C)", "C", "bracket"), ("SBU)", "SBU", "bracket"), ("(C ", "C", "bracket"), ("((C)", "C", "bracket"),
        ("(C )", "C", "blank"), ("( C )", "C", "blank"), ("(SBU )", "SBU", "blank"),
        ("(C) (C)", "C", "doubled"), ("(C)(C)", "C", "doubled"), ("(C.)", "C", "stray-character"),
        ("(CONFIDENTIAL)", "C", "level-in-words"), ("(UNCLAS)", "U", "level-in-words"),
    ],
)  # fmt: skip
def test_what_people_write_instead(text: str, canonical: str, kind: str) -> None:
    parsed = mark(text)
    assert parsed.canonical == canonical
    assert kinds(parsed) == [kind]
    assert parsed.deviations[0].suggestion == f"({canonical})"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(S/REL NATO)", "NATO"), ("(C/REL ISAF)", "ISAF"), ("(S/REL TO UK)", "GBR"), ("(S//REL China)", "CHN"),
        ("(C/Releasable to Italy)", "ITA"), ("(C//REL TO USA, GBR//)", "GBR"), ("(S/REL TO NATO/AUS)", "AUS NATO"),
        ("(C//REL TO USA AND GBR)", "GBR"), ("(C//REL AUSTRALIA GROUP)", "AUSTRALIA GROUP"),
        ("(S//REL TO USA, AUS, CAN, GBR, NZL)", "AUS CAN GBR NZL"), ("(S/REL SOUTH KOREA)", "KOR"),
        ("(S//REL TO ANTIGUA AND BARBUDA AND UK)", "ATG GBR"), ("(C//REL TO USA AUS GBR)", "AUS GBR"),
    ],
)  # fmt: skip
def test_releases_to_countries_by_code_and_by_name(text: str, codes: str) -> None:
    marking = mark(text).marking
    assert marking is not None
    wanted = {codes} if codes == "AUSTRALIA GROUP" else set(codes.split())
    assert marking.rel_to == wanted


@pytest.mark.parametrize(
    "text",
    [
        "(C - ENTIRE TEXT)", "(C-ENTIRE TEXT)", "C-ENTIRE TEXT.", "C - ENTIRE TEXT", "(CONFIDENTIAL - ENTIRE TEXT)",
        "(C) ENTIRE TEXT.", "(C - ENTIRE TEXT", "(C ENTIRE TEXT)", "( C  -  ENTIRE\nTEXT )", "(C--ENTIRE TEXT)",
        "(ENTIRE TEXT - CONFIDENTIAL)", "ENTIRE TEXT CONFIDENTIAL.", "(C - Entire Text)", "(C \u2013 ENTIRE TEXT)",
    ],
)  # fmt: skip
def test_notices_that_cover_the_entire_text(text: str) -> None:
    parsed = mark(text)
    assert parsed.canonical == "C"
    assert is_entire_text(parsed)


def test_a_plain_mark_covers_no_entire_text() -> None:
    assert not is_entire_text(mark("(C)"))
    assert read("THE ENTIRE TEXT FOLLOWS") is None
    assert read("(SEE ENTIRE TEXT BELOW)") is None


@pytest.mark.parametrize(
    "text",
    [
        "(I ASK FOR)", "(U.S.)", "(US)", "(UN)", "(EU)", "(S/CT)", "(S/S)", "(C-130)", "(U-235)", "(U Thant)", "(a)",
        "(b)", "(i)", "(l)", "(r)", "(A)", "(B)", "(I)", "(V)", "(1)", "(12)", "(4)", "(secret)", "(CONTINUED)",
        "(SEPTEL)",
        "(COMMENT)", "(C AND S)", "()", "( )", "text", "C", "(C Company)", "(SECRETARY)", "(NATO)", "(USA)", "(PRC)",
        "(GBR S)", "(Restricted area)", "(S curve)", "(C) and then (S)", "(TS/SCI)", "(CAN)",
        "(DS)", "(PR)", "(SI)", "(EL)", "(SIR)",
    ],
)  # fmt: skip
def test_prose_names_and_labels_are_no_marks(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ["(X)", "(D)", "(SB)", "(N/SF)", "(SUB)", "(C/F)", "(S/N F)", "(CC)", "(SBU/MF)"])
def test_debris_is_told_from_prose(text: str) -> None:
    parsed = mark(text)
    assert parsed.marking is None or parsed.marking.has("NOFORN")
    assert kinds(parsed) in (["debris"], ["house-form"])


def test_a_digit_is_debris_only_where_a_mark_must_stand() -> None:
    assert read("(4)") is None
    assert kinds(read("(4)", at_mark_position=True)) == ["debris"]
    assert read("(12)", at_mark_position=True) is None


@pytest.mark.parametrize("text", ["(NF)", "(OC)", "(RD)", "(OC/NF)", "(NOFORN)", "(REL TO USA, GBR)"])
def test_a_control_without_a_level_is_no_marking(text: str) -> None:
    parsed = mark(text)
    assert parsed.marking is None
    assert kinds(parsed) == ["level-missing"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(C//FOUO)", "control-unclassified"), ("(S//SBU)", "control-unclassified"), ("(U//SI)", "control-level"),
        ("(S/NF/REL UK)", "controls-conflict"), ("(S//NF//FGI)", "control-order"), ("(S//XYZQ)", "control-unknown"),
    ],
)  # fmt: skip
def test_a_mark_of_a_telegram_can_contradict_itself(text: str, kind: str) -> None:
    assert kinds(mark(text)) == [kind]


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("(SBU)", "U//SBU", "house-form"), ("(SBU//NF)", "U//SBU-NF", "house-form"),
        ("(S/NF)", "S//NF", "control-separator"),
        ("(S//NOFORN)", "S//NF", "words-in-portion"), ("(S//REL UK)", "S//REL TO USA, GBR", "country-name"),
    ],
)  # fmt: skip
def test_the_forms_of_the_department_deviate_from_the_register(text: str, canonical: str, kind: str) -> None:
    parsed = mark(text, "ic")
    assert parsed.canonical == canonical
    assert kind in kinds(parsed)


def test_deviations_point_into_the_string_as_printed() -> None:
    text = "( S//OC/QQXQ )"
    places = {one.kind: text[one.start : one.end] for one in mark(text, "ic").deviations}
    assert places == {"blank": " S//OC/QQXQ ", "control-unknown": "QQXQ"}


def test_long_strings_are_not_read_at_all() -> None:
    assert read(f"({'C ' * 200})") is None


@pytest.mark.parametrize("dialect", ["state", "ic"])
def test_the_short_way_says_what_the_grammar_says(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = ("C", "S", "TS", "U", "SBU", "LOU", "L", "FOUO", "R", "NF", "DS", "EFTO", "CUI")
    tails = ("NF", "PR", "DSEN", "FISA", "RELIDO", "OC", "SBU", "FOUO", "LES", "XD", "REL", "N", "EYES", "NOFORN", "")
    texts = [f"({head})" for head in heads]
    texts += [f"({head}{slash}{tail})" for head in heads for slash in ("/", "//") for tail in tails]
    short = [portions._read.__wrapped__(one, register(), dialect, False) for one in texts]
    monkeypatch.setattr(portions, "_read_simple", lambda *_: None)
    monkeypatch.setattr(portions, "_PLAIN", {})
    assert short == [portions._read.__wrapped__(one, register(), dialect, False) for one in texts]


@pytest.mark.parametrize("at_mark_position", [False, True])
def test_what_is_not_shown_to_the_grammar_is_nothing_to_it(
    at_mark_position: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = register()
    words = {one[:6] for one in (*known.spelled, *known.heads, *known.countries, *known.organisations)}
    words |= {"A", "B", "X", "1", "?", "REF A", "C.I.F", "F.O.B", "UN", "NATO", "CNF", "TSNF", "SG", "CTS"}
    ends = ("", "S", "1", " A", "-B", ",C", ".", " NF", "NF")
    texts = [f"({word}{end})" for word in sorted(words) for end in ends if len(word + end) <= 6]
    assert len(texts) > 2000
    short = [portions._read.__wrapped__(one, known, "state", at_mark_position) for one in texts]
    prose = ("formerly the Harbor Board", "Rel to UK", "Secret", "secret", "s/nf", "Uk eyes only", "display only Uk")
    texts += [f"({one})" for one in (*prose, *map(str.lower, sorted(known.levels)), *map(str.title, known.captions))]
    short = [portions._read.__wrapped__(one, known, "state", at_mark_position) for one in texts]
    monkeypatch.setattr(portions, "_is_prose", lambda *_: False)
    assert short == [portions._read.__wrapped__(one, known, "state", at_mark_position) for one in texts]
    monkeypatch.setattr(portions, "_may_be_mark", lambda core, *_: len(core) <= 6 or "/" in core)
    texts = texts[: -len(prose) - len(known.levels) - len(known.captions)]
    short = short[: len(texts)]
    assert short == [portions._read.__wrapped__(one, known, "state", at_mark_position) for one in texts]


def test_the_spellings_are_those_of_the_controls() -> None:
    known = register()
    for form in ("portion", "banner"):
        assert known.spelled == frozenset(known.spellings[form])


@pytest.mark.parametrize("text", ["(R SG)", "(S//SG)", "(S//SIGMA)", "(S//RD-SG)"])
def test_a_sigma_without_number_or_material_is_told(text: str) -> None:
    assert "companion-missing" in kinds(mark(text, "ic"))

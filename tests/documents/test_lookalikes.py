"""Markings written with characters that only look like theirs are named, mended and judged; other languages are not."""

from __future__ import annotations

import datetime

import pytest
from short_telegrams import telegram

from redactlint.engine import Engine, Options
from redactlint.findings import Finding
from redactlint.fixes import mend
from redactlint.judging import judge
from redactlint.markings.lookalikes import UNCOMMON
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
ENGINE = Engine(PACK, Options(as_of=datetime.date(2026, 1, 1)))
NAME = "07LUSAKA000512.txt"
PLAIN = telegram(
    "1. (C) The Minister opened the new bridge and spoke about the harvest.",
    "2. (SBU) The Minister will return in the spring.",
    "3. (C) The last bridge is older.",
)


def found(text: str) -> list[Finding]:
    return [one for one in ENGINE.check(Text.of(text, NAME)).findings if one.rule == "DOC007"]


def others(text: str) -> list[str]:
    return [one.rule for one in ENGINE.check(Text.of(text, NAME)).findings if one.rule != "DOC007"]


@pytest.mark.parametrize(
    ("marking", "written", "named"),
    [
        ("(C)", "(\u0421)", "U+0421 CYRILLIC CAPITAL LETTER ES"),
        ("(C)", "(\u03f9)", "U+03F9 GREEK CAPITAL LUNATE SIGMA SYMBOL"),
        ("(C)", "(\uff23)", "U+FF23 FULLWIDTH LATIN CAPITAL LETTER C"),
        ("(C)", "\uff08C\uff09", "U+FF08 FULLWIDTH LEFT PARENTHESIS"),
        ("(C)", "\u2768C\u2769", "U+2768 MEDIUM LEFT PARENTHESIS ORNAMENT"),
        ("(C)", "\u3010C\u3011", "U+3010 LEFT BLACK LENTICULAR BRACKET"),
        ("(C)", "(\U0001d402)", "U+1D402 MATHEMATICAL BOLD CAPITAL C"),
        ("(C)", "(\u216d)", "U+216D ROMAN NUMERAL ONE HUNDRED"),
        ("(C)", "(C\u0336)", "U+0336 COMBINING LONG STROKE OVERLAY"),
        ("(C)", "(\u200bC)", "U+200B ZERO WIDTH SPACE"),
        ("(C)", "(\u202eC\u202c)", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("(C)", "(\u200fC)", "U+200F RIGHT-TO-LEFT MARK"),
        ("(C)", "\U0001f112", "U+1F112 PARENTHESIZED LATIN CAPITAL LETTER C"),
        ("(C)", "\u00a9", "U+00A9 COPYRIGHT SIGN"),
        ("C)", "\u0421)", "U+0421 CYRILLIC CAPITAL LETTER ES"),
        ("(SBU)", "(\u202eUBS\u202c)", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("(SBU)", "(S\u0412U)", "U+0412 CYRILLIC CAPITAL LETTER VE"),
        ("(SBU)", "(S\u200d\u2060BU)", "U+200D ZERO WIDTH JOINER, U+2060 WORD JOINER"),
        ("C O N F I D E N T I A L", "\u0421 O N F I D E N T I A L", "U+0421"),
        ("CONFIDENTIAL", "\u0421ONFIDENTI\u0410L", "U+0421 CYRILLIC CAPITAL LETTER ES, U+0410"),
        ("SIPDIS", "S\u0406PDIS", "U+0406"),
        ("SIPDIS", "SIP\u200bDIS", "U+200B"),
        ("E.O.", "\u0395.\u039f.", "U+0395 GREEK CAPITAL LETTER EPSILON"),
        ("12958:", "129\uff158:", "U+FF15 FULLWIDTH DIGIT FIVE"),
        ("06/17/2017", "06\u221517\u22152017", "U+2215 DIVISION SLASH"),
        ("TAGS:", "\u0422AGS:", "U+0422"),
        ("SUBJECT:", "SUBJ\u0415CT:", "U+0415"),
        ("(b)", "(\u042c)", "U+042C CYRILLIC CAPITAL LETTER SOFT SIGN"),
        ("Classified", "\u0421lassified", "U+0421"),
    ],
)
def test_a_marking_in_look_alikes_is_named_and_mended(marking: str, written: str, named: str) -> None:
    if marking == "CONFIDENTIAL":
        plain = PLAIN.replace("C O N F I D E N T I A L", "CONFIDENTIAL")
    elif marking == "C)":
        plain = PLAIN.replace("(C)", "C)", 1)
    else:
        plain = PLAIN
    assert marking in plain
    hostile = plain.replace(marking, written, 1)
    (finding,) = found(hostile)
    assert finding.severity == "warning"
    assert named in finding.message
    assert f"write {marking} in plain letters" in finding.message
    assert written in hostile[finding.span.start : finding.span.end]
    form = {"PRT003", "BNR004"}  # which yield to it
    assert set(others(hostile)) - form == set(others(plain)) - form, "judged by what a reader sees"
    after, expected = (mend(Text.of(one, NAME), ENGINE).after for one in (hostile, plain))
    assert not found("".join(after))
    assert after == expected, "nothing else changed"


@pytest.mark.parametrize(
    ("text", "plain", "written"),
    [
        ("CUI//SP-PRVCY\n\nControlled by: Example Office\n\nText of the paper.\n", "CUI", "\u0421UI"),
        ("SECRET//NOFORN\n\nMEMORANDUM FOR THE RECORD\n\nSUBJECT: (U) X\n\n1. (S//NF) One.\n", "NOFORN", "N\u041eFORN"),
        (
            "SECRET//NOFORN\n\nMEMORANDUM FOR THE RECORD\n\nSUBJECT: (U) X\n\n1. (S//NF) One.\n",
            "(S//NF)",
            "(\u0405//NF)",
        ),
    ],
)
def test_memoranda_and_controlled_papers_are_read_so_too(text: str, plain: str, written: str) -> None:
    (finding,) = found(text.replace(plain, written, 1))
    assert finding.fix is not None
    assert "".join(mend(Text.of(text.replace(plain, written, 1), NAME), ENGINE).after).count(plain) == text.count(plain)


def test_a_level_in_look_alikes_counts() -> None:
    hostile = PLAIN.replace("2. (SBU)", "2. (\u0405)")
    assert "BNR002" in others(hostile), "a secret paragraph under a confidential banner"


@pytest.mark.parametrize(
    "foreign",
    [
        "1. (\u0421) \u041c\u0438\u043d\u0438\u0441\u0442\u0440 \u043e\u0442\u043a\u0440\u044b\u043b \u043c\u043e\u0441\u0442.\n\n2. (\u0412) \u041e\u043d \u0432\u0435\u0440\u043d\u0443\u043b\u0441\u044f.\n",
        "(\u0430) \u043f\u0435\u0440\u0432\u043e\u0435\n(\u0441) \u0432\u0442\u043e\u0440\u043e\u0435\n",
        "\u0395.\u039f. \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ae \u039f\u03bc\u03ac\u03b4\u03b1\n(\u0392) \u0391\u03b8\u03ae\u03bd\u03b1\n",
        "\u7b2c\u4e00\uff08C\uff09\u90e8\u5206\uff1a\u5927\u81e3\u8bbf\u95ee\u5317\u65b9\uff08\u4e59\uff09\u3002\n",
        "1. The film (\u0421) was shown; the song \u0421\u041e\u041d and the year \u0425\u0425 were named.\n",
        "\u00a9 2011 An Example Press\n\n1. \u00a9 2011 An Example Press\n",
    ],
)
def test_words_of_another_language_are_left_alone(foreign: str) -> None:
    assert found(foreign) == []


def test_a_foreign_quotation_in_a_telegram_is_left_alone() -> None:
    quoting = PLAIN.replace(
        "older.",
        "older, \u00ab(\u0421) \u041c\u043e\u0441\u0442 \u0421\u041e\u041d, \u0425\u0425 \u0432\u0435\u043a\u00bb.",
    )
    assert found(quoting) == []


def test_a_mark_over_a_foreign_paragraph_is_named_where_the_document_is_in_english() -> None:
    assert (
        len(
            found(
                PLAIN.replace(
                    "3. (C) The last bridge is older.",
                    "3. (\u0421) \u041c\u043e\u0441\u0442 \u0441\u0442\u0430\u0440\u0448\u0435.",
                )
            )
        )
        == 1
    )


def test_a_single_string_in_look_alikes_is_no_valid_marking() -> None:
    judged = judge("(\u0421)", PACK, ENGINE.setting)
    assert not judged.valid
    assert judged.canonical == "(C)"
    (finding,) = judged.findings
    assert finding.rule == "DOC007"
    assert finding.fix is not None
    assert [one.rule for one in judge("S\u200bECRET//NOFORN", PACK, ENGINE.setting).findings] == ["DOC007"]
    assert judge("(\u0416)", PACK, ENGINE.setting).findings == ()


def test_ten_thousand_look_alikes_cost_no_more_than_their_number() -> None:
    text = PLAIN + "".join(f"{number}. (\u0421) One more.\n\n" for number in range(4, 1004))
    assert len(found(text)) == 1000


def test_the_characters_that_are_passed_over_at_a_glance_are_none_of_the_table() -> None:
    table = PACK.register.lookalikes
    listed = "".join((*map(chr, table.letters), *table.singles, "\u00ad\u200b\u202e\u2060\u0301"))
    assert [one for one in listed if not UNCOMMON.match(one)] == []
    assert len(list(table.suspects(listed))) == len(listed)

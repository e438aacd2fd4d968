"""Telegrams without blank lines, and what they quote: paragraphs and headers end all the same."""

from redactlint.documents import telegram
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
HEADER = "{} SUVA 000412\nSIPDIS\nE.O. 12958: {}\nTAGS: PREL, FJ\nSUBJECT: SUGAR: WHO PAYS?\nREF: SUVA 398\n"
CLASSIFIED = HEADER.format("C O N F I D E N T I A L", "DECL: 03/02/2018")
LINE = "The ministry of harbors met twice last week and chose a chairman"


def marks(source: str) -> str:
    """Every portion as number and mark, one without a mark as "2:"."""
    document = telegram.read(Text.of(source), PACK.law, PACK.register, "state")
    return " ".join(f"{one.number}:{one.mark.parsed.canonical if one.mark else ''}" for one in document.portions)


def test_a_number_below_a_short_line_begins_a_paragraph() -> None:
    text = f"1. (C) {LINE}:\n2004    12\n2005    14\n2. {LINE} of the fund.\n3. (U) Three.\n"
    assert marks(CLASSIFIED + text) == "1:C 2: 3:U"


def test_a_number_below_a_full_line_in_mid_sentence_begins_none() -> None:
    text = f"1. (C) {LINE} of\n2. {LINE} of the fund.\n2. (U) Two.\n"
    assert marks(CLASSIFIED + text) == "1:C 2:U"


def test_rare_numbers_need_no_blank_line_behind_the_header() -> None:
    text = "".join(f"{number}/ ({mark}) {LINE} of the fund.\n" for number, mark in enumerate("UCUCUCUCUC", 1))
    expected = " ".join(f"{number}:{mark}" for number, mark in enumerate("UCUCUCUCUC", 1))
    assert marks(HEADER.format("UNCLAS", "N/A") + text) == expected


def test_a_paper_that_an_unclassified_telegram_quotes_names_no_classifier_of_it() -> None:
    text = "1. (U) The paper reads:\n\nClassified By: Per Roe, reasons 1.4 (b)\n\n2. (U) So.\n"
    source = HEADER.format("UNCLAS", "N/A") + "\n" + text
    assert telegram.read(Text.of(source), PACK.law, PACK.register, "state").classified_by is None

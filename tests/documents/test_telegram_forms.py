"""Odd forms of telegrams: what a typist, a scanner or a foreign text did to message lines, labels and marks."""

import datetime
from collections.abc import Callable

import pytest

from redactlint.documents import telegram
from redactlint.documents.model import Document
from redactlint.engine import Engine, Options
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
ENGINE = Engine(PACK, Options(as_of=datetime.date(2012, 1, 1)))
FULL_LINE = "The ministry of harbors met twice last week and chose a chairman"


def header(line: str = "C O N F I D E N T I A L SUVA 000412", captions: str = "SIPDIS", order: str = "") -> str:
    return (
        f"{line}\n\n{captions}\n\n{order or 'E.O. 12958: DECL: 03/02/2018'}\nTAGS: PREL, FJ\nSUBJECT: SUGAR: WHO PAYS?"
        "\n\nREF: SUVA 398\n\n" + ("" if order else "Classified By: DCM Lena Roe for reasons 1.4 (b,d).\n\n")
    )


UNCLASSIFIED = header("UNCLAS SUVA 000412", order="E.O. 12958: N/A")
CAPITALS = """\
Message Text
CONFIDENTIAL

PAGE 01        SUVA 00412  201200Z
ACTION EA-10

R 201200Z MAY 74
FM AMEMBASSY SUVA
TO SECSTATE WASHDC 8568

C O N F I D E N T I A L SUVA 412

E.O. 11652: GDS
TAGS: PFOR, FJ
SUBJ: SUGAR

"""


def read(source: str) -> Document:
    return telegram.read(Text.of(source), PACK.law, PACK.register, "state")


def marks(source: str) -> str:
    """Every portion as number and mark ("1:C 2:SBU -:U"), one without a mark as "2:"."""
    return " ".join(
        f"{one.number or '-'}:{one.mark.parsed.canonical or '?' if one.mark else ''}" for one in read(source).portions
    )


def judged(source: str) -> list[tuple[str, int]]:
    """The errors and warnings, each with its line."""
    findings = ENGINE.check(Text.of(source, "08SUVA412.txt")).findings
    return [(one.rule, one.place.line) for one in findings if one.severity in ("error", "warning")]


# -- the message line and the captions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "level", "canonical"),
    [
        ("C  O  N  F  I  D  E  N  T  I  A  L  SUVA 000412", Level.C, "CONFIDENTIAL"),
        ("S E C R E T / / NOFORN SUVA 000412", Level.S, "SECRET//NOFORN"),
        ("S E C R E T//NOFORN// SUVA 000412", Level.S, "SECRET//NOFORN"),
        ("UNCLAS//FOR OFFICIAL USE ONLY// SUVA 000412", Level.U, "UNCLASSIFIED//FOUO"),
        ("QUOTE C O N F I D E N T I A L SUVA 000412", Level.C, "CONFIDENTIAL"),
    ],
)
def test_a_message_line_is_read_with_odd_gaps_and_slashes(line: str, level: Level, canonical: str) -> None:
    document = read(header(line) + "1. (C) One.\n")
    assert document.id == "SUVA 000412"
    assert document.level is level
    assert document.banner is not None
    assert document.banner.parsed.canonical == canonical


def test_a_caption_before_the_post_is_no_part_of_it() -> None:
    document = read(header("UNCLAS SENSITIVE SUVA 000412", order="E.O. 12958: N/A") + "1. (SBU) One.\n")
    assert document.id == "SUVA 000412"
    assert {one.word for one in document.captions} == {"SIPDIS", "SENSITIVE"}
    assert document.banner is not None
    assert document.banner.parsed.canonical == "UNCLASSIFIED"


@pytest.mark.parametrize("captions", ["Sensitive\nSipdis", "sensitive\n\nsipdis", "Sensitive\nSIPDIS"])
def test_captions_are_read_in_whatever_case(captions: str) -> None:
    document = read(header("UNCLAS SUVA 000412", captions, "E.O. 12958: N/A") + "1. (SBU) One.\n")
    assert {one.word for one in document.captions} == {"SIPDIS", "SENSITIVE"}


def test_a_line_of_the_address_in_mixed_case_is_no_caption() -> None:
    assert [one.word for one in read(header(captions="Suva for Roe\nNoforn text follows")).captions] == []


def test_unclas_is_how_a_telegram_writes_it_before_slashes_too() -> None:
    source = header("UNCLAS//FOR OFFICIAL USE ONLY SUVA 000412", order="E.O. 12958: N/A")
    assert judged(source + "1. Sugar is dear.\n") == []


# -- labels of paragraphs and items -----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["I. ", "l. ", "A. "])
def test_the_first_paragraph_may_begin_with_a_letter_read_for_its_number(label: str) -> None:
    assert marks(f"{header()}{label}(C) {FULL_LINE}.\n\n2. (U) Two.\n") == "-:C 2:U"


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("1. <C> One.\n\n2. <S/NF> Two.", "1:C 2:S//NF"),
        ("1. (C/ One.\n\n2. (SBU/ Two.", "1:C 2:SBU"),
        ("1. {C) One.\n\n2. {U} Two.", "1:C 2:U"),
        ("1.\n(C) One.\n\n2.\n\n(U) Two.", "1:C 2:U"),
    ],
)
def test_a_mark_in_other_brackets_or_on_the_next_line_is_one(first: str, expected: str) -> None:
    assert marks(f"{header()}{first}\n") == expected


def test_a_tag_of_a_web_page_is_no_mark() -> None:
    assert marks(f"{UNCLASSIFIED}1. <U>Sugar</U> is dear.\n\n2. So is salt.\n") == "1: 2:"


LABELS = ["-a. ", "--  (1) ", "· ", "■ ", "> ", "1.1 ", "2.A. ", "2a. ", "(i) ", "o "]


@pytest.mark.parametrize("label", LABELS)
def test_a_mark_behind_any_label_counts(label: str) -> None:
    assert marks(f"{header()}1. (C) Two things:\n\n{label}(S) Sugar.\n\n2. (U) Two.\n") == "1:C -:S 2:U"


def test_a_figure_with_a_unit_and_a_statute_are_no_labels() -> None:
    text = "1. (C) It was\n29 (C) at night. By\n2.a. (C) the fee is void, by\n1.1 (S), too.\n\n2. (U) Two.\n"
    assert marks(header() + text) == "1:C 2:U"


@pytest.mark.parametrize(
    "labels",
    [("(1)", "(2)", "(3)"), ("(a)", "(b)", "(c)"), ("i.", "ii.", "iii."), ("(i)", "(ii)", "(iii)"), ("(A)", "(B)", "(D)"),
     ("■", "■", "■"), (">", ">", ">"), ("o", "o", "o"), ("2.A.", "2.B.", "2.C."), ("-", "-", "-")],
)  # fmt: skip
def test_a_list_of_any_label_that_is_marked_in_part_is_told(labels: tuple[str, str, str]) -> None:
    items = [f"{label} {mark}Sugar.\n" for label, mark in zip(labels, ("(C) ", "", "(C) "), strict=True)]
    source = f"{header()}1. (C) Three things:\n\n" + "".join(items) + "\n2. (U) Two.\n"
    assert [rule for rule, _ in judged(source)] == ["PRT008"]
    assert judged(source.replace(items[1], items[0].replace(labels[0], labels[1]))) == []


def test_numbers_without_marks_count_a_list_where_paragraphs_without_numbers_are_marked() -> None:
    text = f"(C) {FULL_LINE}.\n\n(C) He wants:\n\n1. Boats.\n2. Rafts.\n3. Ropes.\n\n(U) {FULL_LINE}.\n"
    assert marks(header() + text) == "-:C -:C -:U"


def test_a_year_or_an_hour_is_no_paragraph() -> None:
    text = "1. (U) They met:\n\n0900. Arrival.\n1030. (C) Coffee.\n2004. (S) Late.\n\n2. (U) Two.\n"
    assert marks(UNCLASSIFIED + text) == "1:U 2:U"


@pytest.mark.parametrize("first", ["1. . Sugar is dear.", "1.\nMinister Roe left.", "1. 3,000 bags.", "1. sugar is dear."])
def test_a_first_paragraph_without_a_mark_is_found_from_the_second(first: str) -> None:
    assert marks(f"{header()}{first}\n\n2. (C) Two.\n\n3. (U) Three.\n") == "1: 2:C 3:U"


def test_a_numbered_list_of_references_is_no_first_paragraph() -> None:
    source = header().replace("REF: SUVA 398", "REF: 1. SUVA 398\n2. SUVA 399") + "1. (C) One.\n\n2. (U) Two.\n"
    assert marks(source) == "1:C 2:U"


def test_a_letter_that_the_references_have_already_is_a_mark() -> None:
    source = UNCLASSIFIED.replace("REF: SUVA 398", "REF: (A) SUVA 398\n(B) SUVA 399\n(C) SUVA 400")
    assert marks(f"{source}(C) {FULL_LINE}.\n\n(U) {FULL_LINE}.\n") == "-:C -:U"
    two = source.replace("\n(C) SUVA 400", "")
    assert marks(f"{two}(C) {FULL_LINE}.\n\n(U) {FULL_LINE}.\n") == "-:C -:U"
    assert marks(source.replace("\n(C) SUVA 400", "\n\n(C) SUVA 400") + "1. (U) One.\n") == "1:U"


def test_items_of_a_subject_line_are_no_paragraphs() -> None:
    source = header().replace("WHO PAYS?", "WHO PAYS?\n(1) TAXES, (2) FISH") + paragraphs("({n}) ", "C", "U", "C")
    assert marks(source) == "1:C 2:U 3:C"


@pytest.mark.parametrize("number", ["({n}) ", "{n}/ ", "PARA {n} "])
def test_a_rare_number_is_read_however_the_mark_behind_it_is_spaced(number: str) -> None:
    clean = header() + paragraphs(number, "C", "U", "C")
    assert marks(clean.replace("(C)", "(C )").replace("(U)", "( U )")) == marks(clean) == "1:C 2:U 3:C"


def test_a_numbered_line_on_the_classifier_is_no_paragraph() -> None:
    source = header().replace("Classified By", "1. Classified By") + "2. (C) One.\n\n3. (U) Two.\n"
    assert marks(source) == "2:C 3:U"
    assert judged(source) == []
    assert "TEL002" not in {one.rule for one in ENGINE.check(Text.of(source, "08SUVA412.txt")).findings}
    assert marks(source.replace("2. (C) ", "2. ")) == "2: 3:U"
    assert [rule for rule, _ in judged(source.replace("2. (C) ", "2. "))] == ["PRT001"]


WITHOUT_CLASSIFIER = header().partition("Classified By")[0]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("1. (U) CLASSIFIED BY AMBASSADOR JANE Q. EXAMPLE. REASON: 1.4 (B) AND (D).\n\n", ""),
        ("1. (C) This cable is classified by the Ambassador for reasons 1.4 (b)\nand (d).\n\n", ""),
        ("1. (Classified by DCM Example; reason 1.4 (d).)\n\n", ""),
        ("1. (U) See para 3.  CLASSIFIED BY DCM\nEXAMPLE, REASON 1.4 (D).\n\n", ""),
        ("1. (U) Minimize considered.\n\n", "(Classified by Ambassador Example; reason 1.4 (b) and (d).)\n"),
    ],
    ids=["first paragraph", "sentence", "brackets", "second sentence", "foot"],
)
def test_a_classifier_named_in_the_body_is_one(above: str, below: str) -> None:
    source = WITHOUT_CLASSIFIER + above + f"2. (C) {FULL_LINE}.\n\n3. (C) {FULL_LINE}.\n" + below
    assert judged(source) == []


def test_a_first_paragraph_that_names_the_classifier_alone_lacks_the_reason() -> None:
    source = WITHOUT_CLASSIFIER + f"1. (U) Classified by DCM Example.\n\n2. (C) {FULL_LINE}.\n"
    assert [rule for rule, _ in judged(source)] == ["RSN001"]
    told = WITHOUT_CLASSIFIER + f"1. (C) {FULL_LINE}.\n\n2. (C) Classified by the Ministry, it is lost.\n"
    assert [rule for rule, _ in judged(told)] == ["AUT001"]


@pytest.mark.parametrize("level", ["CC O N F I D E N T I A L", "CO N F I D E N T I A L", "O N F I D E N T I A L"])
def test_a_damaged_level_at_the_head_of_a_cell_is_read(level: str) -> None:
    record = '"412","3/2/2008 9:04","08SUVA412","Embassy Suva","VZCZCXYZ0000\nFM AMEMBASSY SUVA\nTO SECSTATE","'
    source = record + header(f"{level} SUVA 000412") + '1. (C) One.\n\n2. (U) Two.\nROE\n"\n'
    assert [rule for rule, _ in judged(source)] == ["BNR004"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. (C) One. End summary. 2. The boats left. 3. (U) Three. 4. (C) Four.", "1:C 2: 3:U 4:C"),
        ("1. (C) One. 2. (U) Two. 3. (NF) Three. 4. (C) Four.", "1:C 2:U 3:? 4:C"),
        ("1. (C) One. 2. (U) Two. 3. Comment: (C) Three.", "1:C 2:U 3:C"),
        ("1. (C) One. 2. (U) Two. 3. The last has none.", "1:C 2:U 3:"),
        ("1. (C) One. 2. (U) He named three: 1. Fish. 2. Rice. 3. Oil.", "1:C 2:U"),
        ("1. (C) One. 2. (U) He quoted art. 3. The court did not.", "1:C 2:U"),
        ("1. (C) One. 2. (U) It falls on the 1. 3. weeks later it rose.", "1:C 2:U"),
    ],
    ids=["none", "control alone", "behind a heading", "last", "list", "citation", "sentence"],
)
def test_a_paragraph_without_a_mark_in_reflowed_text_is_one(body: str, expected: str) -> None:
    assert marks(f"{header()}{body}\nROE\n") == expected


def test_the_marked_heading_of_the_next_paragraph_marks_no_short_one_above_it() -> None:
    body = "1. (C) One.\n\n2. The boats left.\n\n(U) THE LAW\n\n3. (C) Three.\n"
    assert [rule for rule, _ in judged(header() + body)] == ["PRT001"]
    assert marks(header() + body.replace("2. The boats left.", "2. SUMMARY.").replace("THE LAW", "It is law.")) == (
        "1:C 2:U 3:C"
    )


# -- bodies without numbers, or with others ---------------------------------------------------------------------------


def paragraphs(form: str, *marked: str) -> str:
    """Paragraphs labelled in that form ("({n}) "), each with the mark given; "" for none."""
    return "".join(
        f"{form.format(n=number)}{mark and f'({mark}) '}{FULL_LINE} of the fund.\n\n"
        for number, mark in enumerate(marked, 1)
    )


FORMS = ["({n}) ", "PARA {n}. ", "Para {n} ", "{n}/ ", "{n} - ", "{n} ", "{n}: "]


@pytest.mark.parametrize("form", FORMS)
def test_numbers_in_rare_forms_are_numbers(form: str) -> None:
    assert marks(header() + paragraphs(form, "C", "U", "C", "SBU")) == "1:C 2:U 3:C 4:SBU"
    assert marks(header() + paragraphs(form, "C", "", "C", "SBU")) == "1:C 2: 3:C 4:SBU"
    assert marks(header() + paragraphs(form, "", "U", "C", "SBU")) == "1: 2:U 3:C 4:SBU"


def test_numbers_that_mark_no_paragraph_count_a_list() -> None:
    text = f"(C) {FULL_LINE} of\n\n(1) boats,\n(2) rafts,\n(3) ropes.\n\n(U) {FULL_LINE}.\n"
    assert marks(header() + text) == "-:C -:U"


def test_an_unmarked_paragraph_among_marked_ones_without_numbers_owes_a_mark() -> None:
    source = header() + paragraphs("", "C", "U", "", "C")
    assert marks(source) == "-:C -:U -: -:C"
    assert [rule for rule, _ in judged(source)] == ["PRT001"]
    assert marks(header() + paragraphs("", "C", "U", "C", "")) == "-:C -:U -:C -:"
    assert marks(header() + paragraphs("", "C", "U", "X", "C")) == "-:C -:U -:? -:C"


@pytest.mark.parametrize(
    "between",
    [
        "COMMENT\n-------\n\n", "Minimize considered.\n\n", "-- " + FULL_LINE + ".\n\n", '"' + FULL_LINE + '."\n\n',
        "Begin text.\n\n" + FULL_LINE + ".\n\n", "(Note: " + FULL_LINE + ". End note.)\n\n",
    ],
)  # fmt: skip
def test_headings_lists_and_quotations_between_marked_paragraphs_owe_none(between: str) -> None:
    assert marks(header() + paragraphs("", "C", "U", "C") + between + paragraphs("", "C")) == "-:C -:U -:C -:C"


def test_an_unmarked_or_worn_paragraph_may_be_the_first_of_them() -> None:
    long = f"{FULL_LINE} of the fund, which was no surprise to the union, since it had asked for him twice.\n\n"
    assert marks(header() + long + paragraphs("", "C", "U", "C")) == "-: -:C -:U -:C"
    assert marks(f"{header()}(X) {long}" + paragraphs("", "C", "U", "C")) == "-:? -:C -:U -:C"
    assert marks(header() + "THIS CABLE IS IN TWO PARTS.\n\n" + paragraphs("", "C", "U", "C")) == "-:C -:U -:C"


def test_a_note_in_brackets_behind_a_mark_makes_no_label_of_it() -> None:
    assert marks(f"{header()}(C) {FULL_LINE}.\n\n(S) (Note: {FULL_LINE}. End note.)\n") == "-:C -:S"


def test_marked_items_with_points_count_no_letters_in_brackets() -> None:
    text = f"(U) Two:\nA. (U) Sugar.\nB. (U) Salt.\n(C) {FULL_LINE}.\n"
    assert marks(header() + text) == "-:U -:U -:U -:C"


def test_where_as_many_paragraphs_are_bare_nobody_can_tell() -> None:
    assert marks(header() + paragraphs("", "C", "", "C", "", "C")) == "-:C -:C -:C"


def quoted(text: str) -> str:
    return "> " + text.replace("\n", "\n> ")


@pytest.mark.parametrize(
    "copied",
    [str.lower, quoted, lambda text: f"Ann Roe wrote:\n\n{quoted(text)}"],
    ids=["small", "quoted", "quoted below a line"],
)
def test_a_copy_in_small_letters_or_quoted_in_a_mail_is_read(copied: Callable[[str], str]) -> None:
    source = copied(header() + paragraphs("{n}. ", "C", "", "S"))
    document = read(source)
    assert document.id is not None
    assert document.id.upper() == "SUVA 000412"
    assert marks(source) == "1:C 2: 3:S"
    assert {rule for rule, _ in judged(source)} == {"PRT001", "BNR002"}


# -- repeated telegrams -----------------------------------------------------------------------------------------------

INNER = "E.O. 12958: N/A\nTAGS: PREL, VN\nSUBJECT: SALT\n\n1. (U) Salt.\nUNQUOTE\n\nROE\n"


@pytest.mark.parametrize("cue", ["QUOTE\n", "Retransmission of VILA 17 follows.\n\n", "BEGIN TEXT OF VILA 17:\n\n"])
def test_the_header_of_a_telegram_ends_before_the_one_that_it_repeats(cue: str) -> None:
    source = f"{header()}{cue}UNCLAS VILA 000017\n\n{INNER}"
    document = read(source)
    assert document.subject is not None
    assert document.subject.words == "SUGAR: WHO PAYS?"
    assert [(one.kind, one.level) for one in document.portions] == [("quoted", Level.U)]
    assert judged(source) == []


def test_the_header_of_the_repeated_telegram_serves_where_the_other_has_none() -> None:
    source = f"C O N F I D E N T I A L SUVA 000412\n\nSIPDIS\n\nQUOTE:\n\n{INNER.replace('N/A', 'DECL: 03/02/2018')}"
    document = read(source)
    assert document.subject is not None
    assert document.subject.words == "SALT"


def test_the_words_quote_and_level_may_stand_on_one_line() -> None:
    source = f"{header()}QUOTE S E C R E T VILA 000017\n\n{INNER.replace('N/A', 'DECL: 03/02/2018').replace('(U)', '(S)')}"
    assert [rule for rule, _ in judged(source)] == ["TEL007"]


# -- marks, and what looks like them ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "notice",
    [
        "THIS MESSAGE IS CONFIDENTIAL IN ITS ENTIRETY.", "ALL PARAGRAPHS CONFIDENTIAL.", "(C - ALL PARAS)",
        "(C - ENTIRE TET)", "CONFIDENTIAL - ENTIRE TXET.", "THE ENTIRE MESSAGE IS CLASSIFIED CONFIDENTIAL.",
    ],
)  # fmt: skip
def test_a_notice_on_the_whole_in_other_words(notice: str) -> None:
    document = read(f"{CAPITALS}1. {notice}\n\n2. SUGAR IS DEAR.\n\n3. SO IS SALT.\n")
    assert document.entire_text is not None
    assert [(one.level, one.inherited) for one in document.portions] == [
        (Level.C, False), (Level.C, True), (Level.C, True),
    ]  # fmt: skip


def test_a_sentence_on_the_secrecy_of_another_text_is_no_notice() -> None:
    assert read(f"{CAPITALS}1. THE CABLE IS SECRET, HE SAID.\n\n2. ALL PARAGRAPHS WERE READ.\n").entire_text is None


@pytest.mark.parametrize("closing", ["END SUMMARY.", "End Summary and Comment", "END\nCOMMENT."])
def test_a_mark_may_close_the_text_before_the_end_of_the_summary(closing: str) -> None:
    document = read(f"{header()}1. SUMMARY: {FULL_LINE}. (C) {closing}\n\n2. (U) Two.\n")
    assert [(one.place, one.level) for one in document.portions] == [("end", Level.C), ("start", Level.U)]


@pytest.mark.parametrize(
    "text",
    [
        "HE NAMED THE VESSEL\n(S) STELLA, WHICH IS OLD.", "OLAF ROE\n(S) AND PER ROE\n(C) VOTED AGAINST.",
        "THE VOTE WAS LED BY THE SOCIALISTS (S).", "MR. ROE SPOKE FOR THE UNION. (S)", "HE CITED ART. 6\n(S) OF THE ACT.",
    ],
)  # fmt: skip
def test_a_letter_in_brackets_is_no_mark_where_no_paragraph_is_marked(text: str) -> None:
    assert marks(f"{CAPITALS}1. SUGAR IS DEAR.\n\n2. {text}\n\n3. SO IS SALT.\n") == "1: 2: 3:"


def test_a_lone_mark_where_marks_belong_is_one_all_the_same() -> None:
    assert marks(f"{UNCLASSIFIED}1. Sugar.\n\n2. (C) Salt.\n\n3. Rice.\n\n4. Oil.\n") == "1: 2:C 3: 4:"
    assert marks(f"{UNCLASSIFIED}1. Comment: (SBU) Sugar.\n") == "1:SBU"


def test_a_sentence_before_the_mark_is_no_heading() -> None:
    assert marks(f"{UNCLASSIFIED}1. (U) Sugar.\n\n2. We do not agree. (C) is what he wrote.\n") == "1:U 2:"


@pytest.mark.parametrize("text", ["option\n(C) to both of them", "the vessel\n(S) Stella", "which in\n44. (C) Roe won"])
def test_no_paragraph_begins_in_a_sentence_of_a_body_without_numbers(text: str) -> None:
    assert "mark" not in " ".join(read(f"{UNCLASSIFIED}{FULL_LINE} of {text}, he said.\n").features)


def test_a_level_on_a_line_of_the_text_is_no_page() -> None:
    body = "1. HE SHOWED A PAPER HEADED\n\nSECRET\n\nAND LEFT.\nROE\n\nCONFIDENTIAL\n\n\nNNN\n"
    assert [one.role for one in read(CAPITALS + body).banners] == ["page", "overall", "page"]


def test_the_levels_at_foot_and_head_are_pages() -> None:
    body = "1. HE SHOWED A\nCONFIDENTIAL\n\nSECRET\n\nPAGE 02        SUVA 00412  201200Z\n\nPAPER.\nROE\n\nCONFIDENTIAL\n"
    assert [one.role for one in read(CAPITALS + body).banners].count("page") == 4


@pytest.mark.parametrize("text", ["(S) - sold\n(C) - left", "(S) = sold, (C) = left", "(S)he came.\n\n(S)he left.", "Type A (S) boats"])
def test_the_key_to_a_table_and_a_pronoun_are_no_marks(text: str) -> None:
    assert marks(f"{header()}1. (C) In the table:\n\n{text}\n\n2. (U) Two.\n") == "1:C 2:U"


@pytest.mark.parametrize("value", ["DECL: DECL:\n03/02/2018", "\nDECL:\n03/02/2018", "DECL:\n03/02/2018"])
def test_a_date_may_stand_on_the_line_below_its_label(value: str) -> None:
    source = header().replace("E.O. 12958: DECL: 03/02/2018", f"E.O. 12958: {value}")
    assert [str(one.date) for one in read(source).instructions] == ["2018-03-02"]


def test_a_heading_in_justified_lines_is_one() -> None:
    assert marks(f"{header()}1. Summary  and  Comment: (C) One.\n\n2. (U) Two.\n") == "1:C 2:U"


def test_lines_of_blanks_part_paragraphs_as_empty_ones_do() -> None:
    text = "1. SUGAR IS DEAR:\n \n1974    12\n1975    14\n \n2. (S) SALT IS NOT.\n \nTHE FUND\n \n3. RICE IS.\n"
    assert marks(CAPITALS + text) == "1: 2:S 3:"
    source = CAPITALS.replace("11652: GDS", "12065: GDS 5/20/80 (ROE, LENA) OR-M").replace("MAY 74", "MAY 79")
    text = "1. (C) SUGAR IS DEAR.\n \nSUMMARY\n \n2. SALT IS NOT.\n \n3. (U) RICE IS.\n"
    assert marks(source + text) == "1:C 2: 3:U"
    assert "PRT001" in [rule for rule, _ in judged(source + text)]


PAGE = "CONFIDENTIAL\n \nCONFIDENTIAL\n \nPAGE 02        SUVA 00412  201200Z\n \n"
STAMP = "\n\n Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n"


@pytest.mark.parametrize("between", [PAGE, STAMP, f"{PAGE}{STAMP}"])
@pytest.mark.parametrize("head", ["(L) LAND ROUTE", "(C) ROPES", "4 (C) OF THE ACT"])
def test_a_letter_at_the_head_of_a_page_in_mid_sentence_is_no_mark(between: str, head: str) -> None:
    text = f"1. (U) HE HELD THAT THE FUND HAS THE CHOICE OF SEA OR\n{between}{head}, AND LEFT.\n \n2. (U) TWO.\n"
    assert marks(CAPITALS + text) == "1:U 2:U"


def test_a_paragraph_may_begin_at_the_head_of_a_page() -> None:
    text = f"(U) HE HELD THAT THE FUND HAS THE CHOICE OF SEA OR LAND.\n{PAGE}(C) HE LEFT BEFORE THE VOTE.\n"
    assert marks(CAPITALS + text) == "-:U -:C"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"(C) {FULL_LINE},\n1.5 (b) of it new.\n(C) {FULL_LINE}.\n", "-:C -:C"),
        (f"(U) {FULL_LINE}.\nHarbor and Rail\n(C) {FULL_LINE}.\n", "-:U -:C"),
        (f"(U) {FULL_LINE.upper()}.\nCOMMENT\n(C) {FULL_LINE.upper()}.\n", "-:U -:C"),
        (f"(U) {FULL_LINE}, (a) boats and (b) rafts.\n(C) Ropes and {FULL_LINE}.\n", "-:U"),
    ],
)
def test_a_marked_paragraph_without_number_or_blank_line_is_told_from_a_list_in_the_prose(text: str, expected: str):
    assert marks(header() + text) == expected


@pytest.mark.parametrize(("mark", "rule"), [("(R)", "PRT004"), ("(NF)", "PRT005"), ("(D)", "PRT002")])
def test_a_first_paragraph_without_a_number_is_read_by_a_mark_that_is_none(mark: str, rule: str) -> None:
    others = "".join(f"({one}) {FULL_LINE}.\n\n" for one in "CUCU")
    source = header() + f"{mark} {FULL_LINE} the Secretary\n\nSIPDIS\n\n{others}"
    assert [found for found, _ in judged(source)] == [rule]


def test_the_foot_and_head_of_pages_are_told_where_the_text_ends_with_the_level() -> None:
    text = CAPITALS + "1. THE TALKS\nCONFIDENTIAL\n\nWENT ON, SAID THE MINISTER.\nCONFIDENTIAL\n\nCONFIDENTIAL"
    roles = [(one.role, one.span.start) for one in read(text).banners]
    assert roles == [(one.role, one.span.start) for one in read(text + "\n").banners]
    assert len([role for role, _ in roles if role == "page"]) == 3


@pytest.mark.parametrize("text", ["ENTIRE TEXT", "ENTIRE DOCUMENT", "ENTIRE MESSAGE"])
def test_a_notice_may_call_the_whole_by_any_of_its_names(text: str) -> None:
    assert read(header() + f"1. (C - {text})\n\n2. {FULL_LINE}.\n").entire_text is not None

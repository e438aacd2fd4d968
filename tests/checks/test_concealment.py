"""What a redaction does not hide is found in every file of the corpus, and none of the innocent twins is accused."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest
from containers.pdf import corpus, looks, tricky
from containers.pdf.pages import NAME, drawn, letter, name_box
from reportlab.pdfgen.canvas import Canvas

from redactlint import rulepack
from redactlint.engine import Engine, Options, Outcome
from redactlint.readers.opening import opened
from redactlint.text import Text

CASES = corpus.CASES | looks.CASES | tricky.CASES
MADE = sorted((Path(__file__).parent.parent / "containers" / "pdf" / "made").glob("*.pdf"))
CANDIDATES = (NAME, "Jonas Elm", "Robert Brown", "Theodora Pine", "Bartholomew Ash")


@cache
def engine(excerpts: bool = False, candidates: bool = False) -> Engine:
    parameters = {"candidate_words": CANDIDATES} if candidates else {}
    options = Options(as_of=datetime.date(2026, 1, 1), profile="release", parameters=parameters, excerpts=excerpts)
    return Engine(rulepack.load(()), options)


def judged(data: bytes, name: str = "letter.pdf", **options: bool) -> Outcome:
    text = next(iter(opened(data, name)))
    assert isinstance(text, Text)
    return engine(**options).check(text)


def accusations(outcome: Outcome) -> list[str]:
    return [one.rule for one in outcome.findings if one.rule.startswith("HID") and one.severity != "info"]


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_failed_is_found_and_its_twin_is_innocent(name: str) -> None:
    case = CASES[name]
    candidates = case.rule == "HID007"
    failed = accusations(judged(case.failed(), candidates=candidates))
    if case.rule is None:
        assert not failed
    else:
        assert case.rule in failed
    assert not accusations(judged(case.innocent(), candidates=candidates))


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_the_files_of_other_producers(path: Path) -> None:
    found = accusations(judged(path.read_bytes(), path.name))
    assert bool(found) == path.stem.endswith(".failed")


def test_a_finding_says_where_how_much_and_how_and_never_what() -> None:
    data = corpus.CASES["black-box"].failed()
    (finding,) = [one for one in judged(data).findings if one.rule == "HID001"]
    assert finding.place.where is not None
    left, bottom, right, top = finding.place.where["box"]
    assert finding.place.where["page"] == 1
    x, y, width, height = name_box()
    assert x - 1 <= left < right <= x + width + 1
    assert y - 1 <= bottom < top <= y + height + 1
    assert f"{len(NAME)} characters" in finding.message
    assert "a drawn box" in finding.message
    assert finding.excerpt is None
    assert "Oakley" not in repr(judged(data))


def test_excerpts_quote_it_and_raise_the_marking_of_the_report() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 740, "SECRET")
        letter(canvas)
        canvas.drawString(72, 300, "(S) The barges wait.")
        canvas.drawString(72, 285, "(U) The pilots rest.")
        corpus.box(canvas)

    outcome = judged(drawn(draw), excerpts=True)
    (finding,) = [one for one in outcome.findings if one.rule == "HID001"]
    assert finding.excerpt == NAME
    assert outcome.quoted is not None
    assert outcome.quoted.level.name == "S"


def test_what_lies_hidden_in_an_unclassified_paragraph_is_as_secret_as_the_document() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 740, "S E C R E T LUSAKA 000512")
        canvas.drawString(72, 710, "1. (S) The barges wait.")
        canvas.drawString(72, 680, f"2. (U) The pilots rest with {NAME} until Monday.")
        left = 72 + canvas.stringWidth("2. (U) The pilots rest with ", "Times-Roman", 11)
        canvas.rect(left, 677, canvas.stringWidth(NAME, "Times-Roman", 11), 12, fill=1)

    text = next(iter(opened(drawn(draw), "telegram.pdf")))
    assert isinstance(text, Text)
    options = Options(as_of=datetime.date(2026, 1, 1), select=("HID001",), excerpts=True)
    outcome = Engine(rulepack.load(()), options).check(text)
    (finding,) = outcome.findings
    assert finding.excerpt == NAME
    assert outcome.quoted is not None
    assert outcome.quoted.level.name == "S"


def test_no_list_of_candidates_no_word_on_gaps() -> None:
    assert "HID007" not in accusations(judged(corpus.CASES["gap"].failed()))


def test_lines_of_one_blackened_paragraph_are_one_finding() -> None:
    found = [one.rule for one in judged(corpus.CASES["box-over-a-paragraph"].failed()).findings]
    assert found.count("HID001") == 1


def test_what_stands_on_every_page_is_told_once() -> None:
    def draw(canvas: Canvas) -> None:
        letter(canvas)
        corpus.box(canvas)

    found = [one for one in judged(drawn(draw, pages=4)).findings if one.rule == "HID001"]
    assert len(found) == 1
    assert "4 pages" in found[0].message


def test_an_author_is_normal_unless_the_copy_shows_deletions() -> None:
    def draw(canvas: Canvas, name: bool) -> None:
        letter(canvas, name)
        canvas.setAuthor("Cornelia Birch")
        if not name:
            corpus.box(canvas)

    plain = judged(drawn(lambda canvas: draw(canvas, True)))
    deleted = judged(drawn(lambda canvas: draw(canvas, False)))
    assert not [one for one in plain.findings if one.rule == "HID006"]
    assert [one.severity for one in deleted.findings if one.rule == "HID006"] == ["info"]


@pytest.mark.parametrize(
    ("title", "severity"),
    [("Minutes of the council", "info"), ("What Wilhelmina Oakley said", "warning"), ("Case 20445", "warning")],
)
def test_a_title_tells_where_it_names_what_the_copy_does_not(title: str, severity: str) -> None:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        corpus.box(canvas)
        canvas.setTitle(title)

    assert [one.severity for one in judged(drawn(draw)).findings if one.rule == "HID006"] == [severity]

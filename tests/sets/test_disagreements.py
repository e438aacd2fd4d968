"""Copies agree, passages keep their marks, deletions stay deleted, messages are whole: and what is lawfully different."""

from __future__ import annotations

import json

import pytest
from sets.judged_sets import HARVEST, PRESS, RAILWAY, UNION, engine, found, judged, telegram

from redactlint.sets.together import completed
from redactlint.text import Text

A, B = "07LUSAKA000512.txt", "07LUSAKA512-copy.txt"
SYSTEMATIC = "Declassified/Released US Department of State EO Systematic Review 20 Mar 2014\n\n"
CASE = (
    "UNCLASSIFIED U.S. Department of State Case No. F-2014-01234 Doc No. C05901234 Date: 08/31/2015\n\n"
    "                                                            RELEASE IN PART B1,1.4(D)\n\n"
)


def rules(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(one.rule, one.place.path) for one in found(files)]


def test_faithful_copies_agree_however_they_are_printed() -> None:
    copy = telegram().upper().replace("THE RIVER", "THE\nRIVER").replace("MINISTER", "MIN ISTER")
    assert found({A: telegram(), B: copy}) == []


def test_a_copy_under_another_banner_disagrees_and_both_places_are_named() -> None:
    low = telegram(("C", HARVEST), ("C", RAILWAY), ("U", PRESS), level="C O N F I D E N T I A L")
    high = telegram(("C", HARVEST), ("C", RAILWAY), ("U", PRESS))
    (finding,) = found({A: low, B: high})
    assert (finding.rule, finding.severity, finding.place.path) == ("SET001", "error", A)
    assert [place.path for place, _ in finding.related] == [B]
    assert f"{B}:1" in finding.message
    assert "certain" in finding.message


def test_one_copy_of_four_that_differs_is_one_finding() -> None:
    other = telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), ("U", PRESS), ("S", "The radio never spoke of it again."))
    files = {f"07LUSAKA512-{number}.txt": telegram() for number in range(3)}
    (finding,) = found({**files, "07LUSAKA512-9.txt": other})
    assert finding.place.path == "07LUSAKA512-9.txt"
    assert len(finding.related) == 3


@pytest.mark.parametrize(
    "copy",
    [
        telegram(("U", HARVEST), ("U", f"{RAILWAY} {UNION}"), ("U", PRESS), level="UNCLAS", stamp=SYSTEMATIC),
        telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), ("U", PRESS), caption="C O R R E C T E D  C O P Y\n\nSIPDIS"),
    ],
    ids=["declassified since", "a corrected copy"],
)
def test_what_changed_by_law_is_no_disagreement(copy: str) -> None:
    assert found({A: telegram(), B: copy}) == []


def test_the_same_number_of_another_year_is_another_telegram() -> None:
    low = telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), level="C O N F I D E N T I A L", declassify="06/17/2018")
    assert ("SET001", A) not in rules({A: telegram(), "08LUSAKA000512.txt": low})


def test_a_passage_keeps_its_mark_in_another_document() -> None:
    other = {"07HARARE77.txt": telegram(("S", UNION[::-1]), ("C", f"{RAILWAY} {UNION}"), number="HARARE 000077")}
    (finding,) = found({A: telegram(), **other})
    assert (finding.rule, finding.severity, finding.place.path) == ("SET002", "warning", "07HARARE77.txt")
    assert finding.paragraph == "2"


def test_a_part_of_a_secret_paragraph_may_be_lower_but_nothing_that_holds_all_of_it() -> None:
    part = telegram(("C", RAILWAY), ("S", PRESS[::-1]), number="HARARE 000077")
    assert found({A: telegram(), "07HARARE77.txt": part}) == []
    more = telegram(("C", f"{RAILWAY} {UNION} {HARVEST}"), ("S", PRESS[::-1]), number="HARARE 000077")
    assert rules({A: telegram(), "07HARARE77.txt": more}) == [("SET002", "07HARARE77.txt")]


def test_an_unclassified_extract_of_unclassified_paragraphs_is_lawful() -> None:
    public = telegram(("U", PRESS), ("U", "The ferries ran on time."), level="UNCLAS", number="HARARE 000077")
    assert found({A: telegram(), "07HARARE77.txt": public}) == []


def test_stock_phrases_and_passages_that_everybody_has_mean_nothing() -> None:
    stock = "Post will continue to monitor the situation closely and will report further as events in the country warrant it."
    one = telegram(("C", HARVEST), ("C", stock))
    other = telegram(("S", RAILWAY), ("U", stock), number="HARARE 000077")
    assert found({A: one, "07HARARE77.txt": other}) == []
    many = {
        f"07HARARE{number}.txt": telegram(("S", f"{RAILWAY} {number}"), ("SUC"[number % 3], PRESS), number=f"HARARE {number}")
        for number in range(100, 160)
    }
    assert found(many) == []


HOLE = RAILWAY.replace("the cabinet had agreed to close", "XXXXXXXXXXXX")


def test_a_deletion_that_a_copy_undoes_is_found_at_the_deletion() -> None:
    redacted = telegram(("C", HARVEST), ("S", f"{HOLE} {UNION}"), ("U", PRESS))
    (finding,) = found({A: redacted, B: telegram()})
    assert (finding.rule, finding.severity, finding.place.path) == ("SET003", "error", A)
    assert finding.place.line == redacted[: redacted.index("XXXX")].count("\n") + 1
    assert [(place.path, words) for place, words in finding.related] == [(B, "it stands open here")]
    assert found({A: redacted, B: redacted}) == []


def test_a_whole_paragraph_is_found_by_what_stands_around_it() -> None:
    redacted = telegram(("C", HARVEST), ("S", "XXXXXXXXXXXX"), ("U", PRESS))
    assert rules({A: redacted, B: telegram()}) == [("SET003", A)]


def test_two_releases_that_delete_different_lines_accuse_each_other() -> None:
    one = telegram(("C", HARVEST), ("S", f"[1 line not declassified, B1 1.4(D)] {UNION}"), ("U", PRESS), stamp=CASE)
    other = telegram(("C", HARVEST), ("S", f"{RAILWAY} [1 line not declassified, B1 1.4(D)]"), ("U", PRESS), stamp=CASE)
    assert sorted(rules({"2011.txt": one, "2015.txt": other})) == [("SET003", "2011.txt"), ("SET003", "2015.txt")]


def test_the_original_that_a_release_was_made_from_is_a_warning() -> None:
    redacted = telegram(("C", HARVEST), ("S", f"{HOLE} {UNION}"), ("U", PRESS), stamp=CASE)
    assert [one.severity for one in found({B: redacted, A: telegram()}) if one.rule == "SET003"] == ["warning"]


def test_much_more_than_was_deleted_is_doubtful() -> None:
    redacted = telegram(("C", HARVEST), ("S", f"[1 word not declassified] {UNION}"), ("U", PRESS))
    (finding,) = [one for one in found({A: redacted, B: telegram()}) if one.rule == "SET003"]
    assert finding.severity == "warning"
    assert "doubtful" in finding.message


@pytest.mark.parametrize(("there", "missing"), [((1, 3), "section 2 of 3"), ((2,), "sections 1 and 3 of 3"), ((1, 2, 3), "")])
def test_sections_that_are_absent(there: tuple[int, ...], missing: str) -> None:
    texts = {1: HARVEST, 2: RAILWAY, 3: PRESS}
    files = {
        f"07LUSAKA512-{number}.txt": telegram(
            ("S", texts[number].removesuffix(".")), section=f"SECTION {number:02} OF 03 ", sign="EXAMPLE" if number == 3 else ""
        )
        for number in there
    }
    told = [one.message for one in found(files) if one.rule == "SET004"]
    assert len(told) == bool(missing)
    assert all(missing in one for one in told)


def test_sections_that_an_archive_merged_are_not_absent() -> None:
    assert found({A: telegram(section="SECTION 01 OF 03 ")}) == []


def test_findings_and_outcomes_quote_nothing_of_the_text_and_keep_no_digest() -> None:
    redacted = telegram(("C", HARVEST), ("S", f"{HOLE} {UNION}"), ("U", PRESS))
    outcomes = judged({A: redacted, B: telegram()}, engine(excerpts=True))
    for outcome in outcomes.values():
        assert outcome.facts.set_facts is None
    told = json.dumps([[one.message, one.fingerprint, str(one.related)] for one in found({A: redacted, B: telegram()})])
    assert "cabinet" not in told
    assert "railway" not in told


def test_a_fingerprint_survives_moved_lines_and_folders() -> None:
    low = telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), ("U", PRESS), ("S", "Nobody spoke of it."))
    (here,) = found({A: telegram(), B: low})
    (there,) = found({f"elsewhere/{A}": telegram(), f"elsewhere/{B}": f"\n\n\n{low}"})
    assert here.fingerprint == there.fingerprint
    assert here.place.line != there.place.line


def test_pages_are_compared_too_whose_places_are_boxes() -> None:
    def on_a_page(words: str, name: str) -> Text:
        text = Text.of(words, name)
        text.place = lambda offset: {"page": 1, "box": [72.0, float(offset), 200.0, offset + 10.0]}
        return text

    lower = telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), ("U", PRESS), ("S", "Nobody spoke of it."))
    pages = [on_a_page(telegram(), "07LUSAKA512.pdf"), on_a_page(lower, "07LUSAKA512-copy.pdf")]
    outcomes = list(completed((engine().check(one) for one in pages), engine()))
    (finding,) = [one for each in outcomes for one in each.findings if one.rule == "SET001"]
    assert finding.place.where is not None
    assert finding.place.where["box"][0] == 72.0

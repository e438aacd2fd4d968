"""Term lists: what counts as a term in a text, and what its place must carry."""

from __future__ import annotations

import re
import time
from typing import Any

import attrs
import pytest
from hand_built import build, setting, words
from hypothesis import given
from hypothesis import strategies as st

from redactlint.checks.terms import Terms, calling, terms_of
from redactlint.documents.model import Document, Redaction
from redactlint.findings import Hit
from redactlint.rulebook.patterns import fold
from redactlint.rulepack import Rule
from redactlint.text import Span


def rule(*terms: Any, **parameters: Any) -> Rule:
    return Rule("ACME001", "n", "", "", "", "", (), (), {"terms": list(terms), **parameters}, origin="our-rules")


def found(content: str, *terms: Any, **parameters: Any) -> list[str]:
    listed = Terms(terms_of(rule(*terms, **parameters)))
    return [" ".join(content[one.start : one.end].split()) for one in listed.find(content, fold(content))]


def hits(document: Document, *terms: Any, **parameters: Any) -> list[Hit]:
    return list(calling(document, rule(*terms, **parameters), setting()))


# -- what counts as a term


@pytest.mark.parametrize(
    ("content", "terms", "expected"),
    [
        ("the Orange\n   LANTERN is lit", ["orange lantern"], ["Orange LANTERN"]),
        ("the orange-lantern, orangelantern", ["orange lantern"], []),
        ("lanterns and a lantern", ["lantern"], ["lantern"]),
        ("pelicans at Pelican Bay", ["pelican*"], ["pelicans", "Pelican"]),
        ("heavy water and heavy waters", ["heavy wat*", "heavy water"], ["heavy water", "heavy water", "heavy waters"]),
        ("a C-130, C 130 and c-130s", ["C-130"], ["C-130"]),
        ("AT&T at & t", ["AT&T"], ["AT&T"]),
        ("the (b) team", ["(b) team"], ["(b) team"]),
        ("STRASSE, Straße", ["straße"], ["Straße"]),
        ("Übung übt ÜBUNG", ["übung"], ["Übung", "ÜBUNG"]),
        ("case 12 and case 13", [{"pattern": r"case \d+"}], ["case 12", "case 13"]),
        ("a b a b", ["a b a"], ["a b a"]),
        ("one", ["two words more"], []),
        ("lantern", ["orange lantern"], []),
        ("orange", ["orange lantern"], []),
        ("", ["orange"], []),
    ],
)
def test_a_term_is_whole_words_in_any_case_across_line_ends(
    content: str, terms: list[Any], expected: list[str]
) -> None:
    assert found(content, *terms) == expected


def test_case_counts_if_the_rule_says_so() -> None:
    assert found("polish POLISH", "POLISH", ignore_case=False) == ["POLISH"]


def test_a_term_does_not_count_inside_its_exceptions() -> None:
    term = {"term": "orange lantern", "except": ["orange lantern inn", "the old orange lantern"]}
    assert found("the Orange Lantern\nInn, the old orange lantern", term) == []
    assert found("the Orange Lantern Innings", term) == ["Orange Lantern"]
    assert found("orange lantern", "orange lantern", **{"except": ["orange lantern"]}) == []


WORD = st.text("abü", min_size=1, max_size=3)


@given(
    st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6), st.lists(WORD, max_size=30)
)
def test_it_finds_what_a_pattern_for_every_term_would_find(terms: list[str], text: list[str]) -> None:
    content = " ".join(text)
    listed = Terms(terms_of(rule(*terms)))
    ours = {(one.start, one.end, one.term.number) for one in listed.find(content, fold(content))}
    theirs = {
        (match.start(1), match.end(1), number)
        for number, term in enumerate(terms, 1)
        for match in re.finditer(rf"(?<!\w)(?=({re.escape(term)})(?!\w))", content)
    }
    assert ours == theirs


@pytest.mark.parametrize("term", ["ab*", "!!", "!*"])
def test_an_entry_without_words_or_with_too_short_a_stem_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="entry 2"):
        terms_of(rule("good", term))


def test_ten_thousand_terms_cost_no_more_than_a_few() -> None:
    content = fold("the minister opened the new bridge over the river " * 160)
    few = Terms(terms_of(rule(*(f"codename{number}" for number in range(10)))))
    many = Terms(terms_of(rule(*(f"codename{number} bridge" for number in range(10_000)))))

    def seconds(listed: Terms) -> float:
        best = 1.0
        for _ in range(5):
            start = time.perf_counter()
            listed.find(content + " ", content + " ")
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(many) < 5 * seconds(few)


# -- what its place must carry


PAGE = "CONFIDENTIAL\nSUBJECT: A lantern\n1. (C) An orange lantern.\n2. (U) A lantern.\n3. (S//NF) The lantern."


def test_a_portion_below_the_level_of_a_term_is_found_once() -> None:
    document = build(PAGE)
    found_hits = hits(document, "lantern", level="S")
    assert [hit.paragraph for hit in found_hits] == [None, "1", "2"]
    assert {hit.case for hit in found_hits} == {"level"}
    assert hits(build("SECRET\n1. (C) lantern lantern"), "lantern", level="S")[1:] == []


def test_an_unmarked_portion_counts_as_its_banner_and_an_unmarked_text_as_nothing() -> None:
    assert hits(build("SECRET\n1. The lantern."), "lantern", level="S") == []
    assert len(hits(build("CONFIDENTIAL\n1. The lantern."), "lantern", level="S")) == 1
    (hit,) = hits(build("A lantern."), "lantern", level="C")
    assert hit.arguments["has"] == "no marking"


def test_a_control_is_owed_by_the_portion_or_by_the_whole_document() -> None:
    assert [hit.paragraph for hit in hits(build(PAGE), "lantern", control="NOFORN")] == [None, "1", "2"]
    assert hits(build("SECRET\nNOFORN\n1. (S) The lantern."), "lantern", control="NOFORN") == []
    assert hits(build("SECRET//NOFORN\n1. (S) The lantern."), "lantern", control="NOFORN") == []
    assert len(hits(build("SECRET\n1. (S) The lantern."), "lantern", control="NOFORN")) == 1


def test_an_exemption_is_met_by_a_deletion_under_it_in_the_same_portion() -> None:
    document = build(PAGE)
    place = Span(PAGE.index("orange"), PAGE.index("orange") + 6)
    deleted = attrs.evolve(document, redactions=(Redaction(place, "label", ("B6",)),))
    assert [hit.paragraph for hit in hits(deleted, "lantern", exemption="B6")] == [None, "2", "3"]


def test_an_entry_that_calls_for_nothing_is_found_wherever_it_stands() -> None:
    assert {hit.case for hit in hits(build(PAGE), "orange")} == {"listed"}
    assert len(hits(build(PAGE), "lantern", at_most=2)) == 2


def test_a_term_is_looked_for_in_its_zone_and_own_part_of_the_file() -> None:
    assert [hit.paragraph for hit in hits(build(PAGE), "lantern", zone="paragraph")] == ["1", "2", "3"]
    part = attrs.evolve(build(PAGE), extent=Span(0, PAGE.index("2.")))
    assert [hit.paragraph for hit in hits(part, "lantern")] == [None, "1"]


def test_a_finding_says_the_number_and_never_the_word() -> None:
    document = build(PAGE)
    (hit,) = hits(document, "barn", {"term": "orange", "number": 17}, list="a.txt", level="TS")
    assert (hit.arguments["list"], hit.arguments["entry"], hit.private) == ("a.txt", "17", True)
    assert words(document, hit) == "orange"
    assert not any("orange" in value for value in hit.arguments.values())

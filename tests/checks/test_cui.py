"""Controlled unclassified information: recognised, told from classified levels, and judged from the day of adoption."""

from __future__ import annotations

import datetime

import pytest
from hand_built import pack

from redactlint.engine import Engine, Options
from redactlint.errors import UsageError
from redactlint.markings.levels import Level
from redactlint.readers.opening import plain_text

_HEAD = "March 3, 2022\n\nMEMORANDUM FOR THE DIRECTOR\n\nFROM: Jane Q. Example\n\nSUBJECT: Staff\n"
_BY = "Controlled by: Office of River Surveys\n"
_LIST = "The list of the staff is attached.\n"


def _engine(**parameters: object) -> Engine:
    day = datetime.date(2026, 1, 1)
    return Engine(pack(), Options(as_of=day, profile="cui", select=("CUI",), parameters=parameters))


def _told(text: str, **parameters: object) -> list[str]:
    read = plain_text(text.encode("utf-8"), "a.txt")
    return [f"{one.rule} {read.words(one.span)}" for one in _engine(**parameters).check(read).findings]


def _memo(banner: str, body: str = _LIST, block: str = _BY, head: str = _HEAD) -> str:
    return f"{banner}\n\n{head}\n{body}\n{block}\n{banner}\n"


@pytest.mark.parametrize("banner", ["CUI", "CUI//SP-PRVCY//NOFORN", "CONTROLLED//SP-CTI", "CONTROLLED"])
@pytest.mark.parametrize(("head", "kind"), [(_HEAD, "memorandum"), ("", "plain")])
def test_a_paper_marked_as_cui_is_recognised_and_unclassified(banner, head, kind):
    text = plain_text(_memo(banner, head=head).encode("utf-8"), "a.txt")
    document = _engine().read(text)
    assert document.kind == kind
    assert document.banner is not None
    assert document.banner.marking is not None
    assert document.banner.marking.cui is not None
    assert document.level == Level.U


@pytest.mark.parametrize(
    "text",
    [
        "CONTROLLED\n\nThe release of the valve is controlled.\n\nCONTROLLED\n",
        "Quality manual\n\nControlled by: Office of Quality\n\nThe valve is tested once a day.\n",
        "The CUI of the company is 20-123.\n",
    ],
)
def test_papers_that_only_control_something_are_not(text):
    read = plain_text(text.encode("utf-8"), "a.txt")
    assert _engine().read(read).kind == "unrecognised"


@pytest.mark.parametrize(
    "banner",
    [
        "CUI//SP-CTI/SP-PRVCY/LEI//FED ONLY",
        "CUI//NF",
        "CUI//REL TO USA, GBR",
        "CUI//NOFORN/FEDCON",
        "CONTROLLED//PRVCY",
    ],
)
def test_lawful_banners_draw_nothing(banner):
    assert _told(_memo(banner)) == []


@pytest.mark.parametrize(
    ("banner", "told"),
    [
        ("CUI//SP-PRVCY/SP-CTI", "CUI001 SP-CTI"),
        ("CUI//PRVCY/SP-CTI", "CUI001 SP-CTI"),
        ("CUI/PRVCY", "CUI001 /"),
        ("UNCLASSIFIED//CUI", "CUI001 CUI"),
        ("CUI//FEDCON//PRVCY", "CUI001 PRVCY"),
        ("CUI//SP-XYZZY", "CUI003 SP-XYZZY"),
        ("CUI//PRVCY//FED-ONLY", "CUI003 FED-ONLY"),
    ],
)
def test_the_grammar_of_a_banner(banner, told):
    assert _told(_memo(banner))[:1] == [told]


@pytest.mark.parametrize(
    "named",
    [
        {"block": _BY},
        {"block": "Jane Q. Example\nBureau of Rivers\n"},
        {"head": "RIVER AGENCY\n\n" + _HEAD},
        {"head": _HEAD.replace("Example", "Example <jane@rivers.gov>")},
    ],
    ids=["controlled by", "signature", "letterhead", "address"],
)
def test_any_word_of_the_designating_agency_will_do(named):
    assert _told(_memo("CUI", **named)) == []
    assert _told(_memo("CUI", block="")) == ["CUI002 CUI"]


@pytest.mark.parametrize(
    ("adopted", "told"),
    [("2022-03-03", True), ("2022-03-04", False), ("2021-12-31", True), ("", False)],
)
def test_legacy_markings_are_findings_from_the_day_of_adoption(adopted, told):
    found = _told(_memo("UNCLASSIFIED//FOR OFFICIAL USE ONLY"), cui_adopted=adopted)
    assert found == (["CUI004 UNCLASSIFIED//FOR OFFICIAL USE ONLY"] if told else [])


def test_one_finding_stands_for_all_legacy_marks():
    body = "(U//FOUO) The list is attached.\n\n(U//FOUO) So are the addresses.\n\n(U) We begin on Monday.\n"
    assert _told(_memo("UNCLASSIFIED//FOUO", body)) == ["CUI004 UNCLASSIFIED//FOUO"]


def test_a_day_of_adoption_that_is_no_date_is_said_to_be_none():
    text = plain_text(_memo("UNCLASSIFIED//FOUO").encode("utf-8"), "a.txt")
    with pytest.raises(UsageError, match="cui_adopted is 'soon'"):
        _engine(cui_adopted="soon").check(text)


@pytest.mark.parametrize(
    ("mark", "told"), [("U", ["CUI005 SECRET//CUI"]), ("CUI", []), ("S//CUI", [])], ids=["none", "alone", "mixed"]
)
def test_beside_secrets_the_portions_with_cui_are_marked(mark, told):
    body = f"(S) The survey begins on Monday.\n\n({mark}) The list of the staff is attached.\n"
    block = "Classified By: Jane Q. Example, Director\nDerived From: Guide 3\nDeclassify On: 20310103\n" + _BY
    assert _told(_memo("SECRET//CUI", body, block)) == told


def test_no_other_profile_speaks_of_cui():
    text = plain_text(_memo("CUI//XYZZY", block="").encode("utf-8"), "a.txt")
    for profile in ("state", "ic", "release", "archive"):
        engine = Engine(pack(), Options(as_of=datetime.date(2026, 1, 1), profile=profile))
        assert not [one for one in engine.check(text).findings if one.rule.startswith("CUI")]

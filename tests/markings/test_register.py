"""The register: every entry traced to its source, no spelling that means two things, years where there are any."""

from __future__ import annotations

import datetime
import json

import jsonschema
import pytest
from markings.strategies import register

from redactlint import rulepack
from redactlint.markings.levels import Level
from redactlint.rulebook import rulefiles

FILES = sorted((rulepack.data_folder("rules") / "registers").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_valid_by_its_schema(path: object) -> None:
    schema = json.loads((rulepack.data_folder("schemas") / "register.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(rulefiles.read_toml(path))


def test_every_control_has_a_source_and_knows_its_companions() -> None:
    known = {*register().controls, "JOINT"}
    for control in register().controls.values():
        assert control.source
        assert control.levels
        assert control.needs | control.advised | control.excludes | control.beats | control.leaves <= known, (
            control.word
        )
        assert control.category in register().categories
        assert control.parent is None or control.parent in known


@pytest.mark.parametrize("form", ["portion", "banner"])
def test_no_authorised_spelling_means_two_controls(form: str) -> None:
    seen: dict[str, str] = {}
    for control in register().controls.values():
        for word in getattr(control, form):
            assert seen.setdefault(word, control.word) == control.word
            assert word == word.upper()
            assert word == " ".join(word.split())


def test_controls_of_a_category_have_places_of_their_own() -> None:
    places = [(one.category, one.order) for one in register().controls.values()]
    assert len(places) == len(set(places))


def test_no_control_is_spelled_like_a_level_or_a_country() -> None:
    words = set(register().spellings["portion"]) | set(register().spellings["banner"])
    assert not words & set(register().levels)
    assert not words & set(register().countries)


def test_members_of_groups_are_countries() -> None:
    for group in register().organisations.values():
        assert group.members <= set(register().countries)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("R", "1951-10-27", "1953-12-14"), ("LOU", None, "1995-09-30"), ("SBU", "1995-10-01", None),
        ("CUI", "2016-11-14", None), ("EYES ONLY", None, "2017-10-01"), ("NOFORN", None, None),
    ],
)  # fmt: skip
def test_years(word: str, first: str | None, last: str | None) -> None:
    years = register().years_of(word)
    assert years is not None
    assert years[0] == (datetime.date.fromisoformat(first) if first else datetime.date.min)
    assert years[1] == (datetime.date.fromisoformat(last) if last else datetime.date.max)
    assert register().years_of("NO SUCH WORD") is None


@pytest.mark.parametrize(
    ("spelling", "word"),
    [
        ("SIPDIS", "SIPDIS"),
        ("E F T O", "EFTO"),
        ("SPECAT", "EXDIS"),
        ("SPECAT EXCLUSIVE", "NODIS"),
        ("ROGER", "ROGER CHANNEL"),
    ],
)
def test_captions_go_to_their_canonical_words(spelling: str, word: str) -> None:
    assert register().captions[spelling] == word


@pytest.mark.parametrize(
    ("word", "entry"),
    [("NOFORN", "NOFORN"), ("SI-G", "SI-G"), ("SI-QJX", "SI-*"), ("SI-G ABCD", "SI-G *"), ("RD-SIGMA 20", "SIGMA"),
     ("RD-CNWDI", "CNWDI"), ("HCS-P JJJ", "HCS-P *"), ("TK-IDIT AB", "TK-IDIT *")],
)  # fmt: skip
def test_every_compartment_has_the_entry_that_governs_it(word: str, entry: str) -> None:
    control = register().entry(word)
    assert control is not None
    assert control.word == entry


def test_levels_are_ordered_and_only_three_are_classified() -> None:
    assert Level.U < Level.R < Level.C < Level.S < Level.TS
    assert [one for one in Level if one.is_classified] == [Level.C, Level.S, Level.TS]

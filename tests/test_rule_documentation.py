"""The documentation of the rules is what their files say: every page is fresh and there, no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hand_built import pack

from redactlint import rulepack
from redactlint.cli import main
from redactlint.reports import rule_documentation, rule_page
from redactlint.reports.rule_content import HEADINGS

_FOLDER = Path(__file__).parent.parent / "docs" / "rules"
_PAGES = rule_documentation.pages(pack(), rulepack.source_of)


@pytest.mark.parametrize("name", sorted(_PAGES))
def test_a_page_is_what_the_file_of_its_rule_says(name):
    written = (_FOLDER / name).read_text("utf-8") if (_FOLDER / name).is_file() else ""
    assert written == _PAGES[name], "write it anew with `redactlint rules docs docs/rules`"


def test_no_page_speaks_of_a_rule_that_is_not():
    assert {path.name for path in _FOLDER.iterdir()} == set(_PAGES)


def test_every_link_leads_to_a_page_and_a_heading():
    headings = re.findall(r"^#+ (.+)$", _PAGES["README.md"], re.MULTILINE)
    anchors = {rule_documentation._anchor(one) for one in headings}
    for words in _PAGES.values():
        for page, anchor in re.findall(r"\]\(([\w.]+)(?:#([^)]*))?\)", words):
            assert page in _PAGES
            assert not anchor or anchor in anchors


@pytest.mark.parametrize("code", [one.code for one in pack().rules.values() if one.retired is None])
def test_every_page_has_the_fixed_headings_in_order(code):
    found = re.findall(r"^## (.+)$", _PAGES[f"{code}.md"], re.MULTILINE)
    assert [one for one in HEADINGS if one in found] == found
    assert set(HEADINGS) - set(found) <= {"Examples", "See also"}  # the run's own rules have no examples


def test_terminal_and_page_say_the_same():
    rule = pack().rules["BNR003"]
    shown = rule_page.page(rule, rulepack.source_of(rule), pack(), 100)
    for section in re.findall(r"^#+ (.+)$", _PAGES["BNR003.md"], re.MULTILINE)[1:]:
        assert section in shown
    for citation in rule.citations:
        assert citation.source in shown
        assert citation.source in _PAGES["BNR003.md"]


@pytest.mark.parametrize("code", [one.code for one in pack().rules.values() if one.retired is None])
def test_the_severities_of_a_page_are_in_words(code):
    rule = pack().rules[code]
    rows = rulepack.source_of(rule)["severity"]
    assert [bool(row.get("when")) for row in rows] == ["case" in row for row in rows]
    table = _PAGES[f"{code}.md"].split("## Severity")[1].split("\n## ")[0]
    assert "case " not in table
    assert "kind " not in table
    for row in rows:
        assert row.get("when", "") in table


def test_a_case_without_words_is_shown_by_its_name():
    rule = pack().rules["RED001"]
    rows = [{**row, "when": ""} for row in rulepack.source_of(rule)["severity"]]
    assert "case header" in rule_page.page(rule, {"severity": rows}, pack(), 100)


def test_a_kept_pack_holds_no_words_that_only_pages_show():
    assert not any("when" in row for raw in pack().raw["rules"].values() for row in raw.get("severity", ()))


def test_a_page_shows_what_an_example_holds_beside_its_text():
    page = " ".join(_PAGES["HID002.md"].split())
    assert "“Adam R. Sample” (text of the colour of the paper, page 1)" in page
    assert "Nothing is found once it holds no more than the text" in page
    assert "only “A photograph of a harbor”" in page


def test_the_index_names_every_rule_by_family_and_by_authority():
    families, authorities = _PAGES["README.md"].split("## By authority")
    for rule in pack().rules.values():
        assert f"| [{rule.code}]({rule.code}.md) {rule.name} |" in families
        assert not rule.citations or f"[{rule.code}]({rule.code}.md)" in authorities


def test_a_source_is_found_under_each_authority_that_it_names():
    of_order = _PAGES["README.md"].split("### E.O. 13526\n")[1].split("\n### ")[0]
    of_directive = _PAGES["README.md"].split("### 32 CFR 2001\n")[1].split("\n### ")[0]
    for words in (of_order, of_directive):
        assert "E.O. 13526 sec. 1.6(h); 32 CFR 2001.25: [REL003](REL003.md)" in words


def test_the_verb_writes_what_has_changed_and_no_more(tmp_path, capsys):
    folder = tmp_path / "pages"
    assert main(["rules", "docs", str(folder), "--no-config"]) == 0
    assert f"{len(_PAGES)} pages in {folder}: {len(_PAGES)} written" in capsys.readouterr().out
    (folder / "BNR002.md").write_text("old")
    assert main(["rules", "docs", str(folder), "--no-config"]) == 0
    assert ": 1 written" in capsys.readouterr().out
    assert (folder / "BNR002.md").read_text("utf-8") == _PAGES["BNR002.md"]


def test_the_verb_asks_for_a_folder(capsys):
    assert main(["rules", "docs"]) == 2
    assert "takes one folder" in capsys.readouterr().err


def test_a_page_holds_no_character_that_steers():
    for words in _PAGES.values():
        assert all(line.isprintable() for line in words.splitlines())

"""The HTML report is one page that fetches nothing, obeys nothing that it quotes, and is marked as what it quotes."""

from __future__ import annotations

import base64
import datetime
import hashlib
import html
import io
import os
import re
import shutil
import stat
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_built import pack
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.cli import main
from redactlint.engine import Engine, Options, Outcome
from redactlint.facts import Facts
from redactlint.findings import Finding, Place
from redactlint.pages import LONGEST_PAGE, Page, Piece
from redactlint.reports import files, html_report
from redactlint.reports.html_words import page_words, words
from redactlint.reports.report import RunFacts, Summary
from redactlint.text import Span, Text

ROOT = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 1, 1)
RUN = RunFacts("0.1.0", TODAY, "state", False, "warning", "digest", excerpts=True, rules=pack().rules)
HOSTILE = (
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "</pre></details><script>", "&lt;b&gt;", "`x`",
    "\x00\x1b[31m\x9b", "\u202etxt.exe", "\u2066a\u2069", "\ud800", "]]>", "--><b>", "é\u4e2d", "javascript:x",
    "</style>",
)  # fmt: skip
VOID = {"meta", "input", "br"}
LEFT_OPEN = {"tr", "td", "li", "p", "option"}


class Reader(HTMLParser):
    """What a browser makes of a page: its elements with attributes, and the text outside of script and style."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag:
            assert self.open.pop() in LEFT_OPEN, f"</{tag}> closes what is not open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open[-1:]):
            self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def finding(severity: str = "error", **changes: Any) -> Finding:
    place = Place(changes.pop("path", "a.txt"), 3, 4, 3, 7)
    made = Finding("BNR002", "banner-below-portions", severity, "too low", place, Span(3, 6), "a law", "f00d")
    return attrs.evolve(made, **changes)


def hostile(text: str) -> Outcome:
    note = {"kind": "config", "reason": text, "expires": None}
    one = finding(path=text, message=text, citation=text, paragraph=text, excerpt=text, underlined=(0, 1), name=text)
    page = Page(f"a line\n{text}\n{text}", (Piece(0, 1, "S"), Piece(7, 8, "C")), text, LONGEST_PAGE + 1)
    return Outcome(Facts(text, "telegram", text), (one, attrs.evolve(one, suppressed=note)), page=page)


def printed(*outcomes: Outcome, run: RunFacts = RUN) -> str:
    stream, report, summary = io.StringIO(), html_report.HtmlReport(), Summary(run.fail_on, pack().register)
    report.begin(run, stream)
    for one in outcomes:
        summary.add(one)
        report.add(one)
    report.end(summary.totals(allow_unrecognised=False))
    return stream.getvalue()


def of_examples(*names: str, excerpts: bool = True) -> str:
    engine = Engine(pack(), Options(TODAY, excerpts=excerpts, pages=True))
    paths = [ROOT / "examples" / name for name in names]
    outcomes = [engine.check(Text.of(path.read_text("utf-8"), path.name)) for path in paths]
    return printed(*outcomes, run=RUN._replace(excerpts=excerpts))


LUSAKA, HANOI = "defective/07LUSAKA498.txt", "defective/09HANOI1155.txt"


def test_a_row_a_document_a_row_a_finding_under_headings_of_columns() -> None:
    source = of_examples(LUSAKA, HANOI)
    page = Reader(source)
    assert page.named("html") == [{"lang": "en"}]
    assert {name for name, _ in page.elements} >= {"header", "nav", "main", "footer", "h1", "h2", "h3", "figure", "svg"}
    assert all("scope" in one for one in page.named("th"))
    documents = source.split('<section id="documents"')[1].split("</section>")[0]
    assert documents.count("<tr><td>") == 2
    assert "<bdi>CONFIDENTIAL</bdi>" in documents, "without the blanks between its letters"
    findings = source.split('<section id="findings"')[1].split("</section>")[0]
    assert findings.count("<tr><td") == 6
    identities = [one["id"] for _, one in page.elements if "id" in one]
    assert len(identities) == len(set(identities))
    targets = {one["href"] for one in page.named("a")}
    assert {f"#{one}" for one in identities} >= targets


def test_nothing_is_fetched() -> None:
    page = Reader(of_examples(LUSAKA, HANOI))
    for _, attributes in page.elements:
        assert not {"src", "srcset", "action", "style", "xlink:href", "data"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert all((one["href"] or "").startswith("#") for one in page.named("a"))
    assert not {"link", "img", "iframe", "object", "base"} & {name for name, _ in page.elements}
    for kind in ("css", "js"):
        assert not re.search(r"url\(|@import|https?:|fetch|eval|innerHTML", html_report._data(kind))


def test_the_policy_allows_the_one_script_and_the_one_style_by_their_digests() -> None:
    source = of_examples(LUSAKA)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html.unescape(source))
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("text", HOSTILE)
def test_what_documents_paths_and_rules_say_is_text(text: str) -> None:
    harmless, page = Reader(printed(hostile("word"))), Reader(printed(hostile(text)))
    assert [name for name, _ in page.elements] == [name for name, _ in harmless.elements]
    assert [sorted(one) for _, one in page.elements] == [sorted(one) for _, one in harmless.elements]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "".join(page.text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))).map("".join))
def test_escaping_can_be_undone_by_a_browser_alone(text: str) -> None:
    for escaped in (words(text), page_words(text)):
        assert escaped.isascii()
        assert not re.search("[<>\"'`]", escaped)
    plain = "".join(one for one in text if one.isprintable() and one != "`")
    assert html.unescape(words(plain)) == plain


def test_a_page_shows_the_whole_text_with_marks_and_notes() -> None:
    source = of_examples(LUSAKA)
    strips = re.findall(r'<pre class="text">\n(.*?)</pre>', source, re.DOTALL)
    shown = re.sub(r"<sup.*?</sup>|<[^>]*>", "", "".join(strips))
    assert html.unescape(shown) == (ROOT / "examples" / LUSAKA).read_text("utf-8")
    assert '<mark class="error"><span class="k k-S" title="secret">(S)</span></mark>' in source
    notes = re.findall(r'<li value="(\d)" class="note (\w+)">', source)
    assert notes == [("1", "info"), ("2", "error")]


def test_the_report_is_marked_as_the_highest_that_it_quotes_and_a_page_as_itself() -> None:
    source = of_examples(LUSAKA, "defective/04QUITO901.txt")
    markings = re.findall(r'class="marking" role="note"[^>]*>(.*?)</p>', source)
    assert markings == ["SECRET", *["SECRET"] * 2, *["UNCLASSIFIED//SBU"] * 2, "SECRET"]
    assert re.search(r"@top-center\{content:\"SECRET[^\"]*\"\}@bottom-center", source)
    assert of_examples(LUSAKA, excerpts=False).count(">UNCLASSIFIED</p>") == 2


def test_the_banner_of_a_repeated_telegram_counts() -> None:
    text = (ROOT / "examples" / HANOI).read_text("utf-8").replace("1. (S) The lighthouse", "1. The lighthouse")
    outcome = Engine(pack(), Options(TODAY, excerpts=True, pages=True)).check(Text.of(text, "09HANOI1155.txt"))
    assert outcome.page is not None
    assert outcome.page.marking.startswith("SECRET")


def test_without_excerpts_no_page_is_made_and_no_sentence_quoted() -> None:
    source = of_examples(LUSAKA, excerpts=False)
    assert "Mulenga" not in source
    assert '<section id="pages"' not in source
    assert "Mulenga" in of_examples(LUSAKA)


def test_as_many_rows_are_shown_at_first_as_the_script_shows() -> None:
    assert f"const STEP = {html_report._SHOWN_FIRST};" in html_report._data("js")
    assert "</script" not in html_report._data("js")


def test_the_same_run_gives_the_same_bytes() -> None:
    assert of_examples(LUSAKA, HANOI) == of_examples(LUSAKA, HANOI)


def test_what_finds_no_room_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_report, "_ROOM", {"findings": 2000, "documents": 2000, "pages": 3000})
    source = printed(*(hostile(f"{number}.txt") for number in range(50)))
    for name in ("findings", "documents", "pages"):
        part = source.split(f'<section id="{name}"')[1].split("</section>")[0]
        kept, left = re.findall(r"(\d+) \w+; (\d+) more found no room", part)[0]
        assert int(kept) + int(left) == (100 if name == "findings" else 50), name


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_what_is_spooled_is_the_owners_alone_and_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_IN_MEMORY", 10)
    spool = files.Spool()
    spool.write("a row that is longer than what is kept in memory")
    file = spool._file
    assert file is not None
    status = os.fstat(file.fileno())
    assert stat.S_IMODE(status.st_mode) & 0o077 == 0
    assert status.st_nlink == 0
    stream = io.StringIO()
    spool.copy_to(stream)
    assert stream.getvalue().startswith("a row")
    assert file.closed


def test_memory_does_not_grow_with_what_is_found() -> None:
    report = html_report.HtmlReport()
    report.begin(RUN, io.StringIO())
    for number in range(300):
        report.add(hostile(f"{number}.txt"))
    assert sum(len(one) for one in vars(report).values() if isinstance(one, (list, dict))) < 10


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "svg", None)
    target = tmp_path / "r.html"
    assert main(["check", str(ROOT / "examples" / LUSAKA), "--format", f"html={target}"]) == 2
    told = capsys.readouterr().err
    assert "redactlint[html]" in told
    assert told.count("\n") == 1
    assert not list(tmp_path.iterdir())


# -- in a browser -----------------------------------------------------------------------------------------------------

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
IN_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def opened(folder: Path, source: str, address: str = "") -> str:
    """The page as Chromium has it when its script has run."""
    (folder / "r.html").write_text(source, "ascii")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'user'}", "--dump-dom"]
    command = [str(CHROMIUM), *flags, f"{(folder / 'r.html').as_uri()}{address}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@IN_BROWSER
def test_the_filter_in_the_address_leaves_what_is_asked_for(tmp_path: Path) -> None:
    source = of_examples(LUSAKA, HANOI)
    page = opened(tmp_path, source, "#findings&rule=BNR002&severity=error")
    findings = page.split('<section id="findings"')[1].split("</section>")[0]
    rows = re.findall(
        r"<tr(?: class=\"\")?( hidden=\"\")?[^>]*><td data-v.*?<b>([A-Z]{3}\d{3})</b>", findings, re.DOTALL
    )
    assert len(rows) == 6
    assert [rule for hidden, rule in rows if not hidden] == ["BNR002"]
    assert "1 of 6 findings match." in findings


@IN_BROWSER
def test_the_page_of_a_document_opens_by_its_address(tmp_path: Path) -> None:
    page = opened(tmp_path, of_examples(LUSAKA, HANOI), "#d2")
    assert re.findall(r'<article id="(d\d)"><details( open="")?>', page) == [("d1", ""), ("d2", ' open=""')]


@IN_BROWSER
def test_nothing_hostile_runs_in_a_browser(tmp_path: Path) -> None:
    page = opened(tmp_path, printed(*map(hostile, HOSTILE)))
    assert page.count("<script>") == 1
    assert "<img" not in page

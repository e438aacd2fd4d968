"""The language server over its protocol: what an editor is told, asks for and gets on standard input and output."""

from __future__ import annotations

import asyncio
import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsp.editor import applied, cut, editor
from lsprotocol import types
from short_telegrams import TWO_PARAGRAPHS as CLEAN

from redactlint.cli import main

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)").replace("2017", "2015")
NAME = "07LUSAKA000512.txt"
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))


def codes(found: list[types.Diagnostic]) -> list[Any]:
    return [one.code for one in found]


def of(found: list[types.Diagnostic], code: str) -> types.Diagnostic:
    (only,) = [one for one in found if one.code == code]
    return only


class TestDiagnostics:
    def test_a_finding_is_shown_where_it_stands_with_the_places_that_belong_to_it(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                found = await one.diagnostics(uri)
                low = of(found, "BNR002")
                assert cut(TOO_LOW, low.range) == "(S)"
                assert low.severity == types.DiagnosticSeverity.Error
                assert low.source == "redactlint"
                assert low.message.startswith("the banner says CONFIDENTIAL")
                assert [place.location.range.start.line for place in low.related_information or ()] == [0]
                assert of(found, "DCL012").severity == types.DiagnosticSeverity.Information

        asyncio.run(run())

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_places_are_counted_in_utf_16(self, tmp_path: Path, newline: str) -> None:
        words = TOO_LOW.replace("E.O. 12958", "\U0001f512 E.O. 12958").replace("1. (S)", "1. \U0001d54a (S)")
        words = words.replace("\n", newline)

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, words)
                found = await one.diagnostics(uri)
                assert one.encoding in (None, "utf-16")
                assert cut(words, of(found, "DCL012").range) == "06/17/2015"

        asyncio.run(run())

    def test_a_file_of_suppressions_beside_the_document_counts_and_what_is_wrong_with_it_is_told(
        self, tmp_path: Path
    ) -> None:
        beside = tmp_path / f"{NAME}.redactlint.toml"
        beside.write_text('[[ignore]]\nrule = "BNR002"\nreason = "told"\n\n[[ignore]]\nrule = "BNR002"\n', "utf-8")

        async def run() -> None:
            async with editor(tmp_path) as one:
                found = await one.diagnostics(one.open(tmp_path / NAME, TOO_LOW))
                assert "BNR002" not in codes(found)
                assert of(found, "DOC006").message.startswith(f"{beside.name}, line 5: the suppression gives no reason")
                assert of(found, "DOC006").range.start.line == 0

        asyncio.run(run())

    def test_a_client_that_asks_for_another_encoding_gets_it(self, tmp_path: Path) -> None:
        words = TOO_LOW.replace("E.O. 12958", "\U0001f512 E.O. 12958")

        async def run() -> None:
            async with editor(tmp_path, encodings=["utf-32", "utf-16"]) as one:
                uri = one.open(tmp_path / NAME, words)
                passed = of(await one.diagnostics(uri), "DCL012").range
                assert one.encoding == "utf-32"
                assert words.split("\n")[passed.start.line][passed.start.character :] == "06/17/2015"

        asyncio.run(run())

    def test_what_is_mended_while_typing_is_shown_no_more_and_only_the_last_state_is_judged(
        self, tmp_path: Path
    ) -> None:
        async def run() -> None:
            async with editor(tmp_path, "--wait", "300") as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                await one.diagnostics(uri)
                for version in range(2, 12):
                    one.change(uri, TOO_LOW + "x" * version, version)
                one.change(uri, CLEAN, 12)
                assert await one.diagnostics(uri, version=12) == []
                assert [got.version for got in one.published] == [1, 12]

        asyncio.run(run())

    def test_a_page_break_moves_nothing(self, tmp_path: Path) -> None:
        words = TOO_LOW.replace("SUBJECT:", "\fSUBJECT:")

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, CLEAN)
                await one.diagnostics(uri)
                one.change(uri, words, 2)
                assert cut(words, of(await one.diagnostics(uri, version=2), "BNR002").range) == "(S)"

        asyncio.run(run())

    def test_a_closed_document_has_no_findings_left(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                await one.diagnostics(uri)
                named = types.TextDocumentIdentifier(uri)
                one.client.text_document_did_close(types.DidCloseTextDocumentParams(named))
                assert await one.diagnostics(uri, number=2) == []

        asyncio.run(run())

    def test_a_note_that_is_no_document_is_left_in_peace(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / "note.txt", "Milk, bread, and a stamp.\n")
                assert await one.diagnostics(uri) == []

        asyncio.run(run())

    @pytest.mark.parametrize("name", ["page.html", "note.eml", "cables.csv"])
    def test_a_file_that_holds_documents_is_passed_over(self, tmp_path: Path, name: str) -> None:
        """Its lines are not those of the text in it; `check` reads it."""

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / name, f"<html><pre>\n{TOO_LOW}</pre></html>")
                assert await one.diagnostics(uri) == []

        asyncio.run(run())

    def test_a_document_without_a_file_is_judged(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                document = types.TextDocumentItem("untitled:Untitled-1", "plaintext", 1, TOO_LOW)
                one.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
                assert "BNR002" in codes(await one.diagnostics("untitled:Untitled-1"))

        asyncio.run(run())

    @pytest.mark.parametrize("words", ["", "\x00\x01", "%PDF-1.7", "\ufeff" + TOO_LOW, "\ud800 (C)"])
    def test_an_odd_text_ends_nothing(self, tmp_path: Path, words: str) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / "odd.txt", words)
                found = await one.diagnostics(uri)
                if words.startswith("\ufeff"):
                    assert cut(words, of(found, "BNR002").range) == "(S)"
                uri = one.open(tmp_path / NAME, TOO_LOW)
                assert "BNR002" in codes(await one.diagnostics(uri))
                assert one.shown == []

        asyncio.run(run())


class TestHover:
    def test_it_is_the_page_of_the_rule_with_what_it_rests_on(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                low = of(await one.diagnostics(uri), "BNR002")
                got = await one.hover(uri, low.range.start)
                assert got is not None
                assert got.range == low.range
                assert isinstance(got.contents, types.MarkupContent)
                page = got.contents.value
                assert "BNR002 · banner-below-portions" in page
                assert "32 CFR 2001.21(b)(2)" in page
                assert "## Why" in page
                assert ".md)" not in page, "a link to a page that is not there"
                assert await one.hover(uri, types.Position(6, 3)) is None

        asyncio.run(run())

    def test_a_client_without_markdown_gets_none(self, tmp_path: Path) -> None:
        hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])
        asked = {"text_document": types.TextDocumentClientCapabilities(hover=hover)}

        async def run() -> None:
            async with editor(tmp_path, capabilities=asked) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                low = of(await one.diagnostics(uri), "BNR002")
                got = await one.hover(uri, low.range.start)
                assert got is not None
                assert isinstance(got.contents, types.MarkupContent)
                assert got.contents.kind == types.MarkupKind.PlainText
                assert "##" not in got.contents.value

        asyncio.run(run())


class TestCodeActions:
    SLIPS = CLEAN.replace("E.O. 12958", "\U0001f512E.O. 12598").replace("1. (C)", "1. ( C )")

    @staticmethod
    def edits(action: types.CodeAction, uri: str) -> list[types.TextEdit]:
        assert action.edit is not None
        assert action.edit.changes is not None
        return list(action.edit.changes[uri])

    def test_a_safe_mend_is_a_preferred_quick_fix_of_its_diagnostic(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                words = self.SLIPS.replace("\U0001f512", "")
                uri = one.open(tmp_path / NAME, words)
                slip = of(await one.diagnostics(uri), "PRT003")
                (action,) = await one.actions(uri, slip.range, [slip], ["quickfix"])
                assert (action.kind, action.is_preferred) == ("quickfix", True)
                assert action.title.startswith("PRT003: ")
                assert [got.code for got in action.diagnostics or ()] == ["PRT003"]
                assert applied(words, self.edits(action, uri)) == words.replace("( C )", "(C)")

        asyncio.run(run())

    def test_all_safe_mends_at_once_are_those_of_fix(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                words = self.SLIPS.replace("\U0001f512", "")
                uri = one.open(tmp_path / NAME, words)
                found = await one.diagnostics(uri)
                (action,) = await one.actions(uri, EVERYWHERE, found, ["source.fixAll"])
                path = tmp_path / "fixed" / NAME
                path.parent.mkdir()
                path.write_text(words, "utf-8")
                assert main(["fix", "--write", "--as-of", "2016-01-15", "--no-config", str(path)]) in (0, 1)
                assert applied(words, self.edits(action, uri)) == path.read_text("utf-8") != words

        asyncio.run(run())

    def test_an_unsafe_mend_says_so_and_is_never_preferred(self, tmp_path: Path) -> None:
        words = CLEAN.replace("06/17/2017", "06/17/17")

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, words)
                found = await one.diagnostics(uri)
                actions = await one.actions(uri, EVERYWHERE, found, ["quickfix"])
                (unsafe,) = [got for got in actions if got.kind == "quickfix.unsafe"]
                assert "unsafe" in unsafe.title
                assert not unsafe.is_preferred
                assert not [got for got in actions if got.is_preferred and got.edit == unsafe.edit]
                assert await one.actions(uri, EVERYWHERE, found, ["source.fixAll"]) == []

        asyncio.run(run())

    def test_where_nothing_is_wrong_nothing_is_offered(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, CLEAN)
                assert await one.diagnostics(uri) == []
                assert await one.actions(uri, EVERYWHERE, []) == []

        asyncio.run(run())

    def test_records_in_an_archive_are_not_edited(self, tmp_path: Path) -> None:
        async def run() -> None:
            async with editor(tmp_path, "--profile", "archive") as one:
                uri = one.open(tmp_path / NAME, self.SLIPS)
                found = await one.diagnostics(uri)
                assert "PRT003" in codes(found)
                assert await one.actions(uri, EVERYWHERE, found) == []

        asyncio.run(run())

    def test_edits_are_for_one_version_where_the_client_knows_versions(self, tmp_path: Path) -> None:
        edit = types.WorkspaceEditClientCapabilities(document_changes=True)
        asked = {"workspace": types.WorkspaceClientCapabilities(workspace_edit=edit)}

        async def run() -> None:
            async with editor(tmp_path, capabilities=asked) as one:
                uri = one.open(tmp_path / NAME, self.SLIPS, version=7)
                found = await one.diagnostics(uri)
                action = (await one.actions(uri, EVERYWHERE, found, ["quickfix"]))[0]
                assert action.edit is not None
                (change,) = action.edit.document_changes or ()
                assert isinstance(change, types.TextDocumentEdit)
                assert change.text_document.version == 7

        asyncio.run(run())


class TestConfiguration:
    def test_the_nearest_one_above_the_file_holds(self, tmp_path: Path) -> None:
        inner = tmp_path / "a" / "b"
        inner.mkdir(parents=True)
        (tmp_path / "redactlint.toml").write_text('ignore = ["BNR002"]\n')
        (tmp_path / "a" / "redactlint.toml").write_text('ignore = ["DCL012"]\n')

        async def run() -> None:
            async with editor(tmp_path) as one:
                outer = await one.diagnostics(one.open(tmp_path / NAME, TOO_LOW))
                nearer = await one.diagnostics(one.open(inner / NAME, TOO_LOW))
                assert (codes(outer), codes(nearer)) == (["DCL012"], ["BNR002"])

        asyncio.run(run())

    def test_its_paths_are_relative_to_it(self, tmp_path: Path) -> None:
        (tmp_path / "redactlint.toml").write_text(
            'exclude = ["drafts/"]\nmetadata = "dates.csv"\n'
            '[[ignore]]\npath = "old/*"\nrule = "BNR002"\nreason = "settled by the office"\n'
        )
        (tmp_path / "dates.csv").write_text("path,date\nnew/undated.txt,1978-03-01\n")
        for name in ("drafts", "old", "new"):
            (tmp_path / name).mkdir()
            (tmp_path / name / NAME).write_text(TOO_LOW)

        async def run() -> None:
            async with editor(tmp_path) as one:
                assert await one.diagnostics(one.open(tmp_path / "drafts" / NAME, TOO_LOW)) == []
                assert codes(await one.diagnostics(one.open(tmp_path / "old" / NAME, TOO_LOW))) == ["DCL012"]
                assert codes(await one.diagnostics(one.open(tmp_path / "new" / NAME, TOO_LOW))) == ["DCL012", "BNR002"]
                assert "ORD003" in codes(await one.diagnostics(one.open(tmp_path / "new" / "undated.txt", TOO_LOW)))

        asyncio.run(run())

    def test_what_a_baseline_knows_is_not_shown(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / NAME).write_text(TOO_LOW)
        monkeypatch.chdir(tmp_path)
        assert main(["baseline", "write", "known.json", NAME]) == 0
        (tmp_path / "redactlint.toml").write_text('baseline = "known.json"\n')

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                assert await one.diagnostics(uri) == []
                one.change(uri, TOO_LOW.replace("2. (U)", "2. (TS)"), 2)
                assert "BNR002" in codes(await one.diagnostics(uri, version=2))

        asyncio.run(run())

    def test_a_broken_one_is_told_once_and_the_documents_do_not_look_clean(self, tmp_path: Path) -> None:
        path = tmp_path / "redactlint.toml"
        path.write_text('profil = "ic"\n')

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                (only,) = await one.diagnostics(uri)
                assert only.message.startswith("not judged: ")
                assert "redactlint.toml:1: unknown key 'profil'; did you mean profile?" in only.message
                one.change(uri, CLEAN, 2)
                assert codes(await one.diagnostics(uri, version=2)) == ["configuration"]
                await one.diagnostics(one.open(tmp_path / "other.txt", CLEAN))
                assert await one.hover(uri, types.Position(0, 0)) is None
                assert await one.actions(uri, EVERYWHERE, []) == []
                assert len(one.shown) == 1
                assert "did you mean profile?" in one.shown[0]
                path.write_text('profile = "state"\n')
                change = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
                one.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
                assert await one.diagnostics(uri, version=2, number=2) == []
                assert len(one.shown) == 1

        asyncio.run(run())

    @pytest.mark.parametrize(
        "words",
        ['profile = "nobody"\n', 'select = ["XYZ"]\n', 'extend = ["gone"]\n', 'metadata = "gone.csv"\n', "= [\n"],
    )
    def test_no_kind_of_mistake_in_it_ends_the_server(self, tmp_path: Path, words: str) -> None:
        (tmp_path / "redactlint.toml").write_text(words)

        async def run() -> None:
            async with editor(tmp_path) as one:
                uri = one.open(tmp_path / NAME, TOO_LOW)
                assert codes(await one.diagnostics(uri)) == ["configuration"]
                assert len(one.shown) == 1
                assert "fault in redactlint" not in one.shown[0]

        asyncio.run(run())

    def test_the_client_is_asked_to_watch_it(self, tmp_path: Path) -> None:
        watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        asked = {"workspace": types.WorkspaceClientCapabilities(did_change_watched_files=watched)}

        async def run() -> None:
            async with editor(tmp_path, capabilities=asked) as one:
                await one.diagnostics(one.open(tmp_path / NAME, CLEAN))
                assert one.registered == ["workspace/didChangeWatchedFiles"]

        asyncio.run(run())


def test_without_pygls_one_line_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] in ("pygls", "lsprotocol"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *arguments, **named)

    for name in [one for one in sys.modules if one.startswith(("redactlint.lsp", "pygls", "lsprotocol"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", missing)
    assert main(["lsp"]) == 2
    assert capsys.readouterr().err == (
        "redactlint: the language server needs the extra lsp (pygls 2 is missing); pip install 'redactlint[lsp]'\n"
    )


def test_no_other_verb_loads_it(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(CLEAN)
    program = (
        "import sys; from redactlint.cli import main; main(['check', sys.argv[1]]); main(['--help'])\n"
        "assert not [one for one in sys.modules if one.startswith(('pygls', 'lsprotocol', 'redactlint.lsp'))]"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True)


def test_an_editor_that_is_gone_ends_the_server() -> None:
    command = [sys.executable, "-m", "redactlint", "lsp"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False)
    assert done.returncode == 0
    assert (done.stdout, done.stderr) == (b"", b"")

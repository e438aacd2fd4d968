"""An editor for tests: starts `redactlint lsp`, talks to it over standard input and output, remembers what it says."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

WAIT = 10.0


class Editor:
    """One running server, and what it published and showed, in order."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.published: list[types.PublishDiagnosticsParams] = []
        self.shown: list[str] = []
        self.registered: list[str] = []
        self.encoding: str | None = None

    def open(self, path: Path, words: str, version: int = 1) -> str:
        uri = path.as_uri()
        document = types.TextDocumentItem(uri, "plaintext", version, words)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return uri

    def change(self, uri: str, words: str, version: int) -> None:
        document = types.VersionedTextDocumentIdentifier(version, uri)
        whole = types.TextDocumentContentChangeWholeDocument(words)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    async def diagnostics(self, uri: str, *, version: int | None = None, number: int = 1) -> list[types.Diagnostic]:
        """What is shown of a document once it has been published `number` times (of that version)."""
        async with asyncio.timeout(WAIT):
            while True:
                found = [one for one in self.published if one.uri == uri and version in (None, one.version)]
                if len(found) >= number:
                    return list(found[-1].diagnostics)
                await asyncio.sleep(0.01)

    async def actions(
        self, uri: str, place: types.Range, diagnostics: list[types.Diagnostic], only: list[str] | None = None
    ) -> list[types.CodeAction]:
        kinds: Any = only
        context = types.CodeActionContext(diagnostics, kinds)
        asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        found = await self.client.text_document_code_action_async(asked)
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    async def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        asked = types.HoverParams(types.TextDocumentIdentifier(uri), position)
        return await self.client.text_document_hover_async(asked)


@asynccontextmanager
async def editor(
    folder: Path, *options: str, encodings: list[str] | None = None, capabilities: dict[str, Any] | None = None
) -> AsyncIterator[Editor]:
    """An editor with a workspace, its server started in a folder that has nothing to do with it."""
    client = LanguageClient("editor", "1")
    made = Editor(client)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _published(params: types.PublishDiagnosticsParams) -> None:
        made.published.append(params)

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def _shown(params: types.ShowMessageParams) -> None:
        made.shown.append(params.message)

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _registered(params: types.RegistrationParams) -> None:
        made.registered += [one.method for one in params.registrations]

    command = [sys.executable, "-m", "redactlint", "lsp", "--as-of", "2016-01-15", "--wait", "50", *options]
    root = Path(__file__).resolve().parents[2]
    await client.start_io(*command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    wanted: Any = encodings
    asked = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=wanted), **(capabilities or {})
    )
    try:
        async with asyncio.timeout(WAIT):
            answer = await client.initialize_async(types.InitializeParams(asked, root_uri=folder.as_uri()))
        encoding = answer.capabilities.position_encoding
        made.encoding = None if encoding is None else str(getattr(encoding, "value", encoding))
        client.initialized(types.InitializedParams())
        yield made
        async with asyncio.timeout(WAIT):
            await client.shutdown_async(None)
            client.exit(None)
            process = client._server
            assert process is not None
            assert await process.wait() == 0, "the server did not end well"
    finally:
        process = client._server
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), 1)
            except TimeoutError:
                process.kill()
        await client.stop()


def cut(words: str, place: types.Range) -> str:
    """What a UTF-16 range covers, worked out from bytes and not by the server's code."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert place.start.line == place.end.line
    units = lines[place.start.line].encode("utf-16-le")
    return units[2 * place.start.character : 2 * place.end.character].decode("utf-16-le")


def applied(words: str, edits: list[types.TextEdit]) -> str:
    """The text after the edits, each within one line or over whole ones."""
    lines = words.split("\n")

    def place(position: types.Position) -> int:
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
        return sum(len(one) + 1 for one in lines[: position.line]) + len(units)

    for edit in sorted(edits, key=lambda one: place(one.range.start), reverse=True):
        words = words[: place(edit.range.start)] + edit.new_text + words[place(edit.range.end) :]
    return words

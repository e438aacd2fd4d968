"""The server: what an editor tells and asks over the Language Server Protocol, answered by `judging`.

Documents are sent whole at every change: the library counts line ends that the protocol does not know (a form feed), so
that parts of a telegram would land in the wrong place.  Nothing of a document goes to a log.
"""

from __future__ import annotations

import asyncio
import logging
import os
import urllib.parse
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from redactlint import __version__
from redactlint.config import FILE_NAME
from redactlint.errors import RedactlintError, fault_of
from redactlint.lsp.judging import ALL, SAFE, UNSAFE, Judged, judge, page_of, unjudged
from redactlint.lsp.planning import Planner

__all__ = ["Server", "make_server"]

Answer = TypeVar("Answer")


class Server(LanguageServer):
    """Holds the open documents and says what is wrong with them; `wait` is how long typing must rest, in seconds."""

    def __init__(self, planner: Planner, wait: float) -> None:
        super().__init__("redactlint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self._planner, self._wait = planner, wait
        self._pending: dict[str, asyncio.TimerHandle] = {}
        self._judged: dict[str, tuple[int | None, Judged]] = {}
        self._complaints: dict[str, str] = {}

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Tell of a fault by its place: the words of an exception may quote the document."""
        self._show(f"redactlint: a fault in redactlint itself ({fault_of(error)}); please report it")

    # -- documents ----------------------------------------------------------------------------------------------

    def soon(self, uri: str) -> None:
        """Judge a document when its writer rests."""
        self._forget_timer(uri)
        self._pending[uri] = asyncio.get_running_loop().call_later(self._wait, self.publish, uri)

    def publish(self, uri: str) -> None:
        """Judge a document as it stands and show what is found."""
        self._forget_timer(uri)
        if uri not in self.workspace.text_documents:
            return
        document = self.workspace.get_text_document(uri)
        diagnostics: list[types.Diagnostic] = []
        try:
            judged = self.judged(uri)
            diagnostics = [] if judged is None else judged.diagnostics(uri)
        except RedactlintError as error:
            diagnostics = [unjudged(error)]
            self._complain(error)
        except Exception as error:
            self.report_server_error(error, type(error))
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version=document.version)
        )

    def publish_all(self) -> None:
        """Judge every open document anew."""
        self._judged.clear()
        for uri in list(self.workspace.text_documents):
            self.publish(uri)

    def closed(self, uri: str) -> None:
        """Forget a document, and what was shown of it."""
        self._forget_timer(uri)
        self._judged.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def judged(self, uri: str) -> Judged | None:
        """What is found in a document as it stands, None where it is excluded; raises RedactlintError."""
        document = self.workspace.get_text_document(uri)
        path = _path_of(uri)
        planned = self._planner.planned(os.path.dirname(path) if to_fs_path(uri) else self._root())
        self._complaints.pop(planned.config.path or "", None)
        if planned.leaves_out(path):
            return None
        version, known = self._judged.get(uri, (None, None))
        if known is not None and known.planned is planned and version == document.version and version is not None:
            return known
        encoding = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value
        found = judge(document.source, path, planned, encoding)
        self._judged[uri] = (document.version, found)
        return found

    def _root(self) -> str:
        return self.workspace.root_path or os.getcwd()

    def _forget_timer(self, uri: str) -> None:
        timer = self._pending.pop(uri, None)
        if timer is not None:
            timer.cancel()

    # -- messages -----------------------------------------------------------------------------------------------

    def _complain(self, error: RedactlintError) -> None:
        """Show what is wrong with a configuration, once until it changes."""
        words, place = str(error), error.path or ""
        if self._complaints.get(place) != words:
            self._complaints[place] = words
            self._show(f"redactlint: {words}")

    def _show(self, words: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, words))

    def guarded(self, answer: Callable[[], Answer]) -> Answer | None:
        """An answer to the editor, None where the document cannot be judged."""
        try:
            return answer()
        except RedactlintError:
            return None  # it stands on the document already
        except Exception as error:
            self.report_server_error(error, type(error))
            return None

    # -- answers ------------------------------------------------------------------------------------------------

    def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        """The pages of the rules that found something at a place."""
        judged = self.judged(uri)
        found = judged.at(judged.lines.offset(position)) if judged is not None else []
        if judged is None or not found:
            return None
        is_markdown = self._takes_markdown()
        pack = judged.planned.engine.pack
        pages = [page_of(one, pack, is_markdown=is_markdown) for one in found]
        kind = types.MarkupKind.Markdown if is_markdown else types.MarkupKind.PlainText
        words = ("\n\n---\n\n" if is_markdown else "\n\n").join(pages)
        return types.Hover(types.MarkupContent(kind, words), judged.range(found[0]))

    def _takes_markdown(self) -> bool:
        asked = self.client_capabilities.text_document
        formats = asked.hover.content_format if asked is not None and asked.hover is not None else None
        return not formats or types.MarkupKind.Markdown in formats

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The mends at a place, safe ones first, and the one that makes every safe mend of the document."""
        uri, only = params.text_document.uri, params.context.only
        judged = self.judged(uri)
        if judged is None:
            return []
        actions = []
        if _asks_for(only, SAFE) or _asks_for(only, UNSAFE):
            for finding, kind, title, edits in judged.mends():
                place = judged.range(finding)
                if not _asks_for(only, kind) or not _touch(place, params.range):
                    continue
                about = [one for one in params.context.diagnostics if one.code == finding.rule and one.range == place]
                actions.append(
                    types.CodeAction(
                        title, kind, about or None, is_preferred=kind == SAFE or None, edit=self._edit(uri, edits)
                    )
                )
        if _asks_for(only, ALL):
            edits = judged.all_safe()
            if edits:
                title = "redactlint: make every safe mend of this document"
                actions.append(types.CodeAction(title, ALL, edit=self._edit(uri, edits)))
        return actions

    def _edit(self, uri: str, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """The edits, for the very version that they were worked out on where the client can hold to that."""
        workspace = self.client_capabilities.workspace
        asked = workspace.workspace_edit if workspace is not None else None
        if asked is None or not asked.document_changes:
            return types.WorkspaceEdit(changes={uri: edits})
        version = self.workspace.get_text_document(uri).version
        document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])

    def watch(self) -> None:
        """Ask the client to tell when a configuration changes."""
        asked = self.client_capabilities.workspace
        watched = asked.did_change_watched_files if asked is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(glob_pattern=f"**/{FILE_NAME}")]
        )
        registration = types.Registration(FILE_NAME, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        self.client_register_capability(types.RegistrationParams([registration]))


def _asks_for(only: Iterable[str] | None, kind: str) -> bool:
    """Whether a client that asks for the kinds `only` (None: for all) asks for `kind`."""
    return only is None or any(f"{kind}.".startswith(f"{getattr(one, 'value', one)}.") for one in only)


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _path_of(uri: str) -> str:
    """The file of a document, or the name of one that is no file yet (`untitled:Untitled-1`)."""
    path = to_fs_path(uri)
    return os.path.abspath(path) if path else urllib.parse.unquote(uri.rpartition(":")[2])


def make_server(arguments: Any, wait: float) -> Server:
    """A server that judges by the options of the command line and the configuration above each file."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    server = Server(Planner(arguments), wait)

    @server.feature(types.INITIALIZED)
    def _initialized(_: types.InitializedParams) -> None:
        server.watch()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        server.soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: types.DidSaveTextDocumentParams) -> None:
        server.publish_all()  # what was saved may be a configuration, a baseline or a rule

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _files_changed(_: types.DidChangeWatchedFilesParams) -> None:
        server.publish_all()

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _hover(params: types.HoverParams) -> types.Hover | None:
        return server.guarded(lambda: server.hover(params.text_document.uri, params.position))

    kinds = types.CodeActionOptions(code_action_kinds=[SAFE, UNSAFE, ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def _code_actions(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        return server.guarded(lambda: server.code_actions(params))

    return server

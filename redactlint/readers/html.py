"""HTML: the text of a page as a reader sees it, with the way back to line and column of its source.

Scripts, styles and navigation are left out; what the page hides is no text of it, and is told apart.  The mark-up is
read forgivingly and in one pass, as browsers do: nothing in a page is followed, loaded or run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

from redactlint.layers import Concealed
from redactlint.readers.allowance import Allowance, Unread
from redactlint.readers.plain import decode
from redactlint.readers.wayback import Pieces
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.readers.html_paint import Covered, Look, Painter

__all__ = ["markup_decoded", "texts", "write"]

_LEFT_OUT = frozenset(
    ("script", "style", "template", "noscript", "nav", "svg", "iframe", "object", "audio", "video", "canvas", "head",
     "select", "datalist", "map")
)  # fmt: skip
# What a head may hold: it ends where anything else begins.
_OF_HEAD = frozenset(("base", "link", "meta", "noscript", "object", "script", "style", "template", "title"))
# Elements whose content is no mark-up up to their own end.
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "noframes"))
_VERBATIM = frozenset(("pre", "xmp", "textarea", "listing", "plaintext"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# How many line ends stand around an element.
_BLOCKS = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "ul", "ol", "dl", "hr",
                     "figure", "fieldset", "form", "article", "section"), 2),
    **dict.fromkeys(("div", "li", "tr", "dt", "dd", "address", "header", "footer", "main", "aside", "figcaption",
                     "caption", "center", "body", "html", "thead", "tbody", "tfoot", "details", "summary",
                     "legend"), 1),
}  # fmt: skip
_ZONES = {"table": "table", "caption": "caption", "figcaption": "caption"}
# An element that begins ends those of these kinds that are still open, up to the next table or list.
_ENDS = {
    "li": ("li",), "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th"), "dt": ("dt", "dd"),
    "dd": ("dt", "dd"), "option": ("option",),
    **dict.fromkeys(("p", "div", "table", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "blockquote"), ("p",)),
}  # fmt: skip
_SCOPES = frozenset(("table", "ul", "ol", "dl", "body"))
# How deep elements are kept apart: a browser stops at about as many.
_DEEPEST = 500
# Hidden text of fewer letters hides nothing.
_FEWEST_HIDDEN = 3


class _Open(NamedTuple):
    """An element that has begun: whether it is left out, hidden, preformatted, a zone, and how it looks."""

    name: str
    left_out: bool
    hidden: bool
    verbatim: bool
    zone: bool
    look: Look | None = None


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of a page; raises ReadError where its encoding cannot be told."""
    allowance.check_size(len(data))
    source = markup_decoded(data, path)
    pieces = Pieces()
    write(source, pieces)
    yield pieces.text(path)


@cache
def _charset() -> re.Pattern[bytes]:
    return re.compile(
        rb"(?:charset|encoding)\s*=\s*[\"']?\s*"
        rb"(utf-?8|us-ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5)\b",
        re.IGNORECASE,
    )


def markup_decoded(data: bytes, path: str) -> str:
    """The characters of a page or an XML file: by its byte order mark, what it declares, or what it looks like."""
    declared = None if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _charset().search(data[:2_000])
    if declared is not None:
        name = declared[1].decode("ascii").lower()
        name = "windows-1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
        try:
            return data.removeprefix(b"\xef\xbb\xbf").decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, path)


# -- the mark-up -----------------------------------------------------------------------------------------------------


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>\x00]*)")


@cache
def _quote() -> re.Pattern[str]:
    return re.compile("[\"']")


@cache
def _attribute() -> re.Pattern[str]:
    return re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


class _Source:
    """The characters of a page, and the line and column of each place that is asked for in order."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._at, self._line, self._start = 0, 1, 0
        self._absent: set[str] = set()

    def place(self, at: int) -> tuple[int, int]:
        """The line and column of a place; none is asked for that stands before another."""
        breaks = self.words.count("\n", self._at, at)
        if breaks:
            self._line += breaks
            self._start = self.words.rfind("\n", self._at, at) + 1
        self._at = at
        return self._line, at - self._start + 1

    def find(self, sign: str, at: int) -> int:
        """Where a sign stands next, or -1; what is gone is not looked for again."""
        if sign in self._absent:
            return -1
        found = self.words.find(sign, at)
        if found < 0:
            self._absent.add(sign)
        return found


def write(source: str, pieces: Pieces) -> None:
    """Write the visible text of a page."""
    _Page(source, pieces).write()


class _Page:
    def __init__(self, source: str, pieces: Pieces) -> None:
        self._source, self._pieces = _Source(source), pieces
        self._stack: list[_Open] = []
        self._open: dict[str, int] = {}
        self._counts: list[int | None] = []
        self._hidden: list[str] = []
        self._hidden_at: tuple[int, int] = (1, 1)
        self._hiding = ""
        self._painter: Painter | None = None
        if _paint().search(source):
            from redactlint.readers.html_paint import Painter

            self._painter = Painter(source)
        self._covered_to = -1

    def write(self) -> None:
        source, words = self._source, self._source.words
        at = 0
        while at < len(words):
            sign = source.find("<", at)
            if sign < 0:
                self._words(at, len(words))
                break
            if sign > at:
                self._words(at, sign)
            at = self._markup(sign)
        while self._stack:
            self._close_one()
        self._tell_hidden()

    def _markup(self, at: int) -> int:
        """Take in what begins with the sign at `at`; returns the place behind it."""
        source, words = self._source, self._source.words
        if words.startswith("<!--", at):
            end = source.find("-->", at + 4)
            return len(words) if end < 0 else end + 3
        if words[at + 1 : at + 2] in ("!", "?"):
            end = source.find(">", at)
            return len(words) if end < 0 else end + 1
        tag = _tag().match(words, at)
        if tag is None:
            self._words(at, at + 1)
            return at + 1
        name = tag["name"].lower().rpartition(":")[2]
        end = self._tag_end(tag.end())
        if end < 0:
            self._words(at, len(words))
            return len(words)
        if tag["close"]:
            self._close(name)
            return end
        attributes = words[tag.end() : end - 1]
        self._begin(name, attributes, at)
        if name in _RAW and not attributes.endswith("/"):
            closing = self._raw_end(name, end)
            if not self._is_left_out() and name != "title":
                self._words(end, closing)
            return closing
        return end

    def _tag_end(self, at: int) -> int:
        """The place behind the sign that ends a tag; one inside a quotation does not end it."""
        source, words = self._source, self._source.words
        end = source.find(">", at)
        while end >= 0:
            quote = _quote().search(words, at, end)
            if quote is None:
                break
            is_value = words[at : quote.start()].rstrip().endswith("=")
            closing = source.find(quote.group(), quote.end()) if is_value else quote.start()
            if closing < 0:
                break
            at = closing + 1
            end = source.find(">", at) if at > end else end
        return end + 1 if end >= 0 else -1

    def _raw_end(self, name: str, at: int) -> int:
        words = self._source.words
        while True:
            end = self._source.find("</", at)
            if end < 0:
                return len(words)
            if words[end + 2 : end + 2 + len(name)].lower() == name:
                return end
            at = end + 2

    # -- elements --

    def _begin(self, name: str, written: str, at: int) -> None:
        if self._open.get("head") and name not in _OF_HEAD:
            self._close("head")
        for other in _ENDS.get(name, ()):
            self._close(other, within=_SCOPES)
        attributes = _read(written) if written.strip(" /\n\t\r") else {}
        hidden = _is_hidden(attributes) or (name == "input" and attributes.get("type", "").lower() == "hidden")
        if name == "br":
            self._pieces.break_line()
            return
        if name in _BLOCKS and not self._is_unseen():
            self._pieces.break_line(_BLOCKS[name])
        if name in ("td", "th") and not self._is_unseen():
            self._pieces.separate("\t", *self._source.place(at))
        if name in _VOID:
            if hidden and not self._is_left_out():
                self._hide(attributes.get("value", ""), at)
            return
        if name in ("ul", "ol"):
            self._counts.append(_start_of(attributes) if name == "ol" else None)
        if name == "li" and self._counts and self._counts[-1] is not None and not self._is_unseen():
            self._pieces.put(f"{self._counts[-1]}. ", *self._source.place(at))
            self._counts[-1] += 1
        zone = name in _ZONES and not self._is_unseen() and len(self._stack) < _DEEPEST
        if zone:
            self._pieces.open_zone(_ZONES[name])
        outer = self._stack[-1] if self._stack else _Open("", False, False, False, False)
        look = None
        if self._painter is not None:
            look = self._painter.look(name, attributes, outer.look or self._painter.first)
            hidden = hidden or look.hidden
        is_verbatim = outer.verbatim or name in _VERBATIM or _is_pre(attributes)
        if len(self._stack) >= _DEEPEST:
            return
        left_out = outer.left_out or name in _LEFT_OUT or attributes.get("role") == "navigation"
        self._open[name] = self._open.get(name, 0) + 1
        self._stack.append(_Open(name, left_out, outer.hidden or hidden, is_verbatim, zone, look))

    def _close(self, name: str, within: frozenset[str] = frozenset()) -> None:
        """End the innermost element of that name, and all inside it, unless one of `within` comes first."""
        depths = range(len(self._stack) - 1, -1, -1) if self._open.get(name) else ()
        for depth in depths:
            if self._stack[depth].name == name:
                while len(self._stack) > depth:
                    self._close_one()
                break
            if self._stack[depth].name in within:
                return
        else:
            if name == "p" and not within:
                self._pieces.break_line(2)
            return

    def _close_one(self) -> None:
        one = self._stack.pop()
        self._open[one.name] -= 1
        if one.name in ("ul", "ol") and self._counts:
            self._counts.pop()
        if one.zone:
            self._pieces.close_zone()
        if one.name in _BLOCKS and not one.hidden and not one.left_out:
            self._pieces.break_line(_BLOCKS[one.name])
        if one.hidden and not (self._stack and self._stack[-1].hidden):
            self._tell_hidden()

    def _is_left_out(self) -> bool:
        return bool(self._stack) and self._stack[-1].left_out

    def _is_unseen(self) -> bool:
        return bool(self._stack) and (self._stack[-1].left_out or self._stack[-1].hidden)

    # -- text --

    def _words(self, start: int, end: int) -> None:
        """Write the text between two places, its references read, or keep it as hidden."""
        if self._is_left_out() or start >= end:
            return
        words = self._source.words
        if self._is_unseen():
            self._hide(unescape(words[start:end]), start)
            return
        look = self._stack[-1].look if self._stack else None
        covered = look.conceals(unescape(words[start:end])) if look is not None and look.is_lost else None
        if covered is not None:
            self._cover(covered, start)
            return
        is_verbatim = bool(self._stack) and self._stack[-1].verbatim
        write = self._pieces.put if is_verbatim else self._pieces.flow
        at = start
        for match in _reference().finditer(words, start, end):
            character = unescape(match.group())
            if character == match.group():
                continue
            write(words[at : match.start()], *self._source.place(at))
            self._pieces.put(character, *self._source.place(match.start()))
            at = match.end()
        write(words[at:end], *self._source.place(at))

    def _cover(self, covered: Covered, at: int) -> None:
        """Tell of letters of the colour of their ground; what follows others without a break is the rest of them."""
        pieces, concealed = self._pieces, self._pieces.concealed
        start = pieces.mark(*self._source.place(at))
        if concealed and concealed[-1].kind == covered.kind and self._covered_to == start:
            last = concealed.pop()
            words = f"{last.text} {covered.words}"
            concealed.append(last._replace(text=words, extent=len(words)))
        else:
            where = {"element": self._stack[-1].name}
            concealed.append(Concealed(covered.kind, where, len(covered.words), covered.words, Span(start, start)))
        pieces.flow(covered.shown, *self._source.place(at))
        self._covered_to = pieces.length

    def _hide(self, words: str, at: int) -> None:
        if words.strip():
            if not self._hidden:
                self._hidden_at = self._source.place(at)
                self._hiding = next((one.name for one in self._stack if one.hidden), "input")
            self._hidden.append(words)

    def _tell_hidden(self) -> None:
        words = " ".join(" ".join(self._hidden).split())
        self._hidden = []
        if sum(character.isalpha() for character in words) >= _FEWEST_HIDDEN:
            at = self._pieces.mark(*self._hidden_at)
            found = Concealed("hidden-html", {"element": self._hiding}, len(words), words, Span(at, at))
            self._pieces.concealed.append(found)


@cache
def _paint() -> re.Pattern[str]:
    return re.compile(r"\bcolor\s*[:=]|\bbackground\b|\bbgcolor\b|<style\b", re.IGNORECASE)


def _read(written: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _attribute().finditer(written)
    }


@cache
def _hiding() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
        r"|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$))",
        re.IGNORECASE,
    )


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = attributes.get("style")
    return style is not None and _hiding().search(style) is not None


def _is_pre(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "")
    return "white-space" in style and re.search(r"white-space\s*:\s*pre", style) is not None


def _start_of(attributes: dict[str, str]) -> int:
    given = attributes.get("start", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1

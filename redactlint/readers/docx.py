"""DOCX: the text of a Word file in the order of its pages, and what the file holds that the pages do not show.

Headers and footers stand at the head and foot of their section, notes before the footer, text boxes behind the
paragraph that they hang on.  Needs nothing beyond the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from redactlint.errors import ReadError
from redactlint.readers.office.colours import Theme
from redactlint.readers.office.leftovers import conceal_leftovers, members, shorter
from redactlint.readers.office.markup import child_at, number, texts_in
from redactlint.readers.office.package import Package
from redactlint.readers.office.paths import path_in
from redactlint.readers.office.properties import conceal_alternatives, conceal_properties
from redactlint.readers.office.word_numbering import Numbering
from redactlint.readers.office.word_runs import Ground
from redactlint.readers.office.word_shapes import PageSize, Shapes, floats
from redactlint.readers.office.word_story import Story, page_colour
from redactlint.readers.office.word_styles import Styles, is_on
from redactlint.readers.office.writing import Writer

if TYPE_CHECKING:
    from redactlint.readers.allowance import Allowance, Unread
    from redactlint.text import Text

__all__ = ["texts"]

_FORMATTING = frozenset(
    {"w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:trPrChange", "w:tcPrChange", "w:cellIns",
     "w:cellDel", "w:cellMerge", "w:numberingChange", "w:tblGridChange", "w:tblPrExChange"}
)  # fmt: skip


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of a Word file, then those of the documents embedded in it; raises ReadError with the reason."""
    package = Package(data, path, allowance)
    yield _Document(package, allowance).read(path)
    yield from shorter(package, path)
    yield from members(package, path, allowance)


class _Document:
    """One Word file while it is read."""

    def __init__(self, package: Package, allowance: Allowance) -> None:
        self._package = package
        self._main = package.main()
        body = package.tree(self._main)
        if body is None or body.find("w:body") is None:
            raise ReadError(*_fault(package))
        self._root = body
        self._settings = self._part("settings")
        self._writer = Writer(allowance)
        theme = Theme(self._part("theme"), self._mapping())
        styles = Styles(self._part("styles"), theme)
        self._shapes = Shapes(package, self._main, theme, self._writer)
        roots = (body, *(package.tree(one) for one in package.related(self._main, "header")))
        self._shapes.has_backdrops = any(floats(one) for one in roots)
        self._story = Story(styles, Numbering(self._part("numbering"), styles), self._writer, self._shapes)
        self._ground = Ground(page_colour(body, self._settings))
        self._story.page = self._ground.colour
        self._notes = 0
        self._blocks: Iterator[Element] = iter(())

    def _part(self, kind: str) -> Element | None:
        found = self._package.related(self._main, kind)
        return self._package.tree(found[0]) if found else None

    def _mapping(self) -> dict[str, str]:
        """How the settings of the document map the names of colours."""
        names = {"light1": "lt1", "light2": "lt2", "dark1": "dk1", "dark2": "dk2"}
        keys = {"bg1": "bg1", "bg2": "bg2", "t1": "tx1", "t2": "tx2"}
        found = self._settings.find("w:clrSchemeMapping") if self._settings is not None else None
        told = found.attrib if found is not None else {}
        return {
            keys.get(key[2:], key[2:]): names.get(value, value) for key, value in told.items() if key.startswith("w:")
        }

    def read(self, path: str) -> Text:
        """The whole text."""
        body = self._root.find("w:body")
        assert body is not None
        sections = [*_sections(body)]
        self._story.part = self._main
        self._blocks = iter(body)
        for count, section in enumerate(sections, start=1):
            self._shapes.page = _page_size(section)
            self._furniture(count, section, "header")
            # The blocks of all sections run through: where one ends stands in its last paragraph.
            self._shapes.counts_lines = True
            self._story.blocks(self._blocks_of(section), self._ground, counts=True)
            self._shapes.counts_lines = False
            self._write_notes()
            self._furniture(count, section, "footer")
        self._shapes.finish()
        self._concealed()
        return self._writer.text(path)

    def _blocks_of(self, section: Element | None) -> Iterator[Element]:
        """The blocks up to the end of the section, from where the last one ended."""
        for one in self._blocks:
            yield one
            if section is not None and (one is section or child_at(one, "w:pPr/w:sectPr") is section):
                return

    # -- headers and footers ----------------------------------------------------------------------------------------

    def _furniture(self, count: int, section: Element | None, kind: str) -> None:
        """The headers or the footers that a section brings; what it takes over from the one before is not repeated."""
        if section is None:
            return
        for one in section.findall(f"w:{kind}Reference"):
            form = one.get("w:type", "default")
            relation = self._package.relations(self._main).get(one.get("r:id", ""))
            if relation is None or relation.is_external:
                continue
            if not self._package.has(relation.target):
                self._package.faults.append(f"lacks its part {relation.target}; get a whole copy")
                continue
            root = self._package.tree(relation.target)
            if root is None:
                continue
            self._writer.where = {"section": count, kind: form}
            if not self._is_used(section, form):
                self._unused(root)
                continue
            self._writer.separate("\n\n")
            part, self._story.part = self._story.part, relation.target
            self._shapes.in_margin = True
            with self._writer.zone(kind):
                self._story.blocks(root, self._ground)
            self._shapes.in_margin = False
            self._story.part = part
            self._writer.separate("\n\n")

    def _is_used(self, section: Element, form: str) -> bool:
        if form == "first":
            title = section.find("w:titlePg")
            return title is not None and is_on(title)
        if form == "even":
            even = self._settings.find("w:evenAndOddHeaders") if self._settings is not None else None
            return even is not None and is_on(even)
        return True

    def _unused(self, root: Element) -> None:
        """A header that no page shows any more."""
        words = texts_in(root, "w:t")
        if sum(one.isalpha() for one in words) > 1 and not self._writer.shows(words):
            self._writer.conceal("unused-header", words)

    # -- notes and comments -----------------------------------------------------------------------------------------

    def _write_notes(self) -> None:
        """The notes that were mentioned since the last time, and those that they mention."""
        while self._story.notes:
            (kind, identity), *self._story.notes = self._story.notes
            note = self._found_notes(kind).get(identity)
            if note is None:
                continue
            self._notes += 1
            self._writer.where = {kind: self._notes}
            self._writer.separate("\n\n")
            start = self._writer.at
            self._writer.write(f"[{self._notes}] ")
            lead = self._writer.at
            part, self._story.part = self._story.part, self._note_part(kind)
            blocks = list(note)
            if blocks and blocks[0].tag == "w:p":
                self._story.paragraph(blocks.pop(0), self._ground, counts=False, separator="")
            self._writer.separate("\n\n")
            self._story.blocks(blocks, self._ground)
            self._story.part = part
            self._writer.mark_zone("footnote", lead if self._writer.at > lead else start)
            self._writer.separate("\n\n")

    def _note_part(self, kind: str) -> str:
        return next(iter(self._package.related(self._main, f"{kind}s")), "")

    def _found_notes(self, kind: str) -> dict[str, Element]:
        root = self._part(f"{kind}s")
        return {} if root is None else {one.get("w:id", ""): one for one in root.findall(f"w:{kind}")}

    def _concealed(self) -> None:
        """What the file holds beside the text that was written."""
        writer = self._writer
        writer.where = {}
        root = self._part("comments")
        for count, one in enumerate(root.iter("w:comment") if root is not None else (), start=1):
            words = texts_in(one, "w:t", "w:delText")
            if words:
                where, at = self._story.comments.get(one.get("w:id", ""), ({}, writer.at))
                writer.conceal_at("comment", words, at, {"comment": count, **where})
        self._left_notes()
        self._left_margins()
        changes = sum(1 for one in self._root.iter() if one.tag in _FORMATTING)
        if changes:
            writer.conceal("tracked-format", extent=0, details={"count": str(changes)})
        for words, where, at in self._story.runs.codes:
            if path_in(words):
                writer.conceal_at("link-path", words, at, where)
            elif not writer.shows(words):
                writer.conceal_at("field-code", words, at, where)
        for one in self._settings.iter("w:docVar") if self._settings is not None else ():
            name, words = one.get("w:name", ""), one.get("w:val", "")
            if sum(sign.isalpha() for sign in words) >= 3 and not writer.shows(words):
                writer.conceal("custom-property", words, where={"property": name}, details={"property": name})
        self._fallbacks()
        conceal_alternatives(writer, self._shapes.alternatives)
        conceal_properties(self._package, writer)
        conceal_leftovers(self._package, writer)

    def _left_margins(self) -> None:
        """Headers and footers that no section uses any more."""
        used = {one.get("r:id") for one in self._root.iter() if one.tag in ("w:headerReference", "w:footerReference")}
        for identity, relation in self._package.relations(self._main).items():
            if relation.kind in ("header", "footer") and identity not in used:
                root = self._package.tree(relation.target) if self._package.has(relation.target) else None
                words = texts_in(root, "w:t")
                if sum(sign.isalpha() for sign in words) > 1 and not self._writer.shows(words):
                    self._writer.conceal("unused-header", words, where={"member": relation.target})

    def _left_notes(self) -> None:
        """Notes that nothing in the text mentions any more."""
        mentioned = {(one.tag[2:-9], one.get("w:id")) for one in self._root.iter() if one.tag.endswith("noteReference")}
        for kind in ("footnote", "endnote"):
            for identity, note in self._found_notes(kind).items():
                words = texts_in(note, "w:t")
                if words and (kind, identity) not in mentioned and note.get("w:type", "normal") == "normal":
                    self._writer.conceal("hidden-run", words, where={kind: number(identity)})

    def _fallbacks(self) -> None:
        """Copies for older programs that say more than what a current one shows."""
        for one in self._root.iter("mc:AlternateContent"):
            shown, other = one.find("mc:Choice"), one.find("mc:Fallback")
            if shown is None or other is None:
                continue
            known = set(texts_in(shown).split())
            words = " ".join(word for word in texts_in(other, "w:t").split() if word not in known)
            if sum(sign.isalpha() for sign in words) >= 2:
                self._writer.conceal("fallback-text", words)


def _fault(package: Package) -> tuple[str, str]:
    wrong, _, remedy = (package.faults or ["is no Word file that can be read; get a whole copy"])[0].partition("; ")
    return wrong, remedy


def _sections(body: Element) -> Iterator[Element | None]:
    """The w:sectPr of each section in order; None stands for one that says nothing of itself."""
    for child in body:
        found = child_at(child, "w:pPr/w:sectPr") if child.tag == "w:p" else None
        if found is not None:
            yield found
    yield body.find("w:sectPr")


def _page_size(section: Element | None) -> PageSize:
    size = section.find("w:pgSz") if section is not None else None
    margins = section.find("w:pgMar") if section is not None else None
    if size is None or margins is None:
        return PageSize()
    return PageSize(
        number(size.get("w:w"), 12_240) / 20,
        number(size.get("w:h"), 15_840) / 20,
        *(number(margins.get(f"w:{side}"), 1_440) / 20 for side in ("left", "right", "top", "bottom")),
    )

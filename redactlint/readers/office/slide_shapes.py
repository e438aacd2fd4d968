"""Slide shapes: the shapes of a slide, its layout and its master from the back to the front, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import WHITE, Paint, Theme
from redactlint.readers.office.drawing import EMU, Rectangle, surface
from redactlint.readers.office.markup import child_at, number, within
from redactlint.readers.office.package import Package

__all__ = ["Canvas", "Shape", "canvas_of", "levels_of"]

# Kinds of placeholders that a slide takes over into its margin.
MARGINAL = frozenset({"ftr", "dt", "sldNum", "hdr"})


class Shape(NamedTuple):
    """A shape: where it lies (points from the top left of the slide), its fill, and what it takes its looks from.

    `origin` is "slide", "layout" or "master", `holder` the kind of a placeholder, or nothing.  `models` are the shapes
    of layout and master that it follows, the nearest first.
    """

    element: Element
    identity: str
    name: str
    origin: str
    holder: str
    place: Rectangle | None
    paint: Paint
    is_hidden: bool
    models: tuple[Element, ...]
    part: str


class Canvas(NamedTuple):
    """A slide as it is painted: its shapes from the back to the front, its ground, its theme, its master."""

    shapes: list[Shape]
    ground: Paint
    theme: Theme
    master: Element | None


class _Placement(NamedTuple):
    """How the coordinates inside a group become those of the slide."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def rectangle(self, transform: Element | None) -> Rectangle | None:
        """The place that an a:xfrm gives, in points."""
        offset = transform.find("a:off") if transform is not None else None
        extent = transform.find("a:ext") if transform is not None else None
        if offset is None or extent is None:
            return None
        left = self.x + number(offset.get("x")) * self.across
        top = self.y + number(offset.get("y")) * self.down
        right, bottom = left + number(extent.get("cx")) * self.across, top + number(extent.get("cy")) * self.down
        return Rectangle(left / EMU, top / EMU, right / EMU, bottom / EMU)

    def inside(self, transform: Element | None) -> _Placement:
        """The placement of what lies in a group."""
        outer = self.rectangle(transform)
        if outer is None or transform is None:
            return self
        offset, extent = transform.find("a:chOff"), transform.find("a:chExt")
        if offset is None or extent is None:
            return self
        across = outer.width * EMU / max(number(extent.get("cx"), 1), 1)
        down = outer.height * EMU / max(number(extent.get("cy"), 1), 1)
        return _Placement(
            outer.left * EMU - number(offset.get("x")) * across,
            outer.top * EMU - number(offset.get("y")) * down,
            across,
            down,
        )


def canvas_of(package: Package, part: str) -> Canvas | None:
    """The slide in that part, painted; None where it cannot be read."""
    root = package.tree(part)
    if root is None:
        return None
    layout_part = next(iter(package.related(part, "slideLayout")), "")
    master_part = next(iter(package.related(layout_part, "slideMaster")), "") if layout_part else ""
    layout = package.tree(layout_part) if layout_part else None
    master = package.tree(master_part) if master_part else None
    theme_part = next(iter(package.related(master_part, "theme")), None) if master_part else None
    mapping = master.find("p:clrMap") if master is not None else None
    theme = Theme(package.tree(theme_part), dict(mapping.attrib) if mapping is not None else None)
    for one in (layout, root):
        override = child_at(one, "p:clrMapOvr/a:overrideClrMapping") if one is not None else None
        if override is not None:
            theme = theme.with_mapping(dict(override.attrib))
    shapes: list[Shape] = []
    below = [(master, "master", master_part), (layout, "layout", layout_part)]
    if not _shows_master(root):
        below = []
    elif layout is not None and not _shows_master(layout):
        below = below[1:]
    for one, origin, name in below:
        if one is not None:
            shapes += [shape for shape in _shapes_of(one, origin, theme, (), name) if not shape.holder]
    models = tuple(one for one in (layout, master) if one is not None)
    shapes += _shapes_of(root, "slide", theme, models, part)
    return Canvas(shapes, _ground([root, layout, master], theme), theme, master)


def _shows_master(root: Element) -> bool:
    return root.get("showMasterSp", "1") not in ("0", "false")


def _ground(roots: list[Element | None], theme: Theme) -> Paint:
    """What the slide is filled with: its own background, or that of its layout, or of its master."""
    for root in roots:
        background = child_at(root, "p:cSld/p:bg") if root is not None else None
        if background is None:
            continue
        properties, reference = background.find("p:bgPr"), background.find("p:bgRef")
        if properties is not None:
            return theme.paint(properties) or Paint(WHITE)
        if reference is not None:
            return theme.solid(reference) if number(reference.get("idx")) <= 1001 else Paint(None)
    return Paint(WHITE)


def _shapes_of(root: Element, origin: str, theme: Theme, models: tuple[Element, ...], part: str) -> Iterator[Shape]:
    tree = child_at(root, "p:cSld/p:spTree")
    if tree is not None:
        yield from _in_tree(tree, origin, theme, models, part, _Placement(), is_hidden=False)


def _in_tree(
    tree: Element,
    origin: str,
    theme: Theme,
    models: tuple[Element, ...],
    part: str,
    placement: _Placement,
    *,
    is_hidden: bool,
) -> Iterator[Shape]:
    for one in tree:
        if one.tag == "mc:AlternateContent":
            chosen = one.find("mc:Choice")
            chosen = chosen if chosen is not None else one.find("mc:Fallback")
            if chosen is not None:
                yield from _in_tree(chosen, origin, theme, models, part, placement, is_hidden=is_hidden)
            continue
        if one.tag not in ("p:sp", "p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp"):
            continue
        said = within(one, "p:cNvPr")
        hides = is_hidden or (said is not None and said.get("hidden") in ("1", "true"))
        if one.tag == "p:grpSp":
            inner = placement.inside(child_at(one, "p:grpSpPr/a:xfrm"))
            yield from _in_tree(one, origin, theme, models, part, inner, is_hidden=hides)
            continue
        holder = within(one, "p:ph")
        followed = tuple(_followed(holder, models)) if holder is not None else ()
        yield Shape(
            one,
            said.get("id", "") if said is not None else "",
            said.get("name", "") if said is not None else "",
            origin,
            "" if holder is None else holder.get("type", "body"),
            _place(one, followed, placement),
            _paint(one, followed, theme),
            hides,
            followed,
            part,
        )


def _followed(holder: Element, models: tuple[Element, ...]) -> Iterator[Element]:
    """The shapes of layout and master that a placeholder follows: of its number, or else of its kind."""
    kind, index = holder.get("type", "body"), holder.get("idx", "0")
    alike = {"ctrTitle": "title", "subTitle": "body"}
    for depth, model in enumerate(models):
        named = [(one, ph) for one in model.iter("p:sp") if (ph := within(one, "p:ph")) is not None]
        by_index = [one for one, ph in named if depth == 0 and ph.get("idx", "0") == index]
        of_kind = [one for one, ph in named if ph.get("type", "body") == kind]
        near = [one for one, ph in named if ph.get("type", "body") == alike.get(kind, "body")]
        found = (by_index or of_kind or near)[:1]
        yield from found


def _place(one: Element, followed: tuple[Element, ...], placement: _Placement) -> Rectangle | None:
    own = child_at(one, "p:spPr/a:xfrm")
    own = own if own is not None else one.find("p:xfrm")
    found = placement.rectangle(own)
    for model in followed if found is None else ():
        found = _Placement().rectangle(child_at(model, "p:spPr/a:xfrm"))
        if found is not None:
            break
    return found


def _paint(one: Element, followed: tuple[Element, ...], theme: Theme) -> Paint:
    if one.tag == "p:pic":
        faint = within(one, "a:alphaModFix")
        return Paint(None, 1.0 if faint is None else number(faint.get("amt"), 100_000) / 100_000)
    if one.tag == "p:graphicFrame":
        return Paint(None, 0.0)
    geometry = child_at(one, "p:spPr/a:prstGeom")
    if geometry is not None and geometry.get("prst") in ("line", "straightConnector1"):
        return Paint(None, 0.0)
    for each in (one, *followed):
        found = surface(theme, each.find("p:spPr"), each.find("p:style"))
        if found is not None:
            return found
    return Paint(None, 0.0)


def levels_of(shape: Shape, master: Element | None, defaults: Element | None) -> list[Element]:
    """The lists of text styles that a shape follows, the nearest first."""
    found = []
    for one in (shape.element, *shape.models):
        listed = child_at(one, "p:txBody/a:lstStyle")
        if listed is not None:
            found.append(listed)
    style = "p:bodyStyle"
    if not shape.holder or shape.holder in MARGINAL:
        style = "p:otherStyle"
    elif shape.holder in ("title", "ctrTitle"):
        style = "p:titleStyle"
    named = child_at(master, f"p:txStyles/{style}") if master is not None else None
    return found + [one for one in (named, defaults) if one is not None]

"""Presentations in pairs, made with python-pptx: what a slide hides, and its twin that hides nothing.

All people, places and events are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from containers.office.packing import changed, picture, replaced, unpacked
from containers.office.word_pairs import NAME, Pair
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

LINE = f"Source: {NAME}, of the harbor office"
SPARE = "Source:                         , of the harbor office"


def deck(*slides: Callable[[Any], None], layout: int = 5, title: str = "") -> bytes:
    """A presentation of slides, each filled in by a function."""
    made = Presentation()
    made.core_properties.title = title
    for fill in slides:
        slide = made.slides.add_slide(made.slide_layouts[layout])
        slide.shapes.title.text = "Schedule for the harbor visit"
        fill(slide)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def note(slide: Any, words: str, *, x: float = 1, y: float = 3, size: float = 18, colour: str | None = None) -> Any:
    """A text box of one line, placed in inches."""
    box = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(6), Inches(0.5))
    box.text_frame.text = words
    box.text_frame.word_wrap = True
    font = box.text_frame.paragraphs[0].runs[0].font
    font.size = Pt(size)
    if colour is not None:
        font.color.rgb = RGBColor.from_string(colour)
    return box


def bar(
    slide: Any,
    *,
    x: float = 1.8,
    y: float = 3.05,
    width: float = 1.3,
    height: float = 0.42,
    fill: str = "000000",
    words: str = "",
) -> Any:
    """A rectangle, placed in inches."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(width), Inches(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill)
    if words:
        shape.text_frame.text = words
    return shape


def _pair(name: str, kind: str, failed: bytes, innocent: bytes, words: str | None = NAME) -> Pair:
    return Pair(name, "pptx", kind, failed, innocent, words)


def both(*steps: Callable[[Any], Any]) -> Callable[[Any], None]:
    """A slide on which one thing is put after the other."""

    def fill(slide: Any) -> None:
        for step in steps:
            step(slide)

    return fill


def _covered() -> Iterator[Pair]:
    yield _pair(
        "black rectangle over a name", "under-shape", deck(both(lambda s: note(s, LINE), bar)),
        deck(both(lambda s: note(s, SPARE), bar)), None,
    )  # fmt: skip
    yield _pair(
        "rectangle of the color of the slide over a name", "under-shape",
        deck(both(lambda s: note(s, LINE), lambda s: bar(s, fill="FFFFFF"))),
        deck(both(lambda s: bar(s, fill="FFF2CC"), lambda s: note(s, LINE))), None,
    )  # fmt: skip
    yield _pair(
        "box with its exemption over a name", "under-shape",
        deck(both(lambda s: note(s, LINE), lambda s: bar(s, words="(b)(6)"))),
        deck(both(lambda s: note(s, SPARE), lambda s: bar(s, words="(b)(6)"))), None,
    )  # fmt: skip

    def photo(x: float) -> Callable[[Any], Any]:
        return lambda s: s.shapes.add_picture(io.BytesIO(picture()), Inches(x), Inches(2.9), Inches(2), Inches(0.7))

    yield _pair(
        "picture over a name", "under-shape", deck(both(lambda s: note(s, LINE), photo(1.7))),
        deck(both(lambda s: note(s, LINE), photo(6.6))), None,
    )  # fmt: skip

    def title(fill: str) -> Callable[[Any], Any]:
        return lambda s: bar(s, x=1, y=0.5, width=8, height=0.9, fill=fill)

    yield _pair(
        "rectangle over the title of a layout", "under-shape", deck(title("1F3864")),
        deck(both(lambda s: bar(s, x=0.2, y=1.9, width=9.6, fill="1F3864"))), None,
    )  # fmt: skip


def _unseen() -> Iterator[Pair]:
    yield _pair(
        "text beside the slide", "off-slide", deck(lambda s: note(s, NAME, x=11)), deck(lambda s: note(s, NAME, x=3.9))
    )
    yield _pair("white on a white slide", "white-text", deck(lambda s: note(s, NAME, colour="FFFFFF")),
        deck(both(lambda s: bar(s, x=0.8, y=2.9, width=8, fill="1F3864"), lambda s: note(s, NAME, colour="FFFFFF"))))  # fmt: skip
    yield _pair("black in a black box", "black-highlight", deck(lambda s: _ink(bar(s, width=4, words=NAME), "000000")),
        deck(lambda s: _ink(bar(s, width=4, words=NAME), "FFFFFF")))  # fmt: skip
    yield _pair(
        "letters of one point",
        "tiny-text",
        deck(lambda s: note(s, NAME, size=1)),
        deck(lambda s: note(s, NAME, size=8)),
    )

    def themed(brightness: float) -> Callable[[Any], Any]:
        def fill(slide: Any) -> None:
            colour = note(slide, NAME).text_frame.paragraphs[0].runs[0].font.color
            colour.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            colour.brightness = brightness

        return fill

    yield _pair("color of the slide by its theme", "white-text", deck(themed(0)), deck(themed(-0.5)))
    clear = '<a:solidFill><a:srgbClr val="102030"><a:alpha val="{}"/></a:srgbClr></a:solidFill>'
    plain = deck(lambda s: note(s, NAME, colour="102030"))
    old = '<a:solidFill><a:srgbClr val="102030"/></a:solidFill>'
    slide = "ppt/slides/slide1.xml"
    yield _pair("transparent letters", "white-text", replaced(plain, slide, old, clear.format("0")),
        replaced(plain, slide, old, clear.format("60000")))  # fmt: skip
    hidden = deck(lambda s: note(s, NAME))
    name = 'name="TextBox 2"'
    yield _pair("shape switched off in the selection pane", "hidden-shape", replaced(hidden, slide, name, f'{name} hidden="1"'),
        replaced(hidden, slide, name, f'{name} hidden="0"'))  # fmt: skip
    two = deck(lambda s: note(s, "Harbor"), lambda s: note(s, NAME))
    text = unpacked(two)["ppt/slides/slide2.xml"].decode()
    yield _pair("hidden slide", "hidden-slide", changed(two, {"ppt/slides/slide2.xml": text.replace("<p:sld ", '<p:sld show="0" ', 1)}),
        changed(two, {"ppt/slides/slide2.xml": text.replace("<p:sld ", '<p:sld show="1" ', 1)}))  # fmt: skip


def _ink(shape: Any, colour: str) -> None:
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(colour)


def _beside() -> Iterator[Pair]:
    def noted(words: str) -> Callable[[Any], Any]:
        def fill(slide: Any) -> None:
            slide.notes_slide.notes_text_frame.text = words

        return fill

    yield _pair("notes of the speaker", "speaker-notes", deck(noted(f"Do not mention {NAME}.")), deck(noted("")))
    relation = (
        '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
        'Target="../comments/comment1.xml"/></Relationships>'
    )
    listed = '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">{}</p:cmLst>'
    said = f'<p:cm authorId="0" idx="1"><p:pos x="0" y="0"/><p:text>Is this {NAME}?</p:text></p:cm>'
    plain = replaced(
        deck(lambda s: note(s, "Harbor")), "ppt/slides/_rels/slide1.xml.rels", "</Relationships>", relation
    )
    yield _pair("comment on a slide", "comment", changed(plain, {"ppt/comments/comment1.xml": listed.format(said)}),
        changed(plain, {"ppt/comments/comment1.xml": listed.format("")}))  # fmt: skip

    def cropped(share: float) -> Callable[[Any], Any]:
        def fill(slide: Any) -> None:
            shown = slide.shapes.add_picture(io.BytesIO(picture()), Inches(1), Inches(3))
            shown.crop_left = share

        return fill

    yield _pair("cropped picture", "cropped-picture", deck(cropped(0.4)), deck(cropped(0.0)), None)

    def released(title: str) -> bytes:
        return deck(lambda s: note(s, "The name ███████████ (b)(6) was withheld."), title=title)

    yield _pair("title that names who was deleted", "title", released(f"Interview with {NAME}"),
        released("Schedule for the harbor visit"))  # fmt: skip


def slide_pairs() -> list[Pair]:
    """All of them."""
    return [pair for family in (_covered, _unseen, _beside) for pair in family()]

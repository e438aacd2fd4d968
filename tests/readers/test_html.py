"""HTML: the text that a page shows, each character with its line and column in the source; what it hides is told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.text import Text

ARCHIVE_PAGE = """\
<!DOCTYPE html>
<html><head><title>05OSLO1187</title><style>p { color: red }</style>
<script>if (a < b) { document.write("<p>SECRET</p>"); }</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<table><tr><th>Reference</th><td>07LUSAKA512</td></tr></table>
<pre>
C O N F I D E N T I A L LUSAKA 000512

SUBJECT: THE NORTH &amp; THE SOUTH

<a id="par1" href="#par1">&#182;</a>1. (C) The Minister went.
<a id="par2" href="#par2">&para;</a>2. (S) He told us &quot;nothing&quot;.
</pre></body></html>
"""


def page(source: str | bytes, path: str = "page.html") -> Text:
    data = source if isinstance(source, bytes) else source.encode()
    (only,) = opened(data, path, Allowance())
    assert isinstance(only, Text)
    return only


def shown(source: str) -> str:
    return page(f"<html><body>{source}").source.strip()


def test_the_cable_of_an_archive_page_is_read_without_the_page_around_it() -> None:
    words = page(ARCHIVE_PAGE).source
    assert "C O N F I D E N T I A L LUSAKA 000512\n\nSUBJECT: THE NORTH & THE SOUTH\n" in words
    assert '\n¶1. (C) The Minister went.\n¶2. (S) He told us "nothing".' in words
    assert "Home" not in words
    assert "document.write" not in words
    assert "red" not in words.lower().replace("reference", "")


@pytest.mark.parametrize("words", ["C O N F", "¶1.", "(S)", "nothing", "THE SOUTH"])
def test_every_word_stands_where_it_stands_in_the_source(words: str) -> None:
    text = page(ARCHIVE_PAGE)
    line, column = text.position(text.source.index(words))
    in_source = ARCHIVE_PAGE.split("\n")[line - 1][column - 1 :]
    assert in_source.startswith((words, "&#182;", "&para;"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>(C) One\n   two.</p><p>(U) Three.</p>", "(C) One two.\n\n(U) Three."),
        ("One<br>two<BR/>three", "One\ntwo\nthree"),
        ("<div>One</div><div>two</div>", "One\ntwo"),
        ("<ol><li>(C) One<li>(U) Two</ol>", "1. (C) One\n2. (U) Two"),
        ('<ol start="7"><li>Seven</li></ol>', "7. Seven"),
        ("<ul><li>One</li></ul>", "One"),
        ("<b>S</b> E C<i>RET</i>", "S E CRET"),
        ("a&nbsp;b &lt;c&gt; &unknown; AT&T", "a\u00a0b <c> &unknown; AT&T"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ('<p title="a > b">One</p>', "One"),
        ("<!-- SECRET --><p>One</p><!-- never closed", "One"),
        ("<svg><text>SECRET</text></svg>One", "One"),
        ("<template><p>SECRET</p></template>One", "One"),
        ('<div role="navigation">Menu</div>One', "One"),
        ("<textarea>(C) One</textarea>", "(C) One"),
    ],
)
def test_what_a_reader_sees(source: str, words: str) -> None:
    assert shown(source) == words


def test_cells_of_a_row_are_divided_by_tabs_and_the_table_is_a_zone() -> None:
    text = page(
        "<html><p>Before.</p><table><caption>(U) Fleet</caption><tr><td>(U) One<td>(S) Two</table><p>After.</p>"
    )
    assert "(U) One\t(S) Two" in text.source
    assert text.layers is not None
    zones = {one.kind: text.source[one.span.start : one.span.end] for one in text.layers.zones}
    assert zones == {"table": "(U) Fleet\n(U) One\t(S) Two", "caption": "(U) Fleet"}


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display: none">Moses Phiri</div>',
        "<p hidden>Moses Phiri</p>",
        '<span style="color:red; visibility:hidden">Moses <b>Phiri</b></span>',
        '<span style="font-size:0">Moses Phiri</span>',
        '<input type="hidden" name="x" value="Moses Phiri">',
    ],
)
def test_what_a_page_hides_is_no_text_of_it_but_is_told(hidden: str) -> None:
    text = page(f"<html><body><p>The source is</p>\n{hidden}\n<p>a friend.</p>")
    assert "Phiri" not in text.source
    assert text.layers is not None
    (found,) = text.layers.concealed
    assert (found.kind, found.text, found.extent) == ("hidden-html", "Moses Phiri", 11)
    assert found.where.keys() == {"element"}
    assert text.position(found.span.start)[0] == 2


@pytest.mark.parametrize("style", ["display: block", "font-size: 0.9em", "opacity: 0.5", "visibility: visible"])
def test_what_is_merely_styled_is_not_hidden(style: str) -> None:
    text = page(f'<html><body><p style="{style}">Moses Phiri</p>')
    assert "Phiri" in text.source
    assert text.layers is None


@pytest.mark.parametrize(
    ("style", "covered"),
    [
        ("", '<span style="background:black">Moses <b>Phiri</b></span>'),
        ("", '<span style="color: #000; background-color: rgb(0, 0, 0)">Moses Phiri</span>'),
        (".gone { background: #000 }", '<span class="x gone">Moses Phiri</span>'),
        (
            "/* a */ span.gone, #a { background: black; color: black !important }",
            '<span class="gone">Moses Phiri</span>',
        ),
        ("#gone { background: #111 } .white b { color: white }", '<i id="gone">Moses Phiri</i>'),
        ("", '<table><tr><td bgcolor="#000000"><font color="black">Moses Phiri</font></table>'),
    ],
)
def test_letters_on_a_ground_of_their_own_black_are_covered_and_can_be_copied(style: str, covered: str) -> None:
    text = page(f"<html><head><style>{style}</style><body><p>The source is {covered} (b)(6).")
    assert "Phiri" not in text.source
    assert "███████████" in text.source.replace("█████ █████", "███████████")
    assert text.layers is not None
    (found,) = text.layers.concealed
    assert (found.kind, found.text, found.extent) == ("same-fill", "Moses Phiri", 11)


def test_white_letters_on_white_paper_are_no_text_of_the_page() -> None:
    text = page('<html><body><p>The source is<p style="color:white">Moses Phiri<p>a friend.')
    assert text.source == "The source is\n\na friend."
    assert text.layers is not None
    assert [(one.kind, one.text) for one in text.layers.concealed] == [("same-colour", "Moses Phiri")]


@pytest.mark.parametrize("way", ["display: none", "visibility: hidden", "opacity: 0.01", "opacity: 0"])
def test_what_a_style_sheet_hides_is_hidden_unless_a_script_may_show_it(way: str) -> None:
    source = f"<html><style>.gone {{ {way} }}</style><body><p>The source is</p><p class=gone>Moses Phiri</p>"
    assert "Phiri" not in page(source).source
    assert "Phiri" in page(source + "<script>show()</script>").source


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("", '<p style="background: black; color: white">Moses Phiri'),
        ("", '<p style="background: yellow">Moses Phiri'),
        ("", '<p style="background: url(black.png)">Moses Phiri'),
        ("", '<p style="color: white; background: linear-gradient(black, blue)">Moses Phiri'),
        ("", '<p style="color: var(--paper)">Moses Phiri'),
        ("", '<p style="color: white; text-shadow: 0 0 2px black">Moses Phiri'),
        ("", '<a href="x" style="background: black">Moses Phiri</a>'),
        ("<style>.nav .item { color: white } .item { background: black }</style>", "<p class=item>Moses Phiri"),
        ("<style>.item:hover { color: white }</style>", "<p class=item>Moses Phiri"),
        ("<style>@media print { .item { color: white } }</style>", "<p class=item>Moses Phiri"),
        ("<style>body { background: black }</style>", "<p>Moses Phiri"),
        ("<style>header { background: navy } .name { color: white }</style>", "<header><p class=name>Moses Phiri"),
        ('<link rel="stylesheet" href="site.css">', '<p style="color: white">Moses Phiri'),
        ("<style>.a.b { display: none }</style>", "<p class=a>Moses Phiri"),
    ],
)
def test_letters_that_may_be_seen_are_text(head: str, shown: str) -> None:
    text = page(f"<html><head>{head}<body>{shown}")
    assert text.source == "Moses Phiri"
    assert text.layers is None


@pytest.mark.parametrize(
    "sheet", ["<style>" * 60_000, "<style>" + "/*" * 200_000, "<style>" + "{" * 200_000, "<style>" + "a " * 200_000]
)
def test_a_broken_style_sheet_is_read_in_one_pass(sheet: str) -> None:
    assert page(f"<html><body><p>Moses Phiri</p>{sheet}").source == "Moses Phiri"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_the_encoding_is_the_one_declared_or_marked(encoding: str) -> None:
    head = "" if encoding == "utf-16" else f'<meta charset="{encoding}">'
    assert "Président – visite" in page(f"<html>{head}<p>Président – visite</p>".encode(encoding)).source


def test_a_page_is_known_by_its_content_whatever_it_is_called() -> None:
    assert page("<!doctype html>\n<p>One</p>", "cable.txt").source == "One"
    (plain,) = opened(b"UNCLAS <html> is no page\n", "cable.txt")
    assert isinstance(plain, Text)
    assert plain.source == "UNCLAS <html> is no page\n"


@given(st.text(alphabet="<>/!-=\"'& apbrtdivscolhe#x1;\n", max_size=200))
def test_every_page_is_read_and_every_place_is_in_its_source(source: str) -> None:
    text = page("<html>" + source)
    lines = ("<html>" + source).split("\n")
    for offset in range(0, len(text.source) + 1, 7):
        line, column = text.position(offset)
        assert 1 <= line <= len(lines)
        assert column >= 1


@pytest.mark.parametrize(
    "bad", ["<!--", '<a "', "<div>", "<li>", "<p><table>", "</p>", "<script>", "&#x", '<a b="', "<a b='"]
)
def test_no_page_takes_more_than_its_length(bad: str) -> None:
    """Twenty thousand of anything are read at once; a quadratic reader would take minutes."""
    page("<html>" + bad * 20_000)

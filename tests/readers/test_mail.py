"""Mail: a message is a document with its header, each attachment one of its own; every word has its line in the file."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from redactlint.readers.allowance import Allowance, Limits, Unread
from redactlint.readers.opening import opened
from redactlint.text import Text

BODY = (
    "(SBU) The talks went on until the evening, and then they stopped since nobody knew any more what to say – yes.\n"
    "\n(C) We asked for more.\n"
)
TELEGRAM = "UNCLAS LUSAKA 000512\n\n1. (U) One.\nEXAMPLE\n"


def message(body: str = BODY, cte: str = "8bit", subject: str = "Fisheries – the talks") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Example <jane@example.gov>"
    made["To"] = "Bob <bob@example.gov>"
    made["Date"] = "Mon, 14 May 2012 09:12:00 -0400"
    made["Subject"] = subject
    made.set_content(body, cte=cte)
    return made


def read(data: bytes, path: str = "note.eml", limits: Limits | None = None) -> list[Text | Unread]:
    return list(opened(data, path, Allowance(limits, len(data))))


def text(part: Text | Unread) -> Text:
    assert isinstance(part, Text)
    return part


def test_a_message_is_its_header_as_people_see_it_and_its_text() -> None:
    (only,) = read(message().as_bytes())
    assert text(only).source == (
        "From: Jane Example <jane@example.gov>\nDate: Mon, 14 May 2012 09:12:00 -0400\nTo: Bob <bob@example.gov>\n"
        f"Subject: Fisheries – the talks\n\n{BODY}"
    )
    assert only.member is None


@pytest.mark.parametrize("cte", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_those_of_the_file(cte: str, end: str) -> None:
    data = message(cte=cte).as_bytes(policy=SMTP if end == "\r\n" else None)
    (only,) = map(text, read(data))
    lines = data.decode("utf-8").split(end)
    line, _ = only.position(only.source.index("We asked"))
    if cte == "base64":
        assert line == lines.index("") + 2
    else:
        assert "We asked" in lines[line - 1]
    assert lines[only.position(only.source.index("Subject:"))[0] - 1].startswith("Subject:")


def test_attachments_are_documents_of_their_own() -> None:
    made = message()
    made.add_attachment(TELEGRAM, filename="07LUSAKA512.txt")
    made.add_attachment(message("Inner words.\n", subject="Inner"))
    made.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment("<html><p>(C) One.</p></html>", subtype="html", filename="memo.html")
    whole, telegram, inner, image, memo = read(made.as_bytes())
    assert text(telegram).source.startswith("UNCLAS LUSAKA")
    assert telegram.path == "note.eml!07LUSAKA512.txt"
    assert telegram.member is not None
    assert (telegram.member.container, telegram.member.where) == ("note.eml", {"member": "07LUSAKA512.txt"})
    assert "Inner words." in text(inner).source
    assert "Inner words." not in text(whole).source
    assert isinstance(image, Unread)
    assert text(memo).source == "(C) One."


def test_two_attachments_of_one_name_are_told_apart() -> None:
    made = message()
    for words in ("One.", "Two."):
        made.add_attachment(words, filename="memo.txt")
    assert [one.path for one in read(made.as_bytes())][1:] == ["note.eml!memo.txt", "note.eml!memo.txt (2)"]


def test_an_attachment_called_as_another_was_told_apart_has_a_name_of_its_own() -> None:
    made = message()
    for name in ("memo.txt", "memo.txt (2)", "memo.txt"):
        made.add_attachment("(U) One.", filename=name)
    paths = [one.path for one in read(made.as_bytes())]
    assert len(set(paths)) == 4


def test_what_a_page_hides_is_told_though_it_shows_nothing() -> None:
    made = message()
    made.set_content('<p style="display:none">The source is Moses Phiri.</p>', subtype="html")
    (only,) = map(text, read(made.as_bytes()))
    assert only.layers is not None
    assert [one.text for one in only.layers.concealed] == ["The source is Moses Phiri."]


def test_a_page_beside_its_plain_text_is_read_once_and_alone_it_is_read() -> None:
    both = message("(U) Plain.\n")
    both.add_alternative("<html><p>(U) Plain.</p></html>", subtype="html")
    assert len(read(both.as_bytes())) == 1
    alone = EmailMessage()
    alone["From"], alone["Subject"] = "a@example.gov", "x"
    alone.set_content("<html>\n<p>(U) One &amp; all.</p></html>", subtype="html")
    (only,) = map(text, read(alone.as_bytes()))
    assert only.source.endswith("\n\n(U) One & all.")
    line, _ = only.position(only.source.index("One &"))
    assert "One &amp; all" in alone.as_bytes().decode().split("\n")[line - 1]


def test_messages_of_a_box_are_records() -> None:
    with_file = message()
    with_file.add_attachment(TELEGRAM, filename="a.txt")
    data = b"From jane Mon May 14 09:12:00 2012\n" + with_file.as_bytes() + b"\nFrom bob Mon May 14 09:13:00 2012\n"
    data += message("Two.\n>From the north.\n").as_bytes()
    first, attached, second = map(text, read(data, "box.mbox"))
    assert [first.path, attached.path, second.path] == ["box.mbox#1", "box.mbox#1!a.txt", "box.mbox#2"]
    assert attached.member is not None
    assert attached.member.where == {"record": 1, "member": "a.txt"}
    assert second.source.endswith("Two.\nFrom the north.\n")
    line, _ = second.position(second.source.index("Two."))
    assert data.decode().split("\n")[line - 1] == "Two."


def test_an_encrypted_message_is_reported() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.gov", "x"
    made.set_content(b"\x30\x80", maintype="application", subtype="pkcs7-mime")
    _, sealed = read(made.as_bytes())
    assert isinstance(sealed, Unread)
    assert "encrypted" in sealed.reason


def test_a_message_is_known_by_its_header_whatever_it_is_called_and_a_printed_one_is_text() -> None:
    travelled = b"Received: from a by b\nFrom: a@example.gov\nMessage-ID: <1@x>\nSubject: (U) x\n\n(U) One.\n"
    (only,) = map(text, read(travelled, "note.txt"))
    assert only.source == "From: a@example.gov\nSubject: (U) x\n\n(U) One.\n"
    printed = b"From: Jane\nSent: Monday, May 14, 2012 9:12 AM\nTo: Bob\nSubject: x\n\n(U) One.\n"
    (only,) = map(text, read(printed, "note.txt"))
    assert only.source == printed.decode()


@pytest.mark.parametrize("depth", [40, 2_000])
def test_parts_nest_no_deeper_than_mail_does(depth: int) -> None:
    lines = ["From: a@example.gov", "MIME-Version: 1.0"]
    for number in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{number}"', "", f"--b{number}"]
    with pytest.raises(OSError, match="nests too deep"):
        read("\n".join(lines).encode() + b"\n\nwords\n")


@pytest.mark.parametrize("words", ["=?utf-8?b?A?=", "=?ut\udcff-8?q?x?=", "=?nonsense?q?x?=", "=?utf-8?q?=FF?="])
def test_a_damaged_header_is_no_fault(words: str) -> None:
    (only,) = map(text, read(f"From: a@example.gov\nSubject: {words}\n\n(U) One.\n".encode("utf-8", "surrogateescape")))
    assert only.source.endswith("(U) One.\n")


def test_a_forwarded_message_that_cannot_be_put_together_is_reported_alone() -> None:
    forwarded = b"Content-Type: message/rfc822\n\nFrom: a@example.gov\nSubject: x\x0cy: z\n\n(U) One.\n"
    around = b"From: a@example.gov\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords.\n--b\n"
    whole, part = read(around + forwarded + b"--b--\n")
    assert text(whole).source.endswith("Words.")
    assert isinstance(part, Unread)
    assert "encoding is damaged" in part.reason


def test_a_message_inside_messages_without_end_is_reported() -> None:
    inner = message("The last.\n")
    for number in range(7):
        outer = message(f"Level {number}.\n")
        outer.add_attachment(inner)
        inner = outer
    parts = read(inner.as_bytes())
    assert isinstance(parts[-1], Unread)
    assert "containers deep" in parts[-1].reason


def test_a_message_of_a_box_that_is_too_large_is_reported_and_the_others_are_read() -> None:
    data = b"From a\n" + message("x" * 5_000).as_bytes() + b"\nFrom b\n" + message("Two.\n").as_bytes()
    large, small = read(data, "box.mbox", Limits(max_bytes=2_000))
    assert isinstance(large, Unread)
    assert isinstance(small, Text)

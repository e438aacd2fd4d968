"""Writes an invented transfer: a bag of text, pages, mail, tables and archives, with PDF and DOCX if they can be made.

python benchmarks/transfer.py FOLDER 1000
redactlint check FOLDER --profile archive --as-of 2010-01-01 --format table
"""

from __future__ import annotations

import csv
import datetime
import gzip
import hashlib
import html
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cables import cable

__all__ = ["write_transfer"]


def _page(text: str) -> bytes:
    return f"<!DOCTYPE html>\n<html><body><pre>\n{html.escape(text)}</pre></body></html>\n".encode()


def _message(number: int, text: str, name: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Jane Example <jane@example.gov>", "Records <records@example.gov>"
    day = datetime.datetime(2009, 1 + number % 12, 1 + number % 28, 9, 30, tzinfo=datetime.UTC)
    message["Date"], message["Subject"] = day, f"(U) Cable {number}"
    message.set_content("(U) The cable is attached.\n\nClassification: UNCLASSIFIED\n")
    message.add_attachment(text, filename=name)
    return message.as_bytes()


def _rows(number: int) -> list[tuple[str, str]]:
    return [cable(100_000 + 10 * number + one) for one in range(5)]


def _table(number: int) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["refid", "text"])
    writer.writerows((name.removesuffix(".txt"), text) for name, text in _rows(number))
    return held.getvalue().encode()


def _lines(number: int) -> bytes:
    rows = ({"id": name.removesuffix(".txt"), "text": text} for name, text in _rows(number))
    return "".join(json.dumps(one) + "\n" for one in rows).encode()


def _archive(number: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _rows(number):
            info = zipfile.ZipInfo(name, (2010, 1, 1, 0, 0, 0))
            archive.writestr(info, text)
    return held.getvalue()


def _edition(number: int) -> bytes:
    documents = "".join(
        f'<div type="document" xml:id="d{one}"><head>{one}. Telegram From the Embassy</head><opener><dateline>Lusaka, '
        f"<date>March {one}, 1969</date></dateline></opener><p>The Minister went north.<note>Source: Archives, "
        "Central Files. Confidential; Limdis.</note></p></div>"
        for one in range(1, 6)
    )
    return f"<TEI><text><body>{documents}</body></text></TEI>".encode()


def _pdf(text: str) -> bytes:
    from reportlab.pdfgen import canvas

    held = io.BytesIO()
    page = canvas.Canvas(held, invariant=1)
    for start in range(0, len(lines := text.split("\n")), 55):
        at = page.beginText(50, 790)
        at.setFont("Courier", 9)
        at.textLines(lines[start : start + 55])
        page.drawText(at)
        page.showPage()
    page.save()
    return held.getvalue()


def _docx(text: str) -> bytes:
    import docx

    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _files(count: int) -> Iterator[tuple[str, bytes]]:
    """Of every twenty files eleven are text, and nine of other kinds; a kind that cannot be made is text too."""
    kinds: list[tuple[str, Callable[[int, str, str], bytes]]] = [
        (".html", lambda number, text, name: _page(text)),
        (".eml", _message),
        (".csv", lambda number, text, name: _table(number)),
        (".jsonl", lambda number, text, name: _lines(number)),
        (".zip", lambda number, text, name: _archive(number)),
        (".xml", lambda number, text, name: _edition(number)),
        (".txt.gz", lambda number, text, name: gzip.compress(text.encode(), mtime=0)),
        (".pdf", lambda number, text, name: _pdf(text)),
        (".docx", lambda number, text, name: _docx(text)),
    ]
    for number in range(count):
        name, text = cable(number)
        name = name.removesuffix(".txt")
        folder = f"data/{number // 100:03}"
        if number % 20 < len(kinds):
            suffix, make = kinds[number % 20]
            try:
                yield f"{folder}/{name}{suffix}", make(number, text, f"{name}.txt")
                continue
            except ImportError:
                pass
        yield f"{folder}/{name}.txt", text.encode()


def write_transfer(folder: Path, count: int) -> int:
    """Write a bag of `count` files into `folder`; the number of bytes of its payload."""
    total = 0
    manifest = []
    for name, data in _files(count):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        total += place.write_bytes(data)
        manifest.append(f"{hashlib.sha512(data).hexdigest()}  {name}\n")
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")
    (folder / "bag-info.txt").write_text(f"Payload-Oxum: {total}.{count}\n", "utf-8")
    (folder / "manifest-sha512.txt").write_text("".join(manifest), "utf-8")
    return total


if __name__ == "__main__":
    size = write_transfer(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{sys.argv[2]} files, {size:,} bytes in {sys.argv[1]}")

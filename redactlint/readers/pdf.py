"""PDF: the text of the pages as a reader sees it, with the way back to page and box, and what the file conceals.

The library that reads it runs in a process of its own (`redactlint.pdf.worker`), which serves many files and is killed
where one takes too long.  Nothing of PDF is loaded here.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from redactlint.errors import ReadError
from redactlint.layers import Box, Concealed, Layers, Zone
from redactlint.readers.allowance import Allowance, Unread, needs_extra
from redactlint.readers.opening import inside, told_apart
from redactlint.text import Member, Span, Text

__all__ = ["SECONDS", "pictures", "texts"]

# How long one file may take: so many seconds, and one more for as many bytes.
SECONDS = 60.0
_BYTES_A_SECOND = 200_000


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of a PDF file, then those of the files attached to it.

    Raises ReadError with the reason for a file that is locked, damaged or too much.
    """
    allowance.check_size(len(data))
    answer = _ask(data, path)
    text = Text.of(str(answer["source"]), path)
    text.place = _places(answer["lines"])
    text.layers = _layers(answer)
    yield text
    taken: dict[str, int] = {}
    for name, packed in answer["attached"]:
        yield from _attached(told_apart(name, taken), packed, path, allowance)


def _attached(name: str, packed: str | None, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of a file that is attached to the file `path`."""
    allowance.member()
    if packed is None:
        wrong = "is attached, and could not be unpacked, or is larger than is unpacked of one file"
        yield Unread(f"{path}!{name}", f"{wrong}; save it by itself", Member(path, {"member": name}))
        return
    content = base64.b64decode(packed)
    allowance.unpacked(len(content))
    yield from inside(content, name, path, allowance)


def pictures(data: bytes, path: str) -> Iterator[tuple[int, bytes]]:
    """Each page as a PNG file with the places of hidden text outlined; raises ReadError as `texts` does."""
    for number, image in _ask(data, path, b"P")["pictures"]:
        yield number, base64.b64decode(image)


def _places(lines: list[Any]) -> Callable[[int], dict[str, Any]]:
    """The way from an offset to the page and box of its line."""
    starts = [one[0] for one in lines]

    def place(offset: int) -> dict[str, Any]:
        at = bisect_right(starts, offset) - 1
        if at < 0:
            return {"page": 1}
        _, page, *box = lines[at]
        return {"page": page, "box": box}

    return place


def _layers(answer: dict[str, Any]) -> Layers:
    boxes = tuple(
        Box(
            Span(start, end),
            {"page": page, "box": box},
            label,
            None if label is None else Span(label_start, label_end),
            extent or None,
        )
        for start, end, page, box, label, label_start, label_end, extent in answer["boxes"]
    )
    concealed = []
    for kind, page, box, extent, words, details, at in answer["concealed"]:
        where: dict[str, Any] = {} if page is None else {"page": page}
        if box is not None:
            where["box"] = box
        concealed.append(Concealed(kind, where, extent, words, Span(at, at), details))
    zones = tuple(Zone(kind, Span(start, end), page) for kind, start, end, page in answer["zones"])
    return Layers(tuple(sorted(zones, key=lambda one: one.span.start)), boxes, tuple(concealed))


# -- the process -----------------------------------------------------------------------------------------------------


class _Worker:
    """A process that reads PDF files; it is started with the first and ends with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def ask(self, wish: bytes, data: bytes, seconds: float) -> bytes:
        """The answer to a file; raises TimeoutError, and EOFError where the process died."""
        with self._lock:
            process = self._started()
            is_late = threading.Event()

            def stop() -> None:
                is_late.set()
                process.kill()

            timer = threading.Timer(seconds, stop)
            timer.daemon = True
            timer.start()
            try:
                return _exchange(process, wish, data)
            except (OSError, EOFError) as error:
                self.end()
                if is_late.is_set():
                    raise TimeoutError from error
                raise EOFError from error
            finally:
                timer.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
            program = f"import sys; sys.path.insert(0, {folder!r}); from redactlint.pdf.worker import main; main()"
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", program],  # nothing in the working folder is a module
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True,
            )  # fmt: skip
            self._owner = os.getpid()
            atexit.register(self.end)
        return self._process

    def end(self) -> None:
        """End the process, if this one started it."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what was still to be written has no reader
                        stream.close()


def _exchange(process: subprocess.Popen[bytes], wish: bytes, data: bytes) -> bytes:
    requests, answers = process.stdin, process.stdout
    assert requests is not None
    assert answers is not None
    requests.write(wish + len(data).to_bytes(7, "big"))
    requests.write(data)
    requests.flush()
    head = answers.read(8)
    size = int.from_bytes(head, "big")
    answer = answers.read(size) if len(head) == 8 else b""
    if len(head) < 8 or len(answer) < size:
        raise EOFError
    return answer


_worker = _Worker()


def _ask(data: bytes, path: str, wish: bytes = b"R") -> dict[str, Any]:
    """The answer of the process; raises ReadError where there is none, or where it refuses the file."""
    seconds = SECONDS + len(data) / _BYTES_A_SECOND
    try:
        answer: dict[str, Any] = json.loads(_worker.ask(wish, data, seconds))
    except TimeoutError:
        wrong = f"takes longer than {seconds:.0f} seconds to read"
        raise ReadError(wrong, "look at it in a viewer; split it if it is sound", path=path) from None
    except EOFError:
        wrong = "made the PDF library crash, or took more memory than there is"
        raise ReadError(wrong, "repair a copy first", path=path) from None
    if "missing" in answer:
        raise needs_extra("a PDF file", "pdf", path)
    if "refused" in answer:
        wrong, remedy = answer["refused"]
        raise ReadError(str(wrong), str(remedy), path=path)
    return answer

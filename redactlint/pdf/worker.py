"""The process that reads PDF files: one after the other from its standard input, each answered on its standard output.

It is a process of its own, since a PDF library can crash, hang or eat memory on a hostile file: who started it kills it
and starts another.  A request is a letter for what is wished, seven bytes of length and the file;
an answer is eight bytes of length and JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys

__all__ = ["main"]

# The most memory that the process may take, in bytes of address space, where the system can hold it to that.
MOST_MEMORY = 4 << 30

# The most seconds that a file may take: an end for a process whose owner was killed while a library hung.
MOST_SECONDS = 300

# What is wished of a file: its text and what it conceals, or pictures of its pages.
READ, OUTLINED = b"R", b"P"


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner answers an interrupt
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not look like an answer
    _limit_memory()
    requests = sys.stdin.buffer
    while True:
        head = requests.read(8)
        if len(head) < 8:
            return
        data = requests.read(int.from_bytes(head[1:], "big"))
        _end_after(MOST_SECONDS + len(data) // 100_000)
        answer = json.dumps(_answer(data, head[:1]), ensure_ascii=True).encode("ascii")
        _end_after(0)
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _end_after(seconds: int) -> None:
    """Have the process killed in so many seconds, wherever it then is; never, for 0."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory() -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows, or a limit that may not be set
        pass


def _answer(data: bytes, wish: bytes) -> dict[str, object]:
    try:
        from redactlint.pdf import reading
    except ImportError as error:
        return {"missing": str(error.name or "pypdfium2")}
    try:
        if wish == OUTLINED:
            from redactlint.pdf import outlining

            return outlining.as_values(data)
        return reading.read(data)
    except reading.RefusedError as refusal:
        return {"refused": list(refusal.args)}
    except (MemoryError, RecursionError):
        return {
            "refused": ["takes more memory to read than the limit", "look at it in a viewer; split it if it is sound"]
        }
    except Exception as error:
        from redactlint.errors import fault_of

        return {"refused": [f"is a damaged PDF file ({fault_of(error)})", "repair a copy first"]}


if __name__ == "__main__":
    main()

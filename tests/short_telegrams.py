"""Invented telegrams of a few lines that draw no error and no warning, for tests to spoil."""

from __future__ import annotations

_HEADER = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

"""


def telegram(*paragraphs: str) -> str:
    """A telegram of those paragraphs, with their numbers and marks."""
    return _HEADER + "\n\n".join(paragraphs) + "\nEXAMPLE\n"


ONE_PARAGRAPH = telegram("1. (C) The minister left for the north.")
TWO_PARAGRAPHS = telegram("1. (C) The minister left for the north.", "2. (U) He returns on Friday.")

"""Invented telegrams of a few lines that draw no error and no warning, for tests to spoil."""

ONE_PARAGRAPH = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The minister left for the north.
EXAMPLE
"""
TWO_PARAGRAPHS = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The minister left for the north.

2. (U) He returns on Friday.
EXAMPLE
"""

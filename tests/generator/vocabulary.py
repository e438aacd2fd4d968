"""Invented people, places and prose for generated documents, with the traps that real prose sets for a reader."""

from __future__ import annotations

import random

__all__ = ["BREAK", "PEOPLE", "POSTS", "SUBJECTS", "TAGS", "TITLES", "prose", "sentence"]

# A place at which hard-wrapped text must break its line; a blank in text that is not wrapped.
BREAK = "\ue000"

# (post as a message number spells it, two-letter tag of the country)
POSTS = (
    ("LUSAKA", "ZA"),
    ("OSLO", "NO"),
    ("LA PAZ", "BL"),
    ("HANOI", "VM"),
    ("QUITO", "EC"),
    ("TALLINN", "EN"),
    ("PORT LOUIS", "MP"),
    ("RABAT", "MO"),
    ("SUVA", "FJ"),
    ("VALLETTA", "MT"),
    ("ACCRA", "GH"),
    ("THE HAGUE", "NL"),
    ("USUN NEW YORK", "UN"),
    ("WELLINGTON", "NZ"),
    ("STATE", "XA"),
)

PEOPLE = (
    "Jane Q. Example",
    "Martin Oakley",
    "Rosa Delbarre",
    "Peter van Wyk",
    "Ingrid Solheim",
    "Thomas A. Brandwell",
    "Amina Khoury",
    "Luis Ferrante",
    "Grace O'Dell",
    "Henry J. Polk III",
    "Sofia Marchetti-Lane",
    "D. K. Ashworth",
)

TITLES = (
    "Ambassador",
    "DCM",
    "Charge d'Affaires",
    "Deputy Chief of Mission",
    "Political Counselor",
    "POL/ECON Chief",
    "Consul General",
    "A/DCM",
    "Economic Minister-Counselor",
    "Pol M/C",
    "Acting Political Counselor",
)

SUBJECTS = (
    "MINISTER VISITS THE NORTH",
    "HARBOR TALKS RESUME",
    "NEW RULES FOR THE COPPER TRADE",
    "ELECTION CALENDAR SLIPS AGAIN",
    "RAIL LINK: A SECOND LOOK",
    "FISHERIES PATROL INCIDENT",
    "SCHOOL FUND STALLS IN COMMITTEE",
    "GRAIN RESERVE FALLS SHORT",
    "DELEGATION LOOKS FOR 1.5 MILLION IN CREDITS",
    "THE PRESIDENT'S SPEECH, PART (B)",
    "U.S.-LED WORKSHOP ENDS WELL",
    "CUSTOMS UNION - WHO PAYS?",
)

TAGS = ("PREL", "PGOV", "ECON", "ETRD", "EFIN", "MARR", "PHUM", "KDEM", "SENV", "EAID")

_WHO = (
    "The deputy minister",
    "Poloff",
    "The harbor master",
    "A member of the grain board",
    "Our contact at the ministry",
    "The opposition whip",
    "Governor Tamsin",
    "The rail authority",
    "The bishop's office",
    "Emboffs",
    "Councillor Mbele",
    "The Prime Minister",
    "The press officer",
    "A retired colonel",
)
_DID = (
    "said that",
    "told us that",
    "stressed that",
    "denied that",
    "hinted that",
    "was certain that",
    "doubted whether",
    "explained that",
    "noted that",
    "has long argued that",
    "conceded that",
)
_WHAT = (
    "the new pier would open before the rains",
    "the budget committee will meet again in the spring",
    "the northern road is not/not yet passable",
    "no one in the cabinet expects the talks to fail",
    "the copper price leaves little room for a strike",
    "the school fund lost $4.2 million in a single year",
    "the two parties had already divided the seats",
    "local fishermen have little to gain from the accord",
    "the ferry company owes 1.4 percent of its turnover",
    "the customs house cannot cope with the new forms",
    "a joint patrol would calm the border villages",
    "the visitors should be met at the airport",
    "wage talks will resume on the 21st",
    "the harvest was better than the ministry's figures admit",
)
_TAIL = (
    "",
    "",
    "",
    " (ref A)",
    " (refs A and B)",
    ", despite the weather",
    " -- a view that few share",
    " (see para 6)",
    "; others disagree",
    " (formerly the Harbor Board)",
    ", he added",
    " (NGO figures are lower)",
    " (OCHA, April)",
)

# Sentences that look like markings, numbers, lines of a header or damage, and are prose.
_TRAPS = (
    "Section 2(C)(2) of the Ports Act does not help him.",
    "The plan rests on (a) the rail link, (b) the tariff and (c) third point, the school fund.",
    "Of the four drafts the cabinet prefers option (S) to option (C).",
    "Counsel cited 19 U.S.C. 2(C) and then 5 U.S.C. 552(b)(1) without much effect.",
    "The same figure appears in an earlier report (ref C).",
    "The ballot will be SECRET, the speaker insisted, and the count public.",
    "A CONFIDENTIAL counsel to the board has resigned.",
    "Farms in the valley were classified by size and derived from the old estates.",
    "The strike has gone on since August 31," + BREAK + "2009. After a pause it resumed.",
    "He first raised the matter in May" + BREAK + "1988. Nothing came of it.",
    "The envoy leaves on June" + BREAK + "24. His deputy stays behind.",
    "The list names E.O. 13224 and two older acts.",
    "The vessel (TS Elara) lies at pier 4 (U.S. flag).",
    'Some say "the deal is dead..." and mean it.',
    "The reasons: cost, time and pride, in that order.",
    "Turnout was 1.5 (b) by one count and lower by the other, an aide joked.",
    "The author counts two parties as left (L) and one as right (R).",
    "The Secretary of Transport spoke for an hour.",
    "Section 01 of the report is thin; page 02 of the annex is worse.",
    "They asked (I ASK FOR an answer, the telex ran) and were refused.",
    "Subject to approval, work starts in October.",
    "The note was declassified in 1999, according to the archive.",
    "Prices rose 3.7 percent (C.I.F.) and 4 percent (F.O.B.).",
    "Grades run from A to D; the port earned a (D) and the road a (B).",
    'The sign read "Top Secret Tailors", to general amusement.',
)


def sentence(dice: random.Random, traps: bool = True) -> str:
    """One sentence; every sixth or so is a trap."""
    if traps and dice.random() < 0.16:
        return dice.choice(_TRAPS)
    return f"{dice.choice(_WHO)} {dice.choice(_DID)} {dice.choice(_WHAT)}{dice.choice(_TAIL)}."


def prose(seed: int, sentences: int) -> str:
    """`sentences` sentences, the same for the same seed."""
    dice = random.Random(seed)
    # A paragraph opens with plain words: a trap in first place would be a mark or a list, not prose.
    return " ".join(sentence(dice, traps=place > 0) for place in range(sentences))

"""Prose for sets: sentences that hardly ever come twice, stock phrases that do, and ways to print a text again."""

from __future__ import annotations

import random
import re
import textwrap

__all__ = ["STOCK", "hurt", "paragraph", "printed", "sentence"]

_WHO = ("The minister", "A deputy of the port authority", "The union of the dockers", "The governor", "Our contact at the bank",
        "The chief of the railways", "A former judge", "The editor of the evening paper", "The trade delegation",
        "The bishop", "The commander of the coast guard", "A surveyor of the mines")  # fmt: skip
_DID = ("told us that", "denied in public that", "wrote to the cabinet that", "let it be known that", "was surprised to hear that",
        "confirmed on the telephone that", "complained bitterly that", "hoped aloud that")  # fmt: skip
_WHAT = ("the {a} bridge over the {b} would be sold to {c} for {n} million", "the {a} ferries carried {n} crates to {c} before the {b} feast",
         "{c} had promised {n} wagons of grain to the {a} mills on the {b}", "the road from {a} to {b} would cost {c} another {n} lives of mules",
         "nobody in {a} had seen the {n} letters that {c} sent from {b}", "the {b} council owed {c} the rent of {n} warehouses in {a}",
         "{n} families of {a} would move to {b} when {c} opened the dam", "the pilots of {a} struck for {n} days because {c} closed {b}")  # fmt: skip
_TAIL = ("", ", whatever the papers said", ", and asked us not to repeat it", ", as he had said in the spring", " before the rains",
         ", though he could not prove it", ", which surprised nobody", ", and laughed", " at the latest by the autumn")  # fmt: skip
_HEAD = ("Kar", "Mol", "Tes", "Bru", "Vel", "Ond", "Sar", "Pel", "Gan", "Lim", "Dor", "Hes", "Rin", "Tov", "Ust", "Wem", "Zal", "Fer")
_MIDDLE = ("a", "o", "i", "en", "ur", "al", "is", "om", "ev", "ad", "ir")
_END = ("dorf", "mouth", "sk", "ville", "berg", "nes", "tara", "polje", "wick", "stad", "mar", "lund", "vik", "gate")

# What every office writes; never evidence of anything.
STOCK = (
    "Post will continue to monitor the situation and will report further as events warrant.",
    "Embassy will continue to follow this matter closely and report developments as they occur.",
    "Please contact the political section of this embassy with any questions about this message.",
    "This message was coordinated with the consulates of the region and with the defense attache.",
)


def _name(dice: random.Random) -> str:
    return dice.choice(_HEAD) + dice.choice(_MIDDLE) + dice.choice(_END)


def sentence(dice: random.Random) -> str:
    """A sentence of some twenty words."""
    what = dice.choice(_WHAT).format(a=_name(dice), b=_name(dice), c=_name(dice), n=dice.randrange(11, 9999))
    return f"{dice.choice(_WHO)} {dice.choice(_DID)} {what}{dice.choice(_TAIL)}."


def paragraph(dice: random.Random, sentences: int | None = None) -> list[str]:
    """The sentences of a paragraph."""
    return [sentence(dice) for _ in range(sentences or dice.randint(3, 5))]


def printed(text: str, dice: random.Random, width: int | None = None) -> str:
    """The text wrapped anew: each paragraph to a width, or on one line."""
    width = width or dice.choice((58, 64, 70, 78, 100_000))
    return "\n\n".join(
        block if block.startswith(("=", "[")) or _is_header(block) else textwrap.fill(" ".join(block.split()), width)
        for block in text.split("\n\n")
    )


def _is_header(block: str) -> bool:
    return re.match(r"\d+\.|\(", block) is None


def hurt(text: str, dice: random.Random) -> str:
    """The text as transmission hurt it: blanks inside words, commas for apostrophes, now and then a letter lost."""
    words = text.split(" ")
    for _ in range(max(1, len(words) // 150)):
        at = dice.randrange(len(words))
        word = words[at]
        if word.isalpha() and word.islower() and len(word) > 4:
            cut = dice.randrange(1, len(word) - 1)
            words[at] = dice.choice((f"{word[:cut]} {word[cut:]}", f"{word[:cut]} {word[cut:]}", word[:cut] + word[cut + 1 :]))
    return " ".join(words)

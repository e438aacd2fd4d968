"""Paragraph numbers read together: the readings of all numbers that make the best sequence.

In transmission and scanning a pilcrow before a number becomes the digit 1: "¶1." reads "11.", "¶10." reads "110.".
The true eleventh paragraph reads "11." as well, so no number can be read alone.  Lists inside a paragraph restart at 1
and are not paragraphs of the telegram; a number that begins a wrapped line ("2009. After …") is none either.
"""

from __future__ import annotations

from collections.abc import Sequence

from redactlint.values import NamedTuple

__all__ = ["Numbered", "best_sequence"]

# How many candidates back the predecessor of a paragraph is looked for: the longest list inside a paragraph.
_LOOK_BACK = 30

_MARKED_NEXT, _UNMARKED_NEXT, _MARKED_GAP, _UNMARKED_GAP = 10.0, 6.0, 4.0, -4.0
# Behind which gap a number may follow: any, if it is marked.
_ANY_GAP, _UNMARKED_WIDEST = 10_000, 2
_SKIP_MARKED, _SKIP_UNMARKED = -4.0, 0.0
_FIRST_IS_ONE, _FIRST_IS_OTHER = 8.0, 1.0
_AS_PRINTED = 0.5
# Where several paragraphs are marked, a run without marks is more likely a list inside one of them.
_UNMARKED_AMONG_MARKED = 1.0
# A number without a mark belongs to an inner list where its predecessor stands just before it and was left out.
_FOLLOWS_A_LIST = -6.0
# No paragraph without a mark follows the last marked one on from such a list.
_ENDS_A_LIST = -1_000.0


class Numbered(NamedTuple):
    """A place where a paragraph number can stand.

    `raw` is the number as printed (digits only).  `is_marked`: a portion mark follows.  `has_pilcrow`: a true pilcrow
    stands before it, so that it reads as printed.  `is_inline`: it stands inside a line or sentence, where only the
    exact successor of a paragraph counts.
    """

    raw: str
    is_marked: bool
    has_pilcrow: bool = False
    is_inline: bool = False

    def readings(self) -> tuple[tuple[int, float], ...]:
        """The numbers that it can stand for, each with the weight of that reading."""
        printed = int(self.raw)
        if len(self.raw) > 1 and self.raw[0] == "1" and self.raw[1] != "0" and not self.has_pilcrow:
            return ((printed, _AS_PRINTED), (int(self.raw[1:]), 0.0))
        return ((printed, _AS_PRINTED),)


def best_sequence(candidates: Sequence[Numbered], *, is_continuation: bool = False) -> dict[int, int]:
    """The candidates that are paragraphs, by index, each with its number as it should read.

    `is_continuation` says that the text begins after the first section, so that it need not begin at 1.  Linear in the
    number of candidates.
    """
    if not candidates:
        return {}
    if not is_continuation:
        plain = _in_plain_order(candidates) or _in_marked_order(candidates)
        if plain is not None:
            return plain
    return _by_best_score(candidates, is_continuation)


def _in_plain_order(candidates: Sequence[Numbered]) -> dict[int, int] | None:
    """The common case: every candidate is the successor of the one before, in one reading or the other."""
    expected = 1
    for candidate in candidates:
        raw = candidate.raw
        if raw != str(expected) and (candidate.has_pilcrow or raw != f"1{expected}"):
            return None
        if candidate.is_inline and not candidate.is_marked:
            return None
        expected += 1
    return {index: index + 1 for index in range(len(candidates))}


def _in_marked_order(candidates: Sequence[Numbered]) -> dict[int, int] | None:
    """The next common case: all that are marked stand in order, and the rest are numbers that begin a wrapped line.

    Where paragraphs are marked no such number is one, nor does it say anything of those that are.
    """
    chain: dict[int, int] = {}
    for index, candidate in enumerate(candidates):
        if candidate.is_marked:
            if candidate.raw != str(len(chain) + 1):
                return None
            chain[index] = len(chain) + 1
        elif not candidate.is_inline or int(candidate.raw) in (1, 11):
            return None
    return chain if len(chain) > 1 and len(candidates) - len(chain) < _LOOK_BACK else None


class _State(NamedTuple):
    score: float
    place: int
    value: int
    before: _State | None


def _by_best_score(candidates: Sequence[Numbered], is_continuation: bool) -> dict[int, int]:
    skipped = [0.0]
    for candidate in candidates:
        loss = _SKIP_MARKED if candidate.is_marked and not candidate.is_inline else _SKIP_UNMARKED
        skipped.append(skipped[-1] + loss)
    marked = sum(one.is_marked for one in candidates)
    last_marked = max((index for index, one in enumerate(candidates) if one.is_marked), default=len(candidates))
    unmarked_next = _UNMARKED_AMONG_MARKED if marked > 1 else _UNMARKED_NEXT
    states: list[list[_State]] = []
    best: _State | None = None
    best_total = 0.0
    for index, candidate in enumerate(candidates):
        here: list[_State] = []
        skips, is_marked = skipped[index], candidate.is_marked
        successor, widest = _steps(candidate, unmarked_next)
        for value, weight in candidate.readings():
            chosen = _first(candidate, value, weight, index, skips, is_continuation)
            listed = 0.0
            if _follows_a_list(candidates, index, value):
                listed = _FOLLOWS_A_LIST if index < last_marked else _ENDS_A_LIST
            for earlier in states[max(0, index - _LOOK_BACK) : index] if widest else ():
                for state in earlier:
                    gap = value - state.value
                    if gap == 1:
                        step = successor
                    elif 1 < gap <= widest:
                        step = _MARKED_GAP - 0.2 * min(gap, 15) if is_marked else _UNMARKED_GAP
                    else:
                        continue
                    if listed and state.place < index - 1:
                        step += listed
                    score = state.score + step + weight + skips - skipped[state.place + 1]
                    if chosen is None or score > chosen.score:
                        chosen = _State(score, index, value, state)
            if chosen is not None:
                here.append(chosen)
                total = chosen.score + skipped[-1] - skipped[index + 1]
                if best is None or total > best_total:
                    best, best_total = chosen, total
        states.append(here)
    chain: dict[int, int] = {}
    while best is not None:
        chain[best.place] = best.value
        best = best.before
    return dict(sorted(chain.items()))


def _first(
    candidate: Numbered, value: int, weight: float, index: int, lost: float, is_continuation: bool
) -> _State | None:
    if candidate.is_inline and value != 1:
        return None
    start = _FIRST_IS_ONE if value == 1 else _FIRST_IS_OTHER
    if is_continuation and value > 1:
        # As printed, unless it must be the pilcrow: a later section may begin anywhere.
        start = _FIRST_IS_ONE if weight else _FIRST_IS_OTHER
    elif value != 1 and not candidate.is_marked:
        return None
    return _State(start + weight + lost, index, value, None)


def _follows_a_list(candidates: Sequence[Numbered], index: int, value: int) -> bool:
    """Whether neither this number nor the one just before it, which is one less, has a mark."""
    if index == 0 or candidates[index].is_marked or candidates[index - 1].is_marked:
        return False
    return candidates[index - 1].raw == str(value - 1)


def _steps(candidate: Numbered, unmarked_next: float) -> tuple[float, int]:
    """What it is worth that the candidate follows its predecessor, and how far back that may count; 0: nothing may."""
    if candidate.is_inline and not candidate.is_marked and unmarked_next == _UNMARKED_AMONG_MARKED:
        return 0.0, 0  # where paragraphs are marked, a bare number in a sentence is a part of it
    if candidate.is_marked:
        return _MARKED_NEXT, 1 if candidate.is_inline else _ANY_GAP
    return unmarked_next, 1 if candidate.is_inline else _UNMARKED_WIDEST

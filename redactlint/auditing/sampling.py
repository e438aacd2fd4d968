"""Sampling: how many documents to draw, which, and how far a rate in a sample can be trusted.

A sample is drawn by the contents of the documents and a seed: it is the same whatever the order in which they come and
however many processes judge them.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from typing import Generic, TypeVar

__all__ = ["Sample", "lot", "sample_size", "wilson"]

T = TypeVar("T")


def z_of(confidence: float) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for 0.95."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + confidence) / 2)


def sample_size(precision: float, confidence: float, population: int | None = None, rate: float = 0.5) -> int:
    """How many of `population` to draw, so that a rate is known to within `precision` at `confidence`.

    Cochran's formula (Sampling Techniques, 3rd ed., sec. 4.4), with its finite-population correction:
    n0 = z² p(1 − p)/e², n = n0/(1 + (n0 − 1)/N).  `rate` is the rate p expected, 0.5 where nothing is known; a
    `population` of None is without end.
    """
    start = z_of(confidence) ** 2 * rate * (1 - rate) / precision**2
    if population is None:
        return math.ceil(start)
    if population <= 0:
        return 0
    return min(population, max(1, math.ceil(start / (1 + (start - 1) / population) - 1e-9)))


def wilson(hits: int, drawn: int, confidence: float, population: int | None = None) -> tuple[float, float]:
    """The interval within which the rate of the population lies, at that confidence.

    Wilson's score interval (Journal of the American Statistical Association 22, 1927, p. 209).  Of a finite population
    the sample counts as if it were larger by (N − 1)/(N − n), so that a census leaves no doubt.
    """
    if drawn <= 0:
        return 0.0, 1.0
    rate = hits / drawn
    if population is not None and drawn >= population:
        return rate, rate
    number = float(drawn) if population is None else drawn * (population - 1) / (population - drawn)
    z2 = z_of(confidence) ** 2
    middle = (rate + z2 / (2 * number)) / (1 + z2 / number)
    half = math.sqrt(z2) / (1 + z2 / number) * math.sqrt(rate * (1 - rate) / number + z2 / (4 * number**2))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == drawn else min(1.0, middle + half)
    return low, high


def lot(seed: str, digest: str, name: str) -> bytes:
    """The lot of a document: what seed and contents decide; the name tells apart two with the same contents."""
    return hashlib.blake2b(f"{seed}\0{digest}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Sample(Generic[T]):
    """Keeps the `size` things with the lowest lots of all that pass; None keeps all.  Memory is that of the sample."""

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._heap: list[tuple[int, int, T]] = []
        self.population = 0

    def offer(self, lot: bytes, thing: T) -> None:
        """Let one thing take part."""
        self.population += 1
        # A heap gives the least first: lots are turned round, so that the highest is the first to go.
        item = (-int.from_bytes(lot), self.population, thing)
        if self._size is None or len(self._heap) < self._size:
            heapq.heappush(self._heap, item)
        elif self._size and item[0] > self._heap[0][0]:
            heapq.heapreplace(self._heap, item)

    def drawn(self, size: int | None = None) -> list[T]:
        """The things drawn, by their lots; at most `size` of them."""
        ordered = sorted(self._heap, key=lambda item: (-item[0], item[1]))
        return [thing for _, _, thing in ordered][:size]

"""How many to draw, which, and how far a rate can be trusted."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.auditing.sampling import Sample, lot, sample_size, wilson


@pytest.mark.parametrize(
    ("precision", "confidence", "population", "size"),
    [
        (0.05, 0.95, None, 385),  # the size of every survey
        (0.05, 0.95, 1000, 278),
        (0.05, 0.95, 10_000, 370),
        (0.05, 0.95, 100, 80),
        (0.03, 0.95, None, 1068),
        (0.05, 0.99, None, 664),
        (0.05, 0.90, None, 271),
        (0.05, 0.95, 1, 1),
        (0.05, 0.95, 0, 0),
    ],
)
def test_the_size_of_a_sample_is_that_of_the_printed_tables(
    precision: float, confidence: float, population: int | None, size: int
) -> None:
    assert sample_size(precision, confidence, population) == size


def test_a_rate_that_is_known_to_be_low_needs_fewer() -> None:
    assert sample_size(0.05, 0.95, None, 0.1) == 139


@given(st.integers(1, 10**7), st.floats(0.01, 0.2), st.floats(0.5, 0.999))
def test_no_sample_is_larger_than_the_population_or_than_that_of_an_endless_one(
    population: int, precision: float, confidence: float
) -> None:
    size = sample_size(precision, confidence, population)
    assert 1 <= size <= min(population, sample_size(precision, confidence))


@pytest.mark.parametrize(
    ("hits", "drawn", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), p. 861, the method of Wilson without continuity correction
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_the_literature(hits: int, drawn: int, low: float, high: float) -> None:
    assert wilson(hits, drawn, 0.95) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.data())
def test_the_interval_holds_the_rate_and_narrows_as_the_sample_nears_the_population(data: st.DataObject) -> None:
    drawn = data.draw(st.integers(1, 5000))
    hits = data.draw(st.integers(0, drawn))
    population = data.draw(st.integers(drawn, 100_000))
    low, high = wilson(hits, drawn, 0.95, population)
    wide_low, wide_high = wilson(hits, drawn, 0.95)
    assert 0 <= low <= hits / drawn + 1e-12
    assert hits / drawn - 1e-12 <= high <= 1
    assert high - low <= wide_high - wide_low + 1e-12
    if population == drawn:
        assert low == high == hits / drawn


def test_nothing_drawn_tells_nothing() -> None:
    assert wilson(0, 0, 0.95) == (0.0, 1.0)


@given(st.lists(st.text(max_size=8), unique=True, max_size=60), st.integers(0, 70), st.randoms(use_true_random=False))
def test_a_sample_is_the_same_in_any_order(names: list[str], size: int, dice: random.Random) -> None:
    def drawn(order: list[str]) -> list[str]:
        sample: Sample[str] = Sample(size)
        for name in order:
            sample.offer(lot("seed", "digest", name), name)
        assert sample.population == len(names)
        return sample.drawn()

    shuffled = names[:]
    dice.shuffle(shuffled)
    assert drawn(names) == drawn(shuffled)
    assert len(drawn(names)) == min(size, len(names))


def test_a_smaller_sample_is_the_beginning_of_a_larger_one() -> None:
    sample: Sample[int] = Sample(None)
    few: Sample[int] = Sample(7)
    for number in range(200):
        sample.offer(lot("x", str(number), "a"), number)
        few.offer(lot("x", str(number), "a"), number)
    assert sample.drawn(7) == few.drawn()


def test_every_document_is_drawn_equally_often() -> None:
    counts = [0] * 20
    seeds = 2000
    for seed in range(seeds):
        sample: Sample[int] = Sample(5)
        for number in range(20):
            sample.offer(lot(str(seed), str(number), "a"), number)
        for number in sample.drawn():
            counts[number] += 1
    expected = seeds * 5 / 20
    # chi-square with 19 degrees of freedom: 43.8 is exceeded once in a thousand times
    assert sum((one - expected) ** 2 / expected for one in counts) < 43.8
    assert math.isclose(sum(counts), seeds * 5)

"""A searched set of spans answers as if every span were asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redactlint.text import Span, SpanIndex

spans = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=12), spans)
def test_touching_and_overlapping_are_those_of_each_span(several: list[Span], wanted: Span) -> None:
    index = SpanIndex(several)
    ordered = sorted(several, key=lambda one: one.start)
    assert index.touches(wanted) == any(one.overlaps(wanted) for one in several)
    assert sorted(index.overlapping(wanted)) == [place for place, one in enumerate(ordered) if one.overlaps(wanted)]


@given(st.lists(spans.filter(len), max_size=12), spans.filter(len))
def test_a_span_is_covered_by_one_that_holds_all_of_it(several: list[Span], wanted: Span) -> None:
    covers = any(one.start <= wanted.start and wanted.end <= one.end for one in several)
    assert SpanIndex(several).covers(wanted) == covers

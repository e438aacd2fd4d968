"""The parts of a set: digests survive transmission, ranges of keys add up, alignments are the same from both sides."""

from __future__ import annotations

import pickle
import random

from generator.set_prose import sentence
from hypothesis import given, settings
from hypothesis import strategies as st
from sets.judged_sets import HARVEST, PRESS, RAILWAY, UNION, engine, telegram

from redactlint.sets.alignment import align, anchors_of
from redactlint.sets.covering import covered
from redactlint.sets.keys import Limits, components, groups_of, shared, split, together
from redactlint.sets.passages import Digester, letters_of
from redactlint.sets.similar import resemblance, signature_of
from redactlint.sets.summary import Unit
from redactlint.text import Text


def unit(text: str) -> Unit:
    facts = engine().check(Text.of(text, "07LUSAKA512.txt")).facts.set_facts
    assert facts is not None
    return facts.units[0]


@given(st.text(), st.integers(0, 2**32))
def test_blanks_case_and_punctuation_make_no_difference_to_a_passage(words: str, seed: int) -> None:
    dice = random.Random(seed)
    spread = "".join(one + dice.choice(("", " ", "\n", ", ", "' ")) for one in words)
    assert letters_of(spread) == letters_of(words)
    assert letters_of(words.casefold()) == letters_of(words)


def test_the_digests_of_one_key_tell_nothing_to_another() -> None:
    assert Digester(b"one").digest(b"secret") != Digester(b"two").digest(b"secret")
    assert Digester(b"one").packed([b"secret"]) == Digester(b"one").digest(b"secret").to_bytes(8, "little")


def test_page_lines_and_stray_captions_are_no_part_of_a_passage() -> None:
    hurt = telegram().replace("the southern", "the\nLUSAKA 00000512  002 OF 003\n\nSIPDIS\nsouthern")
    assert list(unit(hurt).passages.digests) == list(unit(telegram()).passages.digests)


def test_what_is_packed_comes_back() -> None:
    one = unit(telegram(("C", f"{HARVEST} XXXXXXXX {RAILWAY}")))
    again: Unit = pickle.loads(pickle.dumps(one))
    assert list(again.passages.digests) == list(one.passages.digests)
    assert [again.passages.spot(at) for at in range(len(again.passages))] == [
        one.passages.spot(at) for at in range(len(one.passages))
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=12), st.integers(1, 5))
def test_ranges_of_keys_add_up_to_the_whole(documents: list[list[int]], ranges: int) -> None:
    keys = [b"".join((one * 0x9E3779B97F4A7C15 % 2**64 // 4 * 4).to_bytes(8, "little") for one in set(each)) for each in documents]
    limits = Limits(documents=3)
    whole = together([shared(split(keys, range(len(keys)), 1), limits)])
    parts = list(zip(*(split([one], [at], ranges) for at, one in enumerate(keys)), strict=True)) if keys else []
    assert together([shared([], limits), *(shared(part, limits) for part in parts)]) == whole
    for first, second in whole[0]:
        assert set(documents[first]) & set(documents[second])


def test_groups_are_what_links_join_and_sections_alone() -> None:
    assert components([(1, 2), (5, 6), (2, 3)]) == [([1, 2, 3], [(1, 2), (2, 3)]), ([5, 6], [(5, 6)])]
    assert groups_of([(1, 2)], [2, 7]) == [([1, 2], [(1, 2)]), ([7], [])]


def test_an_alignment_is_the_same_from_the_other_side() -> None:
    first, second = unit(telegram()), unit(telegram(("C", HARVEST), ("U", PRESS), ("S", f"{RAILWAY} {UNION}")))
    ones, others = anchors_of(first.passages, ()), anchors_of(second.passages, ())
    there = align(first, second, ones, others)
    assert len(there.matches) >= 2
    assert there.swapped().swapped().matches == there.matches
    assert [(two, one) for one, two in there.matches] == there.swapped().matches


def test_what_a_document_says_a_thousand_times_is_no_anchor() -> None:
    dice = random.Random(1)
    same = unit(telegram(("C", f"{HARVEST} " * 1000)))
    other = unit(telegram(("C", " ".join(sentence(dice) for _ in range(1000)))))
    assert anchors_of(same.passages, ()).keys().isdisjoint(other.passages.digests)
    anchors = anchors_of(other.passages, ())
    assert len(align(other, other, anchors, anchors).matches) == len(other.passages)


def test_texts_resemble_each_other_by_what_they_share() -> None:
    dice = random.Random(2)
    sentences = [sentence(dice) for _ in range(60)]
    others = [sentence(dice) for _ in range(60)]
    signature = signature_of(" ".join(sentences))
    assert resemblance(signature, signature_of(" ".join(sentences).upper().replace(" ", "\n"))) == 1
    assert resemblance(signature, signature_of(" ".join([*sentences[:54], *others[:6]]))) > 0.6
    assert resemblance(signature, signature_of(" ".join(others))) < 0.3
    assert signature_of("too short to tell") == b""


def test_differences_are_told_from_the_place_that_differs_most() -> None:
    assert covered([]) == []

"""The algebra of markings: join is a semilattice, lift makes silence speak, roll-up says which portion forces what."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from hypothesis import given, settings
from markings.strategies import any_marking, ic_markings, printed, randoms, register, state_markings

from redactlint.markings import algebra
from redactlint.markings.model import Marking
from redactlint.markings.portions import read_portion
from redactlint.markings.render import render

OLD, NEW = datetime.date(2009, 5, 4), datetime.date(2015, 5, 4)


def mark(text: str, dialect: str = "ic") -> Marking:
    parsed = read_portion(text, register(), dialect)
    assert parsed is not None, text
    assert parsed.marking is not None, text
    return parsed.marking


def banner(*texts: str, dialect: str = "ic", date: datetime.date | None = None) -> str:
    whole = algebra.roll_up([mark(one, dialect) for one in texts], dialect, date, register())
    return render(whole.marking, "banner", dialect, register())


def join(*markings: Marking) -> Marking:
    whole = algebra.settled(markings[0], register())
    for one in markings[1:]:
        whole = algebra.join(whole, one, register())
    return whole


class TestJoin:
    @given(ic_markings, ic_markings, ic_markings)
    @settings(deadline=None)
    def test_it_does_not_matter_which_are_joined_first(self, a: Marking, b: Marking, c: Marking) -> None:
        assert join(join(a, b), c) == join(a, join(b, c))

    @given(ic_markings, ic_markings)
    @settings(deadline=None)
    def test_order_does_not_matter(self, a: Marking, b: Marking) -> None:
        assert join(a, b) == join(b, a)

    @given(ic_markings)
    @settings(deadline=None)
    def test_joining_a_marking_to_itself_changes_nothing(self, a: Marking) -> None:
        settled = algebra.settled(a, register())
        assert join(a, a) == settled
        assert algebra.settled(settled, register()) == settled

    @given(ic_markings, ic_markings)
    @settings(deadline=None)
    def test_the_whole_is_never_below_a_part(self, a: Marking, b: Marking) -> None:
        whole = join(a, b)
        assert whole.level >= max(a.level, b.level)
        assert algebra.covers(whole, a, register())
        assert algebra.covers(whole, b, register())
        assert a.sci | b.sci == whole.sci
        if a.has("NOFORN") or b.has("NOFORN"):
            assert whole.has("NOFORN")
        if whole.rel_to:
            assert not whole.has("NOFORN")

    @given(state_markings, state_markings, state_markings)
    @settings(deadline=None)
    def test_the_laws_hold_for_telegrams_too(self, a: Marking, b: Marking, c: Marking) -> None:
        assert join(join(a, b), c) == join(c, join(b, a))

    @given(ic_markings, ic_markings)
    @settings(deadline=None)
    def test_without_a_register_the_laws_still_hold(self, a: Marking, b: Marking) -> None:
        whole = algebra.join(a, b)
        assert whole == algebra.join(b, a)
        assert algebra.join(whole, a) == whole
        assert whole.level >= max(a.level, b.level)


class TestLift:
    @given(ic_markings)
    @settings(deadline=None)
    def test_lifting_twice_changes_nothing(self, a: Marking) -> None:
        for date in (OLD, NEW, None):
            once = algebra.lift(a, "ic", date, register())
            assert algebra.lift(once, "ic", date, register()) == once

    def test_silence_means_relido_since_june_2010_and_noforn_before(self) -> None:
        assert algebra.lift(mark("(S)"), "ic", NEW, register()).has("RELIDO")
        assert algebra.lift(mark("(S)"), "ic", datetime.date(2010, 6, 28), register()).has("RELIDO")
        assert algebra.lift(mark("(S)"), "ic", datetime.date(2010, 6, 27), register()).has("NOFORN")

    def test_a_caveated_portion_that_is_silent_is_noforn(self) -> None:
        assert algebra.lift(mark("(S//TK)"), "ic", NEW, register()).has("NOFORN")

    def test_unclassified_portions_and_telegrams_stay_silent(self) -> None:
        assert algebra.lift(mark("(U)"), "ic", NEW, register()) == mark("(U)")
        assert algebra.lift(mark("(S)"), "state", NEW, register()) == mark("(S)")


class TestRollUp:
    @pytest.mark.parametrize(
        ("texts", "wanted"),
        [
            (["(S//NF)", "(U)"], "SECRET//NOFORN"),
            (["(C)", "(TS//SI//NF)"], "TOP SECRET//SI//NOFORN"),
            (["(S//REL TO USA, GBR)", "(S//NF)"], "SECRET//NOFORN"),
            (["(S//REL TO USA, AUS, GBR)", "(C//REL TO USA, GBR)"], "SECRET//REL TO USA, GBR"),
            (["(S//REL TO USA, AUS)", "(C//REL TO USA, GBR)"], "SECRET//NOFORN"),
            (["(S//REL TO USA, FVEY)", "(S//REL TO USA, CAN, GBR)"], "SECRET//REL TO USA, CAN, GBR"),
            (["(S//REL TO USA, FVEY)", "(S//REL TO USA, ACGU)"], "SECRET//REL TO USA, ACGU"),
            (["(S//REL TO USA, GBR)", "(S)"], "SECRET//NOFORN"),
            (["(S//REL TO USA, GBR)", "(S//RELIDO)"], "SECRET//NOFORN"),
            (["(S//REL TO USA, GBR)", "(U)"], "SECRET//REL TO USA, GBR"),
            (["(S//REL TO USA, GBR)", "(S//DISPLAY ONLY GBR, IRQ)"], "SECRET//DISPLAY ONLY GBR"),
            (["(S//REL TO USA, GBR)", "(S//DISPLAY ONLY IRQ)"], "SECRET//NOFORN"),
            (["(S//DISPLAY ONLY AFG, IRQ)", "(C//DISPLAY ONLY IRQ)"], "SECRET//DISPLAY ONLY IRQ"),
            (["(S//DISPLAY ONLY IRQ)", "(S//RELIDO)"], "SECRET//NOFORN"),
            (
                ["(S//REL TO USA, GBR/DISPLAY ONLY IRQ)", "(S//REL TO USA, GBR/DISPLAY ONLY AFG, IRQ)"],
                "SECRET//REL TO USA, GBR/DISPLAY ONLY IRQ",
            ),
            (["(TS//USA/GBR EYES ONLY)", "(S//REL TO USA, AUS, GBR)"], "TOP SECRET//REL TO USA, GBR"),
            (["(TS//USA/GBR EYES ONLY)", "(S//USA/AUS EYES ONLY)"], "TOP SECRET//NOFORN"),
            (["(TS//USA/AUS/GBR EYES ONLY)", "(S//EYES)"], "TOP SECRET//USA/AUS/GBR EYES ONLY"),
            (["(S//REL)", "(C//REL TO USA, GBR)"], "SECRET//REL TO USA, GBR"),
            (["(S//RELIDO)", "(C//RELIDO)"], "SECRET//RELIDO"),
            (["(S)", "(C)"], "SECRET//RELIDO"),
            (["(U)", "(U)"], "UNCLASSIFIED"),
            (["(U//FOUO)", "(U)"], "UNCLASSIFIED//FOUO"),
            (["(U//FOUO)", "(U//PR)"], "UNCLASSIFIED//PROPIN"),
            (["(U//FOUO)", "(U//DS)"], "UNCLASSIFIED//LIMDIS"),
            (["(U//FOUO)", "(S//NF)"], "SECRET//NOFORN"),
            (["(U//SBU-NF)", "(U)"], "UNCLASSIFIED//SBU NOFORN"),
            (["(U//SBU-NF)", "(C//REL TO USA, GBR)"], "CONFIDENTIAL//NOFORN"),
            (["(U//LES-NF)", "(C//NF)"], "CONFIDENTIAL//NOFORN//LES"),
            (["(U//LES)", "(U//SSI)", "(S//NF)"], "SECRET//NOFORN//LES/SSI"),
            (["(U//DCNI)", "(S//REL TO USA, GBR)"], "SECRET//NOFORN"),
            (["(S//OC/NF)", "(S//OC-USGOV/NF)"], "SECRET//ORCON/NOFORN"),
            (["(S//NF//XD)", "(C//NF//ND)"], "SECRET//NOFORN//NODIS"),
            (["(S//RD-SG 14//NF)", "(S//FRD-SG 18//NF)", "(C//TFNI//NF)"], "SECRET//RD-SIGMA 14 18//NOFORN"),
            (["(TS//SI-G QRST//OC/NF)", "(TS//SI-G ABCD/TK//OC/NF)"], "TOP SECRET//SI-G ABCD QRST/TK//ORCON/NOFORN"),
            (["(S//FGI DEU//NF)", "(S//FGI GBR//NF)"], "SECRET//FGI DEU GBR//NOFORN"),
            (["(S//FGI DEU//NF)", "(S//FGI//NF)"], "SECRET//FGI//NOFORN"),
            (["(//GBR R)", "(U)"], "CONFIDENTIAL//FGI GBR"),
            (["(//NS)", "(C//NF)"], "SECRET//FGI NATO//NOFORN"),
            (["(//JOINT S CAN USA//REL TO USA, CAN)", "(S//REL TO USA, CAN)"], "SECRET//FGI CAN//REL TO USA, CAN"),
            (["(//GBR S)", "(//GBR C)"], "//GBR SECRET"),
            (["(S//NF)", "(CUI//SP-CTI)"], "SECRET//CUI//SP-CTI//NOFORN"),
        ],
    )  # fmt: skip
    def test_the_table_of_the_manual(self, texts: list[str], wanted: str) -> None:
        for order in itertools.permutations(texts):
            assert banner(*order, date=NEW) == wanted

    def test_silence_of_old_portions_is_noforn(self) -> None:
        assert banner("(S)", "(C)", date=OLD) == "SECRET//NOFORN"

    def test_telegrams_owe_no_statement_on_release(self) -> None:
        assert banner("(S)", "(C)", dialect="state") == "SECRET"
        assert banner("(S/NF)", "(C)", dialect="state") == "SECRET//NOFORN"
        assert banner("(S/REL UK)", "(C)", dialect="state") == "SECRET"
        assert banner("(S/REL UK)", "(SBU)", dialect="state") == "SECRET//REL TO USA, GBR"
        assert banner("(C)", "(SBU)", dialect="state") == "CONFIDENTIAL"

    def test_every_part_is_explained_by_the_portions_that_force_it(self) -> None:
        texts = ["(U)", "(S//REL TO USA, AUS)", "(TS//SI//REL TO USA, GBR)", "(C//FGI//REL TO USA, GBR)"]
        whole = algebra.roll_up([mark(one) for one in texts], "ic", NEW, register())
        reasons = {one.part: one for one in whole.reasons}
        assert reasons["TS"].portions == (2,)
        assert reasons["SI"].portions == (2,)
        assert reasons["FGI"].portions == (3,)
        assert reasons["NOFORN"].portions == (1, 2)
        assert "in common" in reasons["NOFORN"].why

    @given(randoms)
    @settings(deadline=None)
    def test_the_banner_covers_every_portion_in_whatever_order(self, rng: random.Random) -> None:
        portions = [any_marking(rng) for _ in range(rng.randint(1, 4))]
        whole = algebra.roll_up(portions, "ic", NEW, register()).marking
        rng.shuffle(portions)
        assert algebra.roll_up(portions, "ic", NEW, register()).marking == whole
        for one in portions:
            assert algebra.covers(whole, algebra.lift(one, "ic", NEW, register()), register()), printed(one, "portion")

    def test_nothing_cannot_be_rolled_up(self) -> None:
        with pytest.raises(ValueError, match="nothing"):
            algebra.roll_up([])

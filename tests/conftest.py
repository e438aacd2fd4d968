"""What all tests share: a test that says its runs are the same every time draws the same in every checkout."""

from __future__ import annotations

import pytest

from redactlint.rulebook import rulecache


@pytest.fixture(autouse=True)
def _nobody_asked_for_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command line that another test ran has asked for a folder of its own; it does not hold here."""
    monkeypatch.setattr(rulecache, "_asked", [])


def pytest_configure(config: pytest.Config) -> None:
    """Keep Hypothesis from looking at the clock, and from drawing constants that it finds in our own modules.

    It takes some of its draws from the constants of whatever local modules are loaded, derandomised or not, so that an
    edit anywhere in the package, or another order of the tests, would change the documents that are generated.
    """
    from hypothesis import settings

    settings.register_profile("any-machine", deadline=None)  # what else a machine does is no fault
    settings.load_profile("any-machine")
    try:
        from hypothesis.internal.conjecture import providers

        none_found = providers._local_constants  # empty: nothing was drawn so far
        providers._get_local_constants = lambda: none_found
    except (ImportError, AttributeError):  # another version: what is generated may vary, what is asserted does not
        pass

"""The law as it is shipped."""

from __future__ import annotations

import pytest

from redactlint.law.law import Law
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import data_folder


@pytest.fixture(scope="session")
def law():
    return Law.from_data({path.stem: read_toml(path) for path in sorted((data_folder("rules") / "law").glob("*.toml"))})

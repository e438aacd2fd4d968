"""A set of documents judged on Ray, by the two steps of redactlint.sets.steps.

    pip install 'redactlint[set]' ray
    python on_ray.py FOLDER
"""

from __future__ import annotations

import datetime
import pickle
import sys

import ray

from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.runs.discovery import discover
from redactlint.runs.running import Plan
from redactlint.sets import steps
from redactlint.sets.judging import limits_of
from redactlint.sets.keys import groups_of, together

BATCH, RANGES = 100, 4


def main(folder: str) -> None:
    """Judge all documents of a folder, and print what the set shows."""
    ray.init(log_to_driver=False)
    plan = Plan(Options(as_of=datetime.date.today(), sets=True))
    engine = Engine(load(), plan.options)
    sent = ray.put(pickle.dumps(plan))
    sources = discover([folder])
    batches = [sources[at : at + BATCH] for at in range(0, len(sources), BATCH)]

    # The first step: outcomes come here, facts stay with the workers.
    judge = ray.remote(num_returns=2)(steps.judge_batch)
    judged = [judge.remote(sent, batch) for batch in batches]
    firsts, paths, sections = [], [], []
    for outcomes, _ in judged:
        firsts.append(len(paths))
        for one in ray.get(outcomes):
            if one.facts.set_facts is not None and one.facts.set_facts.has_sections:
                sections.append(len(paths))
            paths.append(one.facts.path)

    # What is linked, by ranges of keys.
    limits = limits_of(engine)

    @ray.remote
    def linked(at: int, *facts: steps.Facts) -> object:
        pieces = [steps.keys_by_range(one, first, RANGES)[at] for one, first in zip(facts, firsts, strict=True)]
        return steps.linked(limits, pieces)

    shared = ray.get([linked.remote(at, *(facts for _, facts in judged)) for at in range(RANGES)])
    pairs, common = together(shared)

    # The second step: each group of linked files by itself.
    pick, judge_groups = ray.remote(steps.pick), ray.remote(num_cpus=1)(
        lambda plan, common, groups, *picks: steps.judge_groups(plan, common, groups, list(picks))
    )
    known, found = ray.put(pickle.dumps(common)), []
    for numbers, links in groups_of(pairs, sections):
        picks = [
            pick.remote(facts, first, own)
            for first, (_, facts) in zip(firsts, judged, strict=True)
            if (own := [one for one in numbers if first <= one < first + BATCH])
        ]
        found.append(judge_groups.remote(sent, known, [(numbers, links)], *picks))
    for findings in ray.get(found):
        for one in findings:
            print(f"{paths[one.number]}:{one.finding.place.line}: {one.finding.rule} {one.finding.message}")


if __name__ == "__main__":
    main(sys.argv[1])

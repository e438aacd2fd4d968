"""A set of documents judged on Spark, by the two steps of redactlint.sets.steps.

    pip install 'redactlint[set]' pyspark        (and Java 17 or later)
    python on_spark.py FOLDER
"""

from __future__ import annotations

import datetime
import pickle
import sys
from collections.abc import Iterable, Iterator

from pyspark import StorageLevel
from pyspark.sql import SparkSession

from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.runs.discovery import Source, discover
from redactlint.runs.running import Plan
from redactlint.sets import steps
from redactlint.sets.groups import Member
from redactlint.sets.judging import limits_of
from redactlint.sets.keys import groups_of, together

RANGES = 4


def main(folder: str) -> None:
    """Judge all documents of a folder, and print what the set shows."""
    spark = SparkSession.builder.master("local[2]").appName("redactlint").getOrCreate().sparkContext
    spark.setLogLevel("ERROR")
    plan = Plan(Options(as_of=datetime.date.today(), sets=True))
    engine = Engine(load(), plan.options)
    sent, limits = spark.broadcast(pickle.dumps(plan)), limits_of(engine)

    # The first step: a number, the path and the facts of each document, kept on disk where memory is short.
    def judge(sources: Iterable[Source]) -> Iterator[tuple[str, object]]:
        _, facts = steps.judge_batch(sent.value, list(sources))
        yield from facts

    judged = spark.parallelize(discover([folder]), 8).mapPartitions(judge).zipWithIndex()
    judged = judged.map(lambda row: (row[1], row[0])).persist(StorageLevel.MEMORY_AND_DISK)

    # What is linked, by ranges of keys.
    def keys(row: tuple[int, tuple[str, object]]) -> Iterator[tuple[int, object]]:
        number, facts = row
        yield from enumerate(steps.keys_by_range([facts], number, RANGES))

    shared = judged.flatMap(keys).groupByKey(RANGES).map(lambda row: steps.linked(limits, list(row[1]))).collect()
    pairs, common = together(shared)
    sections = judged.filter(lambda row: row[1][1] is not None and row[1][1].has_sections).keys().collect()
    groups = groups_of(pairs, sections)
    group_of = spark.broadcast({one: at for at, (numbers, _) in enumerate(groups) for one in numbers})
    links, known = spark.broadcast(groups), spark.broadcast(pickle.dumps(common))

    # The second step: each group of linked files by itself.
    def member(row: tuple[int, tuple[str, object]]) -> Iterator[tuple[int, Member]]:
        number, (path, facts) = row
        if number in group_of.value and facts is not None:
            yield group_of.value[number], Member(number, path, facts)

    def judge_group(row: tuple[int, Iterable[Member]]) -> list[object]:
        return steps.judge_groups(sent.value, known.value, [links.value[row[0]]], [list(row[1])])

    for one in judged.flatMap(member).groupByKey().flatMap(judge_group).collect():
        print(f"{one.finding.place.path}:{one.finding.place.line}: {one.finding.rule} {one.finding.message}")


if __name__ == "__main__":
    main(sys.argv[1])

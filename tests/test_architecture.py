"""The house holds: imports run one way, files stay small, start-up loads nothing that it can do without."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "redactlint"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the bottom up: a module may import what stands on its own floor or below.
FLOORS = (
    {"errors", "law.dates", "values", "compiled"},
    {"text"},
    {"layers", "paths"},
    {"markings"},
    {"law"},
    {
        "rulepack", "rulebook.rulecache", "rulebook.rulefiles", "rulebook.extending", "rulebook.patterns",
        "rulebook.rulechanges", "rulebook.termlists",
    },
    {"readers", "pdf"},
    {"documents"},
    {"findings"},
    {"checks"},
    {
        "config", "engine", "facts", "fixes", "grading", "judging", "known", "metadata", "pages", "placing", "provenance",
        "rewriting", "rulebook", "runs", "sets", "auditing",
    },
    {"reports"},
    {"store"},
    {"verbs", "cli", "lsp", "__main__"},
)  # fmt: skip

# Costs more at start-up than judging a document, or is not needed for it.
LATE = (
    "jsonschema", "tabulate", "regex", "tomllib", "difflib", "multiprocessing", "concurrent.futures", "hypothesis",
    "pathspec", "pathlib", "hashlib", "_hashlib", "subprocess", "shutil", "logging", "urllib.parse",
    "importlib.metadata", "argparse", "gettext", "locale", "redactlint.verbs.parsing", "attr", "typing", "inspect",
    "dataclasses", "pickle", "redactlint.markings.grammar", "redactlint.markings.entries",
    "redactlint.rulebook.rulefiles",
    "redactlint.documents.memorandum", "redactlint.documents.email", "redactlint.documents.frus",
    "redactlint.documents.plain", "redactlint.rulebook.validation", "redactlint.rulebook.examples",
    "redactlint.verbs.show",
    "redactlint.reports.json_report", "redactlint.reports.table", "redactlint.known.baseline",
    "redactlint.known.sidecars",
    "redactlint.runs.outcomes", "redactlint.runs.resultcache", "redactlint.readers.kinds",
    "redactlint.layers", "redactlint.documents.zones",
    "zipfile", "tarfile", "html", "email", "csv", "bagit", "xml.parsers.expat",
)  # fmt: skip
# As many modules of ours a check of one telegram may load: each costs a fifth of a millisecond and more.
MOST_MODULES = 93


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


_LOADED_BY_NAME = {"runs.running", "runs.discovery", "runs.parts", "rulebook.rulecache", "known.suppressions"}


def _is_loaded_early(path: Path) -> bool:
    name = _name(path)
    return name in _LOADED_BY_NAME or name.split(".")[0] in {
        "documents", "text", "law", "markings", "findings", "facts", "engine", "checks", "grading", "placing",
        "rulepack", "compiled", "config", "errors",
    }  # fmt: skip


def _floor(module: str) -> int | None:
    for rank, names in enumerate(FLOORS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return rank
    return None


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each module of ours that is imported at run time, with its line; those for type checkers alone are left out."""
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if (PACKAGE.parent / node.module.replace(".", "/")).is_dir():  # a package itself holds nothing
                yield from ((node.lineno, f"{node.module}.{one.name}") for one in node.names)
            else:
                yield node.lineno, node.module
        pending += list(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_run_one_way(path: Path) -> None:
    module = _name(path)
    if module.endswith("__init__"):
        return
    own = _floor(module)
    assert own is not None, f"{module} stands on no floor: say in this test where it belongs"
    for line, imported in _imports(path):
        if imported.startswith("redactlint."):
            floor = _floor(imported.removeprefix("redactlint."))
            assert floor is None or floor <= own, f"{path.name}:{line}: {module} must not know {imported}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_small_and_says_what_it_promises(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.name == "__init__.py":
        names = [node for node in ast.parse(source).body if not isinstance(node, ast.Expr)]
        assert [ast.unparse(node.targets[0]) for node in names if isinstance(node, ast.Assign)] == [
            "__version__"
        ] * len(names), "a package's __init__ imports nothing and defines nothing but the version"
        return
    assert len(source.splitlines()) <= 410, "about 400 lines are enough; what lives here that deserves its own module?"
    assert ast.get_docstring(ast.parse(source)), "the first line says what the module promises"
    assert path.stem not in {"utils", "util", "helpers", "helper", "manager", "misc"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "checks").rglob("*.py")), ids=_name)
def test_a_check_reads_no_file_no_clock_no_environment(path: Path) -> None:
    forbidden = {"os", "io", "pathlib", "time", "sys", "subprocess", "socket", "random", "urllib"}
    assert not {name.split(".")[0] for _, name in _imports(path)} & forbidden
    calls = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    }
    assert not calls & {"open", "print", "input", "datetime.date.today", "datetime.datetime.now", "date.today"}


def test_only_the_command_line_prints_and_exits() -> None:
    for path in MODULES:
        if _name(path).startswith(("verbs", "cli", "__main__", "lsp")):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "sys.exit", "exit", "input"}, f"{path}:{node.lineno}"


def test_judging_one_document_loads_nothing_that_it_can_do_without(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from redactlint import cli, compiled\n"
        "sys.argv[1:1] = ['check']\n"
        "keep, cli._keep_patterns = cli._keep_patterns, lambda: None\n"
        "status = cli.main()\n"
        "print('compiled:', len(compiled._kept.fresh))\n"
        "keep()\n"
        "loaded = set(sys.modules) - before\n"
        "print('ours:', sum(name.startswith('redactlint') for name in loaded))\n"
        f"print('late:', *[name for name in {LATE!r} if name in loaded])\n"
        "sys.exit(status)\n"
    )
    document = ROOT / "examples" / "clean" / "03LUSAKA512.txt"
    environment = {**os.environ, "REDACTLINT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", program, str(document)]
    for _ in range(2):  # the first run compiles the rule pack
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "late:", done.stdout
    assert int(done.stdout.splitlines()[-2].removeprefix("ours: ")) <= MOST_MODULES, done.stdout
    assert done.stdout.splitlines()[-3] == "compiled: 0", "what the first run compiles is kept for the second"


@pytest.mark.parametrize("path", [one for one in MODULES if _is_loaded_early(one)], ids=_name)
def test_what_a_check_loads_imports_neither_attrs_nor_typing(path: Path) -> None:
    found = {name for _, name in _imports(path)} & {"attrs", "attr", "typing", "dataclasses"}
    assert not found, "take `frozen`, `NamedTuple` … of redactlint.values, and Any under `if TYPE_CHECKING:`"


@pytest.mark.parametrize("folder", ["documents", "markings", "text.py"])
def test_patterns_of_documents_are_those_that_are_kept(folder: str) -> None:
    place = PACKAGE / folder
    for path in [place] if place.is_file() else place.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) != "re.compile", f"{path}:{node.lineno}: take compiled.pattern"

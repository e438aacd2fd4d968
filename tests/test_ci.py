"""The GitHub action and the GitLab template are what their hosts accept, and their scripts do what the page says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from redactlint.reports.report import FORMATS
from redactlint.verbs import check

ROOT = Path(__file__).resolve().parent.parent
GITLAB = ROOT / "docs" / "ci" / "gitlab.yml"
LOW = ROOT / "examples" / "defective" / "07LUSAKA498.txt"


@cache
def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize(("schema", "path"), [("github-actions", ROOT / "action.yml"), ("gitlab-ci", GITLAB)])
def test_the_host_accepts_the_file(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def options() -> set[str]:
    return {option for action in check.parser()._actions for option in action.option_strings}


def test_every_option_in_the_scripts_exists() -> None:
    scripts = "\n".join(step["run"] for step in read(ROOT / "action.yml")["runs"]["steps"] if "check" in step["run"])
    scripts += "\n".join(read(GITLAB)["redactlint"]["script"])
    scripts = re.sub(r"pip install.*", "", scripts)
    assert set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", scripts)) <= options()


def test_no_input_is_text_of_a_script() -> None:
    for step in read(ROOT / "action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"], "a path could become a command"


def test_every_input_is_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    action = read(ROOT / "action.yml")
    assert set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)) == set(action["inputs"])
    given = set(re.findall(r"\$(INPUT_[A-Z_]+)", text))
    assert given == {name for step in action["runs"]["steps"] for name in step["env"] if name.startswith("INPUT_")}


def test_the_page_names_every_format_and_exit_code_and_no_input_that_is_none() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z]+)` \| ", page, re.MULTILINE)
    assert sorted(rows) == sorted(FORMATS)
    assert re.findall(r"^\| (\d+) \| ", page, re.MULTILINE) == ["0", "1", "2", "3", "70", "130"]
    readme = (ROOT / "README.md").read_text("utf-8").split("## In continuous integration")[1].split("\n## ")[0]
    assert set(re.findall(r"`([a-z]+)`", readme)) == set(FORMATS)
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    step = YAML(typ="safe").load(example)["steps"][1]
    action = read(ROOT / "action.yml")
    assert set(step["with"]) <= set(action["inputs"])
    assert set(re.findall(r"outputs\.([a-z-]+)", page)) <= set(action["outputs"])


@pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are bash")
class TestTheStepThatJudges:
    """The step as a runner would run it."""

    def workspace(self, tmp_path: Path) -> Path:
        (tmp_path / "workspace").mkdir(exist_ok=True)
        return tmp_path / "workspace"

    def judge(self, tmp_path: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
        action = read(ROOT / "action.yml")
        (step,) = [one for one in action["runs"]["steps"] if one.get("id") == "check"]
        output, runner = tmp_path / "output", tmp_path / "runner"
        output.touch()
        runner.mkdir(exist_ok=True)
        given = {key: str(one["default"]) for key, one in action["inputs"].items()} | inputs
        environment = {
            name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]]  # type: ignore[index]
            for name, value in step["env"].items()
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            capture_output=True, text=True, check=False, cwd=self.workspace(tmp_path),
            env={
                **os.environ, **environment, "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(runner),
                "GITHUB_OUTPUT": str(output), "REDACTLINT_PYTHON": sys.executable,
            },
        )  # fmt: skip
        told = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        return done.returncode, done.stdout + done.stderr, told

    def test_it_annotates_leaves_a_sarif_file_and_fails_on_findings(self, tmp_path: Path) -> None:
        shutil.copy(LOW, self.workspace(tmp_path))
        code, log, told = self.judge(tmp_path)
        assert (code, told["exit-code"]) == (1, "1")
        assert "::error file=07LUSAKA498.txt,line=" in log
        (run,) = json.loads(Path(told["sarif"]).read_text("utf-8"))["runs"]
        uris = {
            one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
        }  # fmt: skip
        assert uris == {"07LUSAKA498.txt"}

    def test_its_inputs_reach_the_tool(self, tmp_path: Path) -> None:
        workspace = self.workspace(tmp_path)
        shutil.copy(LOW, workspace / "a b$(touch x);'.txt")
        code, log, _ = self.judge(
            tmp_path, **{"paths": "a b$(touch x);'.txt\n\n", "fail-on": "never", "format": "csv=a.csv\njunit=b.xml"}
        )
        assert code == 0, log
        assert {one.name for one in workspace.iterdir()} >= {"a.csv", "b.xml"}
        assert not (workspace / "x").exists(), "no path is a command"
        code, log, told = self.judge(tmp_path, profile="navy")
        assert (code, told["exit-code"]) == (2, "2")
        code, log, _ = self.judge(tmp_path, baseline="none.json")
        assert (code, "none.json: cannot be read" in log) == (2, True)

    def test_a_run_that_looked_at_nothing_fails(self, tmp_path: Path) -> None:
        (self.workspace(tmp_path) / "note.txt").write_text("Milk and bread.\n", "utf-8")
        assert self.judge(tmp_path, paths="note.txt")[0] == 3
        assert self.judge(tmp_path, **{"paths": "note.txt", "allow-unrecognised": "true"})[0] == 0


def test_the_gitlab_job_leaves_what_it_promises(tmp_path: Path) -> None:
    job = read(GITLAB)["redactlint"]
    shutil.copy(LOW, tmp_path)
    (script,) = job["script"]
    for name, value in job["variables"].items():
        script = script.replace(f"${name}", value)
    words = shlex.split(script)
    assert words[0] == "redactlint"
    command = [sys.executable, "-m", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1, done.stderr
    for path in [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]:
        assert (tmp_path / path).stat().st_size > 0
    assert json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide to the first Spark job, followed to the letter."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.sandbox.support import PROGRAMS, Sandbox
from tools.guides import code_of
from tools.tree import ansible_environment

pytestmark = pytest.mark.slow

GUIDE = "guide_first_spark_job"
FILES = ("cluster.yml", "words.sahara.yml", "job.yml")


def test_the_first_spark_job(sandbox: Sandbox, tmp_path: Path) -> None:
    for name, text in zip(FILES, code_of(GUIDE, "yaml"), strict=True):
        (tmp_path / name).write_text(text)
    (program,) = code_of(GUIDE, "scala")
    (tmp_path / "WordCount.scala").write_text(program)
    # The sandbox is started and stopped for all tests.
    lines = [line for code in code_of(GUIDE, "shell") for line in code.splitlines()]
    *commands, logs, delete = [line for line in lines if line.startswith("ansible")]

    def run(command: str, status: int = 0) -> str:
        environment = sandbox.variables() | ansible_environment() | {"ANSIBLE_NOCOLOR": "1"}
        environment["PATH"] = f"{PROGRAMS}:{environment['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    try:
        *_, first = map(run, commands)
        counts = {word: int(count) for word, count in re.findall(r'"\((\w+),(\d+)\)"', first)}
        assert counts == Counter(re.findall("[a-z]+", program.lower()))
        assert set(re.findall(r"changed=(\d+)", run(commands[-1]))) == {"0"}
        job = tmp_path / "job.yml"
        job.write_text(job.read_text().replace("[text, counts]", "[text, text]"))
        failed = re.sub(r"\s+", " ", run(commands[-1], status=2))
        (message,) = [text for text in code_of(GUIDE, "text") if "DONEWITHERROR" in text]
        parts = map(re.escape, " ".join(message.split()).split("..."))
        assert re.search(".+".join(parts), failed), failed
        assert "already exists" in run(logs)
    finally:
        run(delete)

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that the tests cover as much of each layer as pyproject.toml requires."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.tree import ROOT

Report = Mapping[str, Mapping[str, Any]]


def layer_of(path: str, layers: Mapping[str, float]) -> str | None:
    """The innermost layer that contains the file."""
    containing = [layer for layer in layers if path.startswith(f"{layer}/")]
    return max(containing, key=len, default=None)


def percentages(files: Report, layers: Mapping[str, float]) -> dict[str, float]:
    """The coverage of each layer, lines and branches together, in percent."""
    counts = {layer: [0, 0] for layer in layers}
    for path, file in files.items():
        layer = layer_of(path, layers)
        if layer:
            summary = file["summary"]
            counts[layer][0] += summary["covered_lines"] + summary["covered_branches"]
            counts[layer][1] += summary["num_statements"] + summary["num_branches"]
    return {layer: 100 * covered / max(total, 1) for layer, (covered, total) in counts.items()}


def too_low(reached: Mapping[str, float], minimums: Mapping[str, float]) -> list[str]:
    return [layer for layer, minimum in minimums.items() if reached[layer] < minimum]


def coverage(*command: str) -> None:
    subprocess.run([sys.executable, "-m", "coverage", *command], cwd=ROOT, check=True)


def main() -> int:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    minimums = settings["tool"]["coverage_minimums"]
    report = Path(settings["tool"]["coverage"]["run"]["data_file"]).with_name("report.json")
    coverage("combine", "--quiet")
    coverage("json", "--quiet", "-o", str(report))
    reached = percentages(
        json.loads((ROOT / report).read_text(encoding="utf-8"))["files"], minimums
    )
    for layer, minimum in minimums.items():
        print(f"{layer:<32} {reached[layer]:5.1f} %  (at least {minimum})")
    low = too_low(reached, minimums)
    if low:
        print(f"The coverage of {', '.join(low)} is too low. `coverage report -m` lists the gaps.")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The coverage check finds layers whose coverage is below their minimum."""

from __future__ import annotations

from typing import Any

from tools.coverage_minimums import percentages, too_low

MINIMUMS = {"plugins/module_utils": 80, "plugins/module_utils/saharaclient": 90}


def file_report(
    covered_lines: int, lines: int, covered_branches: int = 0, branches: int = 0
) -> dict[str, Any]:
    counts = {"covered_lines": covered_lines, "num_statements": lines}
    return {"summary": {**counts, "covered_branches": covered_branches, "num_branches": branches}}


def test_a_file_counts_for_the_innermost_layer() -> None:
    files = {
        "plugins/module_utils/_internal/boundary/task.py": file_report(8, 10),
        "plugins/module_utils/saharaclient/api.py": file_report(9, 10, 0, 10),
        "plugins/modules/sahara_image.py": file_report(0, 10),
    }
    reached = percentages(files, MINIMUMS)
    assert reached == {"plugins/module_utils": 80, "plugins/module_utils/saharaclient": 45}
    assert too_low(reached, MINIMUMS) == ["plugins/module_utils/saharaclient"]


def test_a_layer_without_files_is_below_its_minimum() -> None:
    assert too_low(percentages({}, MINIMUMS), MINIMUMS) == list(MINIMUMS)

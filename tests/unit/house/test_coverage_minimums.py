# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A layer that is tested too little is found."""

from __future__ import annotations

from typing import Any

from tools.coverage_minimums import percentages, too_low

MINIMUMS = {"plugins/module_utils": 80, "plugins/module_utils/saharaclient": 90}


def counted(lines: int, of_lines: int, branches: int = 0, of_branches: int = 0) -> dict[str, Any]:
    counts = {"covered_lines": lines, "num_statements": of_lines}
    return {"summary": {**counts, "covered_branches": branches, "num_branches": of_branches}}


def test_a_file_counts_for_the_innermost_layer() -> None:
    files = {
        "plugins/module_utils/_internal/boundary/task.py": counted(8, 10),
        "plugins/module_utils/saharaclient/api.py": counted(9, 10, 0, 10),
        "plugins/modules/sahara_image.py": counted(0, 10),
    }
    reached = percentages(files, MINIMUMS)
    assert reached == {"plugins/module_utils": 80, "plugins/module_utils/saharaclient": 45}
    assert too_low(reached, MINIMUMS) == ["plugins/module_utils/saharaclient"]


def test_a_layer_without_a_file_is_too_low() -> None:
    assert too_low(percentages({}, MINIMUMS), MINIMUMS) == list(MINIMUMS)

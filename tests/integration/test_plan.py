# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a whole run: each target in check mode, from its first task to its last, compared with the real run."""

from __future__ import annotations

import pytest

from tests.integration.conftest import Runs
from tests.integration.support.plans import deviations
from tests.integration.support.playbook import API_VERSIONS, IN_PROCESS, PLANNED, Variant
from tests.integration.support.variants import marks_of
from tests.integration.test_targets import MODULES, why

# Nobody can predict the replies to the requests of sahara_api, and a run in check mode does not remember files.
PREDICTABLE = [target for target in MODULES if target not in ("sahara_api", "sahara_save")]


@pytest.mark.parametrize(
    ("target", "variant"),
    [
        pytest.param(target, variant, id=f"{target}-{variant}", marks=marks_of(target, variant))
        for target in PREDICTABLE
        for variant in (Variant(PLANNED, api) for api in API_VERSIONS)
    ],
)
def test_the_plan_equals_the_run(runs: Runs, target: str, variant: Variant) -> None:
    planned, real = (
        runs(target, each) for each in (variant, Variant(IN_PROCESS, variant.api_version))
    )
    assert planned.exit_status == 0, why(planned)
    assert deviations(planned, real) == []

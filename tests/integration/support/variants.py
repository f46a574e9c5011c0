# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the variants of a test run: with each change, or only each night."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.integration.support.playbook import API_VERSIONS, IN_PROCESS, MODULE, Variant

# As a module, a task takes ten times as long. These targets have secrets and files.
AS_MODULES = ("sahara_data_source", "sahara_save")
# These wait for many clusters and jobs.
LONG = ("sahara_cluster", "sahara_job_execution")
# For tests that send the same with each API version.
EACH_API = [pytest.param(API_VERSIONS[0], marks=pytest.mark.nightly), API_VERSIONS[-1]]


def marks_of(target: str, variant: Variant) -> Sequence[pytest.MarkDecorator]:
    """Marks what runs only each night: few in-process variants, and most variants as modules."""
    is_new = variant.api_version == API_VERSIONS[-1]
    if variant.way == IN_PROCESS:
        runs_with_each_change = is_new or target not in LONG
    elif variant.way == MODULE:
        runs_with_each_change = is_new and target in AS_MODULES
    else:
        runs_with_each_change = is_new
    return [] if runs_with_each_change else [pytest.mark.nightly]

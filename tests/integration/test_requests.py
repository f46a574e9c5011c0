# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests a task sends, and to which service, if it changes nothing.

A list counts as one request, however many pages it has. The pages of the sandbox are short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.integration.conftest import Runs
from tests.integration.support.playbook import API_VERSIONS, VARIANTS, Record, Variant
from tests.integration.support.sandbox import Sandbox
from tests.integration.support.variants import marks_of

LOGIN = {"identity": 1}
# In the query of every page except the first one.
MARKER = re.compile(r"[?&]marker=")
# Task -> requests besides the login: for the object itself, and one for each name that the task uses.
CONVERGED = {
    ("sahara_image", "Register again"): {"data-processing": 1},
    ("sahara_image", "Register by id, with the tags in another order"): {"data-processing": 1},
    # Flavor; image; external network and security group. The id of an availability zone is its name.
    ("sahara_node_group_template", "Create again"): {
        "data-processing": 1,
        "compute": 1,
        "image": 1,
        "network": 2,
    },
    # Two node group templates are objects of Sahara.
    ("sahara_cluster_template", "Create again"): {"data-processing": 3, "image": 1, "network": 1},
    ("sahara_data_source", "Create again"): {"data-processing": 1},
    ("sahara_data_source", "Set no options"): {"data-processing": 1},
    ("sahara_data_source", "Delete again"): {"data-processing": 1},
    ("sahara_job_binary", "Create again"): {"data-processing": 1},
    # The stored content is read for the comparison.
    ("sahara_job_binary", "Create a job binary from it again"): {"data-processing": 2},
    ("sahara_job_binary_internal", "Create again"): {"data-processing": 2},
    ("sahara_job_binary_internal", "Delete again"): {"data-processing": 1},
    # Three job binaries; a data source for the default of an argument.
    ("sahara_job_template", "Create again"): {"data-processing": 5},
    ("sahara_job_template", "Use ids in another order"): {"data-processing": 1},
    ("sahara_plugin", "Disable it again (depends on the API version)"): {"data-processing": 1},
    # The info modules
    ("sahara_data_source", "Look up the same by id"): {"data-processing": 1},
    ("sahara_data_source", "List all (the list depends on timing)"): {"data-processing": 1},
    ("sahara_job_binary", "Look up the same by id"): {"data-processing": 1},
    ("sahara_job_binary_internal", "Look it up by id"): {"data-processing": 1},
    ("sahara_job_template", "Look up the same by id"): {"data-processing": 1},
    ("sahara_plugin", "Look up what a version offers"): {"data-processing": 1},
    # The images, and the tags that the plugin requires.
    (
        "sahara_plugin",
        "List the images with the tags that they lack (which are registered depends on timing)",
    ): {"data-processing": 2},
    ("sahara_job_type_info", "Look up one of them"): {"data-processing": 1},
    # The cluster template is an object of Sahara. The id of a keypair is its name.
    ("sahara_cluster", "Create again"): {"data-processing": 2},
    ("sahara_cluster", "Delete again"): {"data-processing": 1},
    # Job templates, clusters and job executions are objects of Sahara.
    ("sahara_job_execution", "Run again"): {"data-processing": 3},
    ("sahara_cluster_info", "Look one up by id, in check mode"): {"data-processing": 1},
}
# Task -> all of its requests.
SHARED_TOKEN = {
    "Log in, and store the token": {"identity": 1, "data-processing": 1},
    "Use the stored token": {"data-processing": 1},
    "Use a wrong password with a stored token": {"identity": 1},
    "Log in as another user": {"identity": 1, "data-processing": 1},
    # The second request to Sahara uses the new token.
    "Log in again once": {"identity": 1, "data-processing": 2},
    "Use the token of the second login": {"data-processing": 1},
}


@pytest.mark.parametrize(
    ("target", "task", "variant"),
    [
        pytest.param(target, task, variant, marks=marks_of(target, variant))
        for target, task in CONVERGED
        for variant in VARIANTS
    ],
)
def test_requests_of_a_converged_task(
    runs: Runs, sandbox: Sandbox, target: str, task: str, variant: Variant
) -> None:
    record = of_task(runs(target, variant).ours, f"{target} : {task}")
    assert record.outcome == "ok" and record.result["changed"] is False
    assert services(sandbox, record) == {**LOGIN, **CONVERGED[target, task]}


def of_task(records: Iterable[Record], task: str) -> Record:
    found = next((record for record in records if record.task == task), None)
    assert found, f"the play ended before the task '{task}'"
    return found


def services(sandbox: Sandbox, record: Record) -> Counter[str]:
    """Service type -> number of requests of the task, without the further pages of lists."""
    return Counter(
        sandbox.service_of(request.port, request.path)
        for request in record.requests
        if not MARKER.search(request.path)
    )


@pytest.mark.parametrize(("task", "expected"), SHARED_TOKEN.items())
@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(variant, id=str(variant), marks=marks_of("connection", variant))
        for variant in VARIANTS
        if variant.api_version == API_VERSIONS[-1]
    ],
)
def test_requests_of_tasks_that_share_a_token(
    runs: Runs, sandbox: Sandbox, task: str, expected: dict[str, int], variant: Variant
) -> None:
    record = of_task(runs("connection", variant).ours, f"connection : {task}")
    assert services(sandbox, record) == expected

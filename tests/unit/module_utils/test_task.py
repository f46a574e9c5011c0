# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The boundary of a task: failures, problems."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    BadRequest,
    RouteNotFound,
    SaharaError,
)


class StubCloud:
    """A cloud that may offer the older API, to which tasks fall back once."""

    def __init__(self, offers_older):
        self.api_version = "2"
        self.offers_older = offers_older

    def fall_back(self):
        if self.api_version == "2" and self.offers_older:
            self.api_version = "1.1"
            return True
        return False


@pytest.mark.parametrize(("offers_older", "failed"), [(True, None), (False, True)])
def test_task_starts_again_with_the_older_api(offers_older, failed):
    task = AnsibleTask({})
    task.cloud = StubCloud(offers_older)

    def run(task):
        if task.cloud.api_version == "2":
            raise RouteNotFound("no such path", method="GET", url="http://sahara/v2/clusters")
        return {"changed": False, "version": task.cloud.api_version}

    result = execute(run, task)
    assert result.get("failed") is failed
    assert result.get("version") == (None if failed else "1.1")


def test_failure_has_a_message_facts_and_the_last_known_object():
    error = BadRequest("no such flavor", status=400, name="NOT_FOUND", error_id="e", request_id="r")
    error.last_seen = {"cluster": {"status": "Error"}}

    def run(task):
        raise error

    assert execute(run, AnsibleTask({})) == {
        "failed": True,
        "changed": False,
        "msg": "no such flavor",
        "failure": {
            "kind": "BadRequest",
            "status": 400,
            "name": "NOT_FOUND",
            "message": "no such flavor",
            "error_id": "e",
            "request_id": "r",
        },
        "cluster": {"status": "Error"},
    }


def test_bug_is_one_sentence_and_a_separate_traceback():
    result = execute(lambda task: {}["nothing"], AnsibleTask({}))
    assert result["failed"] is True
    assert result["msg"].startswith("Unexpected KeyError in the collection sahara.dataprocessing")
    assert "Traceback" in result["exception"] and "\n" not in result["msg"]


def problems_of(*sentences):
    task = AnsibleTask({})
    for sentence in sentences:
        task.problem(sentence)
    with pytest.raises(SaharaError) as caught:
        task.raise_problems()
    return str(caught.value)


def test_one_problem_is_a_sentence_and_several_are_a_list():
    assert problems_of("no flavor named 'x'") == "No flavor named 'x'."
    assert problems_of("one", "two", "one") == "The request has 2 problems: (1) one; (2) two."
    AnsibleTask({}).raise_problems()


def test_option_cannot_be_defined_twice():
    text = {"type": "str"}
    with pytest.raises(ValueError, match=r"^These options are defined twice: auth, cloud\.$"):
        module_spec({"cloud": text, "own": text, "auth": text})


def test_failure_after_a_write_is_a_change():
    def run(task):
        task.note_write()
        raise BadRequest("too late", status=400, name="INVALID_DATA")

    assert execute(run, AnsibleTask({}))["changed"] is True


def test_bug_after_a_write_is_a_change_too():
    def run(task):
        task.note_write()
        return {}["nothing"]

    assert execute(run, AnsibleTask({}))["changed"] is True

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The labels of plugins: what is sent, predicted and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    Plugin,
)

from tests.unit.support.scripted import Answer, ScriptedCloud, error

Run = Callable[..., dict[str, Any]]
BOTH_APIS = pytest.mark.parametrize("api", ["1.1", "2"])


def label(status: bool, mutable: bool = True) -> dict[str, Any]:
    return {"status": status, "mutable": mutable, "description": "About the label."}


FAKE = {
    "name": "fake",
    "title": "Fake plugin",
    "description": "For tests",
    "versions": ["0.1", "0.2"],
    "plugin_labels": {"hidden": label(False), "enabled": label(True), "stable": label(True, False)},
    "version_labels": {
        "0.2": {"enabled": label(True), "stable": label(False, False)},
        "0.1": {"enabled": label(True), "deprecated": label(False)},
    },
}
SHOWN = {
    "name": "fake",
    "title": "Fake plugin",
    "description": "For tests",
    "versions": ["0.1", "0.2"],
    "plugin_labels": {"enabled": True, "hidden": False, "stable": True},
    "version_labels": {
        "0.1": {"deprecated": False, "enabled": True},
        "0.2": {"enabled": True, "stable": False},
    },
}


def finds(cloud: ScriptedCloud, api: str = "2", plugin: Any = None) -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake", {"plugin": plugin or FAKE})


@BOTH_APIS
def test_only_labels_that_differ_are_a_change(cloud: ScriptedCloud, run: Run, api: str) -> None:
    finds(cloud, api)
    body = {"plugin_labels": {"hidden": {"status": True}, "enabled": {"status": True}}}
    labels = {**FAKE["plugin_labels"], "hidden": label(True)}
    answer = Answer({"plugin": {**FAKE, "plugin_labels": labels}}, 202)
    cloud.expect("PATCH", f"/v{api}/plugins/fake", answer, body=body)
    wanted = {"hidden": True, "enabled": True}
    result = run(Plugin, name="fake", plugin_labels=wanted, api_version=api)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["plugin"] == {**SHOWN, "plugin_labels": {**SHOWN["plugin_labels"], **wanted}}
    assert result["diff"] == {
        "before": {"plugin_labels": {"hidden": False}},
        "after": {"plugin_labels": {"hidden": True}},
    }


def test_labels_are_in_alphabetical_order(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud)
    changes = {"hidden": True, "enabled": False}
    versions = {"0.2": {"enabled": False}, "0.1": {"enabled": False, "deprecated": True}}
    result = run(Plugin, True, name="fake", plugin_labels=changes, version_labels=versions)
    plugin, after = result["plugin"], result["diff"]["after"]
    assert list(plugin["plugin_labels"]) == ["enabled", "hidden", "stable"]
    assert list(plugin["version_labels"]) == ["0.1", "0.2"]
    assert list(plugin["version_labels"]["0.1"]) == ["deprecated", "enabled"]
    assert list(after["plugin_labels"]) == ["enabled", "hidden"]
    assert list(after["version_labels"]) == ["0.1", "0.2"]
    assert list(after["version_labels"]["0.1"]) == ["deprecated", "enabled"]


@BOTH_APIS
def test_labels_of_versions_are_sent(cloud: ScriptedCloud, run: Run, api: str) -> None:
    finds(cloud, api)
    body = {
        "version_labels": {
            "0.2": {"enabled": {"status": True}},
            "0.1": {"enabled": {"status": False}, "deprecated": {"status": False}},
        }
    }
    cloud.expect("PATCH", f"/v{api}/plugins/fake", Answer({"plugin": FAKE}, 202), body=body)
    wanted = {"0.2": {"enabled": True}, "0.1": {"enabled": False, "deprecated": False}}
    result = run(Plugin, name="fake", version_labels=wanted, api_version=api)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["diff"] == {
        "before": {"version_labels": {"0.1": {"enabled": True}}},
        "after": {"version_labels": {"0.1": {"enabled": False}}},
    }


def test_fixed_label_may_be_repeated_beside_a_change(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud)
    result = run(
        Plugin, check_mode=True, name="fake", plugin_labels={"hidden": True, "stable": True}
    )
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["diff"]["after"] == {"plugin_labels": {"hidden": True}}


def test_check_mode_predicts_all_labels(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud)
    wanted = {"plugin_labels": {"hidden": True}, "version_labels": {"0.1": {"deprecated": True}}}
    result = run(Plugin, check_mode=True, name="fake", **wanted)
    assert result["changed"] is True
    assert result["plugin"] == {
        **SHOWN,
        "plugin_labels": {"enabled": True, "hidden": True, "stable": True},
        "version_labels": {
            "0.1": {"deprecated": True, "enabled": True},
            "0.2": {"enabled": True, "stable": False},
        },
    }


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"plugin_labels": {"hidden": False, "enabled": True}},
        {"plugin_labels": {"hidden": "no", "enabled": "Yes", "stable": "True"}},
        {"version_labels": {"0.1": {"enabled": "true", "deprecated": "False"}}},
        {"version_labels": {"0.2": {"stable": False}}},
        {"version_labels": {"0.2": {}}},
    ],
)
def test_equal_labels_change_nothing(cloud: ScriptedCloud, run: Run, options: Any) -> None:
    finds(cloud)
    result = run(Plugin, name="fake", **options)
    assert (result.get("msg"), result["changed"]) == (None, False)
    assert result["plugin"] == SHOWN


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"plugin_labels": {"hiden": True}},
         "No label in plugin_labels named 'hiden'; did you mean 'hidden'?"),
        ({"plugin_labels": {"stable": False}},
         "Sahara does not allow changing the label 'stable' in plugin_labels."),
        ({"plugin_labels": {"hidden": "maybe"}},
         "The label 'hidden' in 'plugin_labels' must be true or false."),
        ({"plugin_labels": ["hidden"]},
         "The labels in 'plugin_labels' must be a dictionary {label: true or false}."),
        ({"version_labels": {"0.3": {"enabled": True}}},
         "No version of plugin fake named '0.3'; did you mean '0.2' or '0.1'?"),
        ({"version_labels": {"0.1": {"enabeld": True}}},
         "No label in version_labels of 0.1 named 'enabeld'; did you mean 'enabled'?"),
        ({"version_labels": {"0.2": {"stable": True}}},
         "Sahara does not allow changing the label 'stable' in version_labels of 0.2."),
        ({"version_labels": {"0.1": {"enabled": 7}}},
         "The label 'enabled' in 'version_labels' must be true or false."),
        ({"version_labels": {"0.1": "enabled"}},
         "The labels in 'version_labels' must be a dictionary {label: true or false}."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("check_mode", [False, True])
def test_problems_are_reported_before_anything_is_sent(
    cloud: ScriptedCloud, run: Run, options: Any, problem: str, check_mode: bool
) -> None:
    finds(cloud)
    assert run(Plugin, check_mode=check_mode, name="fake", **options)["msg"] == problem


def test_plugin_without_labels_has_none_to_set(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud, plugin={"name": "fake", "versions": ["0.1"]})
    wanted = {"plugin_labels": {"hidden": True}, "version_labels": {"0.1": {"enabled": True}}}
    result = run(Plugin, name="fake", **wanted)
    assert result["msg"] == (
        "The request has 2 problems: (1) no label in plugin_labels named 'hidden'; none exist; "
        "(2) no version of plugin fake named '0.1'; none exist."
    )


@BOTH_APIS
def test_unknown_plugin_is_reported_with_similar_names(
    cloud: ScriptedCloud, run: Run, api: str
) -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake", error(404, "NOT_FOUND", "Not found"))
    cloud.expect("GET", f"/v{api}/plugins", {"plugins": [{"name": "fakes"}, {"name": "spark"}]})
    result = run(Plugin, name="fake", plugin_labels={"hidden": True}, api_version=api)
    assert result["msg"] == "No plugin named 'fake'; did you mean 'fakes'?"


def test_refused_change_names_who_can_make_it(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud)
    refusal = error(403, "FORBIDDEN", "Policy says no")
    cloud.expect("PATCH", "/v2/plugins/fake", refusal)
    result = run(Plugin, name="fake", plugin_labels={"hidden": True})
    assert result["failure"]["kind"] == "Forbidden"
    sentence = "Only an administrator can change the labels of plugin 'fake'. Sahara answered: "
    assert result["msg"].startswith(sentence)
    assert "Policy says no" in result["msg"]

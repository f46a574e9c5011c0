# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields: what counts as a difference, and what does not."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.configs import (
    Configs,
    MergedConfigs,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.field import (
    Flag,
    Names,
    Number,
    Text,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.references import (
    Reference,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    PluginLabels,
    VersionLabels,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.group_checks import (
    check_groups,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_groups import (
    NodeGroupList,
)


class Scope:
    """Look-ups in a table; anything else is a problem."""

    def __init__(self, **names):
        self.names = names
        self.params = {}
        self.looked_up = []
        self.problems = []

    def resolve(self, kind, value, current=None):
        if value == current:
            return value
        self.looked_up.append((kind, value))
        if value not in self.names:
            self.problems.append(value)
        return self.names.get(value, value)

    def name_of(self, kind, identity):
        return next((name for name, known in self.names.items() if known == identity), identity)

    def problem(self, sentence):
        self.problems.append(sentence)


@pytest.fixture
def scope():
    return Scope()


def differs(field, written, sent, scope=None):
    scope = scope or Scope()
    current = field.current(sent)
    return not field.same(field.wanted(written, scope, current), current)


@pytest.mark.parametrize(
    ("field", "written", "sent"),
    [
        (Text("description"), "", None),
        (Text("volume_mount_prefix", default="/volumes/disk"), "/volumes/disk", None),
        (Flag("is_public"), False, None),
        (Flag("use_autoconfig", default=True), True, None),
        (Number("volumes_per_node", default=0), 0, None),
        (Names("node_processes"), ["b", "a", "a"], ["a", "b"]),
        (Names("anti_affinity"), [], None),
        (Configs("node_configs"), {"HDFS": {"heap": "1"}}, {"HDFS": {"heap": 1}}),
        (Configs("node_configs"), {"HDFS": {"on": True}}, {"HDFS": {"on": "True"}}),
        (Configs("node_configs"), {"HDFS": {"on": "True"}}, {"HDFS": {"on": True}}),
        (Configs("node_configs"), {"HDFS": {"on": False}}, {"HDFS": {"on": "False"}}),
        (Configs("node_configs"), {"HDFS": {"on": "False"}}, {"HDFS": {"on": "false"}}),
        (Configs("node_configs"), {}, None),
        (
            MergedConfigs("cluster_configs"),
            {"HDFS": {"a": 1}},
            {"HDFS": {"a": 1, "b": 2}, "Hive": {"c": 3}},
        ),
    ],
)
def test_equivalent_values(field, written, sent):
    assert not differs(field, written, sent)


@pytest.mark.parametrize(
    ("field", "written", "sent"),
    [
        (Text("description"), "x", None),
        (Flag("is_public"), True, None),
        (Flag("use_autoconfig", default=True), False, None),
        (Names("node_processes"), ["a"], ["a", "b"]),
        (Configs("node_configs"), {"HDFS": {"heap": 1}}, {"HDFS": {"heap": 1, "other": 2}}),
        (
            Configs("node_configs"),
            {"HDFS": {"name": "True story"}},
            {"HDFS": {"name": "true story"}},
        ),
        (Configs("node_configs"), {"HDFS": {"name": "FALSE"}}, {"HDFS": {"name": "false"}}),
        (MergedConfigs("cluster_configs"), {"HDFS": {"a": 2}}, {"HDFS": {"a": 1}}),
        (MergedConfigs("cluster_configs"), {"Pig": {"a": 2}}, {"HDFS": {"a": 2}}),
    ],
)
def test_differences(field, written, sent):
    assert differs(field, written, sent)


def test_reference_by_current_id_is_not_looked_up():
    scope = Scope(small="2")
    assert not differs(Reference("flavor", "flavor"), "2", "2", scope)
    assert scope.looked_up == []


def test_reference_by_name_is_compared_by_id():
    scope = Scope(small="2")
    assert not differs(Reference("flavor", "flavor"), "small", "2", scope)
    assert differs(Reference("flavor", "flavor"), "small", "3", scope)


MASTER = {"name": "master", "count": 1, "node_group_template_id": "t1", "flavor_id": "2"}
WORKER = {"name": "worker", "count": 3, "node_group_template_id": "t2", "flavor_id": "2"}


@pytest.fixture(name="groups")
def groups_fixture():
    return NodeGroupList("node_groups"), Scope(masters="t1", workers="t2", small="2", big="3")


def test_order_of_groups_and_inherited_values_are_not_compared(groups):
    field, scope = groups
    written = [
        {"name": "worker", "count": 3, "node_group_template": "workers"},
        {"name": "master", "count": 1, "node_group_template": "masters", "flavor": None},
    ]
    assert not differs(field, written, [MASTER, WORKER], scope)


def test_diff_shows_only_the_part_of_a_group_that_differs(groups):
    field, scope = groups
    written = [
        {"name": "master", "count": 1, "node_group_template": "masters", "flavor": "big"},
        {"name": "worker", "count": 5, "node_group_template": "workers"},
    ]
    current = field.current([MASTER, WORKER])
    wanted = field.wanted(written, scope, current)
    assert field.render_change(current, wanted, scope) == (
        {"master": {"flavor": "small"}, "worker": {"count": 3}},
        {"master": {"flavor": "big"}, "worker": {"count": 5}},
    )


def test_diff_of_added_and_removed_groups(groups):
    """It has all that the task says about a new group, and all that is lost with a removed one."""
    field, scope = groups
    added = {
        "name": "worker",
        "count": 3,
        "node_group_template": "workers",
        "volumes_size": 9,
        "is_proxy_gateway": False,
    }
    scope.params = {"node_groups": [added]}
    current = field.current([MASTER])
    wanted = field.wanted([added], scope, current)
    removed = {"name": "master", "count": 1, "node_group_template": "masters", "flavor": "small"}
    assert field.render_change(current, wanted, scope) == ({"master": removed}, {"worker": added})


def test_all_problems_of_groups_are_noted(groups):
    field, scope = groups
    written = [
        {"name": "a", "count": 1},
        {"name": "a", "count": -1, "node_group_template": "masters"},
    ]
    check_groups(scope, field.wanted(written, scope, None))
    assert scope.problems == [
        "'count' of node group 'a' must not be negative: -1",
        "'node_groups' has two node groups named 'a'",
        "node group 'a' requires 'node_group_template' or 'flavor'",
        "node group 'a' requires 'node_group_template' or 'node_processes'",
    ]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ({"HDFS": {"a": 1, "b": True, "c": "x"}}, {"HDFS": {"a": 1, "b": True, "c": "x"}}),
        ({"HDFS": {"a": 0.5, 8: 2}}, {"HDFS": {"a": "0.5", "8": 2}}),
        ({"HDFS": None, "YARN": {}}, {"HDFS": {}, "YARN": {}}),
    ],
)
def test_configs_are_sent_as_sahara_accepts_them(scope, written, sent):
    assert Configs("node_configs").wanted(written, scope, None) == sent
    assert scope.problems == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"HDFS": 5}, "'node_configs.HDFS' must be a dictionary of names and values"),
        ({"HDFS": "a=b"}, "'node_configs.HDFS' must be a dictionary of names and values"),
        ({"HDFS": {"a": None}}, "'node_configs.HDFS.a' must be a string, number or boolean"),
        (
            {"HDFS": {"a": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"}},
            "'node_configs.HDFS.a' is the mask of a secret from another result; set the secret itself",
        ),
        ({"HDFS": {"a": [1]}}, "'node_configs.HDFS.a' must be a string, number or boolean"),
    ],
)  # fmt: skip
def test_invalid_configs_are_problems(scope, written, problem):
    Configs("node_configs").wanted(written, scope, None)
    assert scope.problems == [problem]


@pytest.mark.parametrize(
    ("written", "predicted"),
    [
        ({"HDFS": {"a": 2}}, {"HDFS": {"a": 2, "b": 1}}),
        ({"Hive": {"c": 3}}, {"HDFS": {"a": 1, "b": 1}, "Hive": {"c": 3}}),
        ({}, {"HDFS": {"a": 1, "b": 1}}),
    ],
)
def test_configs_of_a_cluster_are_merged_with_those_of_its_template(scope, written, predicted):
    field = MergedConfigs("cluster_configs")
    assert field.predict(written, {"HDFS": {"a": 1, "b": 1}}, scope) == predicted
    assert field.predict(written, None, scope) == written


def test_empty_string_removes_a_removable_reference(scope):
    image = Reference("image", "image", removable=True)
    assert image.wanted("", scope, "1") is None
    assert differs(image, "", "1", scope)
    assert not differs(image, "", None, scope)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [({"enabled": True}, {"enabled": True}), ({"enabled": "False", "hidden": "yes"}, {"enabled": False, "hidden": True})],
)  # fmt: skip
def test_labels_may_be_written_as_strings(scope, written, wanted):
    assert PluginLabels("plugin_labels").wanted(written, scope, None) == wanted
    assert VersionLabels("version_labels").wanted({2.3: written}, scope, None) == {"2.3": wanted}
    assert scope.problems == []


def test_invalid_labels_are_problems(scope):
    VersionLabels("version_labels").wanted({"2.3": True, "2.2": {"enabled": 7}}, scope, None)
    assert scope.problems == [
        "the labels in 'version_labels' must be a dictionary {label: true or false}",
        "the label 'enabled' in 'version_labels' must be true or false",
    ]

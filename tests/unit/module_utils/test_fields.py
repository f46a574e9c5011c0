# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as a difference, and what does not."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.fields import (
    Configs,
    Flag,
    MergedConfigs,
    Names,
    Number,
    Reference,
    Text,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.node_groups import (
    NodeGroups,
    check_described,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.plugin import (
    PluginLabels,
    VersionLabels,
)


class Scope:
    """Look-ups in a table; what is not in it is a problem."""

    def __init__(self, **names):
        self.names = names
        self.asked = []
        self.problems = []

    def resolve(self, kind, value, current=None):
        if value == current:
            return value
        self.asked.append((kind, value))
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
def test_the_same_in_other_words(field, written, sent):
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


def test_a_reference_that_is_the_id_already_is_not_looked_up():
    scope = Scope(small="2")
    assert not differs(Reference("flavor", "flavor"), "2", "2", scope)
    assert scope.asked == []


def test_a_reference_by_name_is_compared_by_id():
    scope = Scope(small="2")
    assert not differs(Reference("flavor", "flavor"), "small", "2", scope)
    assert differs(Reference("flavor", "flavor"), "small", "3", scope)


MASTER = {"name": "master", "count": 1, "node_group_template_id": "t1", "flavor_id": "2"}
WORKER = {"name": "worker", "count": 3, "node_group_template_id": "t2", "flavor_id": "2"}


@pytest.fixture(name="groups")
def groups_fixture():
    return NodeGroups("node_groups"), Scope(masters="t1", workers="t2", small="2", big="3")


def test_the_order_of_groups_and_what_they_inherit_make_no_difference(groups):
    field, scope = groups
    written = [
        {"name": "worker", "count": 3, "node_group_template": "workers"},
        {"name": "master", "count": 1, "node_group_template": "masters", "flavor": None},
    ]
    assert not differs(field, written, [MASTER, WORKER], scope)


def test_only_the_part_of_a_group_that_differs_is_shown(groups):
    field, scope = groups
    written = [
        {"name": "master", "count": 1, "node_group_template": "masters", "flavor": "big"},
        {"name": "worker", "count": 5, "node_group_template": "workers"},
    ]
    current = field.current([MASTER, WORKER])
    wanted = field.wanted(written, scope, current)
    assert field.show_change(current, wanted, scope) == (
        {"master": {"flavor": "small"}, "worker": {"count": 3}},
        {"master": {"flavor": "big"}, "worker": {"count": 5}},
    )


def test_groups_that_come_and_go(groups):
    field, scope = groups
    current = field.current([MASTER])
    wanted = field.wanted(
        [{"name": "worker", "count": 3, "node_group_template": "workers"}], scope, current
    )
    assert field.show_change(current, wanted, scope) == (
        {"master": {"name": "master", "count": 1, "node_group_template": "masters"}},
        {"worker": {"name": "worker", "count": 3, "node_group_template": "workers"}},
    )


def test_what_is_wrong_with_groups_is_noted_together(groups):
    field, scope = groups
    written = [
        {"name": "a", "count": 1},
        {"name": "a", "count": -1, "node_group_template": "masters"},
    ]
    check_described(scope, field.wanted(written, scope, None))
    assert scope.problems == [
        "the count of node group 'a' is -1",
        "two node groups are called 'a'",
        "node group 'a' has neither a 'node_group_template' nor 'flavor'",
        "node group 'a' has neither a 'node_group_template' nor 'node_processes'",
    ]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ({"HDFS": {"a": 1, "b": True, "c": "x"}}, {"HDFS": {"a": 1, "b": True, "c": "x"}}),
        ({"HDFS": {"a": 0.5, 8: 2}}, {"HDFS": {"a": "0.5", "8": 2}}),
        ({"HDFS": None, "YARN": {}}, {"HDFS": {}, "YARN": {}}),
    ],
)
def test_configs_are_sent_as_sahara_takes_them(scope, written, sent):
    assert Configs("node_configs").wanted(written, scope, None) == sent
    assert scope.problems == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"HDFS": 5}, "'node_configs' has no names and values for HDFS"),
        ({"HDFS": "a=b"}, "'node_configs' has no names and values for HDFS"),
        ({"HDFS": {"a": None}}, "the value of a for HDFS in 'node_configs' is no string, number or boolean"),
        ({"HDFS": {"a": [1]}}, "the value of a for HDFS in 'node_configs' is no string, number or boolean"),
    ],
)  # fmt: skip
def test_configs_that_sahara_refuses_are_problems(scope, written, problem):
    Configs("node_configs").wanted(written, scope, None)
    assert scope.problems == [problem]


def test_an_empty_string_wants_none_of_what_can_be_removed(scope):
    image = Reference("image", "image", removable=True)
    assert image.wanted("", scope, "1") is None
    assert differs(image, "", "1", scope)
    assert not differs(image, "", None, scope)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [({"enabled": True}, {"enabled": True}), ({"enabled": "False", "hidden": "yes"}, {"enabled": False, "hidden": True})],
)  # fmt: skip
def test_labels_are_true_or_false_however_they_are_written(scope, written, wanted):
    assert PluginLabels("plugin_labels").wanted(written, scope, None) == wanted
    assert VersionLabels("version_labels").wanted({2.3: written}, scope, None) == {"2.3": wanted}
    assert scope.problems == []


def test_labels_that_are_neither_are_problems(scope):
    VersionLabels("version_labels").wanted({"2.3": True, "2.2": {"enabled": 7}}, scope, None)
    assert scope.problems == [
        "'version_labels' has no labels, as {label: true or false}",
        "the status of enabled in 'version_labels' is neither true nor false",
    ]

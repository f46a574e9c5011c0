# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling: the differences, the request, and the prediction."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.groups import (
    ClusterGroups,
    completed,
    only_scaled,
    scale_request,
)

FIELD = ClusterGroups("node_groups")
SERVER = [
    {"name": "master", "count": 1, "node_group_template_id": "t1", "flavor_id": "2"},
    {"name": "worker", "count": 3, "node_group_template_id": "t2", "flavor_id": "2"},
]
CURRENT = FIELD.current(SERVER)


class Scope:
    def __init__(self, **params):
        self.params = params
        self.problems = []
        self.lookups = SimpleNamespace(state_of=lambda kind, identity: {"flavor_id": "2"})

    def resolve(self, kind, value, current=None):
        return value

    def name_of(self, kind, identity):
        return identity

    def problem(self, sentence):
        self.problems.append(sentence)


def wanted(*groups, **params):
    return FIELD.wanted([*groups], Scope(**params), CURRENT)


NEW = {"name": "extra", "count": 2, "node_group_template": "t2"}


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [{"name": "worker", "count": 3}],
        [{"name": "nobody", "count": 0}],
        [{"name": "worker", "count": 3, "flavor": "2"}, {"name": "master", "count": 1}],
    ],
)
def test_equal_or_unnamed_groups_are_not_a_difference(groups):
    assert FIELD.same(wanted(*groups), CURRENT)


@pytest.mark.parametrize(
    ("groups", "params", "request_body", "predicted"),
    [
        (
            [{"name": "worker", "count": 5}],
            {},
            {"resize_node_groups": [{"name": "worker", "count": 5}]},
            {"master": 1, "worker": 5},
        ),
        (
            [{"name": "worker", "count": 0}],
            {},
            {"resize_node_groups": [{"name": "worker", "count": 0}]},
            {"master": 1},
        ),
        (
            [{"name": "master", "count": 1}],
            {"purge_node_groups": True},
            {"resize_node_groups": [{"name": "worker", "count": 0}]},
            {"master": 1},
        ),
        # In the order of the names, although the task names only the last group.
        (
            [{"name": "worker", "count": 4}],
            {"purge_node_groups": True},
            {
                "resize_node_groups": [
                    {"name": "master", "count": 0},
                    {"name": "worker", "count": 4},
                ]
            },
            {"worker": 4},
        ),
        (
            [NEW, {"name": "worker", "count": 2}],
            {},
            {
                "resize_node_groups": [{"name": "worker", "count": 2}],
                "add_node_groups": [{"name": "extra", "count": 2, "node_group_template_id": "t2"}],
            },
            {"extra": 2, "master": 1, "worker": 2},
        ),
    ],
)
def test_one_request_resizes_and_adds_groups(groups, params, request_body, predicted):
    goal = wanted(*groups, **params)
    assert not FIELD.same(goal, CURRENT)
    assert only_scaled(goal, CURRENT)
    assert scale_request(goal, CURRENT, {}) == request_body
    after = FIELD.predict(goal, CURRENT, Scope())
    assert {group["name"]: group["count"] for group in after} == predicted
    assert FIELD.same(goal, after)


def test_a_scaled_group_keeps_what_differs_from_its_template():
    current = FIELD.current([{**SERVER[1], "flavor_id": "3"}])
    goal = FIELD.wanted([{"name": "worker", "count": 5}], Scope(), current)
    (group,) = FIELD.predict(goal, current, Scope())
    assert (group["count"], group["flavor_id"]) == (5, "3")


def test_diff_shows_only_counts():
    goal = wanted({"name": "worker", "count": 5}, {"name": "master", "count": 1})
    assert FIELD.render_change(CURRENT, goal, Scope()) == (
        {"worker": {"count": 3}},
        {"worker": {"count": 5}},
    )


@pytest.mark.parametrize(
    "group",
    [
        {"name": "worker", "count": 0, "flavor": "3"},
        {"name": "extra", "count": 1, "flavor": "3"},
        {"name": "nobody", "count": 0, "flavor": "3"},
    ],
)
def test_removing_and_adding_whole_groups_is_scaling(group):
    """Their other options do not matter."""
    assert only_scaled(wanted(group, {"name": "master", "count": 2}), CURRENT)


def test_new_flavor_is_not_only_scaling():
    assert not only_scaled(wanted({"name": "worker", "count": 5, "flavor": "3"}), CURRENT)


def test_instances_to_remove_are_sent_with_their_group():
    goal = wanted({"name": "worker", "count": 2})
    assert scale_request(goal, CURRENT, {"worker": ["w-1"]}) == {
        "resize_node_groups": [{"name": "worker", "count": 2, "instances": ["w-1"]}]
    }


@pytest.mark.parametrize(("size", "sent"), [(None, False), (0, False), (1, True)])
def test_a_size_of_volumes_is_sent_only_if_there_is_one(size, sent):
    """Sahara returns 0 for a group without volumes, and refuses it."""
    (group,) = FIELD.encode([{"name": "worker", "count": 1, "volumes_size": size}])
    assert ("volumes_size" in group) is sent


def test_options_of_the_task_override_the_groups_of_the_template():
    groups = completed([{"name": "worker", "count": 9}], CURRENT)
    assert [(group["name"], group["count"], group["flavor_id"]) for group in groups] == [
        ("master", 1, "2"),
        ("worker", 9, "2"),
    ]
    sent = FIELD.encode(groups)
    assert all(None not in group.values() and "volumes_size" not in group for group in sent)


def test_completed_groups_are_sorted_by_name():
    groups = completed([{"name": "b", "count": 1}, {"name": "a", "count": 1}], CURRENT)
    assert [group["name"] for group in groups] == ["a", "b", "master", "worker"]

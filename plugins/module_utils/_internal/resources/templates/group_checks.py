# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the node groups of clusters and cluster templates.

Sahara's own message about an invalid node group does not say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...engine.contracts import Task
from ..names import HOSTNAME_FORM
from .node_group_template import check_volumes
from .node_groups import TEMPLATE, NodeGroup


def check_groups(task: Task, groups: Iterable[NodeGroup]) -> None:
    """Note everything in the node groups to be written that Sahara would refuse."""
    for group in groups:
        name = group["name"]
        if not HOSTNAME_FORM.fits(name):
            task.problem(f"'{name}' is not a valid node group name: {HOSTNAME_FORM.words}")
        if not group.get(TEMPLATE.wire):
            check_described(task, group)
        check_volumes(task, group, f" of node group '{name}'")


def check_described(task: Task, group: NodeGroup) -> None:
    """Note which of the options that replace a node group template are missing."""
    for wire, option in (("flavor_id", "flavor"), ("node_processes", "node_processes")):
        if not group.get(wire):
            task.problem(
                f"node group '{group['name']}' requires 'node_group_template' or '{option}'"
            )

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that a part of a cluster's name triggers."""

from __future__ import annotations

import re

FAULTS = {
    "heatfail": "Heat fails to create the stack. The cluster ends in Error.",
    "heatstuck": "Heat never finishes creating the stack. The cluster stays in Spawning.",
    "slowN": "Heat takes N seconds longer to create, update and delete a stack (slow7: 7 s).",
    "nossh": "The instances do not answer SSH. The cluster ends in Error, after 30 s in Waiting.",
    "cmdfail": "Every command that Sahara runs on the instances fails. The cluster ends in Error.",
    "sick": "The cluster becomes Active, but its health check is RED.",
    "scalefail": "Heat fails to update the stack. Sahara rolls the scaling back.",
    "delfail": "The first deletion of the stack fails. The cluster stays in Deleting until you delete it again.",
    "delstuck": "Heat never finishes deleting the stack. The cluster stays in Deleting.",
}
QUOTA = "More than 50 instances in a project exceed its quota."
SLOWEST = 600
# The faults of an instance, and those of the operations of a stack: which fail, and which never end.
INSTANCE_FAULTS = ("nossh", "cmdfail", "sick")
FAILING = {"CREATE": "heatfail", "UPDATE": "scalefail"}
ENDLESS = {"CREATE": "heatstuck", "DELETE": "delstuck"}
NO_HOST = "No valid host was found (simulated)"
# What Heat reports when Nova finds no host for a flavor.
TOO_LARGE = 'Went to status ERROR due to "Message: No valid host was found. , Code: 500"'
PORT_IN_USE = "A port is in use (simulated)"


class StackError(Exception):
    """An operation of a stack failed. The message is the reason that Heat reports."""


def triggers(name: str, fault: str | None) -> bool:
    """Whether the name of a cluster triggers this fault."""
    return fault is not None and fault in name.lower()


def of_instance(name: str) -> str | None:
    """The fault of an instance, whose name begins with that of its cluster."""
    return next((fault for fault in INSTANCE_FAULTS if triggers(name, fault)), None)


def cluster_of(stack: str) -> str:
    """The name of the cluster to which a stack belongs. Sahara adds 8 characters of an id."""
    return stack[:-8]


def slowness(name: str) -> int:
    """The N of slowN, in seconds; 0 without slowN."""
    match = re.search(r"slow(\d+)", name.lower())
    return min(int(match.group(1)), SLOWEST) if match else 0

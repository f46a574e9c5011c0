# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that a cluster's name asks for; a part of the name is enough."""

from __future__ import annotations

import re

FAULTS = {
    "heatfail": "Heat fails to create the stack: the cluster ends in Error",
    "heatstuck": "Heat never ends creating the stack: the cluster stays in Spawning",
    "slowN": "Heat takes N more seconds for each creation, update and deletion (slow7: 7)",
    "nossh": "the instances do not answer SSH: the cluster ends in Error, after 30 s of Waiting",
    "cmdfail": "every command of Sahara on the instances fails: the cluster ends in Error",
    "sick": "the cluster gets Active, and its health check is RED",
    "scalefail": "Heat fails to update the stack: a scaling is rolled back",
    "delfail": "Heat fails the first deletion: the cluster stays in Deleting until asked again",
    "delstuck": "Heat never ends the deletion: the cluster stays in Deleting",
}
QUOTA = "more than 50 instances in a project exceed its quota"
SLOWEST = 600


def asked(name: str, fault: str) -> bool:
    """Whether the name of a cluster asks for this fault."""
    return fault in name.lower()


def slowness(name: str) -> int:
    """The N of slowN, in seconds; 0 without."""
    match = re.search(r"slow(\d+)", name.lower())
    return min(int(match.group(1)), SLOWEST) if match else 0

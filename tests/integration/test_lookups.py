# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What names find in Nova, Neutron, Glance and Cinder: the same in the stand-in and in a real OpenStack."""

from __future__ import annotations

import re

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.lookups import (
    NoMatch,
)

from tests.integration.support.sandbox import Sandbox

FOUND = "found"
NO_FLAVOR = r"no flavor named '{}'; (did you mean|available)"
# User, kind, value, and what comes of it: FOUND, or a pattern for the error.
TABLE = [
    ("demo", "flavor", "sandbox.small", FOUND),
    ("demo", "flavor", "sandbox.medium", FOUND),
    ("demo", "flavor", "2", FOUND),
    ("demo", "flavor", "private.demo", FOUND),
    ("demo", "flavor", "11", FOUND),
    ("demo", "flavor", "private.alt", NO_FLAVOR),
    ("demo", "flavor", "12", NO_FLAVOR),
    ("demo", "flavor", "sandbox.smal", r"no flavor named '{}'; did you mean 'sandbox.small' or"),
    ("alt", "flavor", "private.alt", FOUND),
    ("admin", "flavor", "private.alt", NO_FLAVOR),
    ("admin", "flavor", "12", FOUND),
    ("demo", "image", "spark-2.3-ubuntu", FOUND),
    ("demo", "image", "unregistered", FOUND),
    ("demo", "image", "duplicate", r"2 images are named '{}': [\w-]+, [\w-]+; use the id instead"),
    ("demo", "image", "hidden", FOUND),
    ("demo", "image", "community", FOUND),
    ("demo", "image", "accepted", FOUND),
    ("demo", "image", "pending", r"no image named '{}'"),
    ("demo", "image", "unshared", r"no image named '{}'"),
    ("alt", "image", "pending", FOUND),
    ("viewer", "image", "hidden", FOUND),
    ("demo", "network", "private", FOUND),
    ("demo", "network", "public", FOUND),
    ("demo", "network", "twin", r"2 networks are named '{}': [\w-]+, [\w-]+; use the id instead"),
    ("demo", "network", "privat", r"no network named '{}'; did you mean 'private'\?"),
    ("demo", "floating_ip_pool", "public", FOUND),
    ("demo", "floating_ip_pool", "private", r"no external network named '{}'; available: public"),
    ("demo", "keypair", "sandbox", FOUND),
    ("demo", "keypair", "sandbx", r"no keypair named '{}'; did you mean 'sandbox'\?"),
    ("viewer", "keypair", "sandbox", FOUND),
    ("demo", "security_group", "default", FOUND),
    ("admin", "security_group", "default", FOUND),
    ("demo", "security_group", "defau", r"no security group named '{}'; did you mean 'default'\?"),
    ("demo", "availability_zone", "nova", FOUND),
    ("demo", "availability_zone", "mars", r"no availability zone named '{}'; available: nova"),
    ("demo", "volume_type", "sandbox-nvme", FOUND),
    ("demo", "volume_type", "private-demo", FOUND),
    (
        "demo",
        "volume_type",
        "private-alt",
        r"no volume type named '{}'; did you mean 'private-demo'",
    ),
    ("alt", "volume_type", "private-alt", FOUND),
    ("demo", "volume_availability_zone", "nova", FOUND),
    ("demo", "volume_availability_zone", "x", r"no volume availability zone named '{}'; available"),
]


@pytest.mark.parametrize(
    ("user", "kind", "value", "outcome"), TABLE, ids=["-".join(row[:3]) for row in TABLE]
)
def test_look_up(sandbox: Sandbox, user: str, kind: str, value: str, outcome: str) -> None:
    task = AnsibleTask({"cloud": dict(sandbox.clouds[user]), "api_version": "2"})
    try:
        found = task.lookups.id_of(kind, value)
    except NoMatch as error:
        assert re.match(outcome.format(value), str(error)), error
    else:
        assert outcome == FOUND, found
        (item,) = [each for each in task.lookups.named(kind, value) if each["id"] == found] or [
            None
        ]
        assert item is None or value in (item["name"], item["id"])

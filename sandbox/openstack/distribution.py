# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The virtual environment of the OpenStack services, which all sandboxes of a user share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sandbox import install
from sandbox.layout import Layout

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
DOWNLOAD_MB, INSTALLED_MB = 120, 620
# (name of the distribution, its entry points): how Neutron and Heat find the sandbox's parts.
ENTRY_POINTS = (
    "sandbox-drivers",
    "[neutron.ml2.mechanism_drivers]\n"
    "sandbox = sandbox.openstack.drivers.neutron:Mechanism\n"
    "[heat.stack_lifecycle_plugins]\n"
    "sandbox = sandbox.openstack.drivers.heat:Faults\n",
)

Say = Callable[[str], None]


def ensure(layout: Layout, say: Say) -> Path:
    """The directory of the environment. One process at a time creates it if it is missing."""
    about = (
        f"OpenStack (a download of {DOWNLOAD_MB} MB, {INSTALLED_MB} MB on disk, about two minutes)"
    )
    return install.ensure_environment(layout, "openstack", REQUIREMENTS, ENTRY_POINTS, about, say)

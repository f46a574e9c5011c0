# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that the modules of several resources share."""

from __future__ import annotations

from typing import Any

Options = dict[str, dict[str, Any]]

PLUGIN_OPTIONS: Options = {
    "plugin_name": {"type": "str"},
    "plugin_version": {"type": "str"},
    "description": {"type": "str"},
}

SHARES_OPTION: Options = {
    "shares": {
        "type": "list",
        "elements": "dict",
        "options": {
            "id": {"type": "str", "required": True},
            "path": {"type": "str"},
            "access_level": {"type": "str", "choices": ["rw", "ro"], "default": "rw"},
        },
    },
}

GROUP_OPTIONS: Options = {
    "flavor": {"type": "str"},
    "image": {"type": "str"},
    "node_processes": {"type": "list", "elements": "str"},
    "node_configs": {"type": "dict"},
    "volumes_per_node": {"type": "int"},
    "volumes_size": {"type": "int"},
    "volume_type": {"type": "str"},
    "volumes_availability_zone": {"type": "str"},
    "volume_mount_prefix": {"type": "str"},
    "volume_local_to_instance": {"type": "bool"},
    "floating_ip_pool": {"type": "str"},
    "security_groups": {"type": "list", "elements": "str"},
    "auto_security_group": {"type": "bool"},
    "availability_zone": {"type": "str"},
    "is_proxy_gateway": {"type": "bool"},
    "use_autoconfig": {"type": "bool"},
    **SHARES_OPTION,
}

CLUSTER_OPTIONS: Options = {
    "default_image": {"type": "str"},
    "cluster_configs": {"type": "dict"},
    "anti_affinity": {"type": "list", "elements": "str"},
    "neutron_management_network": {"type": "str"},
    "domain_name": {"type": "str"},
    **SHARES_OPTION,
    "use_autoconfig": {"type": "bool"},
    "node_groups": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "count": {"type": "int", "required": True},
            "node_group_template": {"type": "str"},
            **GROUP_OPTIONS,
        },
    },
}

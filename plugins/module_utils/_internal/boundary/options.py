# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that modules share, except the fields of resources, and the whole argument spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..fields.field import Options
from .censoring import SHOW_PASSWORDS
from .presence import never_empty, without_marks

CONNECTION_OPTIONS: Options = {
    # "no_log" keeps all values out of the host's log. "censoring" lets results show public ones.
    "cloud": {"type": "raw", "no_log": True},
    "auth": {"type": "dict", "no_log": True},
    "auth_type": {"type": "str"},
    "region_name": {"type": "str"},
    # The aliases are those of openstack.cloud.
    "interface": {
        "type": "str",
        "choices": ["public", "internal", "admin"],
        "aliases": ["endpoint_type"],
    },
    "validate_certs": {"type": "bool", "aliases": ["verify"]},
    "ca_cert": {"type": "path", "aliases": ["cacert"]},
    "client_cert": {"type": "path", "aliases": ["cert"]},
    "client_key": {"type": "path", "aliases": ["key"]},
    "api_timeout": {"type": "int"},
    "sahara_url": {"type": "str"},
    "service_type": {"type": "str"},
    "api_version": {"type": "str", "choices": ["auto", "1.1", "2"]},
    # Otherwise, Ansible would take the value for a secret because of "token" in the name.
    "token_cache": {"type": "bool", "default": False, "no_log": False},
    "application_credential_can_provision": {"type": "bool", "default": False, "no_log": False},
}

STATE_OPTIONS: Options = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

IMMUTABLE_OPTIONS: Options = {
    "on_immutable_change": {
        "type": "str",
        "choices": ["fail", "recreate", "ignore"],
        "default": "fail",
    },
}

PASSWORDS_OPTIONS: Options = {SHOW_PASSWORDS: {"type": "bool", "default": False, "no_log": False}}

SECRETS_OPTIONS: Options = {
    "update_secrets": {
        "type": "str",
        "choices": ["on_create", "always"],
        "default": "on_create",
    },
}


# The key of a module's SPEC that only this collection reads: the options that must not be empty.
NEVER_EMPTY = "never_empty"


def wait_options(timeout: int) -> Options:
    """The options of modules that wait. Times are in seconds."""
    return {
        "timeout": {"type": "int", "default": timeout},
        "poll_interval": {"type": "int", "default": 5},
        "progress": {"type": "bool", "default": True},
    }


def module_spec(*groups: Mapping[str, Mapping[str, Any]], **rules: Any) -> dict[str, Any]:
    """The arguments for AnsibleModule: the connection options, these groups of options, and rules.

    One key is not for AnsibleModule: the paths of the options that must not be empty.
    Raises ValueError if two groups define the same option.
    """
    options: dict[str, Any] = {}
    for group in (CONNECTION_OPTIONS, *groups):
        twice = options.keys() & group.keys()
        if twice:
            raise ValueError(f"These options are defined twice: {', '.join(sorted(twice))}.")
        options.update(group)
    own = {name: option for name, option in options.items() if name not in CONNECTION_OPTIONS}
    return {
        "argument_spec": without_marks(options),
        "supports_check_mode": True,
        NEVER_EMPTY: tuple(never_empty(own)),
        **rules,
    }

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the modules: which of them the log must not have, and which do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.in_process import RULES

from tests.unit.house.test_modules import MODULES, load, nested

# With "cloud" and "auth", which all modules have.
OUT_OF_THE_LOG = {
    "sahara_api": {"body"},
    "sahara_cluster": {"cluster_configs", "node_groups.node_configs"},
    "sahara_cluster_template": {"cluster_configs", "node_groups.node_configs"},
    "sahara_data_source": {
        "credentials.accesskey",
        "credentials.password",
        "credentials.secretkey",
    },
    "sahara_job_binary": {"extra.accesskey", "extra.password", "extra.secretkey"},
    "sahara_job_execution": {"args", "configs", "job_interface", "params"},
    "sahara_node_group_template": {"node_configs"},
}
NAME_OR_ID = "one of the following is required: name, id"
NOT_BOTH = "parameters are mutually exclusive: name|id"


def marked(module: str, mark: bool) -> set[str]:
    options = nested(load(module).SPEC["argument_spec"])
    return {name for name, option in options if option.get("no_log") is mark}


@pytest.mark.parametrize("module", MODULES)
def test_options_that_may_have_secrets_are_kept_out_of_the_log_of_the_host(module: str) -> None:
    assert marked(module, True) == {"cloud", "auth"} | OUT_OF_THE_LOG.get(module, set())


@pytest.mark.parametrize("module", MODULES)
def test_options_with_a_suspicious_name_and_no_secret_are_logged(module: str) -> None:
    """Ansible would hide their values everywhere, even "true" and the name of a keypair."""
    known = {
        "token_cache",
        "application_credential_can_provision",
        "show_passwords",
        "user_keypair",
        "update_keypair",
    }
    assert marked(module, False) == known & load(module).SPEC["argument_spec"].keys()


def refusals(module: str, options: Mapping[str, Any]) -> list[str]:
    spec = load(module).SPEC
    rules = {rule: spec[rule] for rule in RULES if rule in spec}
    checked = ArgumentSpecValidator(spec["argument_spec"], **rules).validate(dict(options))
    return list(checked.error_messages)


REFUSED = [
    ("sahara_cluster", {}, NAME_OR_ID),
    ("sahara_cluster_info", {"name": "a", "id": "1"}, NOT_BOTH),
    ("sahara_image", {"name": "a", "plugin_name": "spark"},
     "parameters are required together: plugin_name, plugin_version"),
    ("sahara_job_binary", {"name": "a", "url": "swift://a/b", "src": "b"},
     "parameters are mutually exclusive: url|src"),
    ("sahara_job_execution", {"job_template": "a"},
     "missing parameter(s) required by 'job_template': cluster"),
    ("sahara_plugin_info", {"version": "1"}, "missing parameter(s) required by 'version': name"),
    ("sahara_data_source", {"name": "a", "credentials": {"user": "b"}},
     "parameters are required together: user, password found in credentials"),
    ("sahara_job_binary", {"name": "a", "extra": {"password": "b"}},
     "parameters are required together: user, password found in extra"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "options", "refusal"), REFUSED)
def test_combinations_that_are_refused(
    module: str, options: Mapping[str, Any], refusal: str
) -> None:
    assert refusals(module, options) == [refusal]

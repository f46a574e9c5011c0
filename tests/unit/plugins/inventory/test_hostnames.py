# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option ``hostnames``: fields and expressions in order of preference, with prefixes."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleParserError

from tests.unit.plugins.inventory.samples import cluster, instance, node_group
from tests.unit.plugins.inventory.sources import Parse, expect
from tests.unit.support.scripted import ScriptedCloud

pytestmark = pytest.mark.usefixtures("ansible_loader", "warnings")

ONE = cluster("demo", node_group("worker", ["datanode"], instance("demo-0")))


@pytest.mark.parametrize(
    ("entries", "name"),
    [
        (["sahara_internal_ip"], "10.0.0.1"),
        (["sahara_node_group ~ '.' ~ sahara_cluster_name"], "worker.demo"),
        (["sahara_instance_name | upper"], "DEMO-0"),
        (["ansible_user ~ '-' ~ ansible_host"], "ubuntu-172.24.0.1"),
        # The next entry, for an instance without a value.
        (["dns_hostname", "sahara_dns_hostname", "internal_ip"], "10.0.0.1"),
        (["sahara_node_processes | select('eq', 'x') | first", "internal_ip"], "10.0.0.1"),
        (["sahara_node_processes", "sahara_unknown", "internal_ip"], "10.0.0.1"),
        (["''", "'  '"], "demo-0"),
        (["sahara_unknown"], "demo-0"),
        # Prefixes
        ([{"name": "internal_ip"}], "10.0.0.1"),
        ([{"name": "internal_ip", "prefix": "sahara_cluster_name"}], "demo_10.0.0.1"),
        ([{"name": "instance_name", "prefix": "'lab'", "separator": "."}], "lab.demo-0"),
        ([{"name": "internal_ip", "prefix": "dns_hostname"}], "10.0.0.1"),
        ([{"name": "dns_hostname", "prefix": "internal_ip"}, "internal_ip"], "10.0.0.1"),
    ],
)
def test_the_first_value_is_the_host_name(
    cloud: ScriptedCloud, parse: Parse, entries: list[Any], name: str
) -> None:
    expect(cloud, ONE)
    assert list(parse(hostnames=entries).hosts) == [name]


def test_values_of_sahara_are_never_templates(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, {**ONE, "description": "{{ 6 * 7 }}"})
    found = parse(hostnames=["sahara_cluster_description"])
    assert list(found.hosts) == ["___6___7___"]


def test_names_that_are_not_unique_get_the_id(
    cloud: ScriptedCloud, parse: Parse, warnings: list[str]
) -> None:
    expect(cloud, cluster("demo"))
    found = parse(hostnames=["sahara_node_group"])
    assert len(found.hosts) == 3 and "master" in found.hosts
    assert len(warnings) == 1 and "The host names worker belong to several" in warnings[0]


def test_failing_expression_is_an_error_if_strict(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, ONE)
    with pytest.raises(
        AnsibleParserError, match="'sahara_unknown' in 'hostnames' failed: "
    ) as caught:
        parse(hostnames=["sahara_unknown"], strict=True)
    assert "This is an error because 'strict' is set." in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("intance_name", "'intance_name' in 'hostnames' is neither a field nor a host variable"),
        ({"name": "internal_ip", "prefix": "lab"}, "'lab' in 'hostnames' is neither"),
        ("{{ sahara_internal_ip }}", "has braces. Write the expression without them."),
        ({"prefix": "internal_ip"}, "An entry of 'hostnames' is not valid."),
        ({"name": "internal_ip", "suffix": "x"}, "An entry of 'hostnames' is not valid."),
        ({"name": ["internal_ip"]}, "An entry of 'hostnames' is not valid."),
        ("", "An entry of 'hostnames' is not valid."),
        (7, "An entry of 'hostnames' is not valid."),
    ],
)
def test_invalid_entry_fails_before_a_request(parse: Parse, entry: Any, sentence: str) -> None:
    with pytest.raises(AnsibleParserError) as caught:
        parse(hostnames=["instance_name", entry])
    assert sentence in str(caught.value)

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plugin itself: options, requests, failures, and the resulting inventory."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.plugins.loader import inventory_loader
from ansible.utils.display import Display

from tests.unit.plugins.inventory.samples import PROJECT, cluster, image, instance, node_group
from tests.unit.plugins.inventory.sources import NAME, Parse, expect
from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud, error
from tools.guides import code_of, text_of
from tools.tree import ROOT

pytestmark = pytest.mark.usefixtures("ansible_loader", "warnings")


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("sahara.yml", True),
        ("sahara.yaml", True),
        ("demo.sahara.yml", True),
        ("demo.sahara.yaml", True),
        ("my_sahara.yml", False),
        ("sahara.yml.bak", False),
        ("sahara.json", False),
    ],
)
def test_names_of_configuration_files(name: str, valid: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_text("plugin: x")
    assert inventory_loader.get(NAME).verify_file(str(tmp_path / name)) is valid
    assert inventory_loader.get(NAME).verify_file(str(tmp_path / "missing" / name)) is False


def test_one_authentication_and_two_reads(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, cluster("demo"))
    found = parse()
    assert sorted(found.hosts) == ["demo-master-0", "demo-worker-0", "demo-worker-1"]
    assert [host.name for host in found.groups["namenode"].get_hosts()] == ["demo-master-0"]
    assert len(found.groups["sahara"].get_hosts()) == 3
    assert found.hosts["demo-master-0"].vars["ansible_host"] == "172.24.0.1"
    assert found.hosts["demo-master-0"].vars["ansible_user"] == "ubuntu"
    assert found.groups["cluster_demo"].vars["sahara_cluster_status"] == "Active"
    assert len(cloud.keystone.tokens) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_collection_of_garbage_is_as_before(
    cloud: ScriptedCloud, parse: Parse, enabled: bool
) -> None:
    expect(cloud, cluster("demo"))
    cloud.expect("GET", "/v2/clusters", Answer(b"", 400))
    if not enabled:
        gc.disable()
    try:
        parse()
        assert gc.isenabled() is enabled
        with pytest.raises(AnsibleParserError):
            parse()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_images_are_only_read_if_needed(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, cluster("demo"), images=False)
    assert "ansible_user" not in parse(image_user=False).hosts["demo-master-0"].vars
    expect(cloud, cluster("empty", node_group("worker", ["datanode"])), images=False)
    parse()


def test_all_pages_of_clusters_are_read(cloud: ScriptedCloud, parse: Parse) -> None:
    first = {"clusters": [cluster("a")], "markers": {"next": "id-of-a"}}
    cloud.expect("GET", "/v2/clusters", first, query={"limit": 200})
    second = {"clusters": [cluster("b")], "markers": {}}
    cloud.expect("GET", "/v2/clusters", second, query={"limit": 200, "marker": "id-of-a"})
    cloud.expect("GET", "/v2/images", {"images": [image()]})
    assert len(parse().hosts) == 6


@pytest.mark.parametrize(("clusters", "reads"), [(0, 1), (200, 1), (201, 2), (450, 3)])
def test_one_authentication_and_one_read_per_page(
    cloud: ScriptedCloud, parse: Parse, clusters: int, reads: int
) -> None:
    """No cluster has instances, so the images are not requested."""
    names = [f"c{number:03}" for number in range(clusters)]
    for page in range(reads):
        shown = [cluster(name, node_groups=[]) for name in names[page * 200 : page * 200 + 200]]
        more = page + 1 < reads
        markers = {"next": shown[-1]["id"]} if more else {}
        marker = {"marker": f"id-of-{names[page * 200 - 1]}"} if page else {}
        body = {"clusters": shown, "markers": markers}
        cloud.expect("GET", "/v2/clusters", body, query={"limit": 200, **marker})
    assert not parse().hosts
    assert len(cloud.keystone.tokens) == 1 and len(cloud.calls) == reads


def test_cluster_that_is_deleted_while_the_list_is_read(cloud: ScriptedCloud, parse: Parse) -> None:
    first = {"clusters": [cluster("a")], "markers": {"next": "id-of-a"}}
    cloud.expect("GET", "/v2/clusters", first)
    cloud.expect("GET", "/v2/clusters", error(404, "NOT_FOUND", "Object 'id-of-a' not found"))
    expect(cloud, cluster("b"), cluster("c", status="Deleting", node_groups=None))
    assert {host.split("-")[0] for host in parse(clusters=["b", "c"]).hosts} == {"b"}


def test_cloud_with_only_the_older_api(cloud: ScriptedCloud, parse: Parse) -> None:
    older = cluster("demo", hadoop_version="2.7.5", tenant_id=PROJECT)
    del older["plugin_version"], older["project_id"]
    missing = Answer({"error": 404, "error_message": "not found"}, 404)
    cloud.expect("GET", "/v2/clusters", missing)
    cloud.expect(
        "GET", "/", Answer({"versions": [{"id": "v1.1", "status": "CURRENT", "links": []}]}, 300)
    )
    cloud.expect("GET", "/v1.1/clusters", {"clusters": [older]})
    cloud.expect("GET", "/v1.1/images", {"images": [image()]})
    found = parse()
    assert found.groups["cluster_demo"].vars["sahara_cluster_plugin_version"] == "2.7.5"
    assert "plugin_vanilla_2_7_5" in found.groups


def test_public_clusters_of_other_projects_only_on_request(
    cloud: ScriptedCloud, parse: Parse
) -> None:
    theirs = cluster("theirs", project_id="q" * 32, is_public=True)
    expect(cloud, theirs, images=False)
    assert not parse().hosts
    expect(cloud, theirs)
    assert len(parse(public_clusters=True).hosts) == 3


def test_expressions_can_use_facts_of_host_and_cluster(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, cluster("demo"))
    found = parse(
        compose={
            "ansible_host": "sahara_internal_ip",
            "label": "inventory_hostname ~ ' of ' ~ sahara_cluster_name",
        },
        groups={"masters": "'namenode' in sahara_node_processes", "labelled": "'of demo' in label"},
        keyed_groups=[
            {"key": "sahara_flavor_id", "prefix": "flavor"},
            {"key": "sahara_cluster_health", "separator": "_"},
        ],
        leading_separator=False,
    )
    master = found.hosts["demo-master-0"].vars
    assert (master["ansible_host"], master["label"]) == ("10.0.0.1", "demo-master-0 of demo")
    assert [host.name for host in found.groups["masters"].get_hosts()] == ["demo-master-0"]
    assert len(found.groups["labelled"].get_hosts()) == 3
    assert len(found.groups["flavor_2"].get_hosts()) == 3
    assert len(found.groups["GREEN"].get_hosts()) == 3


@pytest.mark.parametrize("key", ["sahara_node_group", "sahara_node_processes", "label", "absent"])
def test_a_variable_as_a_key_makes_the_same_groups_as_an_expression(
    cloud: ScriptedCloud, parse: Parse, key: str
) -> None:
    """Variables that are plain texts are not evaluated. Others, and templates of the user, are."""
    groups = []
    for expression in (key, f"({key})"):
        expect(cloud, cluster("demo"))
        keyed = [{"key": expression, "prefix": "keyed", "default_value": "none"}]
        found = parse(compose={"label": "sahara_node_group ~ '{'"}, keyed_groups=keyed)
        groups.append({n: len(g.get_hosts()) for n, g in found.groups.items() if "keyed" in n})
    assert groups[0] == groups[1]
    assert bool(groups[0]) is (key != "absent")


def test_invalid_expression_is_an_error_if_strict(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, cluster("demo"))
    assert "label" not in parse(compose={"label": "unknown + 1"}).hosts["demo-master-0"].vars
    expect(cloud, cluster("demo"))
    with pytest.raises(AnsibleError, match="label"):
        parse(compose={"label": "unknown + 1"}, strict=True)


def test_secret_can_be_looked_up(
    cloud: ScriptedCloud, parse: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAHARA_TEST_SECRET", PASSWORD)
    lookup = "{{ lookup('ansible.builtin.env', 'SAHARA_TEST_SECRET') }}"
    expect(cloud, cluster("demo"))
    assert parse(auth={**cloud.auth, "password": lookup}).hosts


def test_second_source_with_the_same_names_gets_unique_names(
    cloud: ScriptedCloud, parse: Parse, warnings: list[str]
) -> None:
    expect(cloud, cluster("demo"))
    found = parse()
    other = node_group("master", ["namenode"], instance("demo-master-0", 50))
    expect(cloud, cluster("demo", other, id="another"))
    parse(into=found)
    assert found.hosts["demo-master-0"].vars["sahara_internal_ip"] == "10.0.0.1"
    assert found.groups["cluster_demo"].vars["sahara_cluster_id"] == "id-of-demo"
    assert len(found.groups["namenode"].get_hosts()) == 2
    assert len(warnings) == 2
    expect(cloud, cluster("demo"))
    assert len(parse(into=found).hosts) == 4
    assert len(warnings) == 2


def examples() -> list[dict[str, Any]]:
    """The options of each example and of each source in the guide, except those that select a cloud."""
    source = (ROOT / "plugins" / "inventory" / "sahara.py").read_text(encoding="utf-8")
    shown = source.partition('EXAMPLES = r"""')[2].partition('"""')[0]
    in_guide = [code for code in code_of("guide_inventory", "yaml") if "plugin: sahara" in code]
    assert len(in_guide) == text_of("guide_inventory").count("plugin: sahara")
    elsewhere = {"plugin", "cloud", "clouds", "auth", "auth_type", "region_name"}
    return [
        {name: value for name, value in example.items() if name not in elsewhere}
        for example in (*yaml.safe_load_all(shown), *map(yaml.safe_load, in_guide))
        if example
    ]


@pytest.mark.parametrize("number", range(len(examples())))
def test_examples_work(
    number: int, cloud: ScriptedCloud, parse: Parse, tmp_path: Path, warnings: list[str]
) -> None:
    options = {**examples()[number], "strict": True}
    if "cache_connection" in options:
        options["cache_connection"] = str(tmp_path / "cache")
    with_volumes = [instance("analytics-1-worker-0", 1)]
    group = node_group("worker", ["datanode"], *with_volumes, volumes_per_node=2)
    expect(cloud, cluster("analytics-1", group))
    (host,) = parse(region_name="one", **options).hosts.values()
    variables = host.vars
    if "data_dirs" in options.get("compose", {}):
        assert variables["data_dirs"] == ["/volumes/disk1", "/volumes/disk2"]
        assert variables["ansible_python_interpreter"] == "/usr/bin/python3"
    assert warnings == []


# Failures


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"group_prefix": "my-"}, "'group_prefix' may contain only"),
        ({"stale_if_error": True}, "'stale_if_error' requires 'cache: true'"),
        ({"clusters": ["~("]}, "is not a valid regular expression"),
        ({"clusters": [""]}, "The option 'clusters' has an empty value"),
        ({"clusters": ["demo", None]}, "The option 'clusters' has an empty value"),
        (
            {"statuses": " ", "node_processes": ["", "namenode"]},
            "'node_processes', 'statuses' have empty values",
        ),
        ({"hostnames": ["name"]}, "hostnames"),
        ({"addresses": ["floating"]}, "addresses"),
    ],
)
def test_invalid_options(parse: Parse, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(AnsibleError, match=sentence):
        parse(**options)


def test_failure_is_one_sentence_and_leaves_the_inventory_unchanged(
    cloud: ScriptedCloud, parse: Parse
) -> None:
    inventory = InventoryData()
    for status, sentence in ((403, "not allowed"), (500, "HTTP 500")):
        cloud.expect("GET", "/v2/clusters", error(status, "X", "not allowed"))
        with pytest.raises(AnsibleParserError, match=sentence) as caught:
            parse(into=inventory)
        assert "\n" not in str(caught.value)
    cloud.expect("GET", "/v2/clusters", {"clusters": [cluster("demo")]})
    cloud.expect("GET", "/v2/images", error(403, "FORBIDDEN", "no images for you"))
    with pytest.raises(AnsibleParserError, match="no images for you"):
        parse(into=inventory)
    assert not inventory.hosts and set(inventory.groups) == {"all", "ungrouped"}


def test_text_from_servers_is_shown_on_one_line_without_control_characters(
    cloud: ScriptedCloud, parse: Parse, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[str] = []
    monkeypatch.setattr(Display, "vvv", lambda self, msg, *rest, **more: log.append(msg))
    hostile = "x\x1b]0;PWN\x07\u202e\nFAKE"
    away = Answer(status=301, headers={"Location": "/x\x1b]0;PWN\x07"})
    cloud.expect("GET", "/v2/clusters", away)
    workers = [instance(hostile, number) for number in (1, 2)]
    found = cluster("a", node_group("worker", ["datanode"], *workers))
    cloud.expect("GET", "/x%1B%5D0;PWN%07", {"clusters": [found]})
    cloud.expect("GET", "/v2/images", {"images": [image()]})
    parse()
    for entry in cloud.keystone.catalog:
        entry["type"] = hostile
    with pytest.raises(AnsibleParserError) as caught:
        parse()
    clean = r"x\x1b]0;PWN\x07\u202e FAKE"
    assert clean in warnings[0] and f"Its services are {clean}." in str(caught.value)
    assert len(log) == 3
    assert all(text.isprintable() for text in [str(caught.value), *warnings, *log])


def test_wrong_password_is_not_shown(cloud: ScriptedCloud, parse: Parse) -> None:
    with pytest.raises(AnsibleParserError, match="refused the credentials") as caught:
        parse(auth={**cloud.auth, "password": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_ambiguous_names_are_an_error_if_strict(
    cloud: ScriptedCloud, parse: Parse, warnings: list[str]
) -> None:
    clusters = cluster("a-b"), cluster("a.b")
    expect(cloud, *clusters)
    parse()
    assert len(warnings) == 2
    expect(cloud, *clusters)
    with pytest.raises(AnsibleParserError, match="cluster_a_b"):
        parse(strict=True)

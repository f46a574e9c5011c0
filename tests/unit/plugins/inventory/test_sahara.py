# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plugin itself: options, requests, cache, failures, and the resulting inventory."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.utils.display import Display

from tests.unit.plugins.inventory.samples import PROJECT, cluster, image, instance, node_group
from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud, error
from tools.guides import code_of, text_of
from tools.tree import ROOT

NAME = "sahara.dataprocessing.sahara"
BUSY = Answer({}, 503, {"Retry-After": "0"})


pytestmark = pytest.mark.usefixtures("ansible_loader")


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as scripted:
        yield scripted


@pytest.fixture(autouse=True)
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The warnings that the user sees."""
    shown: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda self, msg, *rest, **more: shown.append(msg))
    return shown


Parse = Callable[..., InventoryData]


@pytest.fixture
def parse(cloud: ScriptedCloud, tmp_path: Path) -> Parse:
    """A function that reads a source with these options into an inventory.

    refresh: whether to ignore the cache.
    """

    def run(
        refresh: bool = False, into: InventoryData | None = None, **options: Any
    ) -> InventoryData:
        source = tmp_path / "demo.sahara.yml"
        source.write_text(yaml.safe_dump({"plugin": NAME, "auth": cloud.auth, **options}))
        inventory = into or InventoryData()
        plugin = inventory_loader.get(NAME)
        plugin.parse(inventory, DataLoader(), str(source), cache=not refresh)
        inventory.reconcile_inventory()
        return inventory

    return run


def expect(cloud: ScriptedCloud, *clusters: Any, images: Any = None) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": list(clusters)}, query={"limit": 200})
    if images is not False:
        cloud.expect("GET", "/v2/images", {"images": images or [image()]})


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
    elsewhere = {"plugin", "cloud", "auth", "auth_type", "region_name"}
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
    variables = parse(**options).hosts["analytics-1-worker-0"].vars
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


# Cache


@pytest.fixture
def cached(tmp_path: Path) -> dict[str, Any]:
    folder = str(tmp_path / "cache")
    return {"cache": True, "cache_plugin": "jsonfile", "cache_connection": folder}


def entries(options: dict[str, Any]) -> list[Path]:
    return sorted(Path(options["cache_connection"]).iterdir())


def described(inventory: InventoryData) -> Any:
    hosts = {name: host.get_vars() for name, host in inventory.hosts.items()}
    groups = {
        name: (group.get_vars(), [host.name for host in group.get_hosts()])
        for name, group in inventory.groups.items()
    }
    return hosts, groups


def test_cached_inventory_is_the_same_without_requests(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    odd = cluster("odd", description="{{ x }}", info={"__ansible_unsafe": "x", "y": {"z": "ü"}})
    expect(cloud, cluster("demo"), odd)
    fresh = parse(**cached)
    assert described(parse(**cached)) == described(fresh)
    assert len(cloud.keystone.tokens) == 1


def test_empty_inventory_is_cached(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    expect(cloud, images=False)
    parse(**cached)
    assert "sahara" in parse(**cached).groups


def test_cache_is_private_and_contains_no_secrets(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    expect(cloud, cluster("demo", info={"Console": {"Password": "hunter2"}}))
    parse(**cached)
    (file,) = entries(cached)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.name.startswith("ansible_inventory_")
    content = file.read_text()
    for secret in (PASSWORD, "hunter2", *cloud.keystone.tokens):
        assert secret not in content and secret not in file.name


def test_refresh_reads_from_sahara_and_updates_the_cache(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    expect(cloud, cluster("old"))
    parse(**cached)
    expect(cloud, cluster("new"))
    assert "new-master-0" in parse(refresh=True, **cached).hosts
    assert "new-master-0" in parse(**cached).hosts
    assert stat.S_IMODE(entries(cached)[0].stat().st_mode) == 0o600


def test_filters_and_users_have_separate_entries(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    others: tuple[dict[str, Any], ...] = (
        {},
        {"clusters": ["demo"]},
        {"public_clusters": True},
        {"auth": {**cloud.auth, "username": "al"}},
        {"region_name": "one"},
    )
    for options in others:
        expect(cloud, cluster("demo"))
        parse(**cached, **options)
    assert len(entries(cached)) == len(others)


@pytest.fixture
def two_hours_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    now = time.time
    return lambda: monkeypatch.setattr(time, "time", lambda: now() + 7300)


def test_expired_entry_is_read_from_sahara_again(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    two_hours_later: Callable[[], None],
) -> None:
    expect(cloud, cluster("old"))
    parse(**cached)
    two_hours_later()
    expect(cloud, cluster("new"))
    assert "new-master-0" in parse(**cached).hosts


OUTAGES = (Answer(dropped=True), BUSY, Answer(b"<html>maintenance</html>", 200))


@pytest.mark.parametrize("outage", OUTAGES, ids=("dropped", "busy", "maintenance"))
def test_outage_of_sahara_keeps_the_old_inventory_with_a_warning(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    warnings: list[str],
    two_hours_later: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    outage: Answer,
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    expect(cloud, cluster("old"))
    parse(**cached)
    two_hours_later()
    tries = 1 if outage.status == 200 and not outage.dropped else 5
    cloud.expect("GET", "/v2/clusters", outage, times=tries)
    assert "old-master-0" in parse(**cached, stale_if_error=True).hosts
    assert len(warnings) == 1 and warnings[0].startswith(
        "Using a cached inventory that is 2 h 01 min old because Sahara is unavailable: "
    )
    cloud.expect("GET", "/v2/clusters", outage, times=tries)
    with pytest.raises(AnsibleParserError):
        parse(**cached)


@pytest.mark.parametrize("auth_type", ["password", "v3password"])
@pytest.mark.parametrize("status", [500, 503])
def test_outage_of_keystone_keeps_the_old_inventory(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    warnings: list[str],
    two_hours_later: Callable[[], None],
    auth_type: str,
    status: int,
) -> None:
    expect(cloud, cluster("old"))
    parse(**cached, auth_type=auth_type)
    two_hours_later()
    cloud.keystone.status = status
    assert "old-master-0" in parse(**cached, stale_if_error=True, auth_type=auth_type).hosts
    assert len(warnings) == 1 and f"HTTP {status}" in warnings[0]
    with pytest.raises(AnsibleParserError, match=f"HTTP {status}"):
        parse(**cached, auth_type=auth_type)


def test_refused_credentials_are_not_an_outage(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    two_hours_later: Callable[[], None],
) -> None:
    expect(cloud, cluster("old"))
    parse(**cached)
    two_hours_later()
    with pytest.raises(AnsibleParserError, match="refused the credentials"):
        parse(**cached, stale_if_error=True, auth={**cloud.auth, "password": "wrong"})


def test_outage_without_an_old_inventory_is_a_failure(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any]
) -> None:
    cloud.expect("GET", "/v2/clusters", error(500, "X", "down"))
    with pytest.raises(AnsibleParserError, match="down"):
        parse(**cached, stale_if_error=True)


@pytest.mark.parametrize("content", ["{broken", "[]", '{"format": 0}'])
def test_damaged_cache_is_replaced(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any], content: str
) -> None:
    expect(cloud, cluster("old"))
    parse(**cached)
    entries(cached)[0].write_text(content)
    expect(cloud, cluster("new"))
    assert "new-master-0" in parse(**cached).hosts
    assert "new-master-0" in parse(**cached).hosts


OTHER_USER = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")


def chowned(path: Path) -> None:
    os.chown(path, OTHER_USER, -1)


def writable_by_the_group(path: Path) -> None:
    path.chmod(path.stat().st_mode | stat.S_IWGRP)


def writable_by_everybody(path: Path) -> None:
    path.chmod(path.stat().st_mode | stat.S_IWOTH)


def replaced_by_a_link(path: Path) -> None:
    """A link of another user to a file of this user."""
    kept = path.rename(path.with_name("kept"))
    path.symlink_to(kept)
    os.chown(path, OTHER_USER, -1, follow_symlinks=False)


OTHERS = (
    pytest.param("file", chowned, "belongs to another user", marks=as_root),
    pytest.param("folder", chowned, "belongs to another user", marks=as_root),
    pytest.param("file", replaced_by_a_link, "belongs to another user", marks=as_root),
    ("file", writable_by_the_group, "other users may write to"),
    ("file", writable_by_everybody, "other users may write to"),
    ("folder", writable_by_the_group, "other users may write to"),
    ("folder", writable_by_everybody, "other users may write to"),
)


@pytest.mark.parametrize(("what", "change", "reason"), OTHERS)
def test_entry_that_others_may_have_written_is_not_used(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    warnings: list[str],
    what: str,
    change: Callable[[Path], None],
    reason: str,
) -> None:
    expect(cloud, cluster("planted"))
    parse(**cached)
    (file,) = entries(cached)
    path = file if what == "file" else file.parent
    change(path)
    expect(cloud, cluster("real"))
    assert "real-master-0" in parse(**cached).hosts
    assert len(warnings) == 1 and reason in warnings[0] and str(path) in warnings[0]
    if what == "file":
        assert "real-master-0" in parse(**cached).hosts
        assert stat.S_IMODE(file.lstat().st_mode) == 0o600
        assert len(warnings) == 1


def test_entry_that_others_may_have_written_is_not_used_in_an_outage(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any], warnings: list[str]
) -> None:
    expect(cloud, cluster("planted"))
    parse(**cached)
    writable_by_everybody(entries(cached)[0])
    cloud.expect("GET", "/v2/clusters", error(500, "X", "down"))
    with pytest.raises(AnsibleParserError, match="down"):
        parse(**cached, stale_if_error=True)
    assert len(warnings) == 1 and "other users may write to" in warnings[0]


def test_own_entry_in_a_sticky_folder_is_used(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any], warnings: list[str]
) -> None:
    expect(cloud, cluster("own"))
    parse(**cached)
    Path(cached["cache_connection"]).chmod(0o1777)
    assert "own-master-0" in parse(**cached).hosts
    assert warnings == []


def test_new_cache_folder_is_private_whatever_the_umask(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any], warnings: list[str]
) -> None:
    expect(cloud, cluster("own"))
    before = os.umask(0)
    try:
        parse(**cached)
        assert "own-master-0" in parse(**cached).hosts
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path(cached["cache_connection"]).stat().st_mode) == 0o700
    assert warnings == []


def test_cache_without_files_is_used_as_before(
    cloud: ScriptedCloud, parse: Parse, tmp_path: Path, warnings: list[str]
) -> None:
    """The folder is not that of the cache, so its permissions do not matter."""
    tmp_path.chmod(0o777)
    expect(cloud, cluster("own"), cluster("other"))
    options = {"cache": True, "cache_plugin": "memory", "cache_connection": str(tmp_path)}
    assert "own-master-0" in parse(**options).hosts
    assert warnings == []

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cache of the plugin: when it is used, whose entries it believes, and what an outage leaves."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData

from tests.unit.plugins.inventory.samples import cluster
from tests.unit.plugins.inventory.sources import Parse, expect
from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud, error

BUSY = Answer({}, 503, {"Retry-After": "0"})

pytestmark = pytest.mark.usefixtures("ansible_loader", "warnings")


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


@pytest.mark.usefixtures("at_once")
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

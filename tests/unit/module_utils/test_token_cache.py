# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several tasks share one login, and other users cannot use it. Each Cloud here belongs to one task."""

from __future__ import annotations

import json
import logging
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud import (
    token_cache,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    AuthenticationFailed,
)

from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud

# The file names take a long time to compute on purpose.
pytestmark = pytest.mark.slow

PLUGINS = {"plugins": []}
TOKEN_REJECTED = Answer({"error": {"code": 401, "title": "Unauthorized", "message": "no"}}, 401)
NO_PROJECT = {"project_name": None, "project_domain_id": None}


@pytest.fixture(name="server")
def server_fixture():
    with ScriptedCloud() as server:
        yield server


@pytest.fixture(name="base", autouse=True)
def base_fixture(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(name="folder")
def folder_fixture(base):
    return base / token_cache.FOLDER


def task(server, auth=None, **options):
    """The cloud of a new task. auth: changes to the usual values; None removes one."""
    given = {**server.auth, **(auth or {})}
    entry = {"auth": {name: value for name, value in given.items() if value is not None}}
    return Cloud({"cloud": entry, "token_cache": True, "api_version": "2", **options})


def use(server, *cloud_options, **options):
    server.expect("GET", "/v2/plugins", PLUGINS)
    assert task(server, *cloud_options, **options).client.plugins.list() == []


def tokens(folder):
    return [path for path in folder.iterdir() if path.name != token_cache.SALT]


def token_file(folder):
    (path,) = tokens(folder)
    return path


def sent_tokens(server):
    return [call.headers["x-auth-token"] for call in server.calls]


@pytest.mark.parametrize("auth_url", ["/identity/v3", "/identity"])
def test_second_task_does_not_log_in(server, auth_url):
    for _task in range(3):
        use(server, {"auth_url": server.url + auth_url})
    assert sent_tokens(server) == ["secret-token-1"] * 3
    assert len(server.keystone.tokens) == 1


def test_project_is_known_without_a_login(server):
    assert task(server).project_id == task(server).project_id == "p" * 32
    assert len(server.keystone.tokens) == 1


def test_nothing_is_stored_without_the_option(server, base):
    for _task in range(2):
        use(server, token_cache=False)
    assert len(server.keystone.tokens) == 2
    assert not base.exists()


def test_other_users_cannot_read_the_cache(server, base, folder):
    before = os.umask(0)
    try:
        use(server)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (base, folder)] == [0o700] * 2
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600] * 2


def test_default_folder_is_in_the_home(server, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    use(server)
    assert len(tokens(tmp_path / ".cache" / token_cache.FOLDER)) == 1


def test_password_is_not_stored_and_no_secret_is_logged(server, folder, caplog):
    caplog.set_level(logging.DEBUG)
    for _task in range(2):
        use(server)
    assert all(PASSWORD.encode() not in path.read_bytes() for path in folder.iterdir())
    assert "secret-token" not in caplog.text
    assert PASSWORD not in caplog.text


def test_wrong_password_does_not_find_the_token(server):
    use(server)
    with pytest.raises(AuthenticationFailed):
        task(server, {"password": "wrong"}).client.plugins.list()


def test_file_names_differ_between_machines(server, folder, base, monkeypatch):
    use(server)
    monkeypatch.setenv("XDG_CACHE_HOME", str(base) + "-of-another")
    use(server)
    assert token_file(folder).name != token_file(Path(f"{base}-of-another", folder.name)).name


@pytest.mark.parametrize(
    ("auth", "options"),
    [
        ({"username": "other"}, {}),
        ({"project_name": "other"}, {}),
        ({"project_domain_id": "other"}, {}),
        ({"user_domain_id": "other"}, {}),
        ({**NO_PROJECT, "trust_id": "b"}, {}),
        # keystoneauth1 has the same identifier for a plugin with and without a system scope.
        ({**NO_PROJECT, "system_scope": "all"}, {}),
        (NO_PROJECT, {}),
        # Without verification, the token and the catalog may come from any server.
        ({}, {"validate_certs": False}),
    ],
    ids=str,
)
def test_each_identity_has_its_own_token(server, folder, auth, options):
    others = [{}, NO_PROJECT, {**NO_PROJECT, "system_scope": "all"}]
    for other in others:
        if other != auth or options:
            use(server, other)
    before = len(server.keystone.tokens)
    use(server, auth, **options)
    use(server, auth, **options)
    assert sent_tokens(server)[-2:] == [f"secret-token-{before + 1}"] * 2
    assert len(tokens(folder)) == before + 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"null",
        b"7",
        b"[]",
        b"{}",
        b'{"auth_token": "x", "body": {}}',
        b'{"auth_token": 7, "body": {"token": {"expires_at": "2096-01-01T00:00:00Z"}}}',
        b'{"auth_token": "x", "body": {"token": {"expires_at": "soon"}}}',
        b'{"auth_token": "x", "body": {"token": 7}}',
    ],
)
def test_damaged_file_is_replaced(server, folder, content):
    use(server)
    token_file(folder).write_bytes(content)
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]


def test_expired_token_is_not_sent(server, folder):
    use(server)
    state = json.loads(token_file(folder).read_text())
    state["body"]["token"]["expires_at"] = "2020-01-01T00:00:00.000000Z"
    token_file(folder).write_text(json.dumps(state))
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]


def test_revoked_token_is_replaced_with_one_login(server):
    use(server)
    server.expect("GET", "/v2/plugins", TOKEN_REJECTED)
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1"] * 2 + ["secret-token-2"] * 2
    assert len(server.keystone.tokens) == 2


def not_a_folder(folder):
    folder.parent.mkdir()
    folder.write_text("")


def open_to_others(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o750)


def a_link(folder):
    elsewhere = folder.parent.with_name("elsewhere")
    elsewhere.mkdir(mode=0o700)
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)


@pytest.mark.parametrize("damage", [not_a_folder, open_to_others, a_link])
def test_unsafe_folder_is_not_used(server, folder, damage):
    damage(folder)
    for _task in range(2):
        use(server)
    assert len(server.keystone.tokens) == 2
    assert folder.is_file() or not list(folder.iterdir())


def test_folder_of_another_user_is_not_used(server, folder, monkeypatch):
    use(server)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    use(server)
    assert len(server.keystone.tokens) == 2


@pytest.mark.parametrize("there", [False, True], ids=["without our folder", "with our folder"])
def test_nothing_is_written_to_a_cache_folder_of_another_user(
    server, base, folder, monkeypatch, there
):
    base.mkdir()
    if there:
        folder.mkdir(mode=0o700)
    stat_of = os.stat

    def with_another_owner(path, *arguments, **options):
        found = stat_of(path, *arguments, **options)
        if path != str(base):
            return found
        fields = list(found)
        fields[stat.ST_UID] += 1
        return os.stat_result(fields)

    monkeypatch.setattr(os, "stat", with_another_owner)
    for _task in range(2):
        use(server)
    monkeypatch.undo()
    assert len(server.keystone.tokens) == 2
    assert [path.relative_to(base) for path in base.rglob("*")] == (
        [folder.relative_to(base)] if there else []
    )


@pytest.mark.parametrize("damage", ["open to others", "link", "pipe"])
def test_unsafe_file_is_not_read_but_replaced(server, folder, tmp_path, damage):
    use(server)
    path = token_file(folder)
    if damage == "open to others":
        path.chmod(0o640)
    else:
        path.rename(tmp_path / "moved")
        path.symlink_to(tmp_path / "moved") if damage == "link" else os.mkfifo(path, 0o600)
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]
    assert stat.S_IMODE(path.lstat().st_mode) == 0o600 and not path.is_symlink()
    if damage == "link":
        assert "secret-token-1" in (tmp_path / "moved").read_text()


def test_damaged_salt_is_replaced(server, folder):
    use(server)
    (folder / token_cache.SALT).write_bytes(b"short")
    use(server)
    use(server)
    assert len(server.keystone.tokens) == 2


def test_plugin_without_an_identity_is_not_cached(server, base):
    auth = {"endpoint": server.url, "token": "given"}
    server.expect("GET", "/v2/plugins", PLUGINS)
    options = {"cloud": {"auth_type": "admin_token", "auth": auth}, "sahara_url": server.url}
    assert Cloud({**options, "token_cache": True, "api_version": "2"}).client.plugins.list() == []
    assert not base.exists()


def test_without_scrypt_nothing_is_cached(server, folder, monkeypatch):
    monkeypatch.delattr(token_cache.hashlib, "scrypt")
    use(server)
    assert tokens(folder) == []


def test_concurrent_tasks_do_not_interfere(server, folder):
    server.expect("GET", "/v2/plugins", PLUGINS, times=24)
    with ThreadPoolExecutor(8) as workers:
        read = [workers.submit(lambda: task(server).client.plugins.list()) for _task in range(24)]
    assert [future.result() for future in read] == [[]] * 24
    # Every file is complete, and no unfinished file remains.
    assert {json.loads(path.read_text())["auth_token"][:13] for path in tokens(folder)} == {
        "secret-token-"
    }
    before = len(server.keystone.tokens)
    use(server)
    assert len(server.keystone.tokens) == before


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_tokens_are_removed_after_a_day(server, folder, hours, kept):
    use(server)
    old = token_file(folder)
    for path in folder.iterdir():
        os.utime(path, (time.time() - hours * 3600,) * 2)
    use(server, {"username": "other"})
    assert old.exists() is kept
    assert len(list(folder.iterdir())) == 2 + kept

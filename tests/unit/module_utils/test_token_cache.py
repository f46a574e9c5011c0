# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One log-in for several tasks, and nothing for anybody else. Each Cloud here is that of one task."""

from __future__ import annotations

import json
import logging
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils import token_cache
from ansible_collections.sahara.dataprocessing.plugins.module_utils.client.errors import (
    AuthenticationFailed,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.cloud import Cloud

from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud

# The names of the files are costly to find on purpose.
pytestmark = pytest.mark.slow

PLUGINS = {"plugins": []}
REFUSED = Answer({"error": {"code": 401, "title": "Unauthorized", "message": "no"}}, 401)
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
    """The cloud of a new task; auth: what is other than usual, None to leave it out."""
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
def test_the_second_task_does_not_log_in(server, auth_url):
    for _task in range(3):
        use(server, {"auth_url": server.url + auth_url})
    assert sent_tokens(server) == ["secret-token-1"] * 3
    assert len(server.keystone.tokens) == 1


def test_its_user_and_project_are_known_without_a_log_in(server):
    assert task(server).project_id == task(server).project_id == "p" * 32
    assert len(server.keystone.tokens) == 1


def test_without_the_option_nothing_is_kept(server, base):
    for _task in range(2):
        use(server, token_cache=False)
    assert len(server.keystone.tokens) == 2
    assert not base.exists()


def test_nobody_else_can_read_it(server, base, folder):
    before = os.umask(0)
    try:
        use(server)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (base, folder)] == [0o700] * 2
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600] * 2


def test_it_is_in_the_home_without_another_folder_for_caches(server, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    use(server)
    assert len(tokens(tmp_path / ".cache" / token_cache.FOLDER)) == 1


def test_the_password_is_nowhere_and_the_token_in_no_log(server, folder, caplog):
    caplog.set_level(logging.DEBUG)
    for _task in range(2):
        use(server)
    assert all(PASSWORD.encode() not in path.read_bytes() for path in folder.iterdir())
    assert "secret-token" not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_wrong_password_does_not_get_the_token_of_the_right_one(server):
    use(server)
    with pytest.raises(AuthenticationFailed):
        task(server, {"password": "wrong"}).client.plugins.list()


def test_a_password_is_not_told_by_the_names_of_two_machines(server, folder, base, monkeypatch):
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
        # keystoneauth1's identifier of a plugin is the same for these two.
        ({**NO_PROJECT, "system_scope": "all"}, {}),
        (NO_PROJECT, {}),
        # Who does not verify may have got a token, and a catalog, of anybody's.
        ({}, {"validate_certs": False}),
    ],
    ids=str,
)
def test_another_identity_has_a_token_of_its_own(server, folder, auth, options):
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
def test_a_damaged_file_is_made_anew(server, folder, content):
    use(server)
    token_file(folder).write_bytes(content)
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]


def test_an_expired_token_is_not_even_tried(server, folder):
    use(server)
    state = json.loads(token_file(folder).read_text())
    state["body"]["token"]["expires_at"] = "2020-01-01T00:00:00.000000Z"
    token_file(folder).write_text(json.dumps(state))
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]


def test_a_revoked_token_is_replaced_by_one_log_in(server):
    use(server)
    server.expect("GET", "/v2/plugins", REFUSED)
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


@pytest.mark.parametrize("spoil", [not_a_folder, open_to_others, a_link])
def test_a_folder_that_is_not_safe_is_not_used(server, folder, spoil):
    spoil(folder)
    for _task in range(2):
        use(server)
    assert len(server.keystone.tokens) == 2
    assert folder.is_file() or not list(folder.iterdir())


def test_another_user_s_folder_is_not_used(server, folder, monkeypatch):
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


@pytest.mark.parametrize("spoil", ["open to others", "link", "pipe"])
def test_a_file_that_is_not_safe_is_not_read_but_replaced(server, folder, tmp_path, spoil):
    use(server)
    path = token_file(folder)
    if spoil == "open to others":
        path.chmod(0o640)
    else:
        path.rename(tmp_path / "moved")
        path.symlink_to(tmp_path / "moved") if spoil == "link" else os.mkfifo(path, 0o600)
    use(server)
    use(server)
    assert sent_tokens(server) == ["secret-token-1", "secret-token-2", "secret-token-2"]
    assert stat.S_IMODE(path.lstat().st_mode) == 0o600 and not path.is_symlink()
    if spoil == "link":
        assert "secret-token-1" in (tmp_path / "moved").read_text()


def test_a_damaged_salt_is_made_anew(server, folder):
    use(server)
    (folder / token_cache.SALT).write_bytes(b"short")
    use(server)
    use(server)
    assert len(server.keystone.tokens) == 2


def test_a_plugin_without_an_identity_works_as_ever(server, base):
    auth = {"endpoint": server.url, "token": "given"}
    server.expect("GET", "/v2/plugins", PLUGINS)
    options = {"cloud": {"auth_type": "admin_token", "auth": auth}, "sahara_url": server.url}
    assert Cloud({**options, "token_cache": True, "api_version": "2"}).client.plugins.list() == []
    assert not base.exists()


def test_a_python_without_scrypt_works_as_ever(server, folder, monkeypatch):
    monkeypatch.delattr(token_cache.hashlib, "scrypt")
    use(server)
    assert tokens(folder) == []


def test_tasks_at_the_same_time_do_not_disturb_each_other(server, folder):
    server.expect("GET", "/v2/plugins", PLUGINS, times=24)
    with ThreadPoolExecutor(8) as workers:
        read = [workers.submit(lambda: task(server).client.plugins.list()) for _task in range(24)]
    assert [future.result() for future in read] == [[]] * 24
    # All is whole, and nothing unfinished is left.
    assert {json.loads(path.read_text())["auth_token"][:13] for path in tokens(folder)} == {
        "secret-token-"
    }
    before = len(server.keystone.tokens)
    use(server)
    assert len(server.keystone.tokens) == before


def test_what_nobody_has_renewed_for_a_day_is_removed(server, folder):
    use(server)
    old = token_file(folder)
    for path in folder.iterdir():
        os.utime(path, (time.time() - 90_000,) * 2)
    use(server, {"username": "other"})
    assert not old.exists()
    assert len(list(folder.iterdir())) == 2

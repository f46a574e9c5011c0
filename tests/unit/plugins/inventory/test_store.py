# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cache entry, and its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.store import (
    Entry,
    cache_key,
    distrust,
    entry_of,
)

AUTH = {"auth_url": "http://keystone/v3", "username": "jo", "password": "x", "project_name": "one"}
OTHERS = {"region": "east", "clusters": ["a"], "statuses": []}


@pytest.mark.parametrize(
    ("auth", "others"),
    [
        ({"auth_url": "http://elsewhere/v3"}, {}),
        ({"username": "al"}, {}),
        ({"project_name": "two"}, {}),
        ({"user_domain_name": "other"}, {}),
        ({"application_credential_id": "1"}, {}),
        ({"token": "1"}, {}),
        ({}, {"region": "west"}),
        ({}, {"clusters": ["b"]}),
        ({}, {"statuses": ["a"], "clusters": []}),
    ],
)
def test_each_identity_has_its_own_key(auth: dict[str, Any], others: dict[str, Any]) -> None:
    assert cache_key({**AUTH, **auth}, {**OTHERS, **others}) != cache_key(AUTH, OTHERS)


def test_key_does_not_depend_on_order_or_password() -> None:
    shuffled = dict(reversed(AUTH.items()))
    assert cache_key(shuffled, OTHERS) == cache_key(AUTH, OTHERS)
    for secret in ("password", "application_credential_secret", "client_secret", "passcode"):
        assert cache_key({**AUTH, secret: "y"}, OTHERS) == cache_key(AUTH, OTHERS)
    assert len({cache_key({**AUTH, "token": token}, OTHERS) for token in "abc"}) == 3


def test_stored_entry_is_restored_unchanged() -> None:
    records = [{"name": "demo", "info": {"__ansible_unsafe": "{{ x }}"}}]
    entry = Entry(records, 1_800_000_000.0)
    assert entry_of(entry.stored()) == entry


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "text",
        {},
        {"format": 0, "records": "[]", "read_at": 1},
        {**Entry([], 1.0).stored(), "records": "[not json"},
        {**Entry([], 1.0).stored(), "records": "{}"},
        {**Entry([], 1.0).stored(), "read_at": None},
    ],
)
def test_invalid_entry_is_none(stored: Any) -> None:
    assert entry_of(stored) is None


def test_entry_is_fresh_until_its_timeout() -> None:
    entry = Entry([], 1000.0)
    assert entry.is_fresh(1000.0, 60)
    assert entry.is_fresh(1060.0, 60)
    assert not entry.is_fresh(1061.0, 60)
    assert entry.is_fresh(1e9, 0)
    # The clock was set back, so the age is unknown.
    assert not entry.is_fresh(999.0, 60)


def test_the_folder_of_a_relative_file_is_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "entry").touch()
    tmp_path.chmod(0o700)
    assert distrust("entry") is None
    tmp_path.chmod(0o777)
    assert distrust("entry") == "other users may write to ."

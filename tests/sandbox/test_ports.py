# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Free ports are chosen once, stored, and replaced if they are in use later."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from sandbox import ports


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ports.json"


def choose(file: Path) -> dict[str, int]:
    with ports.reserved(file) as chosen:
        return chosen


def listener(address: str, port: int) -> socket.socket:
    listening = socket.socket()
    listening.bind((address, port))
    listening.listen(1)
    return listening


def test_each_service_gets_a_different_free_port(file: Path) -> None:
    chosen = choose(file)
    assert tuple(chosen) == ports.NAMES
    assert len(set(chosen.values())) == len(ports.NAMES)
    assert all(ports.is_free(port) for port in chosen.values())


def test_ports_are_stored(file: Path) -> None:
    assert choose(file) == choose(file) == ports.read(file)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.20.0.1", ""])
def test_only_a_port_in_use_is_replaced(file: Path, address: str) -> None:
    before = choose(file)
    with listener(address, before["sahara"]):
        after = choose(file)
    assert after.pop("sahara") != before.pop("sahara")
    assert after == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keystone": 1}', '{"keystone": null}'])
def test_an_invalid_file_is_replaced(file: Path, text: str) -> None:
    file.write_text(text)
    assert ports.read(file) == {}
    assert choose(file) == ports.read(file)


def test_sandboxes_that_start_at_the_same_time_choose_different_ports(tmp_path: Path) -> None:
    """Even if both begin with the same ones, which nobody uses yet."""
    file, other = tmp_path / "ports.json", tmp_path / "other.json"
    wanted = choose(file)
    other.write_text(json.dumps(wanted))
    with ports.reserved(file) as first, ports.reserved(other) as second:
        assert first == wanted
        assert not set(first.values()) & set(second.values())
    assert choose(file) == wanted


def test_sandboxes_that_run_have_different_addresses(tmp_path: Path) -> None:
    first = choose(tmp_path / "a" / "ports.json")["ssh"]
    (other := tmp_path / "ports.json").write_text(
        json.dumps(dict.fromkeys(ports.NAMES, 1) | {"ssh": first})
    )
    with listener("127.20.0.1", first):
        second = choose(other)["ssh"]
    assert ports.address_range(first) != ports.address_range(second)

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies that are not what Sahara sends are errors."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import Answer, ScriptedCloud

PATH = "/v2/clusters/c1"
BODIES = [
    (b"", "an empty body"),
    (b"<html>\n<body>Welcome to\x1b[31m nginx", r"not JSON: 'Welcome to\x1b[31m nginx'."),
    (b"\xff\xfe\x00", r"\xff\xfe\x00"),
    (b"[" * 50_000, "'[[["),
    ([], "'[]'"),
    ("text", "text"),
    (None, "an empty body"),
    (7, "'7'"),
    ({}, "'{}'"),
    ({"clusters": None}, "without a list of objects"),
    ({"clusters": {"id": 1}}, "without a list of objects"),
    ({"clusters": ["a", 1]}, "without a list of objects"),
    ({"clusters": [], "markers": [1]}, "markers"),
    ({"clusters": [], "markers": {"next": {"a": 1}}}, "markers"),
    ({"cluster": {}}, 'without the key "clusters"'),
]


@pytest.mark.parametrize(("body", "words"), BODIES)
def test_invalid_list(cloud: ScriptedCloud, v2: Any, body: Any, words: str) -> None:
    cloud.expect("GET", "/v2/clusters", body)
    with pytest.raises(errors.BadResponse) as caught:
        v2.clusters.list()
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"GET {cloud.url}/v2/clusters returned HTTP 200 with")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "body", [b"<", [], "text", {}, {"cluster": None}, {"cluster": []}, {"cluster": "c1"}]
)
def test_invalid_object(cloud: ScriptedCloud, v2: Any, body: Any) -> None:
    cloud.expect("GET", PATH, body)
    with pytest.raises(errors.BadResponse):
        v2.clusters.get("c1")
    cloud.expect("POST", "/v2/clusters", Answer(body, 202))
    with pytest.raises(errors.BadResponse):
        v2.clusters.create_raw({"name": "web"})


@pytest.mark.parametrize("items", [[{}], [{"id": 1}], [{"id": None}], [{"id": ["a"]}]])
def test_items_without_an_id(cloud: ScriptedCloud, v2: Any, items: Any) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": items})
    with pytest.raises(errors.BadResponse, match="without an id"):
        list(v2.clusters.iterate())


def test_endless_body_is_not_read_completely(
    cloud: ScriptedCloud, v2: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import (
        transport,
    )

    monkeypatch.setattr(transport, "MAX_JSON_BYTES", 1000)
    cloud.expect("GET", "/v2/clusters", b" " * 2_000_000)
    with pytest.raises(errors.BadResponse, match="more than 1000 bytes"):
        v2.clusters.list()

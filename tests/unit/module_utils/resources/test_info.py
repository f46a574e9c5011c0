# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Complete tasks of info modules: what they select, in which order, and with which requests."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import (
    sahara_cluster_info,
    sahara_cluster_template_info,
    sahara_data_source_info,
    sahara_image_info,
    sahara_plugin_info,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import NOT_REGISTERED, WHOLE, by_name, expect_name
from tests.unit.support.scripted import GONE, ScriptedCloud, error

Info = Any
BOTH_APIS = pytest.mark.parametrize("api", ["1.1", "2"])


@pytest.fixture
def info(cloud: ScriptedCloud) -> Info:
    """Runs a task of a module with the defaults of the options that it omits. It keeps the warnings."""

    def info(module: Any, api: str = "2", **params: Any) -> dict[str, Any]:
        spec = module.SPEC["argument_spec"]
        defaults = {name: option.get("default") for name, option in spec.items()}
        options = {**defaults, "cloud": {"auth": cloud.auth}, "api_version": api, **params}
        return execute(module.run, AnsibleTask(options, warn=info.warnings.append))

    info.warnings = []
    return info


def source(identity: str, name: str, kind: str = "hdfs") -> dict[str, Any]:
    return {
        "id": identity,
        "name": name,
        "type": kind,
        "url": f"{kind}://a/b",
        "project_id": PROJECT,
        "tenant_id": PROJECT,
    }


SOURCES = [
    source("4", "b"),
    source("3", "c", "swift"),
    source("2", "a", "swift"),
    source("1", "b", "swift"),
]


@BOTH_APIS
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({}, ["2", "1", "4", "3"]),
        ({"type": "swift"}, ["2", "1", "3"]),
        ({"name": "b"}, ["1", "4"]),
        ({"name": "b", "type": "swift"}, ["1"]),
        ({"name": "b", "type": "s3"}, []),
        ({"name": "d"}, []),
    ],
)
def test_data_sources_are_selected_and_sorted_by_name_and_id(
    cloud: ScriptedCloud, info: Info, options: Any, ids: list[str], api: str
) -> None:
    if "name" in options:
        expect_name(cloud, "data_source", options["name"], *SOURCES, api=api)
    else:
        query = {"limit": "200", **options}
        cloud.expect("GET", f"/v{api}/data-sources", {"data_sources": SOURCES}, query=query)
    result = info(sahara_data_source_info, api, **options)
    assert result["changed"] is False
    assert [found["id"] for found in result["data_sources"]] == ids


@BOTH_APIS
@pytest.mark.parametrize(("kind", "ids"), [(None, ["2"]), ("swift", ["2"]), ("hdfs", [])])
def test_an_id_is_read_alone_and_must_match_too(
    cloud: ScriptedCloud, info: Info, kind: str | None, ids: list[str], api: str
) -> None:
    cloud.expect("GET", f"/v{api}/data-sources/2", {"data_source": SOURCES[2]})
    result = info(sahara_data_source_info, api, id="2", type=kind)
    assert [found["id"] for found in result["data_sources"]] == ids


def test_unknown_id_selects_nothing(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", "/v2/data-sources/9", GONE)
    result = info(sahara_data_source_info, id="9")
    assert result == {"changed": False, "data_sources": []}


@BOTH_APIS
@pytest.mark.parametrize(
    ("options", "asked", "ids"),
    [
        ({"plugin_names": ["fake"]}, {"plugin_name": "fake"}, ["1", "2"]),
        ({"plugin_names": ["fake"], "plugin_version": "0.1"},
         {"plugin_name": "fake"}, ["1"]),
        ({"plugin_names": ["fake", "spark"]}, {}, ["1", "2", "3"]),
        ({"plugin_names": ["s*"]}, {}, ["3"]),
        ({"names": ["~t[12]"], "plugin_names": ["fake"]}, {"plugin_name": "fake"}, ["1", "2"]),
        ({"names": ["*3", "t1"]}, {}, ["1", "3"]),
        ({"names": ["x"]}, {"name": "x"}, []),
    ],
)  # fmt: skip
def test_patterns_select_templates_and_sahara_filters_by_single_values(
    cloud: ScriptedCloud,
    info: Info,
    options: Any,
    asked: dict[str, str],
    ids: list[str],
    api: str,
) -> None:
    version = "hadoop_version" if api == "1.1" else "plugin_version"
    templates = [
        {"id": number, "name": f"t{number}", "plugin_name": plugin, version: release}
        for number, plugin, release in (
            ("3", "spark", "0.1"),
            ("1", "fake", "0.1"),
            ("2", "fake", "0.2"),
        )
    ]
    page = by_name(asked["name"]) if "name" in asked else {"limit": "200", **asked}
    cloud.expect("GET", f"/v{api}/cluster-templates", {"cluster_templates": templates}, query=page)
    result = info(sahara_cluster_template_info, api, **options)
    assert [found["id"] for found in result["cluster_templates"]] == ids
    assert {found["plugin_version"] for found in result["cluster_templates"]} <= {"0.1", "0.2"}


def test_invalid_pattern_fails_before_a_request(cloud: ScriptedCloud, info: Info) -> None:
    result = info(sahara_cluster_template_info, names=["~("])
    assert result["failure"]["kind"] == "InvalidPattern"
    assert "'(' is not a valid regular expression" in result["msg"]


# Clusters


def clusters(*statuses: str) -> dict[str, Any]:
    """Clusters with these statuses, each with its own cluster template."""
    found = [
        {
            "id": str(number),
            "name": f"c{number}",
            "status": status,
            "cluster_template_id": f"t{number}",
        }
        for number, status in enumerate(statuses)
    ]
    return {"clusters": found}


@BOTH_APIS
def test_only_the_older_api_filters_clusters_by_status(
    cloud: ScriptedCloud, info: Info, api: str
) -> None:
    query = {"status": "Active", "limit": "200"}
    cloud.expect("GET", "/v1.1/clusters", clusters("Error", "Active"), query=query)
    result = info(sahara_cluster_info, api, statuses=["Active"])
    assert [found["id"] for found in result["clusters"]] == ["1"]


def test_statuses_by_pattern_are_compared_in_the_whole_list(
    cloud: ScriptedCloud, info: Info
) -> None:
    found = clusters("Scaling: Spawning", "Active", "Deleting", "Scaling")
    cloud.expect("GET", "/v2/clusters", found, query={"limit": "200"}, times=2)
    result = info(sahara_cluster_info, statuses=["Scaling*"])
    assert [found["id"] for found in result["clusters"]] == ["0", "3"]
    # The inventory leaves out what is being deleted; the module does not.
    assert len(info(sahara_cluster_info)["clusters"]) == 4


def test_clusters_of_a_template_are_one_list(cloud: ScriptedCloud, info: Info) -> None:
    expect_name(cloud, "cluster_template", "small", {"id": "t1", "name": "small"})
    query = {"cluster_template_id": "t1", **WHOLE}
    cloud.expect("GET", "/v1.1/clusters", clusters("Active", "Error"), query=query)
    result = info(sahara_cluster_info, cluster_template="small")
    assert [found["id"] for found in result["clusters"]] == ["1"]


def test_unknown_template_fails_with_similar_names(cloud: ScriptedCloud, info: Info) -> None:
    template = {"id": "t1", "name": "small"}
    expect_name(cloud, "cluster_template", "smal")
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [template]})
    result = info(sahara_cluster_info, cluster_template="smal")
    assert result["msg"] == "No cluster template named 'smal'; did you mean 'small'?"


# Images

PLUGIN = {"name": "fake", "versions": ["0.1"], "required_image_tags": ["fake", "0.1"]}
OF_THE_PLUGIN = {"plugin_name": "fake", "plugin_version": "0.1"}
IMAGES = [
    {"id": "i3", "name": "ubuntu", "tags": ["fake", "0.1", "x"], "minDisk": 10},
    {"id": "i2", "name": "centos", "tags": []},
    {"id": "i1", "name": "ubuntu", "tags": ["x"]},
]


@BOTH_APIS
@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({}, {"i2": ["0.1", "fake"], "i1": ["0.1", "fake"], "i3": []}),
        ({"tags": ["x"]}, {"i1": ["0.1", "fake"], "i3": []}),
        ({"tags": ["x", "fake"]}, {"i3": []}),
        ({"tags": ["y"]}, {}),
        ({"tags": []}, {"i2": ["0.1", "fake"], "i1": ["0.1", "fake"], "i3": []}),
        ({"name": "ubuntu"}, {"i1": ["0.1", "fake"], "i3": []}),
        ({"names": ["u*"]}, {"i1": ["0.1", "fake"], "i3": []}),
        ({"id": "i2"}, {"i2": ["0.1", "fake"]}),
        ({"id": "i9"}, {}),
    ],
)
def test_images_with_all_tags_show_what_they_lack_for_a_plugin(
    cloud: ScriptedCloud, info: Info, options: Any, missing: dict[str, list[str]], api: str
) -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": PLUGIN})
    if "id" in options:
        found = [{"image": image} for image in IMAGES if image["id"] == options["id"]]
        answer = found[0] if found else NOT_REGISTERED
        cloud.expect("GET", f"/v{api}/images/{options['id']}", answer)
    else:
        query = {"name": options["name"]} if "name" in options else {}
        cloud.expect("GET", f"/v{api}/images", {"images": IMAGES}, query=query)
    result = info(sahara_image_info, api, **options, **OF_THE_PLUGIN)
    assert result["changed"] is False
    assert [(found["id"], found["missing_tags"]) for found in result["images"]] == [
        *missing.items()
    ]


def test_missing_tags_are_sorted(cloud: ScriptedCloud, info: Info) -> None:
    tags = ["g", "c", "e", "a", "f", "b", "d"]
    cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": {**PLUGIN, "required_image_tags": tags}})
    cloud.expect("GET", "/v2/images", {"images": IMAGES[:1]})
    (found,) = info(sahara_image_info, **OF_THE_PLUGIN)["images"]
    assert found["missing_tags"] == sorted(tags)


def test_missing_tags_are_null_without_a_plugin(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", "/v2/images", {"images": IMAGES})
    found = info(sahara_image_info, tags=["fake"])["images"]
    assert found == [
        {
            "id": "i3",
            "name": "ubuntu",
            "status": None,
            "min_disk": 10,
            "min_ram": None,
            "created_at": None,
            "updated_at": None,
            "username": None,
            "description": "",
            "tags": ["0.1", "fake", "x"],
            "options": None,
            "secret_options": None,
            "missing_tags": None,
        }
    ]


def test_unknown_plugin_fails_before_the_images_are_read(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", "/v2/plugins/fake/0.1", error(400, "INVALID_REFERENCE", "Not found"))
    cloud.expect("GET", "/v2/plugins", {"plugins": []})
    result = info(sahara_image_info, **OF_THE_PLUGIN)
    assert result["msg"] == "No plugin named 'fake'; none exist."


# Plugins

DETAILS = {
    "node_processes": {"HDFS": ["datanode"]},
    "required_image_tags": ["fake", "0.1"],
    "configs": [{"name": "dfs.replication", "applicable_target": "HDFS"}],
}


def plugin(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"The plugin {name}",
        "description": "For tests",
        "versions": ["0.1", "0.2"],
        "plugin_labels": {"hidden": {"status": True, "mutable": True}},
        "version_labels": {"0.1": {"enabled": {"status": False, "mutable": True}}},
    }


def shown(name: str, **details: Any) -> dict[str, Any]:
    return {
        **plugin(name),
        "plugin_labels": {"hidden": True},
        "version_labels": {"0.1": {"enabled": False}},
        "options": {
            "name": name,
            "plugin_labels": {"hidden": True},
            "version_labels": {"0.1": {"enabled": False}},
        },
        "secret_options": [],
        **(details or dict.fromkeys(DETAILS)),
    }


@BOTH_APIS
@pytest.mark.parametrize(
    ("options", "names"), [({}, ["fake", "fakes", "spark"]), ({"name": "fake"}, ["fake"]), ({"name": "x"}, []),
                         ({"names": ["fake*"]}, ["fake", "fakes"])]
)  # fmt: skip
def test_plugins_without_a_version(
    cloud: ScriptedCloud, info: Info, options: Any, names: list[str], api: str
) -> None:
    found = [plugin(name) for name in ("spark", "fakes", "fake")]
    cloud.expect("GET", f"/v{api}/plugins", {"plugins": found})
    result = info(sahara_plugin_info, api, **options)
    assert result == {"changed": False, "plugins": [shown(name) for name in names]}


@BOTH_APIS
def test_version_of_a_plugin_is_one_request(cloud: ScriptedCloud, info: Info, api: str) -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": {**plugin("fake"), **DETAILS}})
    result = info(sahara_plugin_info, api, name="fake", version="0.1")
    assert result == {"changed": False, "plugins": [shown("fake", **DETAILS)]}


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("fake", "No version of plugin fake named '9'; available: 0.1, 0.2."),
        ("fak", "No plugin named 'fak'; did you mean 'fake'?"),
    ],
)
def test_unknown_version_of_a_plugin_selects_nothing(
    cloud: ScriptedCloud, info: Info, name: str, warning: str
) -> None:
    cloud.expect("GET", f"/v2/plugins/{name}/9", error(400, "INVALID_REFERENCE", "Not found"))
    cloud.expect("GET", "/v2/plugins", {"plugins": [plugin("fake")]})
    result = info(sahara_plugin_info, name=name, version="9")
    assert result == {"changed": False, "plugins": []}
    assert info.warnings == [warning]

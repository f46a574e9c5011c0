# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field that Sahara's own validation accepts is an option, or is named here with the reason."""

from __future__ import annotations

import importlib
import json
import subprocess
from functools import cache
from typing import Any

import pytest

from sandbox.install import ensure
from sandbox.layout import Layout
from tools.resources import RESOURCES

PLUGINS = "ansible_collections.sahara.dataprocessing.plugins"

# Runs in the sandbox's Python: schema's name -> its properties, and those of its node groups.
READ = """\
import importlib, json, sys
from sahara.plugins.labels import LabelHandler
labels = LabelHandler({}).get_plugin_update_validation_jsonschema()
found = {"labels": labels["properties"]}
for name in json.load(sys.stdin):
    if name not in found:
        module, _, attribute = name.rpartition(".")
        schema = getattr(importlib.import_module("sahara.service.validations." + module), attribute)
        found[name] = schema["properties"]
print(json.dumps(found))
"""

COUNT = "several clusters are several tasks of a loop, each of them idempotent"
CLUSTER = {
    "count": COUNT,
    "verification": "an action, which the option health starts",
}

# Resource, API version, schemas, fields that are not options: why.
COMPARED = [
    ("node_group_template", "2",
     ("node_group_template_schema.NODE_GROUP_TEMPLATE_SCHEMA_V2",
      "node_group_template_schema.NODE_GROUP_TEMPLATE_UPDATE_SCHEMA_V2"), {}),
    ("node_group_template", "1.1",
     ("node_group_template_schema.NODE_GROUP_TEMPLATE_SCHEMA",
      "node_group_template_schema.NODE_GROUP_TEMPLATE_UPDATE_SCHEMA"), {}),
    ("cluster_template", "2",
     ("cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA_V2",
      "cluster_template_schema.CLUSTER_TEMPLATE_UPDATE_SCHEMA_V2"), {}),
    ("cluster_template", "1.1",
     ("cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA",
      "cluster_template_schema.CLUSTER_TEMPLATE_UPDATE_SCHEMA"), {}),
    ("cluster", "2",
     ("clusters_schema.CLUSTER_SCHEMA_V2", "clusters_schema.CLUSTER_UPDATE_SCHEMA_V2"), CLUSTER),
    ("cluster", "1.1",
     ("clusters_schema.MULTIPLE_CLUSTER_SCHEMA", "clusters_schema.CLUSTER_UPDATE_SCHEMA"), CLUSTER),
    *(
        row
        for version in ("1.1", "2")
        for row in (
            ("data_source", version,
             ("edp.data_source_schema.DATA_SOURCE_SCHEMA", "edp.data_source_schema.DATA_SOURCE_UPDATE_SCHEMA"), {}),
            ("job_binary", version,
             ("edp.job_binary_schema.JOB_BINARY_SCHEMA", "edp.job_binary_schema.JOB_BINARY_UPDATE_SCHEMA"), {}),
            ("job_template", version,
             ("edp.job_schema.JOB_SCHEMA", "edp.job_schema.JOB_UPDATE_SCHEMA"),
             {"streaming": "Sahara takes it and does nothing with it; the type MapReduce.Streaming is what counts"}),
            ("image", version, ("images.image_register_schema", "images.image_tags_schema"), {}),
            ("plugin", version, ("labels",), {}),
        )
    ),
    ("job_binary_internal", "1.1",
     ("edp.job_binary_internal_schema.JOB_BINARY_UPDATE_SCHEMA",), {}),
]  # fmt: skip

# What a job may be told, and the options that tell it; by API version. v1.1 has the template in the path.
JOB = {
    "cluster_id": ["cluster"],
    "input_id": ["input"],
    "output_id": ["output"],
    "job_configs": ["configs", "params", "args"],
    # "interface" is an option of the connection.
    "interface": ["job_interface"],
    "is_public": ["is_public"],
    "is_protected": ["is_protected"],
    # To cancel it.
    "info": ["state"],
}
JOBS = {
    "1.1": (JOB, ["JOB_EXEC_SCHEMA", "JOB_EXEC_UPDATE_SCHEMA"]),
    "2": (
        {**JOB, "job_template_id": ["job_template"]},
        ["JOB_EXEC_SCHEMA_V2", "JOB_EXEC_UPDATE_SCHEMA"],
    ),
}
JOB_SCHEMAS = "edp.job_execution_schema"

# The schema of a node group is a template's; a group itself keeps none of these.
LENT_TO_GROUPS = {"description", "is_public", "is_protected"}
NODE_GROUPS = [
    "cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA_V2",
    "clusters_schema.CLUSTER_SCHEMA_V2",
    "cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA",
]


@cache
def schemas() -> dict[str, dict[str, Any]]:
    python = ensure(Layout.from_environment(), print) / "bin" / "python"
    jobs = [f"{JOB_SCHEMAS}.{name}" for _, names in JOBS.values() for name in names]
    names = [*NODE_GROUPS, *jobs, *(name for row in RESOURCES for name in row[4])]
    read = subprocess.run(
        [python, "-c", READ], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, Any]] = json.loads(read.stdout)
    return found


def node_group_properties(schema: dict[str, Any]) -> set[str]:
    """What a node group may say, whether it is made of a template or described in full."""
    found: set[str] = set()
    for form in schema["node_groups"]["items"]["oneOf"]:
        found |= form["properties"].keys()
    return found


def compare(accepted: set[str], declared: set[str]) -> None:
    assert declared <= accepted, f"Sahara does not know {sorted(declared - accepted)}"
    assert declared >= accepted, (
        f"Sahara knows what is no field here: {sorted(accepted - declared)}"
    )


def options_of(module: str) -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module(f"{PLUGINS}.modules.{module}").SPEC
    return dict(found["argument_spec"])


@pytest.mark.parametrize(
    ("kind", "version", "sources", "left_out"),
    COMPARED,
    ids=[f"{row[0]}-{row[1]}" for row in COMPARED],
)
def test_every_field_is_an_option(
    kind: str,
    version: str,
    sources: tuple[str, ...],
    left_out: dict[str, str],
) -> None:
    resource = RESOURCES[kind]
    accepted = {field for source in sources for field in schemas()[source]}
    declared = {
        field.wire_name(version)
        for field in resource.fields
        if field.sent and version in field.versions
    }
    compare(accepted - left_out.keys(), declared)
    assert {field.name for field in resource.fields} <= options_of(f"sahara_{kind}").keys()


@pytest.mark.parametrize("source", NODE_GROUPS)
def test_every_field_of_a_node_group_is_an_option(source: str) -> None:
    groups = importlib.import_module(
        f"{PLUGINS}.module_utils._internal.resources.templates.node_groups"
    )
    accepted = node_group_properties(schemas()[source]) - LENT_TO_GROUPS
    compare(accepted, {field.wire for field in groups.FIELDS})
    option = options_of("sahara_cluster_template")["node_groups"]
    assert {field.name for field in groups.FIELDS} == set(option["options"])


@pytest.mark.parametrize("version", JOBS)
def test_everything_that_a_job_may_be_told_is_an_option(version: str) -> None:
    told_by, names = JOBS[version]
    assert told_by.keys() == {
        field for name in names for field in schemas()[f"{JOB_SCHEMAS}.{name}"]
    }
    options = {option for options in told_by.values() for option in options}
    assert options <= options_of("sahara_job_execution").keys()


def test_every_field_of_an_interface_is_an_option() -> None:
    accepted = schemas()["edp.job_schema.JOB_SCHEMA"]["interface"]["items"]["properties"]
    options = options_of("sahara_job_template")["job_interface"]["options"]
    assert accepted.keys() == options.keys()

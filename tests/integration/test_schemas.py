# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field that Sahara's own validation accepts is an option, or is excluded here with a reason.

The names that we accept are those that Sahara accepts.
"""

from __future__ import annotations

import importlib
import json
import subprocess
from functools import cache
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.names import (
    HOSTNAME_FORM,
    KEYPAIR_FORM,
    MOUNT_PREFIX_FORM,
    TAG_FORM,
    NameForm,
)

from sandbox.install import ensure
from sandbox.layout import Layout
from tools.resources import RESOURCES

PLUGINS = "ansible_collections.sahara.dataprocessing.plugins"

# Runs in the sandbox's Python. Returns schema name -> properties, including those of node groups.
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

# Runs there too. Returns for each schema and path to a property which of the samples Sahara accepts.
VALIDATE = """\
import importlib, json, sys
from sahara.utils.api_validator import ApiValidator
asked, samples = json.load(sys.stdin)
found = []
for name, path in asked:
    module, _, attribute = name.rpartition(".")
    schema = getattr(importlib.import_module("sahara.service.validations." + module), attribute)["properties"]
    for key in path:
        schema = schema[key]
    found.append([ApiValidator(schema).is_valid(sample) for sample in samples])
print(json.dumps(found))
"""

COUNT = "several clusters need a loop, in which each item is idempotent"
CLUSTER = {
    "count": COUNT,
    "verification": "an action that the option health starts",
}

# Resource, API version, schemas, excluded fields -> reason.
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
             {"streaming": "Sahara accepts but ignores it; the type MapReduce.Streaming is used instead"}),
            ("image", version, ("images.image_register_schema", "images.image_tags_schema"), {}),
            ("plugin", version, ("labels",), {}),
        )
    ),
    ("job_binary_internal", "1.1",
     ("edp.job_binary_internal_schema.JOB_BINARY_UPDATE_SCHEMA",), {}),
]  # fmt: skip

# Field of a job execution -> the options that set it. API v1.1 has the job template in the path.
JOB = {
    "cluster_id": ["cluster"],
    "input_id": ["input"],
    "output_id": ["output"],
    "job_configs": ["configs", "params", "args"],
    # The option "interface" already belongs to the connection.
    "interface": ["job_interface"],
    "is_public": ["is_public"],
    "is_protected": ["is_protected"],
    # Cancels the job execution.
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

# Sahara uses the schema of templates for node groups, but a group does not keep these.
ONLY_IN_TEMPLATES = {"description", "is_public", "is_protected"}
NODE_GROUPS = [
    "cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA_V2",
    "clusters_schema.CLUSTER_SCHEMA_V2",
    "cluster_template_schema.CLUSTER_TEMPLATE_SCHEMA",
]


GROUP = ["node_groups", "items", "oneOf"]
# Names that are not those of a resource: the form, the schema, the path to the property.
OTHER_FORMS: list[tuple[NameForm, str, list[str | int]]] = [
    *(
        (HOSTNAME_FORM, schema, [*GROUP, number, "properties", "name"])
        for schema in NODE_GROUPS
        for number in (0, 1)
    ),
    (MOUNT_PREFIX_FORM, NODE_GROUPS[1], [*GROUP, 0, "properties", "volume_mount_prefix"]),
    (
        MOUNT_PREFIX_FORM,
        "node_group_template_schema.NODE_GROUP_TEMPLATE_SCHEMA_V2",
        ["volume_mount_prefix"],
    ),
    (KEYPAIR_FORM, "clusters_schema.CLUSTER_SCHEMA_V2", ["user_keypair_id"]),
    (TAG_FORM, "images.image_tags_schema", ["tags", "items"]),
]
SAMPLES = [
    *("a", "A1", "1", "1a", "a-b", "a_b", "a b", "a.b", "a.1", "a..b", "my-cluster", "my_cluster"),
    *(
        "",
        " ",
        "-",
        "-a",
        "a-",
        "_a",
        "a_",
        ".a",
        "a.",
        "a.-b",
        "a-.b",
        "größe",
        "a@b",
        "a/b",
        "a:b",
    ),
    *("a" * 50, "a" * 51, "a" * 81, "a." * 24 + "aa", "a." * 25 + "a"),
    *("/", "/a", "/a/b", "a/b", "/a/", "//a", "/a.b", "/a b", "/volumes/disk", "/a-b/c_d"),
]


@cache
def schemas() -> dict[str, dict[str, Any]]:
    python = ensure(Layout.from_environment(), print) / "bin" / "python"
    jobs = [f"{JOB_SCHEMAS}.{name}" for _, names in JOBS.values() for name in names]
    names = [*NODE_GROUPS, *jobs, *(name for row in COMPARED for name in row[2])]
    read = subprocess.run(
        [python, "-c", READ], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, Any]] = json.loads(read.stdout)
    return found


def forms() -> list[tuple[NameForm, str, list[str | int]]]:
    """All forms of names: the form, the schema, the path to the property."""
    named = [
        (RESOURCES[kind].name_form, source, ["name"])
        for kind, _version, sources, _excluded in COMPARED
        for source in sources
        if "name" in schemas()[source]
    ]
    missing = [source for form, source, _path in named if form is None]
    assert not missing, f"these resources need a 'name_form': {missing}"
    return [*named, *OTHER_FORMS]


def test_sahara_accepts_the_same_names() -> None:
    python = ensure(Layout.from_environment(), print) / "bin" / "python"
    compared = forms()
    asked = json.dumps([[(source, path) for _form, source, path in compared], SAMPLES])
    run = subprocess.run(
        [python, "-c", VALIDATE], input=asked, capture_output=True, text=True, check=True
    )
    for (form, source, path), accepted in zip(compared, json.loads(run.stdout), strict=True):
        ours = [form.fits(sample) for sample in SAMPLES]
        wrong = [
            sample
            for sample, one, other in zip(SAMPLES, ours, accepted, strict=True)
            if one != other
        ]
        assert not wrong, f"{source} {path}: Sahara and we disagree about {wrong}"


def node_group_properties(schema: dict[str, Any]) -> set[str]:
    """The properties of a node group, both with a template and without one."""
    found: set[str] = set()
    for form in schema["node_groups"]["items"]["oneOf"]:
        found |= form["properties"].keys()
    return found


def compare(accepted: set[str], declared: set[str]) -> None:
    assert declared <= accepted, f"Sahara does not have the fields {sorted(declared - accepted)}"
    assert declared >= accepted, (
        f"Sahara has fields that are not declared here: {sorted(accepted - declared)}"
    )


def options_of(module: str) -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module(f"{PLUGINS}.modules.{module}").SPEC
    return dict(found["argument_spec"])


@pytest.mark.parametrize(
    ("kind", "version", "sources", "excluded"),
    COMPARED,
    ids=[f"{row[0]}-{row[1]}" for row in COMPARED],
)
def test_every_field_is_an_option(
    kind: str,
    version: str,
    sources: tuple[str, ...],
    excluded: dict[str, str],
) -> None:
    resource = RESOURCES[kind]
    accepted = {field for source in sources for field in schemas()[source]}
    declared = {
        field.wire_name(version)
        for field in resource.fields
        if field.sent and version in field.versions
    }
    compare(accepted - excluded.keys(), declared)
    assert {field.name for field in resource.fields} <= options_of(f"sahara_{kind}").keys()


@pytest.mark.parametrize("source", NODE_GROUPS)
def test_every_field_of_a_node_group_is_an_option(source: str) -> None:
    groups = importlib.import_module(
        f"{PLUGINS}.module_utils._internal.resources.templates.node_groups"
    )
    accepted = node_group_properties(schemas()[source]) - ONLY_IN_TEMPLATES
    compare(accepted, {field.wire for field in groups.FIELDS})
    option = options_of("sahara_cluster_template")["node_groups"]
    assert {field.name for field in groups.FIELDS} == set(option["options"])


@pytest.mark.parametrize("version", JOBS)
def test_every_field_of_a_job_execution_is_an_option(version: str) -> None:
    options_by_field, names = JOBS[version]
    assert options_by_field.keys() == {
        field for name in names for field in schemas()[f"{JOB_SCHEMAS}.{name}"]
    }
    options = {option for options in options_by_field.values() for option in options}
    assert options <= options_of("sahara_job_execution").keys()


def test_every_field_of_an_interface_is_an_option() -> None:
    accepted = schemas()["edp.job_schema.JOB_SCHEMA"]["interface"]["items"]["properties"]
    options = options_of("sahara_job_template")["job_interface"]["options"]
    assert accepted.keys() == options.keys()

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the objects of a project, and describes them as tasks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from ..cloud.kinds import IMAGE, JOB_BINARY, JOB_BINARY_INTERNAL
from ..cloud.ledger import UNKNOWN
from ..cloud.patterns import matcher
from ..engine.contracts import State, Task
from ..resources.clusters.cluster import Cluster
from ..resources.image import Image
from ..resources.jobs.content import internal_id
from ..resources.jobs.data_source import DataSource
from ..resources.jobs.edp import older_api
from ..resources.jobs.job_binary import JobBinary, is_internal
from ..resources.jobs.job_binary_internal import JobBinaryInternal
from ..resources.jobs.job_template import JobTemplate
from ..resources.resource import ManagedResource
from ..resources.reuse import replace_secrets
from ..resources.templates.cluster_template import ClusterTemplate
from ..resources.templates.node_group_template import NodeGroupTemplate
from .variables import NamingTask, ServiceName, Variables
from .yaml_text import Template, dumped

MODULE = "sahara.dataprocessing.sahara_"
# In the order of their dependencies.
RESOURCES: tuple[type[ManagedResource], ...] = (
    Image,
    NodeGroupTemplate,
    ClusterTemplate,
    DataSource,
    JobBinaryInternal,
    JobBinary,
    JobTemplate,
    Cluster,
)
SAVED_RESOURCES = {resource.kind.plural: resource for resource in RESOURCES}
# Clusters cost money: a user has to ask for them.
DEFAULT_KINDS = [name for name, resource in SAVED_RESOURCES.items() if resource is not Cluster]
# The variable with the path of the saved directory.
DIRECTORY = "sahara_directory"


class Project:
    """The objects of the task's project that match its options."""

    def __init__(self, task: Task):
        self._task = task
        self._naming = cast(Task, NamingTask(task))
        self._selects = matcher(task.params["names"] or ())
        self.variables = Variables()
        # The plural of each kind -> its objects.
        self.objects: dict[str, list[State]] = {}

    def read(self) -> None:
        """Read the lists. Content that belongs to a job binary is saved with it."""
        for name in SAVED_RESOURCES:
            if name in self._task.params["kinds"]:
                self.objects[name] = self._listed(SAVED_RESOURCES[name](self._naming))
        with_content = filter(is_internal, self.objects.get(JOB_BINARY.plural, ()))
        contents = {internal_id(binary["url"]) for binary in with_content}
        internals = self.objects.get(JOB_BINARY_INTERNAL.plural)
        if internals:
            internals[:] = [found for found in internals if found["id"] not in contents]

    def _listed(self, resource: ManagedResource) -> list[State]:
        own = [
            found
            for found in resource.listed()
            if resource.is_own(found) and self._selects(str(found["name"]))
        ]
        return sorted(own, key=lambda found: (str(found["name"]), str(found["id"])))

    def write(self, directory: Path) -> None:
        """Write the files to an empty directory. Requests the names behind ids, and stored content."""
        (directory / "tasks").mkdir()
        saved = [name for name, found in self.objects.items() if found]
        for name in saved:
            resource = SAVED_RESOURCES[name](self._naming)
            tasks = [self._task_of(resource, found, directory) for found in self.objects[name]]
            write_text(directory / "tasks" / f"{name}.yml", dumped(tasks))
        imports = [
            {
                "name": f"Restore {SAVED_RESOURCES[name].kind.nouns}",
                "ansible.builtin.import_tasks": f"{name}.yml",
            }
            for name in saved
        ]
        write_text(directory / "tasks" / "main.yml", dumped(imports))
        (directory / "vars").mkdir()
        write_text(directory / "vars" / "main.yml", dumped(self.variables.file()))

    def _task_of(self, resource: ManagedResource, found: State, directory: Path) -> dict[str, Any]:
        kind, name = resource.kind, str(found["name"])

        def variable(*path: str) -> Template:
            return self.variables.for_secret(kind.name, name, *path)

        options = replace_secrets(resource.as_options(found), variable)
        options.update({option: variable(option) for option in resource.hidden_options(found)})
        if kind is IMAGE:
            selection = "id" if "id" in options else "name"
            options[selection] = ServiceName(IMAGE.name, options[selection])
        content = content_id(resource, found)
        if content:
            options.pop("url", None)
            options["src"] = self._saved_content(kind.plural, name, content, directory)
        noun = kind.noun[:1].upper() + kind.noun[1:]
        return {"name": f"{noun} {name}", f"{MODULE}{kind.name}": self._with_variables(options)}

    def _saved_content(self, plural: str, name: str, content: str, directory: Path) -> Template:
        """A template for the path of the content, which is written to the directory."""
        path = Path("files", plural, name_of_file(name))
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        # What an earlier task of a run in check mode would store cannot be read.
        if content.startswith(UNKNOWN):
            (directory / path).touch()
        else:
            with older_api("Reading content from Sahara's database"):
                JOB_BINARY_INTERNAL.manager_of(self._task.cloud).download(content, directory / path)
        (directory / path).chmod(0o600)
        return Template(f"{{{{ {DIRECTORY} }}}}/{path.as_posix()}")

    def _with_variables(self, value: Any) -> Any:
        if isinstance(value, ServiceName):
            return self.variables.for_name(value)
        if isinstance(value, Mapping):
            return {name: self._with_variables(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._with_variables(item) for item in value]
        return value


def content_id(resource: ManagedResource, found: State) -> str | None:
    """The id of the content in Sahara's database that belongs to the object, if any."""
    if isinstance(resource, JobBinaryInternal):
        return str(found["id"])
    is_stored = isinstance(resource, JobBinary) and is_internal(found)
    return internal_id(found["url"]) if is_stored else None


def name_of_file(name: str) -> str:
    """A safe file name, which is different for each name."""
    quoted = quote(name, safe="")
    return f"%2E{quoted[1:]}" if quoted.startswith(".") else quoted


def write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")

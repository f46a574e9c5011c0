# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stack of Heat, in the one form that Sahara creates, with the faults that its name triggers."""

from __future__ import annotations

import itertools
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import yaml

from sandbox import faults
from sandbox.cloud.members import Member
from sandbox.cloud.web import now

MAX_MEMBERS = 100  # of one group, whatever the template sets
QUICK_SECONDS = 2.0
GROUP = "OS::Heat::ResourceGroup"


class Stack:
    """Groups of members, and the resources that they share (`top`: {resource name: id})."""

    def __init__(self, cloud: Any, project: str, user: str, body: dict) -> None:
        self.cloud = cloud
        self.project = project
        self.user = user
        self.id = str(uuid.uuid4())
        self.name = body["stack_name"]
        self.cluster = faults.cluster_of(self.name)
        self.tags = body.get("tags") or ""
        self.created = now()
        self.updated: str | None = None
        self.status = self.reason = ""
        self.top: dict[str, str] = {}
        self.groups: dict[str, dict[int, Member]] = {}
        self.removed: dict[str, set[int]] = {}
        self.outputs: list[dict] = []
        self.deletions = 0

    def create(self, body: dict) -> None:
        self._start("CREATE", lambda: self._apply("CREATE", body))

    def update(self, body: dict) -> None:
        self._start("UPDATE", lambda: self._apply("UPDATE", body))

    def delete(self) -> None:
        self.deletions += 1
        if faults.triggers(self.cluster, faults.ENDLESS["DELETE"]):
            self._set("DELETE", "IN_PROGRESS", "Stack DELETE started")
        elif faults.triggers(self.cluster, "delfail") and self.deletions == 1:
            self._set("DELETE", "FAILED", faults.PORT_IN_USE)
        else:
            self._start("DELETE", self._delete)

    def view(self) -> dict:
        return {
            "id": self.id,
            "stack_name": self.name,
            "stack_status": self.status,
            "stack_status_reason": self.reason,
            "creation_time": self.created,
            "updated_time": self.updated,
            "description": "",
            "parameters": {},
            "tags": self.tags.split(","),
            "outputs": self.outputs,
            "links": [],
            "stack_owner": None,
        }

    def _start(self, action: str, work: Callable[[], None]) -> None:
        self._set(action, "IN_PROGRESS", f"Stack {action} started")
        thread = threading.Thread(target=self._finish, args=(action, work), daemon=True)
        thread.start()
        if not faults.slowness(self.cluster) and not self._is_endless(action):
            # Sahara requests the status at once. If the stack is not ready, it sleeps for 1 s.
            thread.join(QUICK_SECONDS)

    def _is_endless(self, action: str) -> bool:
        return faults.triggers(self.cluster, faults.ENDLESS.get(action))

    def _finish(self, action: str, work: Callable[[], None]) -> None:
        try:
            work()
        except faults.StackError as error:
            self._set(action, "FAILED", str(error))
        except Exception as error:
            traceback.print_exc()
            self._set(action, "FAILED", f"{type(error).__name__}: {error}")
        else:
            self._set(action, "COMPLETE", f"Stack {action} completed successfully")

    def _set(self, action: str, status: str, reason: str) -> None:
        self.status, self.reason = f"{action}_{status}", reason
        if action == "UPDATE" and status != "IN_PROGRESS":
            # Sahara waits until this changes. With whole seconds, it could miss the change.
            self.updated = f"{now()[:-1]}.{time.time() % 1 * 1e6:06.0f}Z"

    def _apply(self, action: str, body: dict) -> None:
        time.sleep(faults.slowness(self.cluster))
        if self._is_endless(action):
            threading.Event().wait()
        if faults.triggers(self.cluster, faults.FAILING[action]):
            raise faults.StackError(faults.NO_HOST)
        resources = yaml.safe_load(body["template"])["resources"]
        files = {name: yaml.safe_load(text) for name, text in body.get("files", {}).items()}
        groups = {}
        for name, resource in resources.items():
            if resource["type"] == GROUP:
                groups[name] = resource["properties"]
            elif name not in self.top:
                self.top[name] = self._create_top(name, resource)
        for name in self.groups.keys() - groups.keys():
            self._resize(name, {"count": 0, "resource_def": {}}, files)
        for name, properties in groups.items():
            self._resize(name, properties, files)
        self.outputs = [self._output(name) for name in groups]

    def _create_top(self, name: str, resource: dict) -> str:
        properties = resource.get("properties", {})
        with self.cloud.lock:
            if resource["type"] == "OS::Neutron::SecurityGroup":
                return self.cloud.network.add_security_group(
                    self.project,
                    f"{self.name}-{name}",
                    properties.get("description", ""),
                    properties.get("rules", []),
                )
            if resource["type"] == "OS::Nova::ServerGroup":
                return self.cloud.compute.add_server_group(self.project, properties)
        raise ValueError(f"The sandbox does not support the resource type {resource['type']}")

    def _resize(self, name: str, properties: dict, files: dict) -> None:
        members = self.groups.setdefault(name, {})
        removed = self.removed.setdefault(name, set())
        for policy in properties.get("removal_policies") or []:
            removed.update(int(index) for index in policy["resource_list"])
        count = max(0, min(int(properties["count"]), MAX_MEMBERS))
        left = (index for index in itertools.count() if index not in removed)
        wanted = list(itertools.islice(left, count))
        for index in members.keys() - set(wanted):
            members.pop(index).remove()
        for index in wanted:
            if index not in members:
                members[index] = Member(self, index, properties["resource_def"], files)

    def _output(self, group: str) -> dict:
        servers = [member.server for _, member in sorted(self.groups[group].items())]
        names = self.cloud.compute.servers
        return {
            "output_key": f"{group}-instances",
            "description": "",
            "output_value": [{"physical_id": s, "name": names[s]["name"]} for s in servers],
        }

    def _delete(self) -> None:
        time.sleep(faults.slowness(self.cluster))
        for members in self.groups.values():
            for index in list(members):
                members.pop(index).remove()
        with self.cloud.lock:
            for id in self.top.values():
                self.cloud.network.security_groups.pop(id, None)
                self.cloud.compute.server_groups.pop(id, None)
            self.cloud.orchestration.stacks.pop(self.id, None)

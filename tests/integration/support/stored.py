# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in Sahara, read from its API without the collection."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.integration.support.sandbox import DIRECT, Sandbox

# Only API v1.1 has the content of job binaries. Each list with its key in the reply.
LISTS = {
    "clusters": "clusters",
    "cluster-templates": "cluster_templates",
    "node-group-templates": "node_group_templates",
    "data-sources": "data_sources",
    "job-binaries": "binaries",
    "job-binary-internals": "binaries",
    "jobs": "jobs",
}


@dataclass(frozen=True)
class Stored:
    """Reads and deletes objects of the project of demo."""

    sandbox: Sandbox

    def names(self) -> dict[str, list[str]]:
        """List -> the names in it. A job execution has the name of its job template."""
        found = {
            name: [item["name"] for item in self.list(name, key)] for name, key in LISTS.items()
        }
        templates = {item["id"]: item["name"] for item in self.list("jobs", "jobs")}
        executions = self.list("job-executions", "job_executions")
        return {**found, "job-executions": [templates[item["job_id"]] for item in executions]}

    def list(self, name: str, key: str) -> list[dict[str, Any]]:
        return list(self.ask("GET", f"/v1.1/{self.sandbox.project('demo')}/{name}")[key])

    def delete_clusters(self, prefix: str) -> None:
        """Delete the clusters whose names begin with the prefix."""
        for cluster in self.list("clusters", "clusters"):
            if cluster["name"].startswith(prefix):
                self.ask("DELETE", f"/v2/clusters/{cluster['id']}", {"force": True})

    def unregister_images(self, names: Collection[str]) -> None:
        """End the registration of the images with these names."""
        for image in self.list("images", "images"):
            if image["name"] in names:
                self.ask("DELETE", f"/v2/images/{image['id']}")

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        url = self.sandbox.catalog["data-processing"].rstrip("/") + path
        headers = {"X-Auth-Token": self.sandbox.token("demo"), "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body else None
        request = urllib.request.Request(url, content, headers, method=method)
        with DIRECT.open(request, timeout=30) as reply:
            return json.loads(reply.read() or b"null")

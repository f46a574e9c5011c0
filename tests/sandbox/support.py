# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sandbox that the tests start, and a simple client of its services."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
FOREIGN = ("OS_", "ANSIBLE_", "SAHARA_SANDBOX_DIR", "PYTHONDONTWRITEBYTECODE")
PROGRAMS = Path(sys.executable).parent
PRIVATE, PUBLIC = "private", "public"


class Sandbox:
    """The commands of one sandbox. wrapper: a command that runs them."""

    def __init__(self, directory: Path, wrapper: tuple[str, ...] = (), **variables: str) -> None:
        self.directory = directory
        self.command = (*wrapper, sys.executable, "-m", "sandbox")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
        self.environment = kept | {"SAHARA_SANDBOX_DIR": str(directory)} | variables

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [*self.command, *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, status: int = 0) -> subprocess.CompletedProcess:
        """Run a command that must end with this status."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == status, f"{arguments}: {process.returncode}\n{out}\n{err}"
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def status(self) -> dict[str, Any]:
        process = self.start("status", "--json")
        return json.loads(process.communicate(timeout=60)[0])

    def pids(self) -> dict[str, int]:
        return {name: service["pid"] for name, service in self.status()["services"].items()}

    def variables(self, user: str = "demo") -> dict[str, str]:
        """The environment variables with which clients find this sandbox."""
        chosen = json.loads(self.run("env", "--json", "--user", user).stdout)
        return self.environment | chosen

    def ssh(self, target: str, *command: str, options: tuple[str, ...] = ()) -> str:
        """The output of a command on an instance."""
        config = self.status()["ssh_config"]
        return subprocess.run(
            ["ssh", "-F", config, *options, target, *command],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout.strip()

    def cloud(self, user: str = "demo") -> Cloud:
        clouds = yaml.safe_load(Path(self.status()["clouds_file"]).read_text())["clouds"]
        return Cloud(clouds[user])


class Cloud:
    """The cloud of a sandbox, as one of its users. seconds: how long to wait for a cluster."""

    seconds = 60.0

    def __init__(self, config: dict[str, Any]) -> None:
        self.auth = config["auth"]
        self.region = config["region_name"]
        self.session = requests.Session()
        self.session.trust_env = False
        reply = self.session.post(self.auth["auth_url"] + "/auth/tokens", json=self._login())
        reply.raise_for_status()
        self.session.headers["X-Auth-Token"] = reply.headers["X-Subject-Token"]
        self.catalog = reply.json()["token"]["catalog"]

    def _login(self) -> dict[str, Any]:
        domain = {"name": "Default"}
        user = {"name": self.auth["username"], "password": self.auth["password"], "domain": domain}
        return {
            "auth": {
                "identity": {"methods": ["password"], "password": {"user": user}},
                "scope": {"project": {"name": self.auth["project_name"], "domain": domain}},
            }
        }

    @property
    def project(self) -> str:
        """The id of the project."""
        return self.endpoints(self.region)["volumev3", "public"].rpartition("/")[2]

    def endpoints(self, region: str) -> dict[tuple[str, str], str]:
        """{(service type, interface): URL} of a region."""
        return {
            (service["type"], endpoint["interface"]): endpoint["url"]
            for service in self.catalog
            for endpoint in service["endpoints"]
            if endpoint["region"] == region
        }

    def call(
        self, method: str, path: str, body: Any = None, service: str = "data-processing"
    ) -> tuple[int, Any]:
        """(status, body) of a request to a service."""
        url = self.endpoints(self.region)[service, "public"] + path
        reply = self.session.request(method, url, json=body, timeout=60)
        try:
            return reply.status_code, reply.json()
        except ValueError:
            return reply.status_code, reply.text

    def pages(self, service: str, path: str, key: str, links: str = "") -> list[list[Any]]:
        """The pages of a list, read with the links that the service sends."""
        found: list[list[Any]] = []
        following: str | None = path
        while following:
            query = following.partition("?")[2]
            body = self.call("GET", f"{path}?{query}", service=service)[1]
            found.append(body[key])
            linked = [link["href"] for link in body.get(links, []) if link["rel"] == "next"]
            following = next(iter(linked), body.get("next"))
        return found

    @cached_property
    def networks(self) -> dict[str, str]:
        """{name: id}"""
        pages = self.pages("network", "/v2.0/networks", "networks", "networks_links")
        return {network["name"]: network["id"] for page in pages for network in page}

    def image(self, name: str) -> str:
        images = [image for page in self.pages("image", "/v2/images", "images") for image in page]
        return next(image["id"] for image in images if image["name"] == name)

    def create_cluster(
        self, name: str, plugin: str = "fake", count: int = 1, **group: Any
    ) -> tuple[int, Any]:
        """(status, body) of the request."""
        workers = {
            "name": "worker",
            "flavor_id": "2",
            "node_processes": ["namenode", "datanode"],
            "floating_ip_pool": self.networks[PUBLIC],
            "count": count,
        }
        body = {
            "name": name,
            "plugin_name": plugin,
            "plugin_version": "0.1",
            "default_image_id": self.image(f"{plugin}-0.1-ubuntu"),
            "neutron_management_network": self.networks[PRIVATE],
            "user_keypair_id": "sandbox",
            "node_groups": [workers | group],
        }
        return self.call("POST", "/v2/clusters", body)

    def new_cluster(self, name: str, plugin: str = "fake", count: int = 1, **group: Any) -> str:
        """Start creating a cluster, and return its id."""
        status, body = self.create_cluster(name, plugin, count, **group)
        assert status == 202, body
        return body["cluster"]["id"]

    def cluster(self, id: str) -> dict[str, Any]:
        """The cluster; {"status": "deleted"} if it no longer exists."""
        status, body = self.call("GET", f"/v2/clusters/{id}")
        if status == 200:
            return body["cluster"]
        return {"status": "deleted" if status == 404 else "unknown"}

    def wait(self, id: str, *statuses: str, seconds: float = 0) -> dict[str, Any]:
        """Wait until the cluster has one of these statuses."""
        return until(
            lambda: self.cluster(id), lambda c: c["status"] in statuses, seconds or self.seconds
        )

    def instances(self, id: str) -> list[dict[str, Any]]:
        return [i for group in self.cluster(id)["node_groups"] for i in group["instances"]]


def slack() -> float:
    """The factor for time limits: 1, and more if the machine is busy."""
    return max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


def until(get: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 60) -> Any:
    """Get values until one is good, and return it."""
    deadline = time.monotonic() + seconds
    while not good(value := get()):
        assert time.monotonic() < deadline, f"after {seconds} s it is still {value}"
        time.sleep(0.1)
    return value


@contextmanager
def running(directory: Path, *options: str) -> Iterator[Sandbox]:
    """A running sandbox in the directory. At the end, this checks that nothing of it is left."""
    sandbox = Sandbox(directory)
    sandbox.run("up", *options)
    try:
        yield sandbox
        processes = family(set(sandbox.pids().values()))
    finally:
        sandbox.run("down", "--purge")
    assert not alive(processes)
    assert not sandbox.directory.exists()


def family(pids: set[int]) -> set[tuple[int, str]]:
    """(process id, start time) of these processes, their descendants, and those in their sessions."""
    processes = dict(filter(None, map(_stat, Path("/proc").glob("[0-9]*"))))
    known = set(pids)
    while True:
        more = {
            pid
            for pid, (_, parent, session, _) in processes.items()
            if parent in known or session in known
        }
        if more <= known:
            return {(pid, processes[pid][3]) for pid in known if pid in processes}
        known |= more


def proportional_mib(pid: int) -> int:
    """The memory of a process, where pages that n processes share count 1/n."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+)", rollup, re.M)[1]) // 1024


def alive(processes: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """The processes that still run. Zombies do not count."""
    found = dict(filter(None, map(_stat, Path("/proc").glob("[0-9]*"))))
    return {
        (pid, started)
        for pid, started in processes
        if pid in found and found[pid][3] == started and found[pid][0] != "Z"
    }


def _stat(process: Path) -> tuple[int, tuple[str, int, int, str]] | None:
    try:
        fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(process.name), (fields[0], int(fields[1]), int(fields[3]), fields[19])

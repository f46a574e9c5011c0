# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud on real sockets. It always sends the same responses, without delay, and counts the requests.

The time of a task is therefore the task's own cost. Each service has a port, because most clouds have
a host or a port for each. Each path starts with the service type.
"""

from __future__ import annotations

import json
import ssl
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import certifi
import yaml

from benchmarks import wire
from sandbox.http_server import HOST, JSON, Exchange, Server
from tools.certificates import Authority, server_context

# How many clouds the file with clouds has besides the stub.
OTHERS = 19
# Service type -> the rest of the service's URL in the catalog.
VERSIONS = {
    "identity": "/v3",
    "data-processing": "",
    "compute": "/v2.1",
    "network": "",
    "image": "",
}
PASSWORD = "stub"
TOKEN = "gAAAAAB" + "x" * 170
NEW_TOKEN = ("X-Subject-Token", TOKEN)
REQUEST_ID = ("X-Openstack-Request-Id", "req-00000000-0000-4000-8000-000000000000")
USER = {
    "username": "demo",
    "password": PASSWORD,
    "project_name": "demo",
    "user_domain_id": "default",
    "project_domain_id": "default",
}


def one_of_each() -> dict[str, Sequence[wire.Object]]:
    """Path of a list -> its objects."""
    return {
        "/data-processing/v2/node-group-templates": [wire.node_group_template()],
        "/data-processing/v2/cluster-templates": [wire.cluster_template()],
        "/data-processing/v2/clusters": [wire.cluster()],
        "/data-processing/v2/images": [wire.image()],
        "/data-processing/v2/data-sources": [wire.data_source()],
        "/data-processing/v2/job-binaries": [wire.job_binary()],
        "/data-processing/v1.1/job-binary-internals": [wire.job_binary_internal()],
        "/data-processing/v2/job-templates": [wire.job_template()],
        "/data-processing/v2/jobs": [wire.job()],
        "/data-processing/v2/job-types": [wire.job_type()],
        "/data-processing/v2/plugins": [wire.plugin()],
        "/compute/v2.1/flavors": [wire.FLAVOR],
        "/compute/v2.1/os-keypairs": [wire.KEYPAIR],
        "/network/v2.0/networks": [wire.NETWORK],
        "/image/v2/images": [wire.GLANCE_IMAGE],
    }


def singles() -> dict[str, bytes]:
    """Path of one object -> the body of the response."""
    internal = f"/data-processing/v1.1/job-binary-internals/{wire.uuid(9, 0)}/data"
    return {
        "/data-processing/v2/plugins/fake": json.dumps({"plugin": wire.plugin()}).encode(),
        "/data-processing/v2/plugins/fake/0.1": json.dumps(
            {"plugin": wire.plugin_version()}
        ).encode(),
        internal: wire.CONTENT,
    }


def envelope(path: str) -> str:
    """The key of the list in a response. Both kinds of Sahara's job binaries have the same key."""
    last = path.rpartition("/")[2]
    if last.startswith("job-binar"):
        return "binaries"
    return last.removeprefix("os-").replace("-", "_")


# The lists that Sahara does not split into pages.
UNPAGED = frozenset(("images", "plugins", "job_types"))


class Items:
    """A list that is encoded only once, so that sending it costs almost nothing."""

    def __init__(self, path: str, items: Sequence[wire.Object]):
        self.key = envelope(path)
        self._pages = path.startswith("/data-processing/") and self.key not in UNPAGED
        self._names = [item.get("name") for item in items]
        self._ids = [item.get("id") for item in items]
        self._bodies = [json.dumps(item).encode() for item in items]

    def answer(self, query: Mapping[str, Sequence[str]]) -> bytes:
        """The list, or the part of it that name, limit and marker select, as Sahara does."""
        chosen = range(len(self._ids))
        if self._pages and "name" in query:
            chosen = [n for n in chosen if self._names[n] == query["name"][0]]
        markers = b""
        if self._pages and "limit" in query:
            start = self._ids.index(query["marker"][0]) + 1 if "marker" in query else 0
            page = chosen[start : start + int(query["limit"][0])]
            more = len(chosen) > start + len(page)
            following = self._ids[page[-1]] if more else None
            markers = b', "markers": ' + json.dumps({"prev": None, "next": following}).encode()
            chosen = page
        joined = b", ".join(self._bodies[n] for n in chosen)
        return b'{"%s": [%s]%s}' % (self.key.encode(), joined, markers)


class Cloud(AbstractContextManager["Cloud"]):
    """Answers inside its `with` block. requests: how many it received, by service type.

    tls: whether it speaks HTTPS. ca_file is then the bundle of authorities to verify it with: that of
    certifi, 230 kB, and one more.
    """

    def __init__(self, lists: Mapping[str, Sequence[wire.Object]] | None = None, tls: bool = False):
        self.requests: Counter[str] = Counter()
        self._lists = {path: Items(path, of) for path, of in (lists or one_of_each()).items()}
        self._singles = singles()
        self._running = ExitStack()
        self._folder = Path(self._running.enter_context(tempfile.TemporaryDirectory()))
        self.ca_file = self._folder / "authorities.pem" if tls else None
        context = self._certified() if tls else None
        self._servers = {service: Server(self._reply, tls=context) for service in VERSIONS}
        self.urls = {
            service: f"{server.url}/{service}" for service, server in self._servers.items()
        }
        self.auth_url = f"{self.urls['identity']}/v3"
        catalog = {service: f"{self.urls[service]}{path}" for service, path in VERSIONS.items()}
        self._token = json.dumps(wire.token(catalog)).encode()
        self._versions = json.dumps(wire.versions(catalog["data-processing"])).encode()
        self._documents = {
            path: json.dumps(document).encode()
            for path, document in wire.version_documents(self.urls).items()
        }

    def _certified(self) -> ssl.SSLContext:
        authority = Authority()
        self.ca_file.write_bytes(Path(certifi.where()).read_bytes() + authority.pem)
        certificate = self._folder / "server.pem"
        certificate.write_bytes(authority.issue(HOST))
        return server_context(certificate)

    def __enter__(self) -> Cloud:
        for server in self._servers.values():
            self._running.enter_context(server)
        return self

    def __exit__(self, *exception: object) -> None:
        self._running.close()

    def _reply(self, exchange: Exchange) -> None:
        token = exchange.headers.get("X-Auth-Token")
        status, body = self.answer(exchange.command, exchange.path, token)
        headers = [JSON, REQUEST_ID] if status != 201 else [JSON, REQUEST_ID, NEW_TOKEN]
        exchange.reply(status, body, headers)

    def answer(self, method: str, target: str, token: str | None) -> tuple[int, bytes]:
        """The status and the body of the response to a request."""
        url = urlsplit(target)
        self.requests[url.path.split("/")[1]] += 1
        if (method, url.path) == ("POST", "/identity/v3/auth/tokens"):
            return 201, self._token
        if (method, url.path.rstrip("/")) == ("GET", "/data-processing"):
            return 300, self._versions
        if method == "GET" and url.path.rstrip("/") in self._documents:
            return 200, self._documents[url.path.rstrip("/")]
        if token != TOKEN:
            return 401, refusal(401, "The request you have made requires authentication.")
        if method == "GET" and url.path in self._lists:
            return 200, self._lists[url.path].answer(parse_qs(url.query))
        if method == "GET" and url.path in self._singles:
            return 200, self._singles[url.path]
        return 404, refusal(404, f"The stub has no response to {method} {url.path}.")

    def write_clouds_yaml(self, folder: Path) -> Path:
        """Writes a clouds.yaml with the cloud `stub` and 19 others, which only its owner can read."""
        path = folder / "clouds.yaml"
        path.touch(0o600)
        entry = {"region_name": "one", "auth": {"auth_url": self.auth_url, **USER}}
        if self.ca_file:
            entry["cacert"] = str(self.ca_file)
        names = ("stub", *(f"other-{n}" for n in range(OTHERS)))
        # Copies, because YAML would write the second one as a reference to the first.
        path.write_text(yaml.safe_dump({"clouds": {name: deepcopy(entry) for name in names}}))
        return path


def refusal(status: int, message: str) -> bytes:
    return json.dumps({"error": {"code": status, "message": message, "title": "Error"}}).encode()

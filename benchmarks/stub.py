# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud on real sockets. It always sends the same responses, without delay, and counts the requests.

The time of a task is therefore the task's own cost. Each service has a port, because most clouds have
a host or a port for each. Each path starts with the service type.
"""

from __future__ import annotations

import json
import re
import ssl
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import certifi
import yaml

from benchmarks import wire
from sandbox.http_server import HOST, JSON, Exchange, Server
from tools.certificates import Authority, server_context

# How many clouds clouds.yaml has besides the stub.
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
    sahara = {
        "node-group-templates": wire.node_group_template(),
        "cluster-templates": wire.cluster_template(),
        "clusters": wire.cluster(),
        "images": wire.image(),
        "data-sources": wire.data_source(),
        "job-binaries": wire.job_binary(),
        "job-templates": wire.job_template(),
        "jobs": wire.job(),
        "job-types": wire.job_type(),
        "plugins": wire.plugin(),
    }
    v1_paths = {"job-templates": "jobs", "jobs": "job-executions"}
    internals = {"/data-processing/v1.1/job-binary-internals": [wire.job_binary_internal()]}
    return {
        **{f"/data-processing/v2/{path}": [item] for path, item in sahara.items()},
        **{
            f"/data-processing/v1.1/{v1_paths.get(path, path)}": [wire.in_v1(item)]
            for path, item in sahara.items()
        },
        **internals,
        "/compute/v2.1/flavors": [wire.FLAVOR],
        "/compute/v2.1/os-keypairs": [wire.KEYPAIR],
        "/network/v2.0/networks": [wire.NETWORK],
        "/image/v2/images": [wire.GLANCE_IMAGE],
    }


def singles() -> dict[str, bytes]:
    """Path of one object -> the body of the response."""
    internal = f"/data-processing/v1.1/job-binary-internals/{wire.uuid(9, 0)}/data"
    plugin = json.dumps({"plugin": wire.plugin()}).encode()
    plugin_version = json.dumps({"plugin": wire.plugin_version()}).encode()
    versions = [f"/data-processing/{version}/plugins/fake" for version in ("v1.1", "v2")]
    return {
        **dict.fromkeys(versions, plugin),
        **{f"{path}/0.1": plugin_version for path in versions},
        internal: wire.CONTENT,
        f"/compute/v2.1/os-keypairs/{wire.KEYPAIR['keypair']['name']}": json.dumps(
            wire.KEYPAIR
        ).encode(),
    }


def envelope(path: str) -> str:
    """The key of the list in a response. Both kinds of Sahara's job binaries have the same key."""
    last = path.rpartition("/")[2]
    if last.startswith("job-binar"):
        return "binaries"
    return last.removeprefix("os-").replace("-", "_")


# The lists that Sahara does not split into pages.
UNPAGED = frozenset(("images", "plugins", "job_types"))
# Service -> how many objects a page has, unless the request limits it further.
PAGES = {"image": 25, "compute": 1000}
# The fields by which tasks filter, and the others that the stub needs to know.
FILTERS = (
    "id",
    "name",
    "cluster_id",
    "cluster_template_id",
    "job_id",
    "type",
    "url",
    "router:external",
)
# Parameters that do not filter.
ORDER = frozenset(("limit", "marker", "sort_by"))


class Items:
    """A list that is encoded only once, so that sending it costs almost nothing."""

    def __init__(self, path: str, items: Sequence[wire.Object]):
        self.path = path
        self.key = envelope(path)
        self.service = path.split("/")[1]
        self._items = [{key: item[key] for key in FILTERS if key in item} for item in items]
        self._places = {item.get("id"): n for n, item in enumerate(self._items)}
        self._bodies = [json.dumps(item).encode() for item in items]

    def answer(self, query: Mapping[str, str]) -> bytes:
        """The page of the list that the query selects, in the way of the service."""
        chosen = self._chosen(query)
        marker = self._places[query["marker"]] if "marker" in query else None
        start = 0 if marker is None else chosen.index(marker) + 1
        end = start + self._page_size(query)
        following = self._items[chosen[end - 1]]["id"] if len(chosen) > end else None
        joined = b", ".join(self._bodies[n] for n in chosen[start:end])
        links = json.dumps(self._links(query, following))[1:-1].encode()
        return b'{"%s": [%s]%s}' % (self.key.encode(), joined, links and b", " + links)

    def _chosen(self, query: Mapping[str, str]) -> Sequence[int]:
        """The places of the objects that match, in the order that the query asks for."""
        filters = {key: value for key, value in query.items() if key not in ORDER}
        found: Sequence[int] = range(len(self._items))
        if filters:
            found = [n for n in found if self._matches(self._items[n], filters)]
        if "sort_by" in query:
            found = sorted(found, key=lambda n: str(self._items[n].get(query["sort_by"])))
        return found

    def _matches(self, item: wire.Object, filters: Mapping[str, str]) -> bool:
        """As a service with MySQL. Sahara searches for patterns in names; Nova ignores filters that it does not know."""
        if self.service == "compute":
            return True
        fields = dict(filters)
        name = fields.pop("name", None)
        is_pattern = self.service == "data-processing"
        if name is not None and not (
            re.search(name, item["name"]) if is_pattern else name == item["name"]
        ):
            return False
        return all(str(item.get(key)) == value for key, value in fields.items())

    def _page_size(self, query: Mapping[str, str]) -> int:
        limit = int(query.get("limit", len(self._items)))
        if self.service == "data-processing":
            return len(self._items) if self.key in UNPAGED else limit
        longest = 1000 if "limit" in query else PAGES.get(self.service, len(self._items))
        return min(limit, longest)

    def _links(self, query: Mapping[str, str], following: str | None) -> dict[str, object]:
        if self.service == "data-processing":
            return {"markers": {"prev": None, "next": following}} if "limit" in query else {}
        if following is None:
            return {}
        link = f"{self.path}?{urlencode({**query, 'marker': following})}"
        if self.service == "image":
            return {"next": link}
        return {f"{self.key}_links": [{"rel": "next", "href": link}]}


class Cloud(AbstractContextManager["Cloud"]):
    """Answers inside its `with` block.

    lists: path -> objects; by default, one of each kind. others: path and query -> the body of the response.
    requests: how many it received, by service type. tls: whether it speaks HTTPS. ca_file is then the bundle
    of authorities to verify it with: that of certifi, 230 kB, and one more.
    """

    def __init__(
        self,
        lists: Mapping[str, Sequence[wire.Object]] | None = None,
        others: Mapping[str, wire.Object] | None = None,
        tls: bool = False,
    ):
        self.requests: Counter[str] = Counter()
        self._lists = {path: Items(path, of) for path, of in (lists or one_of_each()).items()}
        self._others = {
            target: json.dumps(body).encode() for target, body in (others or {}).items()
        }
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
        if method == "GET" and target in self._others:
            return 200, self._others[target]
        if method == "GET" and url.path in self._lists:
            return 200, self._lists[url.path].answer(dict(parse_qsl(url.query)))
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

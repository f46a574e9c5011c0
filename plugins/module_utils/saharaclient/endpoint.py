# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The URL of Sahara, and the API versions that it offers."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from .errors import BadResponse, EndpointNotFound
from .replies import Reply, redacted_url
from .texts import printable

# A catalog has the URL bare, with a version, or with a version and a project's id.
VERSION_PATH = re.compile(r"/v\d+(\.\d+)?(/[^/]+)?/*$")

MAX_REDIRECTS = 5


class ApiVersion(NamedTuple):
    """One API version that a cloud offers.

    id: "v1.1" or "v2". status: CURRENT or SUPPORTED. min_version, max_version: the range of its
    microversions, "" if it has none.
    """

    id: str
    status: str
    min_version: str
    max_version: str


def root_url(url: str) -> str:
    """The URL without version, project id, query and trailing slash.

    Raises EndpointNotFound if it is not an http or https URL.
    """
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise EndpointNotFound(
            f"The service URL {printable(repr(url), 200)} is not an http or https URL."
        )
    path = VERSION_PATH.sub("", parts.path).rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def same_origin(url: str, other: str) -> bool:
    """Whether a token for the first URL may be sent to the other.

    Scheme, host and port are equal, or the other is the same host with https instead of http.
    """
    one, two = urlsplit(url), urlsplit(other)
    if one.hostname != two.hostname:
        return False
    if (one.scheme, two.scheme) == ("http", "https"):
        return True
    return (one.scheme, _port(one.scheme, one.port)) == (two.scheme, _port(two.scheme, two.port))


def redirect_target(service: str, url: str, location: str) -> str:
    """Where a reply to `url` redirects to. Raises BadResponse if that is another server.

    location: the header of the reply.
    """
    where, advice = "another server", f"If that server is {service}, use its URL."
    try:
        target = urljoin(url, location)
        if same_origin(url, target):
            return target
        if same_origin(target, url):
            where, advice = "a URL without TLS", "Check the configuration of the server."
    except ValueError:
        target = "an invalid URL"
    raise BadResponse(
        f"{service} at {redacted_url(url)} redirects to {where} ({redacted_url(target)}); "
        f"credentials are not sent there. {advice}"
    )


def _port(scheme: str, port: int | None) -> int | None:
    return port or {"http": 80, "https": 443}.get(scheme)


def offered_versions(reply: Reply) -> list[ApiVersion]:
    """The versions in the reply to GET / (status 300, or 200 behind some proxies).

    Source: Sahara 19, sahara/api/middleware/version_discovery.py.
    """
    if reply.status not in (200, 300):
        raise reply.unexpected("without a list of versions")
    versions = reply.objects("versions")
    if not all(isinstance(version.get("id"), str) for version in versions):
        raise reply.unexpected("with versions that have no id")
    return [
        ApiVersion(
            version["id"],
            str(version.get("status") or ""),
            str(version.get("min_version") or ""),
            str(version.get("max_version") or ""),
        )
        for version in versions
    ]

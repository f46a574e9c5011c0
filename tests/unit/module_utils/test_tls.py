# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that share a context verify certificates as strictly as those of requests, and read a bundle once."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.connection import (
    Connection,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import tls
from cryptography import x509
from keystoneauth1 import exceptions
from keystoneauth1 import session as keystone_session

from sandbox.http_server import HOST
from tests.unit.support.tls import tls_server
from tools.certificates import Authority

LATE = datetime.now(UTC) - timedelta(days=9)
BAD = ("unknown authority", "self-signed", "other host", "expired")
ACCOUNT = {"auth_url": "https://keystone.example/v3", "user_id": "u", "password": "p"}
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True)
class Network:
    """Servers, by what is right or wrong about their certificates, and files for clients."""

    urls: dict[str, str]
    authority: Path
    client: Path


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    folder: Path = tmp_path_factory.mktemp("certificates")
    known = Authority("known")
    certificates = {
        "good": known.issue(HOST),
        "other port": known.issue(HOST),
        "mutual": known.issue(HOST),
        "unknown authority": Authority("unknown").issue(HOST),
        "self-signed": Authority.self_signed(HOST),
        "other host": known.issue("127.0.0.2"),
        "expired": known.issue(HOST, LATE),
    }
    authority, client = folder / "authority.pem", folder / "client.pem"
    authority.write_bytes(known.pem)
    client.write_bytes(known.issue("127.0.0.3"))
    with ExitStack() as running:
        urls = {}
        for name, content in certificates.items():
            file = folder / f"{name}.pem"
            file.write_bytes(content)
            server = tls_server(file, authority if name == "mutual" else None)
            urls[name] = running.enter_context(server)
        yield Network(urls, authority, client)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The bundles that were read, one entry for each time."""
    found: list[Any] = []
    read: Callable[..., None] = ssl.SSLContext.load_verify_locations

    def load_verify_locations(context: ssl.SSLContext, *paths: Any) -> None:
        found.append(paths[0])
        read(context, *paths)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load_verify_locations)
    return found


def new_session(cloud: dict[str, Any] | None = None, **options: Any) -> Any:
    """The session of a task with these options. cloud: more keys of its entry in clouds.yaml."""
    return Connection({"cloud": {"auth": ACCOUNT, **(cloud or {})}, **options}).session


def reaches(session: Any, url: str) -> bool:
    try:
        response = session.get(url, raise_exc=False, authenticated=False)
    except (exceptions.SSLError, exceptions.ConnectFailure):
        return False
    assert response.status_code == 501
    return True


def trusting(network: Network) -> Any:
    return new_session(ca_cert=str(network.authority))


def test_one_bundle_is_read_once_for_all_connections_of_all_tasks(
    network: Network, reads: list[Any], tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(network.authority.read_bytes())
    for _task in range(2):
        session = new_session(ca_cert=str(bundle))
        assert reaches(session, network.urls["good"])
        assert reaches(session, network.urls["other port"])
    assert reads == [str(bundle)]


@pytest.mark.parametrize("bad", BAD)
def test_a_wrong_certificate_is_refused(network: Network, bad: str) -> None:
    session = trusting(network)
    assert not reaches(session, network.urls[bad])
    assert reaches(session, network.urls["good"])
    assert not reaches(session, network.urls[bad])


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("cloud", "options"),
    [({}, {"validate_certs": False}), ({"verify": False}, {}), ({"insecure": True}, {})],
)
def test_only_a_task_that_does_not_verify_accepts_it(
    network: Network, bad: str, cloud: dict[str, Any], options: dict[str, Any]
) -> None:
    strict, lax = trusting(network), new_session(cloud, **options)
    assert not reaches(strict, network.urls[bad])
    assert reaches(lax, network.urls[bad])
    assert not reaches(strict, network.urls[bad])
    assert not reaches(new_session(), network.urls[bad])


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.filterwarnings(
    "ignore:Unverified HTTPS request:urllib3.exceptions.InsecureRequestWarning"
)
def test_each_request_is_verified_as_it_says(network: Network, bad: str) -> None:
    session = trusting(network).session
    assert session.get(network.urls[bad], verify=False).status_code == 501
    session.get_adapter(network.urls[bad]).close()
    with pytest.raises(requests.exceptions.SSLError):
        session.get(network.urls[bad], verify=str(network.authority))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_variables_of_requests_name_the_bundle(
    network: Network, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not reaches(new_session(), network.urls["good"])
    monkeypatch.setenv(variable, str(network.authority))
    assert reaches(new_session(), network.urls["good"])
    assert not reaches(new_session(), network.urls["unknown authority"])
    monkeypatch.delenv(variable)
    assert not reaches(new_session(), network.urls["good"])


def test_a_directory_of_authorities(network: Network, tmp_path: Path) -> None:
    content = network.authority.read_bytes()
    # OpenSSL looks for a file named after a hash of the subject, without its two-byte header.
    subject = x509.load_pem_x509_certificate(content).subject.public_bytes()[2:]
    number = int.from_bytes(hashlib.sha1(subject).digest()[:4], "little")
    (tmp_path / f"{number:08x}.0").write_bytes(content)
    session = new_session(ca_cert=str(tmp_path))
    assert reaches(session, network.urls["good"])
    assert not reaches(session, network.urls["unknown authority"])


def test_a_bundle_that_was_replaced_is_read_again(network: Network, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(network.authority.read_bytes())
    assert reaches(new_session(ca_cert=str(bundle)), network.urls["good"])
    bundle.write_bytes(Authority("another").pem)
    assert not reaches(new_session(ca_cert=str(bundle)), network.urls["good"])


def test_a_client_certificate_is_only_presented_by_tasks_that_set_it(network: Network) -> None:
    url = network.urls["mutual"]
    assert not reaches(trusting(network), url)
    certified = new_session(ca_cert=str(network.authority), client_cert=str(network.client))
    assert reaches(certified, url)
    assert not reaches(trusting(network), url)
    assert not reaches(certified, network.urls["unknown authority"])


def test_a_session_with_ciphers_of_its_own_keeps_its_context(network: Network) -> None:
    strict = keystone_session.Session(verify=str(network.authority))
    strict.tls_min_version = "1.3"
    before = strict.session.get_adapter("https://")
    tls.share_contexts(strict)
    assert strict.session.get_adapter("https://") is before


def test_a_proxy_is_verified_with_the_bundle(network: Network) -> None:
    adapter = tls.SharingAdapter()
    url = network.urls["good"]
    pool = adapter.proxy_manager_for("https://proxy.example:3128").connection_from_url(url)
    adapter.cert_verify(pool, url, str(network.authority), None)
    assert pool.ca_certs == str(network.authority)
    assert "ssl_context" not in pool.conn_kw

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating a client: versions, sessions, credentials, catalogs, URLs."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
    discover,
)
from keystoneauth1 import session as keystone_session
from keystoneauth1 import token_endpoint
from keystoneauth1.adapter import Adapter
from keystoneauth1.identity import generic, v3

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PASSWORD, endpoint
from tests.unit.support.scripted import Answer, ScriptedCloud, ScriptedServer
from tests.unit.support.tls import self_signed

EMPTY = {"plugins": []}
PROJECT = "0123456789abcdef0123456789abcdef"
VERSIONS = {
    "versions": [
        {"id": "v1.0", "status": "SUPPORTED", "links": []},
        {"id": "v1.1", "status": "SUPPORTED"},
        {"id": "v2", "status": "CURRENT", "min_version": "2.0", "max_version": "2.0"},
    ]
}


# -- versions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "prefix"),
    [("1.0", "v1.1"), ("1.1", "v1.1"), (1.0, "v1.1"), (1.1, "v1.1"), ("v1.1", "v1.1")]
    + [("2", "v2"), (2, "v2"), ("2.0", "v2"), (2.0, "v2"), ("v2", "v2")],
)
def test_supported_versions(cloud: ScriptedCloud, version: Any, prefix: str) -> None:
    cloud.expect("GET", f"/{prefix}/plugins", EMPTY)
    Client(version, session=cloud.session()).plugins.list()


@pytest.mark.parametrize("version", ["3", "", None, "1", 1, "2.1"])
def test_other_versions_are_rejected(version: Any) -> None:
    with pytest.raises(errors.UnsupportedVersion, match=r"Use '1\.0', '1\.1' or '2'"):
        Client(version)


def test_managers_of_each_version(v1: Any, v2: Any) -> None:
    both = "plugins images node_group_templates cluster_templates clusters data_sources"
    both += " job_binaries job_types jobs"
    for name in both.split():
        assert getattr(v1, name) is getattr(v1, name)
        assert getattr(v2, name).api is v2.transport
    assert v1.jobs.path == v2.jobs.path == "/jobs"
    assert v1.jobs.envelope == v2.jobs.envelope == "job"
    assert v1.job_executions.path == "/job-executions"
    assert v1.job_binary_internals.path == "/job-binary-internals"
    assert v2.job_templates.path == "/job-templates"
    assert not hasattr(v1, "job_templates")
    assert not hasattr(v2, "job_executions")
    assert not hasattr(v2, "job_binary_internals")


# -- sessions and credentials ----------------------------------------------------------------------


def test_nothing_is_sent_before_it_is_needed(cloud: ScriptedCloud) -> None:
    Client("2", session=cloud.session()).clusters  # noqa: B018
    assert cloud.keystone.tokens == []


def test_positional_arguments_are_those_of_saharaclient(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [endpoint(cloud.url, "dp", "internal", "two")]
    cloud.expect("GET", "/v2/plugins", EMPTY)
    Client("2", cloud.session(), None, "internalURL", "dp", "two").plugins.list()


def test_auth_without_a_session(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/v2/plugins", EMPTY)
    Client("2", auth=v3.Password(**cloud.auth)).plugins.list()


def test_auth_takes_precedence_over_the_plugin_of_the_session(cloud: ScriptedCloud) -> None:
    other = token_endpoint.Token(endpoint=None, token="theirs")
    session = keystone_session.Session(auth=other)
    cloud.expect("GET", "/v2/plugins", EMPTY)
    Client("2", session=session, auth=v3.Password(**cloud.auth)).plugins.list()
    assert cloud.calls[0].headers["x-auth-token"] == "secret-token-1"


@pytest.mark.parametrize("secret", ["api_key", "password"])
def test_password_is_deprecated(cloud: ScriptedCloud, secret: str) -> None:
    cloud.expect("GET", "/v2/plugins", EMPTY)
    with pytest.warns(DeprecationWarning, match="Pass 'session' instead") as caught:
        client = Client(
            "2",
            username="demo",
            project_name="demo",
            auth_url=cloud.auth_url,
            **{secret: PASSWORD},
        )
    assert caught[0].filename == __file__
    client.plugins.list()


def test_token_is_deprecated(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/v2/plugins", EMPTY, times=2)
    with pytest.warns(DeprecationWarning):
        client = Client("2", input_auth_token="t", project_id="p", auth_url=f"{cloud.url}/identity")
    client.plugins.list()
    with pytest.warns(DeprecationWarning):
        client = Client("2", input_auth_token="as-it-is", sahara_url=cloud.url)
    client.plugins.list()
    assert cloud.calls[1].headers["x-auth-token"] == "as-it-is"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("domains", "domain"),
    [
        ({}, {"id": "default"}),
        ({"user_domain_id": "default"}, {"id": "default"}),
        ({"user_domain_name": "Default", "project_domain_name": "D"}, {"name": "D"}),
    ],
)
@pytest.mark.parametrize(
    "credentials",
    [{"username": "demo", "password": PASSWORD}, {"token": "t"}],
    ids=["user", "token"],
)
def test_domain_of_the_project_is_the_default_one_unless_one_is_named(
    cloud: ScriptedCloud,
    monkeypatch: pytest.MonkeyPatch,
    credentials: dict[str, str],
    domains: dict[str, str],
    domain: dict[str, str],
) -> None:
    sent: list[Any] = []
    answer = cloud.keystone.answer

    def answered(method: str, path: str, body: Any, headers: Any) -> Any:
        sent.append(body)
        return answer(method, path, body, headers)

    monkeypatch.setattr(cloud.keystone, "answer", answered)
    cloud.expect("GET", "/v2/plugins", EMPTY)
    given = {**credentials, **domains, "project_name": "demo", "auth_url": cloud.auth_url}
    Client("2", **given).plugins.list()
    assert sent[-1]["auth"]["scope"] == {"project": {"name": "demo", "domain": domain}}


def test_session_is_not_deprecated(cloud: ScriptedCloud) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Client("2", session=cloud.session())


def test_session_or_auth_is_required() -> None:
    with pytest.raises(TypeError, match="requires 'session' or 'auth'"):
        Client("2", sahara_url="http://x")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_auth_url_is_required() -> None:
    with pytest.raises(errors.AuthenticationFailed, match="'auth_url' is required"):
        Client("2", username="demo", api_key="x")


def test_unknown_options_are_named(cloud: ScriptedCloud) -> None:
    with pytest.raises(TypeError, match="does not accept the options colour, shape"):
        Client("2", session=cloud.session(), shape=1, colour=2)


def test_options_of_keystoneauth_adapter(
    cloud: ScriptedCloud, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client = Client(
        "2",
        session=cloud.session(),
        clock=clock,
        endpoint_override=f"{cloud.url}/v1.1",
        additional_headers={"X-A": "b"},
        default_microversion="2.0",
        global_request_id="req-7",
        user_agent="mine",
        status_code_retries=6,
        rate_limit=1000,
        concurrency=2,
        allow={"allow_experimental": True},
        allow_version_hack=False,
        raise_exc=True,
        logger=logging.getLogger("mine"),
    )
    cloud.expect("GET", "/v2/plugins", Answer(b"", 503), times=6)
    cloud.expect("GET", "/v2/plugins", EMPTY)
    client.plugins.list()
    headers = cloud.calls[-1].headers
    assert headers["x-a"] == "b"
    assert headers["openstack-api-version"] == "data-processing 2.0"
    assert headers["x-openstack-request-id"] == "req-7"
    assert headers["user-agent"].startswith("mine")
    cloud.expect("GET", "/v2/plugins", Answer(b"", 503), times=7)
    with pytest.raises(errors.ServerError):
        client.plugins.list()
    line = f"GET {cloud.url}/v2/plugins -> 503 in 0.000 s"
    assert ("mine", line) in [(one.name, one.getMessage()) for one in caplog.records]


BROKEN, BUSY = Answer(dropped=True), Answer(b"", 503)


@pytest.mark.parametrize(
    ("options", "failures", "slept"),
    [
        ({"connect_retries": 0}, [BROKEN], []),
        ({"connect_retries": 1}, [BROKEN] * 2, None),
        ({"connect_retries": 0}, [BUSY] * 5, None),
        ({"status_code_retries": 0}, [BUSY], []),
        ({"connect_retries": 2, "status_code_retries": 1}, [BROKEN, BUSY, BROKEN, BUSY], None),
        ({"connect_retries": 2, "connect_retry_delay": 7}, [BROKEN] * 3, [7, 7]),
        ({"status_code_retries": 2, "status_code_retry_delay": 3}, [BUSY] * 3, [3, 3]),
        ({"retriable_status_codes": [409], "connect_retries": 0}, [BUSY], []),
    ],
)
def test_retries_of_keystoneauth_adapter(
    cloud: ScriptedCloud, clock: FakeClock, options: Any, failures: list[Answer], slept: Any
) -> None:
    for failure in failures:
        cloud.expect("GET", "/v2/plugins", failure)
    with pytest.raises((errors.ConnectionFailed, errors.ServerError)):
        Client("2", session=cloud.session(), clock=clock, **options).plugins.list()
    assert slept is None or clock.slept == slept


def test_adapter_as_session(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [endpoint(f"{cloud.url}/west", region="west")]
    inner = Adapter(keystone_session.Session(), auth=v3.Password(**cloud.auth))
    session = Adapter(inner, region_name="west", status_code_retries=0, service_type="compute")
    cloud.expect("GET", "/west/v2/plugins", BUSY)
    with pytest.raises(errors.ServerError):
        Client("2", session=session).plugins.list()
    cloud.expect("GET", "/east/v2/plugins", EMPTY)
    session.endpoint_override = f"{cloud.url}/east/v2"
    Client("2", session=session).plugins.list()
    assert cloud.calls[0].headers["x-auth-token"] == "secret-token-1"


# -- the URL of Sahara -----------------------------------------------------------------------------

SUFFIXES = ["", "/", "//", "/v1.1", "/v1.1/", f"/v1.1/{PROJECT}", f"/v1.1/{PROJECT}/", "/v1.0"]
SUFFIXES += ["/v2", "/v2/", f"/v2/{PROJECT}", "/v2.0", "/v1.1/%(project_id)s"]


@pytest.mark.parametrize("version", ["1.1", "2"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_form_of_url_works_for_both_versions(
    cloud: ScriptedCloud, version: str, suffix: str
) -> None:
    cloud.keystone.catalog = [endpoint(cloud.url + suffix)]
    cloud.expect("GET", f"/v{version}/plugins", EMPTY)
    Client(version, session=cloud.session()).plugins.list()
    cloud.expect("GET", f"/v{version}/plugins", EMPTY)
    Client(version, session=cloud.session(), sahara_url=cloud.url + suffix).plugins.list()


def test_path_before_the_version_is_kept(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/data/processing/v2/plugins", EMPTY)
    url = f"{cloud.url}/data/processing/v1.1/{PROJECT}"
    Client("2", session=cloud.session(), sahara_url=url).plugins.list()


def test_older_service_type_is_found(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [endpoint(cloud.url, "data_processing")]
    cloud.expect("GET", "/v2/plugins", EMPTY)
    Client("2", session=cloud.session()).plugins.list()


def test_official_service_type_is_preferred(cloud: ScriptedCloud) -> None:
    nowhere = "http://127.0.0.1:1"
    cloud.keystone.catalog = [endpoint(nowhere, "data_processing"), endpoint(cloud.url)]
    cloud.expect("GET", "/v2/plugins", EMPTY)
    Client("2", session=cloud.session()).plugins.list()


def test_both_service_types_in_different_regions(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/new", region="one"),
        endpoint(f"{cloud.url}/old", "data_processing", region="two"),
    ]
    for region, path in (("one", "/new"), ("two", "/old")):
        cloud.expect("GET", f"{path}/v2/plugins", EMPTY)
        Client("2", session=cloud.session(), region_name=region).plugins.list()
    with pytest.raises(errors.EndpointNotFound, match="this interface in regions one, two"):
        Client("2", session=cloud.session(), region_name="three").plugins.list()


@pytest.mark.parametrize("name", ["publicURL", "public", "internalURL", "internal"])
def test_interfaces_have_two_spellings(cloud: ScriptedCloud, name: str) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/public"),
        endpoint(f"{cloud.url}/internal", interface="internal"),
    ]
    cloud.expect("GET", f"/{name.replace('URL', '')}/v2/plugins", EMPTY, times=2)
    Client("2", session=cloud.session(), endpoint_type=name).plugins.list()
    Client("2", session=cloud.session(), interface=name).plugins.list()


def test_interface_is_public_by_default(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/{name}", interface=name) for name in ("internal", "public", "admin")
    ]
    cloud.expect("GET", "/public/v2/plugins", EMPTY)
    Client("2", session=cloud.session()).plugins.list()


def test_region_selects_the_endpoint(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/{region}", region=region) for region in ("one", "two")
    ]
    cloud.expect("GET", "/two/v2/plugins", EMPTY)
    Client("2", session=cloud.session(), region_name="two").plugins.list()


def catalog_error(cloud: ScriptedCloud, **options: str) -> str:
    """What the client says about a service that the catalog does not have."""
    with pytest.raises(errors.EndpointNotFound) as caught:
        Client("2", session=cloud.session(), **options).plugins.list()
    return str(caught.value)


def test_error_names_what_the_catalog_has_instead(cloud: ScriptedCloud) -> None:
    assert catalog_error(cloud, region_name="two", endpoint_type="admin") == (
        "The catalog has no endpoint for data-processing or data_processing, interface admin, "
        "region two. It has data-processing public in region one. "
        "Choose another interface or region, or set the URL of the service."
    )


def test_regions_of_a_large_catalog_are_counted(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [
        endpoint(cloud.url, interface=interface, region=f"r{number}")
        for number in range(8)
        for interface in ("public", "internal", "admin")
    ]
    assert catalog_error(cloud, region_name="no", endpoint_type="public") == (
        "The catalog has no endpoint for data-processing or data_processing, interface public, region no. "
        "It has this interface in regions r0, r1, r2, r3, r4 and 3 more. "
        "Choose another interface or region, or set the URL of the service."
    )


def test_services_of_a_large_catalog_are_counted(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = [endpoint(cloud.url, f"kind{number:02}") for number in range(30)]
    assert "kind09 and 20 more" in catalog_error(cloud)


def test_name_of_the_service_is_reported(cloud: ScriptedCloud) -> None:
    client = Client("2", session=cloud.session(), service_name="sahara")
    with pytest.raises(errors.EndpointNotFound, match="name sahara.*the name data-processing"):
        client.plugins.list()


def test_cloud_without_sahara(cloud: ScriptedCloud) -> None:
    cloud.keystone.catalog = cloud.keystone.catalog[1:]
    with pytest.raises(errors.EndpointNotFound, match="Its services are identity"):
        Client("2", session=cloud.session()).plugins.list()
    cloud.keystone.catalog = []
    with pytest.raises(
        errors.EndpointNotFound, match="It is empty; check that the token is for a project"
    ):
        Client("2", session=cloud.session()).plugins.list()


def test_plugin_without_a_catalog(cloud: ScriptedCloud) -> None:
    auth = token_endpoint.Token(endpoint=None, token="t")
    with pytest.raises(errors.EndpointNotFound):
        Client("2", auth=auth).plugins.list()


@pytest.mark.parametrize(
    "url", ["sahara", "sahara:8386", "ftp://a/b", "http://", "http://[", "/v2"]
)
def test_invalid_url(cloud: ScriptedCloud, url: str) -> None:
    with pytest.raises(errors.EndpointNotFound, match="is not an http or https URL"):
        Client("2", session=cloud.session(), sahara_url=url)


# -- failures of Keystone --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [v3.Password, generic.Password])
def test_wrong_password(cloud: ScriptedCloud, kind: Any) -> None:
    auth = kind(**{**cloud.auth, "password": "wrong"})
    with pytest.raises(errors.AuthenticationFailed) as caught:
        Client("2", auth=auth).plugins.list()
    assert str(caught.value) == (
        f"Keystone at {cloud.auth_url} refused the credentials. "
        "Check the user, password or application credential, the project and their domains."
    )


@pytest.mark.parametrize("kind", [v3.Password, generic.Password])
@pytest.mark.parametrize("path", ["", "/v3"])
def test_unreachable_keystone(cloud: ScriptedCloud, clock: FakeClock, kind: Any, path: str) -> None:
    with ScriptedServer() as closed:
        url = closed.url + path
    auth = kind(**{**cloud.auth, "auth_url": url})
    with pytest.raises(errors.ConnectionFailed) as caught:
        Client("2", auth=auth, clock=clock).plugins.list()
    assert str(caught.value) == f"Keystone at {url} cannot be reached (Connection refused)."


def test_server_that_is_not_keystone(cloud: ScriptedCloud) -> None:
    auth = generic.Password(**{**cloud.auth, "auth_url": f"{cloud.url}/identity/nothing"})
    with pytest.raises(errors.AuthenticationFailed, match="check"):
        Client("2", auth=auth).plugins.list()


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("path", ["", "/v3"])
@pytest.mark.parametrize("kind", [v3.Password, generic.Password])
def test_unavailable_keystone_has_not_rejected_credentials(
    cloud: ScriptedCloud, clock: FakeClock, kind: Any, path: str, status: int
) -> None:
    cloud.keystone.status = status
    auth = kind(**{**cloud.auth, "auth_url": f"{cloud.url}/identity{path}"})
    with pytest.raises(errors.KeystoneFailed, match=f"HTTP {status}|does not look like Keystone"):
        Client("2", auth=auth, clock=clock).plugins.list()


def test_keystone_without_a_token_route(cloud: ScriptedCloud) -> None:
    cloud.keystone.status = 404
    with pytest.raises(errors.AuthenticationFailed, match="HTTP 404; check 'auth_url'") as caught:
        Client("2", session=cloud.session()).plugins.list()
    assert not isinstance(caught.value, errors.KeystoneFailed)


def test_session_without_auth() -> None:
    client = Client("2", session=keystone_session.Session())
    with pytest.raises(errors.AuthenticationFailed, match="has no authentication plugin"):
        client.plugins.list()


def test_server_decides_whether_it_wants_a_token(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/v2/plugins", EMPTY)
    cloud.expect("GET", "/v2/plugins", Answer(b"", 401))
    client = Client("2", session=keystone_session.Session(), sahara_url=cloud.url)
    assert client.plugins.list() == []
    with pytest.raises(errors.Unauthorized, match="requires a token .* has no authentication"):
        client.plugins.list()
    assert all("x-auth-token" not in call.headers for call in cloud.calls)


def test_untrusted_certificate(cloud: ScriptedCloud, clock: FakeClock) -> None:
    with self_signed() as (url, certificate):
        client = Client("2", session=cloud.session(), sahara_url=url, clock=clock)
        with pytest.raises(errors.TLSFailed) as caught:
            client.plugins.list()
        assert clock.slept == []
        auth = v3.Password(**{**cloud.auth, "auth_url": f"{url}/v3"})
        with pytest.raises(errors.TLSFailed, match="^Keystone at https"):
            Client("2", auth=auth).plugins.list()
        with pytest.raises(errors.BadResponse):
            discover(keystone_session.Session(verify=certificate), url)
    text = str(caught.value)
    assert text.startswith(f"Sahara at {url}/v2/plugins: the TLS connection failed (")
    assert "CERTIFICATE_VERIFY_FAILED" in text
    assert text.endswith("set 'ca_cert' ('cacert' in clouds.yaml) to that authority's file.")


def test_certificate_file_of_the_session_that_does_not_exist(
    cloud: ScriptedCloud, clock: FakeClock
) -> None:
    for options in ({"verify": "/no/such.pem"}, {"cert": "/no/such.pem"}):
        session = keystone_session.Session(auth=v3.Password(**cloud.auth), **options)
        client = Client("2", session=session, sahara_url="https://127.0.0.1:1", clock=clock)
        session.auth.get_headers = lambda _session: {"X-Auth-Token": "t"}
        with pytest.raises(errors.TLSFailed, match="cannot be set up .*/no/such.pem"):
            client.plugins.list()
    assert clock.slept == []


# -- discovery -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 200])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_discovery(cloud: ScriptedCloud, suffix: str, status: int) -> None:
    cloud.expect("GET", "/", Answer(VERSIONS, status), query={})
    found = discover(keystone_session.Session(), cloud.url + suffix)
    assert found == [
        ("v1.0", "SUPPORTED", "", ""),
        ("v1.1", "SUPPORTED", "", ""),
        ("v2", "CURRENT", "2.0", "2.0"),
    ]
    assert found[2].max_version == "2.0"
    assert "x-auth-token" not in cloud.calls[0].headers


def test_discovery_of_versions_without_details(cloud: ScriptedCloud) -> None:
    bare = [{"id": "v2"}, {"id": "v3", "status": None, "min_version": None}]
    cloud.expect("GET", "/", Answer({"versions": bare}, 300))
    found = discover(keystone_session.Session(), cloud.url)
    assert found == [("v2", "", "", ""), ("v3", "", "", "")]


def test_discovery_with_a_known_url_needs_no_token(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/", Answer(VERSIONS, 300))
    client = Client("1.1", session=cloud.session(), sahara_url=cloud.url)
    assert [version.id for version in client.discover()] == ["v1.0", "v1.1", "v2"]
    assert cloud.keystone.tokens == []


@pytest.mark.parametrize(
    "answer",
    [Answer(VERSIONS, 404), Answer({"versions": {"values": []}}, 300), Answer(b"<html>", 200)]
    + [Answer({"versions": [{"status": "CURRENT"}]}, 300), Answer({}, 300), Answer(b"", 401)],
)
def test_discovery_of_a_server_that_is_not_sahara(cloud: ScriptedCloud, answer: Answer) -> None:
    cloud.expect("GET", "/", answer)
    with pytest.raises(errors.BadResponse):
        discover(keystone_session.Session(), cloud.url)

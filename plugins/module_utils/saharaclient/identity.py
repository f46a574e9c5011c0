# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that needs keystoneauth1: sessions, tokens, the catalog, sending one request.

The only file that imports it. What it raises becomes a SaharaError here.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .errors import (
    AuthenticationFailed,
    BadResponse,
    ConnectionFailed,
    EndpointNotFound,
    KeystoneFailed,
    MissingLibrary,
    SaharaError,
)
from .failures import causes_of, connection_error, sentence_of
from .replies import Reply, is_out_of_order, shown_url

try:
    import requests
    from keystoneauth1 import exceptions as keystone_errors
    from keystoneauth1 import session as keystone_session
    from keystoneauth1 import token_endpoint
    from keystoneauth1.identity import generic
except ImportError as missing:
    IMPORT_ERROR: ImportError | None = missing
else:
    IMPORT_ERROR = None

# A list of 10,000 big clusters is some 100 MB. More is no answer, but an attack or a mistake.
MAX_REPLY_BYTES = 512 * 1024 * 1024
CHUNK_BYTES = 256 * 1024

# The official type, and the one that installations from before 2014 have kept.
SERVICE_TYPES = ("data-processing", "data_processing")


def require_library() -> None:
    """Raises MissingLibrary when keystoneauth1 can not be imported."""
    if IMPORT_ERROR is not None:
        raise MissingLibrary("keystoneauth1", str(IMPORT_ERROR))


def session_for(auth: Any, timeout_s: float, **options: Any) -> Any:
    """A keystoneauth session on an authentication plugin. options: those of its constructor."""
    require_library()
    return keystone_session.Session(auth=auth, timeout=timeout_s, **options)


def auth_from_options(options: dict[str, Any]) -> Any:
    """The authentication plugin for user name, password, project and the like.

    Takes what it uses out of `options`. Without domains they are the one with the id `default`.
    """
    require_library()
    warnings.warn(
        "Giving user name, password or token to Client() is deprecated: give it a session",
        DeprecationWarning,
        stacklevel=5,
    )
    password = options.pop("api_key", None) or options.pop("password", None)
    token = options.pop("input_auth_token", None) or options.pop("token", None)
    auth_url = options.pop("auth_url", None)
    names = [
        "username",
        "user_id",
        "user_domain_id",
        "user_domain_name",
        "project_id",
        "project_name",
        "project_domain_id",
        "project_domain_name",
    ]
    given = {name: options.pop(name) for name in names if options.get(name)}
    if token and not auth_url:
        return token_endpoint.Token(endpoint=None, token=token)
    if not auth_url:
        raise AuthenticationFailed("There is no auth_url: where is Keystone?")
    if token:
        scope = {name: value for name, value in given.items() if name.startswith("project")}
        return generic.Token(auth_url, token=token, default_domain_id="default", **scope)
    if not any(name.endswith("_domain_name") for name in given):
        given["default_domain_id"] = "default"
    return generic.Password(auth_url, password=password, **given)


def token_headers(session: Any, auth: Any) -> Mapping[str, str]:
    """The headers that authenticate a request. Raises AuthenticationFailed, ConnectionFailed."""
    with keystone_failures(session, auth):
        headers: Mapping[str, str] | None = session.get_auth_headers(auth)
    if not headers:
        raise AuthenticationFailed("The authentication plugin of the session gave no token")
    return headers


def forget_token(session: Any, auth: Any) -> bool:
    """Have the next token be a new one; false when the plugin has no way to get one."""
    return bool(session.invalidate(auth))


def catalog_url(session: Any, auth: Any, wanted: Mapping[str, str | None]) -> str:
    """The service's URL, as the catalog has it. Raises EndpointNotFound, naming what there is.

    wanted: service_type, service_name, interface, region_name. The older spelling of the
    official service type is looked for as well.
    """
    types = [wanted["service_type"] or SERVICE_TYPES[0]]
    if types[0] in SERVICE_TYPES:
        types += [name for name in SERVICE_TYPES if name not in types]
    with keystone_failures(session, auth):
        for service_type in types:
            try:
                criteria = {**wanted, "service_type": service_type}
                url = session.get_endpoint(auth, **criteria, skip_discovery=True)
            except (keystone_errors.CatalogException, ValueError):
                # What newer releases of keystoneauth1 raise, older ones return. ValueError is for
                # a catalog that has both spellings of the type, and neither in this region.
                url = None
            if url:
                return str(url)
        raise EndpointNotFound(_no_endpoint(session, auth, types, wanted))


def _no_endpoint(
    session: Any, auth: Any, types: list[str], wanted: Mapping[str, str | None]
) -> str:
    criteria = [f"interface {wanted['interface']}"]
    criteria += [f"region {wanted['region_name']}"] if wanted["region_name"] else []
    criteria += [f"name {wanted['service_name']}"] if wanted["service_name"] else []
    services = _services(session, auth or session.auth)
    offers = sorted({offer for service in services for offer in _offers(service, types)})
    known = sorted({str(service.get("type")) for service in services})
    if offers:
        there = f"It has {', '.join(offers)}"
    elif known:
        there = f"Its services are {', '.join(known)}"
    else:
        there = "It is empty: is the token for a project?"
    return (
        f"The catalog has no endpoint for {' or '.join(types)}, {', '.join(criteria)}. {there}. "
        "Choose another interface or region, or give the service's URL itself."
    )


def _services(session: Any, plugin: Any) -> list[Mapping[str, Any]]:
    """What the catalog holds. Plugins for a fixed token have none."""
    access = plugin.get_access(session) if hasattr(plugin, "get_access") else None
    if access is None or not access.has_service_catalog():
        return []
    return list(access.service_catalog.catalog)


def _offers(service: Mapping[str, Any], types: list[str]) -> Iterator[str]:
    """'type interface in region' for each endpoint of a service of these types."""
    if service.get("type") in types:
        for endpoint in service.get("endpoints", ()):
            region = endpoint.get("region_id") or endpoint.get("region")
            yield f"{service['type']} {endpoint.get('interface', 'public')} in region {region}"


@contextmanager
def keystone_failures(session: Any, auth: Any) -> Iterator[None]:
    """Turn what goes wrong between us and Keystone into a SaharaError."""
    before = sys.exc_info()[1]
    try:
        yield
    except keystone_errors.ClientException as error:
        plugin = auth or session.auth
        where = shown_url(getattr(plugin, "auth_url", None) or "")
        service = f"Keystone at {where}" if where else "Keystone"
        raise _keystone_error(error, service, before) from error


def _keystone_error(error: Exception, service: str, before: BaseException | None) -> SaharaError:
    """A generic plugin hides a broken connection in a failed discovery: look behind it."""
    for cause in causes_of(error, before):
        if isinstance(cause, keystone_errors.ConnectionError):
            return connection_error(cause, service, before)
    if isinstance(error, keystone_errors.Unauthorized):
        return AuthenticationFailed(
            f"{service} refused the credentials. "
            "Check user, password or application credential, project and their domains."
        )
    if isinstance(error, keystone_errors.MissingAuthPlugin):
        return AuthenticationFailed(
            "The session has no authentication plugin: give one as auth, or a session with one"
        )
    if isinstance(error, keystone_errors.HttpError):
        status = error.http_status
        if is_out_of_order(status):
            return KeystoneFailed(f"{service} is out of order: it gave no token, but HTTP {status}")
        return AuthenticationFailed(
            f"{service} answered the request for a token with HTTP {status}: check the auth_url"
        )
    if isinstance(error, (keystone_errors.DiscoveryFailure, keystone_errors.InvalidResponse)):
        return KeystoneFailed(f"{service} does not answer as Keystone does: check auth_url")
    return AuthenticationFailed(f"{service} gave no token: {sentence_of(error)}")


def send(session: Any, auth: Any, service: str, method: str, url: str, **options: Any) -> Reply:
    """Send one request, once: no redirect, no repetition, no new token, nothing logged.

    service: its name, for errors. options: those of requests, and json. Nothing is logged since
    bodies have credentials of data sources. Any status is an answer. Raises ConnectionFailed and
    its kinds, BadResponse.
    """
    where = f"{service} at {shown_url(url)}"
    before = sys.exc_info()[1]
    try:
        response = session.request(
            url, method, auth=auth, authenticated=False, raise_exc=False,
            redirect=False, connect_retries=0, status_code_retries=0, log=False, stream=True,
            **options,
        )  # fmt: skip
        with response:
            body = _bounded_body(response, where)
    except (keystone_errors.ConnectionError, requests.RequestException) as error:
        raise connection_error(error, where, before) from error
    except keystone_errors.ClientException as error:
        raise ConnectionFailed(f"{where}: {sentence_of(error)}") from error
    except ValueError as error:
        # requests looks at the Location of a redirect also when it is not to follow it.
        raise BadResponse(
            f"{where} answered what can not be read ({sentence_of(error)})"
        ) from error
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(method, shown_url(url), response.status_code, body, headers)


def _bounded_body(response: Any, where: str) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_REPLY_BYTES:
            raise BadResponse(f"{where} sent more than {MAX_REPLY_BYTES} bytes: ask for less")
    length = response.headers.get("content-length", "")
    whole = (
        "content-encoding" in response.headers or not length.isdigit() or len(body) >= int(length)
    )
    if not whole:
        # urllib3 before 2.0 does not mind.
        raise ConnectionFailed(f"{where} broke off in the middle of its answer")
    return bytes(body)

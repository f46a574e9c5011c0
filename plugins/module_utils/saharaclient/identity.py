# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions, tokens and the catalog, with keystoneauth1. Its exceptions become SaharaErrors here."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .errors import (
    AuthenticationFailed,
    EndpointNotFound,
    KeystoneFailed,
    MissingLibrary,
    SaharaError,
)
from .failures import sentence_of
from .keystone import KeystoneSession
from .replies import is_unavailable, redacted_url
from .retry import Clock, Patience
from .texts import shortened, with_end

try:
    from keystoneauth1 import adapter as keystone_adapter
    from keystoneauth1 import exceptions as keystone_errors
    from keystoneauth1 import session as keystone_session
    from keystoneauth1 import token_endpoint
    from keystoneauth1.identity import generic
except ImportError as missing:
    IMPORT_ERROR: ImportError | None = missing
else:
    IMPORT_ERROR = None

# The official service type, and the one that clouds from before 2014 still use.
SERVICE_TYPES = ("data-processing", "data_processing")
# How many services of the catalog an error names.
MOST_SERVICES = 10
# What Keystone answers with 404 about credentials that it does not know: "Could not find Application Credential: x.",
# "Could not recognize Fernet token", "Failed to validate token" (Keystone 27).
UNKNOWN_CREDENTIAL = re.compile(
    r"could not find (?P<kind>[a-z][a-z ]{2,38}):|\b(?P<token>token)\b", re.IGNORECASE
)


def require_library() -> None:
    """Raises MissingLibrary if keystoneauth1 cannot be imported."""
    if IMPORT_ERROR is not None:
        raise MissingLibrary("keystoneauth1", str(IMPORT_ERROR))


def session_for(auth: Any, timeout_s: float, **options: Any) -> Any:
    """A keystoneauth1 Session with this authentication plugin. options: of its constructor."""
    require_library()
    return keystone_session.Session(auth=auth, timeout=timeout_s, **options)


def adapter_for(session: Any, options: Mapping[str, Any]) -> Any:
    """A keystoneauth1 Adapter around a Session or an Adapter. options: of its constructor."""
    require_library()
    return keystone_adapter.Adapter(session, **options)


def innermost(session: Any, auth: Any) -> tuple[Any, Any]:
    """The Session in the Adapters, and the first authentication plugin: the given one, or an Adapter's."""
    while isinstance(session, keystone_adapter.Adapter):
        session, auth = session.session, auth or session.auth
    return session, auth


def setting_of(session: Any, name: str) -> Any:
    """The setting of the outermost Adapter that has it. None without Adapters."""
    while isinstance(session, keystone_adapter.Adapter):
        value = getattr(session, name, None)
        if value is not None:
            return value
        session = session.session
    return None


def auth_from_options(options: dict[str, Any]) -> Any:
    """The authentication plugin for user name, password, project and similar options.

    Removes the options that it uses from `options`. The default for domains is the id `default`.
    """
    require_library()
    warnings.warn(
        "Passing a user name, password or token to Client() is deprecated. Pass 'session' instead.",
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
        raise AuthenticationFailed("'auth_url' is required. Set it to the URL of Keystone.")
    if token:
        given = {name: value for name, value in given.items() if name.startswith("project")}
    if not any(name.endswith("_domain_name") for name in given):
        given["default_domain_id"] = "default"
    if token:
        return generic.Token(auth_url, token=token, **given)
    return generic.Password(auth_url, password=password, **given)


def auth_plugin(session: Any, auth: Any) -> Any:
    """The authentication plugin. Raises AuthenticationFailed if there is none."""
    plugin = auth or session.auth
    if plugin is None:
        raise AuthenticationFailed(
            "The session has no authentication plugin. Pass one as 'auth', or a session that has one."
        )
    return plugin


def patient_session(
    session: Any, auth: Any, patience: Patience, clock: Clock, deadline: float
) -> KeystoneSession:
    """The session for the plugin's own requests. deadline: in the clock's monotonic time."""
    return KeystoneSession(session, keystone_at(auth or session.auth), patience, clock, deadline)


def token_headers(session: KeystoneSession, auth: Any) -> Mapping[str, str]:
    """The headers that authenticate a request. Raises AuthenticationFailed, ConnectionFailed."""
    plugin = auth_plugin(session, auth)
    with keystone_failures(plugin):
        headers: Mapping[str, str] | None = plugin.get_headers(session)
    if not headers:
        raise AuthenticationFailed("The authentication plugin of the session returned no token.")
    return headers


def forget_token(session: Any, auth: Any) -> bool:
    """Discard the token, so that the next one is new. False if the plugin cannot get a new one."""
    return bool((auth or session.auth) and session.invalidate(auth))


def project_id(session: KeystoneSession, auth: Any) -> str:
    """The project of the token."""
    plugin = auth_plugin(session, auth)
    with keystone_failures(plugin):
        return str(plugin.get_project_id(session))


def access_of(session: KeystoneSession, auth: Any) -> Any:
    """Keystone's description of the token: its roles, where it comes from. None for a fixed token."""
    plugin = auth_plugin(session, auth)
    with keystone_failures(plugin):
        return _access(session, plugin)


def catalog_url(session: KeystoneSession, auth: Any, wanted: Mapping[str, str | None]) -> str:
    """The service's URL in the catalog. Raises EndpointNotFound, which names what the catalog has.

    wanted: service_type, service_name, interface, region_name. For the official service type,
    the older spelling is tried too.
    """
    types = [wanted["service_type"] or SERVICE_TYPES[0]]
    if types[0] in SERVICE_TYPES:
        types += [name for name in SERVICE_TYPES if name not in types]
    plugin = auth_plugin(session, auth)
    with keystone_failures(plugin):
        for service_type in types:
            try:
                criteria = {**wanted, "service_type": service_type}
                url = plugin.get_endpoint(session, **criteria, skip_discovery=True)
            except (keystone_errors.CatalogException, ValueError):
                # Older releases of keystoneauth1 return None instead. ValueError: the catalog has
                # both spellings of the type, and neither in this region.
                url = None
            if url:
                return str(url)
        raise EndpointNotFound(_no_endpoint(session, plugin, types, wanted))


def _no_endpoint(
    session: KeystoneSession, plugin: Any, types: list[str], wanted: Mapping[str, str | None]
) -> str:
    criteria = [f"interface {wanted['interface']}"]
    criteria += [f"region {wanted['region_name']}"] if wanted["region_name"] else []
    criteria += [f"name {wanted['service_name']}"] if wanted["service_name"] else []
    return (
        f"The catalog has no endpoint for {' or '.join(types)}, {', '.join(criteria)}. "
        f"{_content(_services(session, plugin), types, wanted)}. "
        "Choose another interface or region, or set the URL of the service."
    )


def _content(
    services: list[Mapping[str, Any]], types: list[str], wanted: Mapping[str, str | None]
) -> str:
    """What the catalog has instead, from the most similar to the least: at most a few names."""
    names = {str(service.get("name")) for service in services if service.get("type") in types}
    if names and wanted["service_name"] and wanted["service_name"] not in names:
        return f"It has this service under the name {' or '.join(sorted(names))}"
    offers = {offer for service in services for offer in _offers(service, types)}
    interface = str(wanted["interface"]).removesuffix("URL")
    here = {offered for _type, offered, region in offers if region == wanted["region_name"]}
    if here:
        return f"In this region, it has the interface {' or '.join(sorted(here))}"
    regions = {region for _type, offered, region in offers if offered == interface}
    if regions:
        return f"It has this interface in {'regions' if len(regions) > 1 else 'region'} {shortened(regions)}"
    if offers:
        return f"It has {shortened(f'{kind} {offered} in region {region}' for kind, offered, region in offers)}"
    known = {str(service.get("type")) for service in services}
    if known:
        return f"Its services are {shortened(known, MOST_SERVICES)}"
    return "It is empty; check that the token is for a project"


def _services(session: KeystoneSession, plugin: Any) -> list[Mapping[str, Any]]:
    """The services in the catalog."""
    access = _access(session, plugin)
    if access is None or not access.has_service_catalog():
        return []
    return list(access.service_catalog.catalog)


def _access(session: KeystoneSession, plugin: Any) -> Any:
    """Keystone's description of the token, with the catalog. Plugins with a fixed token have none."""
    return plugin.get_access(session) if hasattr(plugin, "get_access") else None


def _offers(service: Mapping[str, Any], types: list[str]) -> Iterator[tuple[str, str, str]]:
    """Type, interface and region of each endpoint of a service of these types."""
    if service.get("type") in types:
        for endpoint in service.get("endpoints", ()):
            region = endpoint.get("region_id") or endpoint.get("region")
            yield str(service["type"]), str(endpoint.get("interface", "public")), str(region)


def keystone_at(plugin: Any) -> str:
    """Keystone and its URL, for errors."""
    where = redacted_url(getattr(plugin, "auth_url", None) or "")
    return f"Keystone at {where}" if where else "Keystone"


@contextmanager
def keystone_failures(plugin: Any) -> Iterator[None]:
    """Turn the errors of keystoneauth1 into SaharaErrors."""
    try:
        yield
    except keystone_errors.ClientException as error:
        raise _keystone_error(error, keystone_at(plugin)) from error


def _keystone_error(error: Exception, service: str) -> SaharaError:
    if isinstance(error, keystone_errors.Unauthorized):
        return AuthenticationFailed(
            f"{service} refused the credentials. "
            "Check the user, password or application credential, the project and their domains."
        )
    if isinstance(error, keystone_errors.HttpError):
        status = error.http_status
        if is_unavailable(status):
            return KeystoneFailed(
                f"{service} is unavailable: the token request returned HTTP {status}."
            )
        unknown = UNKNOWN_CREDENTIAL.search(str(error.message)) if status == 404 else None
        if unknown:
            what = (unknown["kind"] or unknown["token"]).lower()
            return AuthenticationFailed(
                f"{service} does not know the {what} (HTTP 404). It may be misspelled, expired, "
                f"revoked or deleted, or belong to another cloud. Set a valid {what}."
            )
        return AuthenticationFailed(
            f"{service} rejected the token request with HTTP {status}; check 'auth_url'."
        )
    if isinstance(error, (keystone_errors.DiscoveryFailure, keystone_errors.InvalidResponse)):
        return KeystoneFailed(f"{service} does not look like Keystone; check 'auth_url'.")
    return AuthenticationFailed(with_end(f"{service} issued no token: {sentence_of(error)}"))

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a client, most of which are those of keystoneauth1's Adapter.

Each function removes the options that it uses.
"""

from __future__ import annotations

from typing import Any

from . import identity
from .retry import Patience

USER_AGENT = "sahara.dataprocessing"

# What keystoneauth1's Adapter carries out itself, or what has no effect.
ADAPTER_OPTIONS = frozenset(
    (
        *("client_name", "client_version", "global_request_id", "user_agent"),
        *("rate_limit", "concurrency", "allow", "allow_version_hack", "raise_exc"),
    )
)
# What an Adapter that is passed as the session decides, unless it is given.
INHERITED = (
    *("region_name", "service_name", "endpoint_override"),
    *("connect_retries", "connect_retry_delay", "status_code_retries", "status_code_retry_delay"),
    *("retriable_status_codes", "logger"),
)
# Without session and auth, one of these options must be given.
CREDENTIALS = frozenset(
    ("username", "user_id", "api_key", "password", "input_auth_token", "token", "auth_url")
)

Options = dict[str, Any]


def new_session(auth: Any, options: Options) -> Any:
    """A session for the plugin, or for the credentials."""
    if auth is None:
        if not CREDENTIALS & options.keys():
            raise TypeError("Client() requires 'session' or 'auth'.")
        auth = identity.auth_from_options(options)
    insecure, cacert = options.pop("insecure", False), options.pop("cacert", None)
    return identity.session_for(
        auth, Patience().read_s, verify=False if insecure else cacert or True
    )


def inherit(options: Options, session: Any) -> None:
    """Add the options that the Adapters around the session decide; None without them."""
    identity.require_library()
    for name in INHERITED:
        if options.get(name) is None:
            options[name] = identity.setting_of(session, name)


def patience_of(patience: Patience | None, session: Any, options: Options) -> Patience:
    """The given patience, or one with the session's timeout, and with the given repetitions."""
    if patience is None:
        patience = _with_timeout(identity.innermost(session, None)[0])
    connect, busy = options.pop("connect_retries"), options.pop("status_code_retries")
    changes = {
        "connect_attempts": None if connect is None else connect + 1,
        "busy_attempts": None if busy is None else busy + 1,
        "connect_delay_s": options.pop("connect_retry_delay"),
        "busy_delay_s": options.pop("status_code_retry_delay"),
        "busy_statuses": options.pop("retriable_status_codes"),
    }
    return patience._replace(
        **{name: value for name, value in changes.items() if value is not None}
    )


def _with_timeout(session: Any) -> Patience:
    patience = Patience()
    longest = getattr(session, "timeout", None)
    if not longest:
        return patience
    return patience._replace(
        connect_s=min(patience.connect_s, longest),
        read_s=longest,
        deadline_s=max(patience.deadline_s, longest),
    )


def headers_of(options: Options) -> dict[str, str]:
    """The headers of all requests."""
    headers = dict(options.pop("additional_headers", None) or {})
    microversion = options.pop("default_microversion", None)
    if microversion:
        headers["OpenStack-API-Version"] = f"data-processing {microversion}"
    return headers


def adapter_options(options: Options) -> Options:
    """What is left, for keystoneauth1's Adapter. Raises TypeError for unknown options."""
    unknown = sorted(options.keys() - ADAPTER_OPTIONS)
    if unknown:
        raise TypeError(f"Client() does not accept the options {', '.join(unknown)}.")
    return options if options.get("client_name") else {"user_agent": USER_AGENT, **options}

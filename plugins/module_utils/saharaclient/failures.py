# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns exceptions of requests and urllib3 into a ConnectionFailed that gives the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import ConnectionFailed, Timeout, TLSFailed
from .replies import redacted_url
from .texts import printable

try:
    import requests
    import urllib3
except ImportError:
    # Both are dependencies of keystoneauth1; see identity.require_library.
    pass

SENTENCE_CHARACTERS = 500


def connection_error(error: BaseException, service: str) -> ConnectionFailed:
    """The error for a request without a response. service: its name and URL."""
    causes = list(causes_of(error))
    reason = sentence_of(_innermost(causes))
    never_sent = any(
        _is_of(cause, "NewConnectionError", "ConnectTimeoutError", "LocationParseError")
        or isinstance(cause, requests.exceptions.InvalidURL)
        for cause in causes
    )
    proxy = _failed_proxy(causes)
    if proxy:
        return ConnectionFailed(
            f"{service} cannot be reached through {proxy} ({reason}). Check the variables "
            "'http_proxy' and 'https_proxy', or add the host to 'no_proxy'.",
            never_sent=never_sent,
        )
    if any(isinstance(cause, requests.exceptions.SSLError) for cause in causes):
        return TLSFailed(
            f"{service}: the TLS connection failed ({reason}). If a private authority signed its "
            "certificate, set 'ca_cert' ('cacert' in clouds.yaml) to that authority's file.",
            never_sent=True,
        )
    if any(
        isinstance(cause, requests.Timeout) or _is_of(cause, "ReadTimeoutError") for cause in causes
    ):
        return Timeout(f"{service} did not respond in time.", never_sent=never_sent)
    if any(isinstance(cause, requests.exceptions.ContentDecodingError) for cause in causes):
        return ConnectionFailed(f"{service} sent a response that cannot be decoded ({reason}).")
    what = "cannot be reached" if never_sent else "closed the connection"
    return ConnectionFailed(f"{service} {what} ({reason}).", never_sent=never_sent)


def _failed_proxy(causes: list[BaseException]) -> str:
    """What sentences call the proxy that requests could not use; empty if no proxy failed."""
    kinds = (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)
    failed = next((cause for cause in causes if isinstance(cause, kinds)), None)
    if failed is None:
        return ""
    url = str(getattr(failed.request, "url", None) or "")
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
    if not proxy:
        return "its proxy"
    # Without a scheme, a user name would be taken for it.
    return f"the proxy {redacted_url(proxy if '://' in proxy else f'http://{proxy}')}"


def _is_of(error: BaseException, *names: str) -> bool:
    """Whether the error is one of these exceptions of urllib3."""
    return any(isinstance(error, getattr(urllib3.exceptions, name)) for name in names)


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The exception and all its causes. urllib3 keeps some of them in `reason`."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None)]


def _innermost(causes: list[BaseException]) -> BaseException:
    """The cause with the operating system's error text, or else the last cause."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause
    return causes[-1]


def sentence_of(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(" ".join(str(text).split()), SENTENCE_CHARACTERS)

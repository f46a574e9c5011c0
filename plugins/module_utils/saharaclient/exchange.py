# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one request and reads the whole reply, within limits of time and size."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Mapping
from queue import Empty, SimpleQueue
from typing import Any, Callable

from .content import CHUNK_BYTES, Sink
from .errors import BadResponse, ConnectionFailed, Timeout, TLSFailed
from .failures import connection_error, sentence_of
from .replies import Reply, redacted_url
from .request import Request
from .retry import Limits
from .texts import with_end

try:
    import requests
    from keystoneauth1 import exceptions as keystone_errors
except ImportError:
    # See identity.require_library.
    pass

# Extra time for the timeouts of the sockets. They should come first, because they close the
# connection.
GRACE_S = 0.2

# Only the caller repeats requests, follows redirects and turns statuses into errors. It also logs
# the requests, but not their bodies, which contain passwords.
ONCE = {
    "raise_exc": False,
    "redirect": False,
    "connect_retries": 0,
    "status_code_retries": 0,
    "log": False,
    "stream": True,
}


def send(
    session: Any,
    auth: Any,
    service: str,
    request: Request,
    limits: Limits,
    headers: Mapping[str, str],
) -> Reply:
    """Send one request to a service, once. The token, if any, is among the headers.

    service: its name, for errors. A reply is returned whatever its status is. Raises what
    `exchange` raises.
    """
    where = f"{service} at {redacted_url(request.url)}"
    options = {"auth": auth, "authenticated": False, "headers": headers, **request.payload()}
    response = exchange(
        session, where, request.method, request.url, limits, request.sink, **options
    )
    return reply_of(request.method, request.url, response)


def reply_of(method: str, url: str, response: Any) -> Reply:
    """The reply in a response of `exchange`."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(method, redacted_url(url), response.status_code, response.content, headers)


def exchange(
    session: Any,
    where: str,
    method: str,
    url: str,
    limits: Limits,
    sink: Sink | None = None,
    **options: Any,
) -> Any:
    """The response of requests, with its body. Sent once.

    where: the service and its URL, for errors. sink: takes the body if the status is 200.
    Raises BadResponse, ConnectionFailed and its subclasses, and OSError if the sink cannot write.

    The timeouts of a socket limit each silence. A server that sends one byte at a time never
    exceeds them. The request therefore runs in a thread, which is abandoned when the time for the
    whole reply is over. Such a thread does not keep the process from ending.
    """
    done: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
    abandoned = threading.Event()

    def run() -> None:
        try:
            done.put(
                (_exchange(session, where, method, url, limits, sink, abandoned, options), None)
            )
        except BaseException as failure:
            done.put((None, failure))

    # Thread.start() waits until the thread runs: two more switches, half a millisecond for each request.
    _thread.start_new_thread(run, ())
    try:
        response, error = done.get(timeout=limits.total_s + GRACE_S)
    except Empty:
        raise Timeout(
            f"{where} did not send its whole response within {limits.total_s:.0f} s."
        ) from None
    finally:
        abandoned.set()
    if error is not None:
        raise error
    return response


def _exchange(
    session: Any,
    where: str,
    method: str,
    url: str,
    limits: Limits,
    sink: Sink | None,
    abandoned: threading.Event,
    options: dict[str, Any],
) -> Any:
    timeout = (limits.connect_s, limits.read_s)
    try:
        response = session.request(url, method, **{**options, **ONCE, "timeout": timeout})
        with response:
            # `content` and `json()` of the response use it.
            if sink and response.status_code == 200:
                sink.restart()
                _receive(response, where, abandoned, sink.write)
                response._content = b""
            else:
                response._content = _bounded_body(response, where, limits, abandoned)
    except (keystone_errors.ConnectionError, requests.RequestException) as error:
        raise connection_error(error, where) from error
    except keystone_errors.ClientException as error:
        raise ConnectionFailed(with_end(f"{where}: {sentence_of(error)}")) from error
    except OSError as error:
        if sink and error is sink.error:
            raise
        # requests checks the paths of certificates and keys before it connects.
        raise TLSFailed(
            f"{where}: the TLS connection cannot be set up ({sentence_of(error)}).", never_sent=True
        ) from error
    except ValueError as error:
        # requests parses the Location of a redirect even if it does not follow it.
        raise BadResponse(
            f"{where} sent a response that cannot be read ({sentence_of(error)})."
        ) from error
    return response


def _bounded_body(response: Any, where: str, limits: Limits, abandoned: threading.Event) -> bytes:
    body = bytearray()

    def add(chunk: bytes) -> None:
        body.extend(chunk)
        if len(body) > limits.max_bytes:
            raise BadResponse(
                f"{where} sent more than {limits.max_bytes} bytes, which is the limit.",
                status=response.status_code,
            )

    _receive(response, where, abandoned, add)
    return bytes(body)


def _receive(
    response: Any, where: str, abandoned: threading.Event, take: Callable[[bytes], None]
) -> None:
    """Pass on the body in chunks. Raises ConnectionFailed if it is shorter than announced."""
    size = 0
    for chunk in response.iter_content(CHUNK_BYTES):
        if abandoned.is_set():
            raise Timeout(f"{where} did not send its whole response in time.")
        take(chunk)
        size += len(chunk)
    length = response.headers.get("content-length", "")
    whole = "content-encoding" in response.headers or not length.isdigit() or size >= int(length)
    if not whole:
        # urllib3 before 2.0 does not raise an error for a short body.
        raise ConnectionFailed(f"{where} closed the connection in the middle of the response.")

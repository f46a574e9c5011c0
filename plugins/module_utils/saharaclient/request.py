# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request to a service, in a form that can be sent more than once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, NamedTuple
from urllib.parse import urlencode

from .content import Sink
from .retry import MAX_JSON_BYTES


class Request(NamedTuple):
    """A request. body: sent as JSON. content: bytes, or a file, which is rewound to `start`.

    max_bytes: the longest reply. sink: takes the body of a successful reply.
    """

    method: str
    url: str
    body: Any = None
    content: bytes | IO[bytes] | None = None
    start: int = 0
    repeatable: bool = True
    max_bytes: int = MAX_JSON_BYTES
    sink: Sink | None = None

    def payload(self) -> dict[str, Any]:
        """The body as arguments for keystoneauth1. A file that was already sent is rewound."""
        if self.content is None:
            return {} if self.body is None else {"json": self.body}
        if not isinstance(self.content, bytes):
            self.content.seek(self.start)
        return {"data": self.content}


def query_string(query: Mapping[str, Any]) -> str:
    pairs = sorted((key, value) for key, value in query.items() if value is not None)
    return "?" + urlencode(pairs, doseq=True) if pairs else ""

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of an operation, as places where a disturbance can strike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tests.integration.support.relay import Request
from tests.integration.support.sandbox import Sandbox

IDENTITY, SAHARA = "identity", "data-processing"
# What is the same in each run of an operation. Names of objects, which the tests choose, have digits; so have ids.
FIXED = re.compile(r"v[\d.]+|[a-z-]*")
# A wait repeats its request an unknown number of times, and a list has an unknown number of pages.
MOST_ALIKE = 2
MARKER = re.compile(r"[?&]marker=")


class Shape(NamedTuple):
    """A request, without ids and names. service: its type in the catalog."""

    service: str
    method: str
    path: str


class Place(NamedTuple):
    """The request with this ordinal among those of the same shape in a run; the first has 1."""

    shape: Shape
    ordinal: int
    is_write: bool

    def __str__(self) -> str:
        return f"{self.shape.method} {self.shape.path} ({self.ordinal})"


@dataclass(frozen=True)
class Shapes:
    """Finds the shapes of requests to the sandbox."""

    sandbox: Sandbox

    def of(self, method: str, port: int, path: str) -> Shape:
        service = self.sandbox.service_of(port, path)
        parts = path.partition("?")[0].split("/")
        return Shape(
            service, method, "/".join(part if FIXED.fullmatch(part) else "*" for part in parts)
        )

    def places(self, requests: Iterable[Request]) -> list[Place]:
        """The places of a recorded run, in its order."""
        seen: Counter[Shape] = Counter()
        found = []
        for request in requests:
            if MARKER.search(request.path):
                continue
            shape = self.of(request.method, request.port, request.path)
            seen[shape] += 1
            if seen[shape] <= MOST_ALIKE or request.is_write:
                found.append(Place(shape, seen[shape], request.is_write))
        return found

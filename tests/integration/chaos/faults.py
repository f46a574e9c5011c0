# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that the relay can simulate, and where each fits."""

from __future__ import annotations

import html
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from tests.integration.chaos.places import Place, Shapes
from tests.integration.support.relay import Answer, Call, Disturbance, undisturbed

# The limit for silence of a task that gives up soon, in seconds, and silences below and above it.
API_TIMEOUT_S, SLOW_S, SILENT_S = 4, 2.0, 5.0
LOGIN = ("POST", "/v3/auth/tokens")
# What no terminal may receive: colours, a title, a bell, a changed direction, a C1 control character.
HOSTILE = "\x1b[31mred\x1b]0;PWN\x07 \u202eback\u2066 \x9b1m"
PAGE = "<html><head><title>Busy {0}</title></head><body><h1>Busy</h1>{0}\r\n{1}</body></html>"


def page(call: Call, status: int, headers: tuple[tuple[str, str], ...] = ()) -> None:
    """A page as a proxy sends it, which repeats the body of the request."""
    text = PAGE.format(HOSTILE, html.escape(call.exchange.content.decode(errors="replace")))
    call.reply(Answer(status, text.encode(), (("Content-Type", "text/html"), *headers)))


def unavailable(call: Call) -> None:
    page(call, 503)


def limited(call: Call) -> None:
    page(call, 429, (("Retry-After", "1"),))


def foreign(call: Call) -> None:
    page(call, 200)


def closed(call: Call) -> None:
    call.exchange.hang_up()


def reset(call: Call) -> None:
    call.exchange.hang_up(reset=True)


def silent(call: Call) -> None:
    time.sleep(SILENT_S)
    call.exchange.hang_up()


def slow(call: Call) -> None:
    time.sleep(SLOW_S)
    undisturbed(call)


def lost(call: Call) -> None:
    call.forward()
    call.exchange.hang_up()


def lost_by_reset(call: Call) -> None:
    call.forward()
    call.exchange.hang_up(reset=True)


def late(call: Call) -> None:
    call.forward()
    time.sleep(SILENT_S)
    call.exchange.hang_up()


def timed_out(call: Call) -> None:
    call.forward()
    page(call, 504)


def cut(call: Call) -> None:
    call.reply(call.forward(), cut=True)


@dataclass(frozen=True)
class Fault:
    """act: what happens to the call. carried_out: whether the service has done what it should.

    passes: whether the next attempt helps. most: how often it strikes in a row at most.
    needs_hurry: whether it is a fault only for a task that gives up soon.
    """

    words: str
    act: Disturbance
    carried_out: bool = False
    passes: bool = True
    most: int = 9
    needs_hurry: bool = False


FAULTS: Mapping[str, Fault] = {
    fault.act.__name__: fault
    for fault in (
        Fault("HTTP 503 with a web page", unavailable),
        Fault("HTTP 429 with Retry-After", limited),
        Fault("connection closed", closed),
        Fault("connection reset", reset),
        Fault("no answer in time", silent, most=1, needs_hurry=True),
        Fault("HTTP 200 with a web page", foreign, passes=False, most=1),
        Fault("slow answer", slow, carried_out=True, most=2),
        Fault("answer lost: closed", lost, carried_out=True),
        Fault("answer lost: reset", lost_by_reset, carried_out=True),
        Fault("answer lost: too late", late, carried_out=True, most=1, needs_hurry=True),
        Fault("answer lost: HTTP 504", timed_out, carried_out=True),
        Fault("answer lost: cut off", cut, carried_out=True),
    )
}


class Logins:
    """Answers log-ins as Keystone answered the first one, which saves half of its time and much of Sahara's."""

    def __init__(self) -> None:
        self._answers: dict[bytes, Answer] = {}

    def __call__(self, call: Call) -> None:
        if (call.method, call.path) != LOGIN:
            undisturbed(call)
            return
        asked = call.exchange.content
        if asked not in self._answers:
            self._answers[asked] = call.forward()
        call.reply(self._answers[asked])


class Strike:
    """Disturbs one run: the request at the place, and more of the same shape if it strikes several times.

    otherwise: what happens to its other requests.
    """

    def __init__(
        self, shapes: Shapes, place: Place, act: Disturbance, otherwise: Disturbance, times: int = 1
    ) -> None:
        self.struck = 0
        self._shapes = shapes
        self._place = place
        self._act = act
        self._otherwise = otherwise
        self._times = times
        self._seen = 0
        self._lock = Lock()

    def __call__(self, call: Call) -> None:
        (self._act if self._strikes(call) else self._otherwise)(call)

    def _strikes(self, call: Call) -> bool:
        with self._lock:
            if self._shapes.of(call.method, call.port, call.path) != self._place.shape:
                return False
            self._seen += 1
            strikes = self._seen >= self._place.ordinal and self.struck < self._times
            self.struck += strikes
            return strikes

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits end at their deadline, whatever happens on the way."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
    KeystoneFailed,
    NotFound,
    ServerError,
    WaitTimeout,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.wait import Wait

from tests.unit.support.clock import FakeClock


def wait_for(answers, timeout=60.0, interval=5.0):
    """Waits for "done"; the last answer is repeated. Returns the outcome and the times of the requests."""
    clock = FakeClock(100.0)
    requested = []

    def fetch(_seconds_left):
        answer = answers[min(len(requested), len(answers) - 1)]
        requested.append(clock.now - 100.0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    wait = Wait(
        fetch,
        lambda seen: seen == "done",
        lambda seen, silence_s: WaitTimeout(f"last {seen}, {silence_s:.1f} s ago"),
        clock.now + timeout,
        interval,
    )
    try:
        outcome = wait.run(clock)
    except Exception as error:
        outcome = error
    return outcome, requested


def test_wait_for_something_done_takes_one_request():
    assert wait_for(["done"]) == ("done", [0.0])


def test_pauses_grow_up_to_the_interval():
    outcome, requested = wait_for(["busy"] * 9 + ["done"], interval=2.0)
    assert outcome == "done"
    pauses = [after - before for before, after in zip(requested, requested[1:], strict=False)]
    assert pauses[:3] == [0.5, 0.75, 1.125]
    assert pauses[-1] == 2.0


@pytest.mark.parametrize("timeout", [0.3, 1, 7, 61.5])
def test_wait_lasts_exactly_until_the_deadline(timeout):
    outcome, requested = wait_for(["busy"], timeout=timeout)
    assert isinstance(outcome, WaitTimeout)
    assert requested[-1] == pytest.approx(timeout)


def test_each_request_gets_the_time_left():
    left = []

    def fetch(seconds_left):
        left.append(seconds_left)
        return "done" if len(left) == 3 else "busy"

    Wait(fetch, lambda seen: seen == "done", lambda *_: WaitTimeout("late"), 101.0, 5.0).run(
        FakeClock(100.0)
    )
    assert left == [1.0, 0.5, 0.0]


def test_lost_connection_is_tolerated():
    outcome, _requested = wait_for(
        ["busy", ConnectionFailed("gone"), ConnectionFailed("gone"), "done"]
    )
    assert outcome == "done"


def test_lost_connections_are_tolerated_until_the_deadline():
    outcome, requested = wait_for(["busy", ConnectionFailed("gone")], timeout=3600)
    assert isinstance(outcome, WaitTimeout)
    assert requested[-1] == 3600


@pytest.mark.parametrize(
    "broken",
    [ServerError("Internal Server Error", status=500), KeystoneFailed("Keystone is unavailable")],
    ids=["Sahara", "Keystone"],
)
def test_server_errors_are_tolerated_for_a_limited_time(broken):
    outcome, _requested = wait_for(["busy", *[broken] * 20, "done"], timeout=600)
    assert outcome == "done"
    outcome, requested = wait_for(["busy", broken], timeout=3600)
    assert outcome is broken
    assert 120 < requested[-1] < 130


GONE, BROKEN = ConnectionFailed("gone"), ServerError("Internal Server Error", status=500)


@pytest.mark.parametrize(
    ("answers", "timeout", "last"),
    [
        (["busy"], 3, "busy, 0.0 s ago"),
        # The requests are after 0, 0.5, 1.25, 2.375 and 3 s.
        (["busy", GONE], 3, "busy, 3.0 s ago"),
        (["busy", "busy", BROKEN], 3, "busy, 2.5 s ago"),
        (["busy", GONE, "busy", BROKEN, GONE], 3, "busy, 1.8 s ago"),
        (["busy", GONE, GONE, GONE, "busy"], 3, "busy, 0.0 s ago"),
        ([GONE], 75, "None, 75.0 s ago"),
    ],
)
def test_timeout_reports_the_last_state_and_its_age(answers, timeout, last):
    outcome, _requested = wait_for(answers, timeout)
    assert str(outcome) == f"last {last}"


def test_other_errors_end_the_wait_at_once():
    outcome, requested = wait_for([NotFound("no such cluster")])
    assert isinstance(outcome, NotFound)
    assert len(requested) == 1

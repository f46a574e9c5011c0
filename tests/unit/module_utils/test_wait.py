# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deadline is a deadline, whatever happens on the way."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.wait import (
    Wait,
    WaitTimeout,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
    KeystoneFailed,
    NotFound,
    ServerError,
)

from tests.unit.support.clock import FakeClock


def wait_for(answers, timeout=60.0, interval=5.0):
    """Waits for "done"; the last answer is repeated. Returns what came of it, and the clock."""
    clock = FakeClock(100.0)
    asked = []

    def fetch(_seconds_left):
        answer = answers[min(len(asked), len(answers) - 1)]
        asked.append(clock.now - 100.0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    wait = Wait(
        fetch,
        lambda seen: seen == "done",
        lambda seen: WaitTimeout(f"last {seen}"),
        clock.now + timeout,
        interval,
    )
    try:
        outcome = wait.run(clock)
    except Exception as error:
        outcome = error
    return outcome, asked


def test_what_is_done_at_once_costs_one_question():
    assert wait_for(["done"]) == ("done", [0.0])


def test_questions_come_ever_later_up_to_the_interval():
    outcome, asked = wait_for(["busy"] * 9 + ["done"], interval=2.0)
    assert outcome == "done"
    pauses = [after - before for before, after in zip(asked, asked[1:], strict=False)]
    assert pauses[:3] == [0.5, 0.75, 1.125]
    assert pauses[-1] == 2.0


@pytest.mark.parametrize("timeout", [0.3, 1, 7, 61.5])
def test_the_deadline_is_neither_overshot_nor_cut_short(timeout):
    outcome, asked = wait_for(["busy"], timeout=timeout)
    assert isinstance(outcome, WaitTimeout)
    assert asked[-1] == pytest.approx(timeout)


def test_each_question_knows_how_much_time_there_is():
    told = []

    def fetch(seconds_left):
        told.append(seconds_left)
        return "done" if len(told) == 3 else "busy"

    Wait(fetch, lambda seen: seen == "done", WaitTimeout, 101.0, 5.0).run(FakeClock(100.0))
    assert told == [1.0, 0.5, 0.0]


def test_a_lost_connection_is_no_news():
    outcome, _asked = wait_for(["busy", ConnectionFailed("gone"), ConnectionFailed("gone"), "done"])
    assert outcome == "done"


@pytest.mark.parametrize(
    "broken",
    [ServerError("Internal Server Error", status=500), KeystoneFailed("Keystone is out of order")],
    ids=["Sahara", "Keystone"],
)
def test_a_server_that_fails_is_borne_for_a_while(broken):
    outcome, _asked = wait_for(["busy", *[broken] * 20, "done"], timeout=600)
    assert outcome == "done"
    outcome, asked = wait_for(["busy", broken], timeout=3600)
    assert outcome is broken
    assert 120 < asked[-1] < 130


def test_a_timeout_knows_what_was_seen_last():
    outcome, _asked = wait_for(["busy", ConnectionFailed("gone")], timeout=3)
    assert str(outcome) == "last busy"


def test_a_timeout_that_saw_nothing_says_so():
    outcome, _asked = wait_for([ConnectionFailed("gone")], timeout=3)
    assert str(outcome) == "last None"


def test_other_errors_end_the_wait():
    outcome, asked = wait_for([NotFound("no such cluster")])
    assert isinstance(outcome, NotFound)
    assert len(asked) == 1

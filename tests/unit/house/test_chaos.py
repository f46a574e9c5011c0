# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""./dev chaos: its choice of faults, and what it regards as wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.integration.chaos.faults import FAULTS
from tests.integration.chaos.operations import BEFORE, FIRST, OPERATIONS
from tests.integration.chaos.places import Place, Shape
from tests.integration.chaos.plan import CLOUD, KEYSTONE, READ, TARGETS, WRITE, Run, choose
from tests.integration.chaos.report import table
from tests.integration.chaos.rules import Outcome, wrong, wrong_remains, wrong_text
from tests.integration.support.playbook import IN_PROCESS, Variant

RUNS = choose(7, 60, OPERATIONS)
POST, DELETE = ("POST", "/v2/things"), ("DELETE", "/v2/things/1")
CHANGED = Outcome(succeeded=True, changed=True, message="", kind="", writes=[POST])
UNCHANGED = replace(CHANGED, changed=False, writes=[])
FAILED = Outcome(succeeded=False, changed=False, message="No.", kind="ServerError", writes=[])


def test_the_choice_depends_only_on_the_seed() -> None:
    assert choose(7, 60, OPERATIONS) == RUNS
    assert choose(7, 20, OPERATIONS) == RUNS[:20]
    assert choose(8, 60, OPERATIONS) != RUNS


def test_each_fault_strikes_each_target_before_any_does_so_again() -> None:
    every = len(FAULTS) * len(TARGETS)
    pairs = [(run.kind, run.target) for run in choose(7, 2 * every, OPERATIONS)]
    assert len(set(pairs[:every])) == len(set(pairs[every:])) == every


def test_operations_send_requests_to_their_target_and_are_not_too_many() -> None:
    assert all(OPERATIONS[run.operation].cloud for run in RUNS if run.target == CLOUD)
    used = Counter(run.operation for run in RUNS)
    assert all(count <= OPERATIONS[name].most for name, count in used.items())
    assert len(used) > len(OPERATIONS) / 2


def test_each_operation_uses_one_api_version_in_a_run() -> None:
    assert len({(run.operation, run.variant.api_version) for run in RUNS}) == len(
        {run.operation for run in RUNS}
    )


@pytest.mark.parametrize(
    ("target", "kind", "times", "ridden_out"),
    [
        (KEYSTONE, "unavailable", 2, True),
        (KEYSTONE, "unavailable", 9, False),
        (READ, "lost", 1, True),
        (READ, "foreign", 1, False),
        (WRITE, "reset", 1, False),
        (WRITE, "lost", 9, True),
    ],
)
def test_which_faults_a_task_rides_out(
    target: str, kind: str, times: int, ridden_out: bool
) -> None:
    run = Run(1, "create_data_source", Variant(IN_PROCESS, "2"), target, kind, times, 0.0)
    assert run.is_ridden_out is ridden_out


@pytest.mark.parametrize(("chance", "ordinal"), [(0.0, 1), (0.49, 1), (0.5, 2), (0.99, 2)])
def test_the_place_is_one_of_the_target(chance: float, ordinal: int) -> None:
    login = Place(Shape("identity", "POST", "/v3/auth/tokens"), 1, False)
    reads = [Place(Shape("data-processing", "GET", "/v2/x"), number, False) for number in (1, 2)]
    run = Run(1, "create_data_source", Variant(IN_PROCESS, "2"), READ, "lost", 1, chance)
    assert run.place([login, *reads]) == Place(reads[0].shape, ordinal, False)


def test_an_operation_has_the_tasks_of_each_part() -> None:
    operation = OPERATIONS["update_cluster_template"]
    before = [module for module, _ in operation.tasks(BEFORE)]
    assert before == ["sahara_node_group_template", "sahara_cluster_template"]
    assert operation.tasks(FIRST) == [("sahara_cluster_template", operation.task)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CHANGED, UNCHANGED),
        (FAILED, CHANGED),
        # It was killed, or failed although it wrote.
        (None, CHANGED),
        (None, UNCHANGED),
        (replace(FAILED, writes=[POST]), UNCHANGED),
        # A deletion that is in progress is requested again.
        (replace(FAILED, writes=[DELETE]), replace(UNCHANGED, writes=[DELETE])),
    ],
)
def test_runs_that_are_right(first: Outcome | None, second: Outcome) -> None:
    assert list(wrong(first, second, UNCHANGED)) == []


@pytest.mark.parametrize(
    ("first", "second", "third", "what"),
    [
        (
            replace(UNCHANGED, writes=[POST]),
            UNCHANGED,
            UNCHANGED,
            "the first run says that it changed nothing",
        ),
        (FAILED, UNCHANGED, UNCHANGED, "no run wrote anything"),
        (CHANGED, CHANGED, UNCHANGED, "both the first and the second run"),
        (CHANGED, FAILED, UNCHANGED, "the second run fails: No."),
        (
            replace(FAILED, writes=[POST]),
            replace(CHANGED, writes=[]),
            UNCHANGED,
            "says changed: True, but it wrote []",
        ),
        (FAILED, replace(UNCHANGED, writes=[POST]), UNCHANGED, "says changed: False, but it"),
        (FAILED, CHANGED, CHANGED, "the third run is not 'unchanged'"),
        (FAILED, CHANGED, FAILED, "the third run is not 'unchanged'"),
        (replace(FAILED, kind=""), CHANGED, UNCHANGED, "the failure is a bug"),
        (replace(FAILED, message="a\nb"), CHANGED, UNCHANGED, "the failure is not one line"),
    ],
)
def test_runs_that_are_wrong(first: Outcome, second: Outcome, third: Outcome, what: str) -> None:
    (sentence,) = wrong(first, second, third)
    assert what in sentence


def test_remains_are_compared_with_those_of_an_undisturbed_run() -> None:
    assert list(wrong_remains(["jobs THING"], ["jobs THING"])) == []
    assert list(wrong_remains(["jobs THING", "jobs THING"], ["jobs THING"])) == [
        "the runs left ['jobs THING', 'jobs THING'] instead of ['jobs THING']"
    ]


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066"])
def test_control_characters_are_wrong(char: str) -> None:
    (sentence,) = wrong_text(f"fine\nbad {char}\nfine", [])
    assert sentence.startswith("has the control characters")


def test_secrets_and_tracebacks_are_wrong() -> None:
    text = "\u00fcber\nthe key is planted\nTraceback (most recent call last):"
    assert list(wrong_text(text, ["planted"])) == [
        "has a secret: the key is planted",
        "has a traceback: Traceback (most recent call last):",
    ]


def test_the_table_counts_rows_columns_and_all() -> None:
    assert table([("lost", "read", True), ("lost", "read", False), ("cut", "write", True)]) == (
        "       read  write    all\n"
        "cut          1 / 1  1 / 1\n"
        "lost  1 / 2         1 / 2\n"
        "all   1 / 2  1 / 1  2 / 3"
    )

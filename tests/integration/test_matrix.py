# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each field of each resource: changed in check mode and for real, found unchanged, and read back from Sahara.

These tests use both API versions, but only in-process tasks: as modules, the tasks would take ten times as long. The
targets test that both ways do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.support.matrix import (
    AGAIN,
    COMPARED,
    COPIED,
    DESCRIBED,
    DONE,
    EXPECTED,
    IGNORED,
    IN_USE,
    KINDS,
    OTHERS,
    PREDICTED,
    PREDICTED_AGAIN,
    REUSED,
    Play,
    Step,
    back,
    fields_of,
    plural,
    steps,
    table,
)
from tests.integration.support.playbook import (
    COLLECTION,
    IN_PROCESS,
    Playbooks,
    Record,
    Variant,
)
from tests.integration.support.plugins.test.predicts import predicts
from tests.integration.support.variants import EACH_API

NOTHING = {"before": {}, "after": {}}
# Keys that follow other changes. For an image, "metadata" repeats the registration.
FOLLOWS = {"updated_at", "updated", "metadata"}
Records = Callable[[str, str], Mapping[str, Record]]
PLAYS_AT_A_TIME = 2

both_apis = pytest.mark.parametrize("api_version", EACH_API)
every_step = pytest.mark.parametrize(
    ("kind", "step"),
    [pytest.param(kind, step, id=f"{kind} {step.name}") for kind in KINDS for step in steps(kind)],
)


@pytest.fixture(scope="module")
def records(request: pytest.FixtureRequest, playbooks: Playbooks) -> Iterator[Records]:
    """Task name -> result, of the play of a resource, which runs once."""
    workers = ThreadPoolExecutor(PLAYS_AT_A_TIME)
    begun: dict[tuple[str, str], Future[dict[str, Record]]] = {}

    def run(kind: str, api_version: str) -> dict[str, Record]:
        play = Play(kind, api_version).text()
        done = playbooks.run(f"matrix_{kind}", Variant(IN_PROCESS, api_version), play)
        ours = (record for record in done.records if record.action.startswith(COLLECTION))
        stored = (record for record in done.records if record.task.endswith(EXPECTED))
        return {record.task: record for record in (*ours, *stored)}

    def started(kind: str, api_version: str) -> Future[dict[str, Record]]:
        if (kind, api_version) not in begun:
            begun[kind, api_version] = workers.submit(run, kind, api_version)
        return begun[kind, api_version]

    for test in request.session.items:
        wanted = getattr(test, "callspec", None) and test.callspec.params
        if wanted and wanted.keys() >= {"kind", "api_version"}:
            started(wanted["kind"], wanted["api_version"])
    yield lambda kind, api_version: started(kind, api_version).result()
    workers.shutdown(cancel_futures=True)


@both_apis
@every_step
def test_field_changes_once(records: Records, kind: str, step: Step, api_version: str) -> None:
    results = records(kind, api_version)
    if not step.works_with(api_version):
        refused(results, step.name, f"requires API version {step.only}")
        return
    predicted, done, again, predicted_again = (
        succeeded(results[f"{step.name}: {phase}"])
        for phase in (PREDICTED, DONE, AGAIN, PREDICTED_AGAIN)
    )
    expected = stored_after(results, step)
    assert done["changed"] is True
    if not step.fixed:
        assert done["diff"] == {"before": expected["was"], "after": expected["shown"]}
    assert predicts(predicted, done, kind)
    assert again["changed"] is False and again["diff"] == NOTHING
    assert again[kind] == done[kind]
    assert predicts(predicted_again, again, kind)
    assert contains(expected["found"][0], expected["stored"])


@both_apis
@every_step
def test_nothing_else_changes(records: Records, kind: str, step: Step, api_version: str) -> None:
    """Compared with what Sahara had stored after the previous step."""
    results = records(kind, api_version)
    here = [one for one in steps(kind) if one.works_with(api_version)]
    if step not in here[1:]:
        return
    before, after = stored_after(results, here[here.index(step) - 1]), stored_after(results, step)
    old, new = before["found"][0], after["found"][0]
    free = {*after["stored"], *step.also, *FOLLOWS, *(("id", "created_at") if step.fixed else ())}
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert changed - free == set()


@both_apis
@every_step
def test_options_of_the_info_module_change_nothing_and_describe_a_copy(
    records: Records, kind: str, step: Step, api_version: str
) -> None:
    results = records(kind, api_version)
    if not step.works_with(api_version):
        return
    described = only(results[f"{step.name}: {DESCRIBED}"], kind)
    reused = succeeded(results[f"{step.name}: {REUSED}"])
    assert reused["changed"] is False and reused["diff"] == NOTHING
    copied = results.get(f"{step.name}: {COPIED}")
    if copied is None or copied.outcome == "skipped":
        return
    assert succeeded(copied)["changed"] is True
    copy = only(results[f"{step.name}: {COMPARED}"], kind)
    assert {**copy["options"], "name": described["options"]["name"]} == described["options"]


def only(record: Record, kind: str) -> dict[str, Any]:
    """The only object that an info module has found."""
    (found,) = succeeded(record)[plural(kind)]
    return dict(found)


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if table(kind).get("fixed")])
def test_immutable_changes_are_refused_or_ignored(
    records: Records, kind: str, api_version: str
) -> None:
    results = records(kind, api_version)
    for step in steps(kind):
        if step.fixed:
            (option,) = step.set
            refused(
                results,
                f"{step.name} refused",
                f"{option} is ",
                "Sahara does not allow changing it",
            )
            ignored(results, kind, f"{step.name} refused", f"{option} is ")


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "use" in table(kind)])
def test_object_in_use_by_a_cluster_is_not_changed(
    records: Records, kind: str, api_version: str
) -> None:
    results = records(kind, api_version)
    sentences = [f"{option} is " for option in back(kind, api_version)]
    refused(results, IN_USE, *sentences, "it is in use by cluster", "cannot be re-created either")
    ignored(results, kind, IN_USE, *sentences)


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "is_public" in fields_of(kind)])
def test_other_projects_can_see_but_not_change_a_public_object(
    records: Records, kind: str, api_version: str
) -> None:
    """Sahara's default policy allows a reader of the project everything that its members may do."""
    results = records(kind, api_version)
    public, viewed, private = (
        succeeded(results[f"lookup {name}"])[f"{plural(kind)}"]
        for name in ("public", "viewed", "private")
    )
    # Another project has to select it by its id.
    seen, known = ([{**item, "options": None} for item in found] for found in (public, viewed))
    assert seen == known and len(public) == 1
    assert private == []
    for action in ("change", "delete"):
        refused(results, f"{OTHERS} {action}", f"belongs to project {public[0]['project_id']}")
    for absent in (f"{OTHERS} delete by name", f"{OTHERS} delete private"):
        assert succeeded(results[absent])["changed"] is False
    ended = succeeded(results["viewer ends sharing"])
    assert ended["changed"] is True and ended[kind]["is_public"] is False


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "create" in table(kind)])
def test_deletion_is_idempotent(records: Records, kind: str, api_version: str) -> None:
    results = records(kind, api_version)
    predicted, done, again, predicted_again = (
        succeeded(results[f"delete: {phase}"])
        for phase in (PREDICTED, DONE, AGAIN, PREDICTED_AGAIN)
    )
    assert done["changed"] is True and done["diff"]["after"] == {} and done["diff"]["before"]
    assert predicts(predicted, done, kind)
    assert again["changed"] is False and again["diff"] == NOTHING and again[kind] is None
    assert predicts(predicted_again, again, kind)


@both_apis
@pytest.mark.parametrize("kind", KINDS)
def test_tasks_without_change_write_nothing(records: Records, kind: str, api_version: str) -> None:
    """In check mode, without differences, and when a task is refused."""
    wrote = [
        f"{record}: {request.method} {request.path}"
        for record in records(kind, api_version).values()
        if record.check_mode or not record.result.get("changed")
        for request in record.requests
        if request.is_write
    ]
    assert not wrote


def succeeded(record: Record) -> dict[str, Any]:
    assert record.outcome == "ok", record.result.get("msg")
    return record.result


def stored_after(results: Mapping[str, Record], step: Step) -> dict[str, Any]:
    """What Sahara had stored after the step, and what the row of the step expects."""
    found: dict[str, Any] = succeeded(results[f"{step.name}: {EXPECTED}"])["msg"]
    return found


def refused(results: Mapping[str, Record], name: str, *sentences: str) -> None:
    for phase in (PREDICTED, DONE):
        record = results[f"{name}: {phase}"]
        assert record.outcome == "failed"
        assert [part for part in sentences if part not in record.result["msg"]] == []


def ignored(results: Mapping[str, Record], kind: str, name: str, *sentences: str) -> None:
    result = succeeded(results[f"{name}: {IGNORED}"])
    assert result["changed"] is False and result["diff"] == NOTHING
    assert [part for part in sentences if part not in result["warnings"][0]] == []


def contains(found: Any, wanted: Any) -> bool:
    """Whether `found` contains everything in `wanted`. Lists of strings are compared in any order."""
    if isinstance(wanted, dict):
        return all(key in found and contains(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        return len(found) == len(wanted) and all(map(contains, found, wanted))
    if isinstance(wanted, list):
        return sorted(found) == sorted(wanted)
    return bool(found == wanted)

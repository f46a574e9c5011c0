# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""python-saharaclient and our client send the same requests and return the same results.

tests/differential/faults.py lists the calls in which python-saharaclient is wrong.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from saharaclient import client as theirs
from saharaclient.api import base as their_base

from tests.differential.cases import CASES
from tests.differential.faults import FAULTS, Fault
from tests.differential.pair import Case, Outcome, outcome_of
from tests.unit.support.scripted import Answer, ScriptedCloud, error

pytestmark = pytest.mark.slow

VERSIONS = ("1.1", "2")
# Every manager inherits these. They are compared for one manager.
INHERITED = {"find": "clusters", "find_unique": "clusters"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_requests_and_results_are_equal(case: Case) -> None:
    ours, expected = outcome_of(case, ours=True), outcome_of(case, ours=False)
    assert ours.error is None, ours.error
    assert expected.error is None, expected.error
    assert ours.sent
    assert ours.sent == expected.sent
    assert ours.result == expected.result


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.case}: {fault.reason}")
def test_faults_of_saharaclient_are_fixed(fault: Fault) -> None:
    ours, expected = outcome_of(fault.case, ours=True), outcome_of(fault.case, ours=False)
    assert [request(*one) for one in ours.sent] == fault.requests
    if ours.error is None:
        assert ours.result == fault.result
    else:
        assert type(ours.error).__name__ == fault.result
    # If this fails because python-saharaclient is fixed, remove the entry.
    assert type(expected.error).__name__ == (fault.raises or "NoneType")
    if not fault.raises:
        assert different(ours, expected)


def request(method: str, path: str, query: Any, body: Any, _headers: Any) -> Any:
    return (method, f"{path}?{urlencode(query, doseq=True)}" if query else path, body)


def different(one: Outcome, other: Outcome) -> bool:
    return (one.sent, one.result, one.error) != (other.sent, other.result, other.error)


def managers(client: Any) -> Iterator[tuple[str, Any]]:
    for name, manager in sorted(vars(client).items()):
        if isinstance(manager, their_base.ResourceManager):
            yield name, manager


def methods(manager: Any) -> Iterator[str]:
    for name, method in inspect.getmembers(manager, callable):
        if not name.startswith("_") and not inspect.isclass(method) and inspect.ismethod(method):
            yield name


def their_methods() -> list[tuple[str, str, str]]:
    """The version, manager and name of every public method of python-saharaclient's managers."""
    with ScriptedCloud() as cloud:
        return [
            (version, manager_name, method)
            for version in VERSIONS
            for manager_name, manager in managers(theirs.Client(version, session=cloud.session()))
            for method in methods(manager)
        ]


METHODS = their_methods()


def test_introspection_finds_both_versions() -> None:
    counted = {version: sum(one == version for one, _m, _n in METHODS) for version in VERSIONS}
    assert counted == {"1.1": 79, "2": 76}


@pytest.mark.parametrize(("version", "manager", "method"), METHODS)
def test_every_method_is_compared(version: str, manager: str, method: str) -> None:
    called = f"{INHERITED.get(method, manager)}.{method}"
    compared = {(case.version, case.method) for case in CASES}
    compared |= {(fault.case.version, fault.case.method) for fault in FAULTS}
    assert (version, called) in compared


@pytest.mark.parametrize(
    ("version", "manager", "method"), [one for one in METHODS if one[2] not in INHERITED]
)
def test_arguments_have_the_same_names_and_positions(
    version: str, manager: str, method: str
) -> None:
    with ScriptedCloud() as cloud:
        found = [
            getattr(getattr(kind(version, session=cloud.session()), manager), method)
            for kind in (Client, theirs.Client)
        ]
    ours, expected = (list(inspect.signature(one).parameters.values()) for one in found)
    assert [(one.name, one.kind) for one in ours] == [(one.name, one.kind) for one in expected]
    assert [one.default is one.empty for one in ours] == [
        one.default is one.empty for one in expected
    ]
    assert [one.default is None for one in ours] == [one.default is None for one in expected]


def test_constructors_accept_the_same_arguments() -> None:
    ours = inspect.signature(type(Client("2", session=object.__new__(EmptySession)))).parameters
    expected = inspect.signature(theirs.get_client_class("2")).parameters
    shared = [name for name in expected if name != "kwargs"]
    assert list(ours)[: len(shared)] == shared
    assert [ours[name].default for name in shared] == [expected[name].default for name in shared]


class EmptySession:
    """The parts of a session that a client needs before it sends anything."""

    auth = None
    timeout = None


REFUSALS = [
    error(400, "NAME_ALREADY_EXISTS", "taken"),
    error(404, "NOT_FOUND", "gone"),
    error(403, "FORBIDDEN", "no"),
    error(500, "INTERNAL_SERVER_ERROR", "broken"),
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_errors_have_the_facts_of_saharaclient(refusal: Answer) -> None:
    case = Case("2", "clusters.update", ("1",), (refusal,), {"name": "b"})
    ours: Any = outcome_of(case, ours=True).error
    expected: Any = outcome_of(case, ours=False).error
    facts = ("error_code", "error_name", "error_message")
    assert [getattr(ours, fact) for fact in facts] == [getattr(expected, fact) for fact in facts]


@pytest.mark.parametrize(
    ("version", "suffix"), [("1.1", ""), ("1.1", "/v1.1"), ("2", ""), ("2", "/v2")]
)
def test_both_find_sahara_in_the_catalog(version: str, suffix: str) -> None:
    """python-saharaclient requests the versions first if the URL has none."""
    versions = [
        {"id": one, "status": "SUPPORTED", "links": [{"rel": "self", "href": f"/{one}/"}]}
        for one in ("v1.1", "v2")
    ]
    for kind in (theirs.Client, Client):
        with ScriptedCloud() as cloud:
            cloud.keystone.catalog[0]["url"] += suffix
            if kind is theirs.Client and not suffix:
                cloud.expect("GET", "/", Answer({"versions": versions}, 300))
            cloud.expect("GET", f"/v{version}/plugins", {"plugins": [{"name": "fake"}]})
            client = kind(version, session=cloud.session())
            assert [plugin.id for plugin in client.plugins.list()] == ["fake"]

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine refuses, in which order it writes, and what it reports."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.checks import (
    Ambiguous,
    Refused,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.names import (
    OBJECT_NAME_FORM,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    Conflict,
    QuotaExceeded,
)

from tests.unit.support.shop import OLD, Shelf, Shop

# Unusable objects


class BrokenShelf(Shelf):
    def is_beyond_repair(self, current):
        return current["boards"] == 0

    def check(self, wanted, current):
        if wanted.get("material") == "paper":
            self.task.problem("paper does not hold")


BROKEN = {**OLD, "boards": 0}


@pytest.mark.parametrize("check_mode", [True, False])
def test_nothing_of_an_unusable_object_is_kept(check_mode):
    shop = Shop(BROKEN, shelf=BrokenShelf)
    result = shop.run(check_mode, name="old", material="pine")
    assert result["changed"] is True
    assert check_mode or result["shelf"]["books"] == []
    assert result["diff"] == {
        "before": {"name": "old", "material": "oak", "boards": 0, "books": ["a", "b"]},
        "after": {"name": "old", "material": "pine"},
    }
    created = ("create", {"name": "old", "material": "pine"})
    assert shop.server.writes == ([] if check_mode else [("delete", "1"), created])


@pytest.mark.parametrize(
    ("fields", "params", "problem"),
    [
        ({"is_protected": True}, {}, "is protected. Set 'is_protected: false'"),
        ({"is_protected": True}, {"is_public": True}, "is protected. Set 'is_protected: false'"),
        ({"project_id": "theirs"}, {}, "belongs to project theirs"),
        ({}, {"material": "paper"}, "Paper does not hold."),
    ],
)
def test_unusable_object_is_not_deleted_if_the_request_is_refused(fields, params, problem):
    shop = Shop({**BROKEN, **fields}, shelf=BrokenShelf)
    with pytest.raises(Refused, match=problem):
        shop.run(name="old", **params)
    assert shop.server.writes == []


# Protection

UNPROTECTED = ("update", {"is_protected": False})


def test_protection_of_an_unusable_object_ends_before_it_is_deleted():
    shop = Shop({**BROKEN, "is_protected": True}, shelf=BrokenShelf)
    shop.run(name="old", is_protected=False)
    assert shop.server.writes[:2] == [UNPROTECTED, ("delete", "1")]


def test_protection_ends_before_a_deletion():
    shop = Shop({**OLD, "is_protected": True})
    shop.run(name="old", is_protected=False, state="absent")
    assert shop.server.writes == [UNPROTECTED, ("delete", "1")]


def test_protection_ends_before_a_replacement():
    shop = Shop({**OLD, "is_protected": True})
    wanted = {"material": "steel", "is_protected": False, "on_immutable_change": "recreate"}
    result = shop.run(name="old", **wanted)
    assert shop.server.writes[:2] == [UNPROTECTED, ("delete", "1")]
    assert result["shelf"]["is_protected"] is False


def test_protected_object_is_not_replaced():
    shop = Shop({**OLD, "is_protected": True})
    with pytest.raises(Refused, match="is protected"):
        shop.run(name="old", material="steel", is_public=True, on_immutable_change="recreate")
    assert shop.server.writes == []


def test_protected_object_can_be_published_but_not_with_other_changes():
    shop = Shop({**OLD, "is_protected": True})
    with pytest.raises(Refused, match="is protected"):
        shop.run(name="old", is_public=True, boards=9)
    assert shop.run(name="old", is_public=True)["changed"] is True


# Immutable values


def test_ignored_immutable_change_alone_is_not_a_change():
    shop = Shop({**OLD, "is_protected": True})
    result = shop.run(name="old", material="steel", on_immutable_change="ignore")
    assert (result["changed"], result["shelf"]["id"]) == (False, "1")
    assert shop.warnings == [
        "Shelf 'old' cannot be updated: material is 'oak', the task wants 'steel' "
        "(Sahara does not allow changing it). This was not changed."
    ]


class UsedTwice(Shelf):
    def fixed(self, current, changes):
        reasons = {"boards": "z", "books": "a", "name": "z"}
        return {each.option: reasons[each.option] for each in changes if each.option in reasons}

    def consequences(self, current):
        yield f"{self.subject} loses its colour."


def test_each_reason_is_given_once_and_each_value_is_shown():
    shop = Shop(OLD, shelf=UsedTwice)
    with pytest.raises(Refused) as refused:
        shop.run(id="1", name="new", boards=9, books=["c"], is_public=True)
    assert str(refused.value).startswith(
        "Shelf '1' cannot be updated: name is 'old', the task wants 'new'; boards is 3, "
        "the task wants 9; books is ['a', 'b'], the task wants ['c'] (a; z)."
    )


@pytest.mark.parametrize("check_mode", [True, False])
def test_consequences_are_warned_of_after_the_ignored_changes(check_mode):
    shop = Shop(OLD, shelf=UsedTwice)
    shop.run(check_mode, name="old", boards=9, is_public=True, on_immutable_change="ignore")
    assert len(shop.warnings) == 2
    assert shop.warnings[1] == "Shelf 'old' loses its colour."


def test_nothing_to_change_has_no_consequences():
    shop = Shop(OLD, shelf=UsedTwice)
    assert shop.run(name="old", boards=3)["changed"] is False
    assert shop.warnings == []


def test_values_that_the_object_already_has_are_not_checked():
    """They may be older than a rule. The checks of resources also send requests."""
    shop = Shop({**OLD, "material": "paper"}, shelf=BrokenShelf)
    assert shop.run(name="old", material="paper")["changed"] is False
    with pytest.raises(Refused, match="Paper does not hold."):
        shop.run(name="old", material="paper", boards=9)


# Other projects


@pytest.mark.parametrize("params", [{"boards": 9}, {"name": "new"}, {"state": "absent"}])
def test_object_of_another_project_is_not_changed_by_id(params):
    """Another name would not help."""
    shop = Shop({**OLD, "project_id": "theirs", "is_public": True})
    with pytest.raises(Refused) as refused:
        shop.run(id="1", **params)
    assert str(refused.value) == (
        "Shelf '1' is public but belongs to project theirs, so only that project can change it."
    )


def test_name_of_an_object_of_another_project_is_taken():
    shop = Shop({**OLD, "project_id": "theirs", "is_public": True})
    with pytest.raises(Refused) as refused:
        shop.run(name="old", boards=9)
    assert str(refused.value) == (
        "Shelf 'old' is public but belongs to project theirs, so only that project can change it. "
        "The name is taken; choose another."
    )


def test_two_public_objects_of_other_projects_are_ambiguous():
    shop = Shop({**OLD, "id": "3", "project_id": "a"}, {**OLD, "id": "2", "project_id": "b"})
    with pytest.raises(Ambiguous, match="2 shelves are named 'old': 2, 3"):
        shop.run(name="old")


# Races and failures


@pytest.mark.parametrize("rival", [None, {**BROKEN, "id": "9", "name": "new"}])
def test_conflict_is_reported_if_the_winner_is_gone_or_unusable(rival):
    shop = Shop(shelf=BrokenShelf)

    def conflict():
        if rival:
            shop.server.things["9"] = {"project_id": "ours", **rival}
        raise Conflict("the name is taken")

    shop.server.before_create = conflict
    with pytest.raises(Conflict, match="the name is taken"):
        shop.run(name="new", boards=7)
    assert shop.server.writes == []


class NoisyShelf(Shelf):
    def failed_to_create(self, error):
        self.task.warn(f"Cleaned up after: {error}")


def test_failed_creation_is_cleaned_up_before_it_is_reported():
    shop = Shop(shelf=NoisyShelf)

    def full():
        raise QuotaExceeded("no room")

    shop.server.before_create = full
    with pytest.raises(QuotaExceeded):
        shop.run(name="new")
    assert shop.warnings == ["Cleaned up after: no room"]


class VanishingShelf(Shelf):
    def is_being_deleted(self, current):
        return True


@pytest.mark.parametrize("check_mode", [True, False])
def test_object_that_is_already_being_deleted_is_not_a_change(check_mode):
    shop = Shop(OLD, shelf=VanishingShelf)
    result = shop.run(check_mode, name="old", state="absent")
    assert result == {"changed": False, "shelf": None, "diff": {"before": {}, "after": {}}}
    assert shop.server.writes == ([] if check_mode else [("delete", "1")])


# Diffs and names


def test_secret_is_not_shown_but_its_change_is():
    shop = Shop({**OLD, "secret": "stored"})
    result = shop.run(name="old", secret="planted", update_secrets="always")
    assert shop.server.writes == [("update", {"secret": "planted"})]
    assert result["diff"] == {
        "before": {"secret": "(not shown)"},
        "after": {"secret": "(not shown, will be sent)"},
    }


class PairedShelf(Shelf):
    sent_together = {"boards": "material", "books": "colour"}


def test_value_that_sahara_requires_beside_another_is_sent_unchanged():
    shop = Shop(OLD, shelf=PairedShelf)
    result = shop.run(name="old", boards=5, books=["c"])
    assert shop.server.writes == [("update", {"material": "oak", "boards": 5, "books": ["c"]})]
    assert result["diff"]["after"] == {"boards": 5, "books": ["c"]}
    shop.run(name="old", is_public=True)
    assert shop.server.writes == [("update", {"is_public": True})]


class FormalShelf(Shelf):
    name_form = OBJECT_NAME_FORM


@pytest.mark.parametrize("name", ["a", "9", "A_b-c.d", "a" * 50])
def test_valid_names(name):
    assert Shop(shelf=FormalShelf).run(name=name)["shelf"]["name"] == name


@pytest.mark.parametrize("name", ["", "_a", "-a", ".a", "a b", "a\n", "grün", "a" * 51])
@pytest.mark.parametrize("things", [(), (OLD,)])
def test_invalid_names(name, things):
    shop = Shop(*things, shelf=FormalShelf)
    identity = {"id": "1"} if things else {}
    with pytest.raises(Refused, match=r"(?s)is not a valid shelf name: use 1 to 50 letters"):
        shop.run(name=name, **identity)
    assert shop.server.writes == []


def test_invalid_name_that_the_object_already_has_is_accepted():
    shop = Shop({**OLD, "name": "a b"}, shelf=FormalShelf)
    assert shop.run(name="a b", boards=9)["changed"] is True


@pytest.mark.parametrize(
    ("shared", "project", "refused"),
    [(True, "theirs", True), (False, "theirs", False), (False, "ours", True)],
)
def test_new_name_must_be_free(shared, project, refused):
    shelf = type("Renamed", (FormalShelf,), {"names_are_shared": shared})
    shop = Shop(OLD, {**OLD, "id": "2", "name": "taken", "project_id": project}, shelf=shelf)
    if refused:
        with pytest.raises(Refused, match="A shelf named 'taken' already exists \\(id 2\\)"):
            shop.run(id="1", name="taken")
        assert shop.server.writes == []
    else:
        assert shop.run(id="1", name="taken")["changed"] is True

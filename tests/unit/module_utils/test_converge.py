# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine, with a resource whose server is a dictionary."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.checks import (
    Ambiguous,
    Refused,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    Conflict,
    InUse,
    NotFound,
    QuotaExceeded,
)

from tests.unit.support.shop import OLD, Shelf, Shop


def test_creation_is_idempotent():
    shop = Shop()
    created = shop.run(name="new", material="oak", books=["b", "a"])
    assert created["changed"] is True
    assert created["diff"] == {
        "before": {},
        "after": {"name": "new", "material": "oak", "books": ["a", "b"]},
    }
    assert created["shelf"]["id"] == "new-1"
    again = shop.run(name="new", material="oak", books=["a", "b"])
    assert again["changed"] is False
    assert again["diff"] == {"before": {}, "after": {}}
    assert again["shelf"] == created["shelf"]
    assert shop.server.writes == []


def test_omitted_options_are_unchanged_and_only_changes_are_sent():
    shop = Shop(OLD)
    result = shop.run(name="old", boards=5)
    assert shop.server.writes == [("update", {"boards": 5})]
    assert result["diff"] == {"before": {"boards": 3}, "after": {"boards": 5}}
    assert result["shelf"]["books"] == ["a", "b"]


@pytest.mark.parametrize(
    "params",
    [
        {"name": "old"},
        {"name": "old", "boards": 4, "books": []},
        {"name": "fresh", "material": "oak"},
        {"id": "1", "name": "renamed"},
        {"name": "old", "state": "absent"},
        {"name": "fresh", "state": "absent"},
        {"name": "old", "material": "steel", "on_immutable_change": "recreate"},
    ],
)
def test_check_mode_predicts_the_real_run(params):
    shop = Shop(OLD)
    predicted = shop.run(check_mode=True, **params)
    assert shop.server.writes == []
    real = shop.run(**params)
    assert predicted["changed"] is real["changed"] is bool(shop.server.writes)
    assert predicted["diff"] == real["diff"]
    assert (predicted["shelf"] is None) is (real["shelf"] is None)
    for key, value in (predicted["shelf"] or {}).items():
        assert real["shelf"][key] == value, key
    assert (real["diff"]["before"] != real["diff"]["after"]) is real["changed"]
    again = shop.run(**{**params, "on_immutable_change": "fail"})
    assert again["changed"] is False


def test_deletion_is_idempotent():
    shop = Shop(OLD)
    first = shop.run(name="old", state="absent")
    assert (first["changed"], first["shelf"]) == (True, None)
    assert first["diff"] == {
        "before": {"name": "old", "material": "oak", "books": ["a", "b"]},
        "after": {},
    }
    assert shop.run(name="old", state="absent")["changed"] is False


def test_immutable_change_is_refused_with_both_values():
    shop = Shop(OLD)
    with pytest.raises(Refused) as refused:
        shop.run(name="old", material="steel", boards=9)
    assert str(refused.value) == (
        "Shelf 'old' cannot be updated: material is 'oak', the task wants 'steel' "
        "(Sahara does not allow changing it). Set 'on_immutable_change' to 'recreate' "
        "to delete and re-create it, or to 'ignore' to keep it."
    )
    assert shop.server.writes == []


def test_ignored_immutable_change_warns_and_other_changes_are_made():
    shop = Shop(OLD)
    result = shop.run(name="old", material="steel", boards=9, on_immutable_change="ignore")
    assert shop.server.writes == [("update", {"boards": 9})]
    assert result["diff"]["after"] == {"boards": 9}
    assert len(shop.warnings) == 1 and "was not changed" in shop.warnings[0]
    assert shop.run(name="old", material="steel", on_immutable_change="ignore")["changed"] is False


def test_replacement_keeps_what_the_task_does_not_set():
    shop = Shop(OLD)
    result = shop.run(name="old", material="steel", on_immutable_change="recreate")
    assert [kind for kind, _what in shop.server.writes] == ["delete", "create"]
    assert result["shelf"]["books"] == ["a", "b"]
    assert result["shelf"]["material"] == "steel"


def test_own_object_precedes_public_ones_of_other_projects():
    shop = Shop(OLD, {"id": "2", "name": "old", "project_id": "theirs", "is_public": True})
    assert shop.run(name="old")["shelf"]["id"] == "1"
    assert shop.run(name="old", state="absent")["changed"] is True
    assert list(shop.server.things) == ["2"]


def test_public_object_of_another_project_is_used_but_never_changed():
    shop = Shop(
        {"id": "2", "name": "old", "material": "oak", "project_id": "theirs", "is_public": True}
    )
    assert shop.run(name="old", material="oak")["changed"] is False
    with pytest.raises(Refused, match="belongs to project theirs"):
        shop.run(name="old", boards=9)
    assert shop.run(name="old", state="absent")["changed"] is False
    assert list(shop.server.things) == ["2"]


def test_ambiguous_name_is_an_error_with_the_ids():
    shop = Shop(OLD, {**OLD, "id": "0"})
    with pytest.raises(Ambiguous, match="2 shelves are named 'old': 0, 1. Use the id instead."):
        shop.run(name="old", boards=9)


@pytest.mark.parametrize("params", [{"boards": 9}, {"state": "absent"}])
def test_protected_object_is_changed_only_if_the_task_ends_the_protection(params):
    shop = Shop({**OLD, "is_protected": True})
    with pytest.raises(Refused, match="is protected. Set 'is_protected: false'"):
        shop.run(name="old", **params)
    assert shop.server.writes == []
    assert shop.run(name="old", is_protected=False, **params)["changed"] is True


def test_flags_are_sent_only_if_they_change():
    shop = Shop({**OLD, "is_protected": True})
    assert shop.run(name="old", is_protected=True)["changed"] is False
    shop.run(name="old", is_protected=True, is_public=True)
    assert shop.server.writes == [("update", {"is_public": True})]


def test_secrets_are_sent_on_creation_and_later_only_on_request():
    shop = Shop()
    created = shop.run(name="new", secret="planted")
    assert shop.server.writes == [("create", {"name": "new", "secret": "planted"})]
    assert shop.run(name="new", secret="planted")["changed"] is False
    updated = shop.run(name="new", secret="planted", update_secrets="always")
    assert updated["changed"] is True
    assert "planted" not in str(created) + str(updated)


def test_lost_race_converges_on_the_object_of_the_winner():
    shop = Shop()

    def rival():
        shop.server.before_create = lambda: None
        shop.server.things["9"] = {**OLD, "id": "9", "name": "new", "project_id": "ours"}
        raise Conflict("the name is taken")

    shop.server.before_create = rival
    result = shop.run(name="new", boards=7)
    assert result["shelf"]["id"] == "9"
    assert result["shelf"]["boards"] == 7


def test_lost_race_without_differences_is_not_a_change():
    shop = Shop()

    def rival():
        shop.server.things["9"] = {**OLD, "id": "9", "name": "new", "project_id": "ours"}
        raise Conflict("the name is taken")

    shop.server.before_create = rival
    result = shop.run(name="new", boards=3)
    assert (result["changed"], result["diff"]) == (False, {"before": {}, "after": {}})


def test_other_refusals_of_a_creation_are_reported():
    shop = Shop()

    def full():
        raise QuotaExceeded("no room")

    shop.server.before_create = full
    with pytest.raises(QuotaExceeded, match="no room"):
        shop.run(name="new")


def test_unknown_id_is_an_error_unless_state_is_absent():
    shop = Shop()
    sentence = "Shelf '77' does not exist. Sahara assigns ids; omit 'id' to create it."
    with pytest.raises(Refused, match=sentence):
        shop.run(id="77", boards=9)
    assert shop.run(id="77", state="absent")["changed"] is False


def test_field_of_api_v2_is_refused_on_api_v1():
    shop = Shop(api_version="1.1")
    with pytest.raises(Refused, match="'colour' requires API version 2, but this task uses 1.1"):
        shop.run(name="new", colour="red")


def test_deletion_changes_nothing_if_someone_else_deletes_the_object_first():
    shop = Shop(OLD)
    delete = shop.server.delete

    def late(identity):
        delete(identity)
        raise NotFound("gone already")

    shop.server.delete = late
    result = shop.run(name="old", state="absent")
    assert (result["changed"], result["shelf"]) == (False, None)
    assert result["diff"] == {"before": {}, "after": {}}


class UsedShelf(Shelf):
    def users(self, current):
        return [f"reader {number}" for number in range(1, 8)]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    "params", [{"state": "absent"}, {"material": "steel", "on_immutable_change": "recreate"}]
)
def test_object_in_use_is_not_deleted_and_its_users_are_named(params, check_mode):
    shop = Shop(OLD, shelf=UsedShelf)
    with pytest.raises(
        InUse, match="'old' cannot be deleted while it is in use by reader 1, .*5 and 2 more"
    ):
        shop.run(check_mode, name="old", **params)
    assert shop.server.writes == []


def test_replacement_is_not_suggested_for_an_object_in_use():
    shop = Shop(OLD, shelf=UsedShelf)
    with pytest.raises(
        Refused, match="cannot be re-created either.*Set 'on_immutable_change' to 'ignore'"
    ):
        shop.run(name="old", material="steel")


class PrivatelyNamedShelf(Shelf):
    names_are_shared = False


def test_name_of_a_public_object_may_be_free_in_our_project():
    shop = Shop(
        {"id": "2", "name": "old", "material": "oak", "project_id": "theirs", "is_public": True},
        shelf=PrivatelyNamedShelf,
    )
    created = shop.run(name="old", material="oak")
    assert (created["changed"], created["shelf"]["id"]) == (True, "new-1")
    assert shop.run(name="old", material="oak")["changed"] is False

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job binary: a program or library for job templates, from a URL or a local file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from ....saharaclient.errors import NotFound, RouteNotFound, SaharaError
from ...cloud.kinds import JOB_BINARY, JOB_BINARY_INTERNAL, JOB_TEMPLATE, Kind
from ...cloud.ledger import UNKNOWN
from ...engine.contracts import State, Values
from ...engine.lost_answers import made_sure
from ...engine.plan import DELETE, Change, Plan
from ...fields.common import SHARING, description
from ...fields.field import Text
from .content import (
    INTERNAL,
    ContentField,
    content_of,
    delete_content,
    foreseen_checksum,
    internal_id,
    internal_url,
    upload_once,
    with_checksum,
)
from .edp import LOGIN_OPTIONS, EdpResource, Secrets, older_api
from .job_template import binary_ids
from .leftovers import Leftovers, is_stored, leftovers_of, stored_name, successor_name
from .urls import (
    JOB_BINARIES,
    credential_problems,
    credentials_are,
    job_binary_problems,
    scheme_of,
)


class JobBinary(EdpResource):
    """A file is stored as an object in Sahara's database, and the URL of the job binary refers to it.

    Sahara does not allow changing the URL of such a job binary (Sahara 19: db/sqlalchemy/api.py,
    job_binary_update). So new content requires a new job binary with the same name.
    """

    kind = JOB_BINARY
    options_are_free = True
    names_are_shared = False
    fields = (
        Text("name", "The name of the object.", "wordcount.jar"),
        Text("url", "The location of the program or library.", "swift://programs/wordcount.jar"),
        ContentField("src", "path"),
        description("Counts words"),
        Secrets("extra", LOGIN_OPTIONS),
        *SHARING,
    )

    # Reading

    def find(self) -> State | None:
        current = super().find()
        present = self.params["state"] == "present"
        if current is None and not present:
            return self._remains()
        if current and present and self.params.get("src") and is_internal(current):
            with older_api("Reading content from Sahara's database"):
                return with_checksum(current, self.cloud, internal_id(current["url"]))
        return current

    def _remains(self) -> State | None:
        """A job binary without an id, if interrupted tasks have left something of one that no longer exists.

        Deleting it is a change, as the interrupted task could not report one.
        """
        name = self.params.get("name")
        if not name or self.params.get("id"):
            return None
        left = self._leftovers(name).contents
        if not left:
            return None
        project = self.cloud.project_id
        return {"id": None, "name": name, "url": internal_url(left[0]), "project_id": project}

    def _leftovers(self, name: str) -> Leftovers:
        try:
            return leftovers_of(self.cloud, name)
        except RouteNotFound:
            return Leftovers()  # Only API v1.1 has content.

    # What the task wants

    def sends_secrets(self, current: State | None) -> bool:
        """A URL with another scheme needs other credentials, so they are sent with it."""
        return self._moves(current) or super().sends_secrets(current)

    def _moves(self, current: State | None) -> bool:
        url = self.params.get("url")
        return bool(current and url and scheme_of(url) != scheme_of(current["url"]))

    def check(self, wanted: Values, current: State | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name")
            if not wanted.get("url") and "src" not in wanted:
                self.task.problem("creating a job binary requires 'url' or 'src'")
        if "url" in wanted:
            self._check_url(wanted["url"], wanted, current)

    def _check_url(self, url: str, wanted: Values, current: State | None) -> None:
        scheme, given = scheme_of(url), wanted.get("extra", {})
        problems = job_binary_problems(url)
        if scheme in JOB_BINARIES:
            what = f"job binaries at {scheme}://"
            problems += credential_problems("extra", given, JOB_BINARIES[scheme], what)
            missing = [name for name in self._needed(scheme, current) if not given.get(name)]
            if missing:
                problems.append(credentials_are("extra", missing, f"required for {what}"))
        if scheme == INTERNAL and not problems:
            problems += self._unknown_content(url)
        for problem in problems:
            self.task.problem(problem)

    def _needed(self, scheme: str, current: State | None) -> tuple[str, ...]:
        """The credentials that a creation or re-creation requires, checked before the old object is deleted.

        Whether Swift needs credentials depends on the server's configuration, so only the server checks them.
        """
        recreated = current and is_internal(current) and scheme != INTERNAL
        if scheme == "s3" and (current is None or self._moves(current)):
            return JOB_BINARIES[scheme].credentials
        return JOB_BINARIES[scheme].credentials if recreated else ()

    def _unknown_content(self, url: str) -> list[str]:
        try:
            JOB_BINARY_INTERNAL.manager_of(self.cloud).get(internal_id(url))
        except NotFound:
            return [f"job binary internal '{internal_id(url)}' does not exist"]
        except RouteNotFound:
            pass  # Only API v1.1 can check it.
        return []

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        fixed = {}
        changed = {change.option for change in changes}
        if is_internal(current) and "url" in changed:
            fixed["url"] = (
                "Sahara does not allow changing the URL of a job binary in its own database"
            )
        if is_internal(current) and "src" in changed:
            users = self.users(current)
            if users:
                fixed["src"] = (
                    "Sahara does not allow changing the content of a job binary in its own database, "
                    f"and it is in use by {', '.join(users)}"
                )
        return fixed

    def users(self, current: State) -> list[str]:
        return [
            f"job template {template.name}"
            for template in JOB_TEMPLATE.manager_of(self.cloud).iterate()
            if current["id"] in {*binary_ids(template.mains), *binary_ids(template.libs)}
        ]

    # Writing

    def create(self, wanted: Values) -> State:
        if "src" not in wanted:
            return super().create(wanted)
        with self._stored(wanted, content_of(self.params)) as url:
            return super().create({**wanted, "url": url})

    def update(self, current: State, changes: Values) -> State:
        if "src" in changes:
            wanted = {**self.explicit(current), **changes}
            content = content_of(self.params)
            with self._stored(wanted, content) as url:
                if is_internal(current):
                    interim = successor_name(wanted["name"], content)
                    return self._replace(current, {**wanted, "url": url}, interim)
                return super().update(current, {**changes, "url": url})
        if "is_public" in changes and self.params.get("src"):
            self._share(internal_id(current["url"]), changes["is_public"])
        return super().update(current, changes)

    def _replace(self, current: State, wanted: Values, interim: str) -> State:
        """Only the last two requests leave a moment without the name: the deletion and the renaming."""
        if current.get("is_protected"):
            super().update(current, {"is_protected": False})
        temporary = {"name": interim, "is_protected": False}
        successor = super().create({**wanted, **temporary})
        try:
            self.delete(current)
        except SaharaError:
            super().delete(successor)
            raise
        return super().update(successor, {name: wanted.get(name, False) for name in temporary})

    def delete(self, current: State) -> bool:
        ours = current["id"] is None or self._delete_with_content(current)
        if self.params["state"] == "absent" and is_internal(current):
            self._sweep(self._leftovers(current["name"]))
        return ours

    def _delete_with_content(self, current: State) -> bool:
        unused = self._unused_content(current) if is_internal(current) else None
        ours = super().delete(current)
        if unused:
            delete_content(self.task, unused)
        return ours

    # Content in Sahara's database

    @contextmanager
    def _stored(self, wanted: Values, content: bytes) -> Iterator[str]:
        """Store the file and give its URL; if the work with the URL fails, the stored content is deleted.

        The name follows from the content, so that a task uses what an interrupted one has stored.
        """
        name = stored_name(wanted["name"], content)
        with older_api("Storing content in Sahara's database"):
            self._sweep(leftovers_of(self.cloud, wanted["name"], kept=name))
        identity = upload_once(self.task, name, content)
        url = internal_url(identity)
        try:
            if wanted.get("is_public"):
                self._share(identity, True)
            yield url
        except SaharaError as error:
            # Sahara may still create a job binary that refers to it.
            if not error.unsure:
                self._discard(url)
            raise

    def _share(self, identity: str, is_public: bool) -> None:
        """Other projects can run a public job binary only if its content is public too."""
        internals = JOB_BINARY_INTERNAL.manager_of(self.cloud)
        made_sure(
            self.task,
            lambda: bool(internals.update(identity, is_public=is_public)),
            lambda: internals.get(identity).is_public == is_public or None,
        )

    def _sweep(self, left: Leftovers) -> None:
        for successor in left.successors:
            super().delete({"id": successor})
        for content in left.contents:
            delete_content(self.task, content)

    def _unused_content(self, current: State) -> str | None:
        """The id of the content that a task stored for the job binary, unless another one refers to it."""
        identity, url = internal_id(current["url"]), current["url"]
        try:
            ours = is_stored(self.cloud, JOB_BINARY_INTERNAL.manager_of(self.cloud).get(identity))
        except (NotFound, RouteNotFound):
            return None  # Deleted already, or unreachable on a cloud without API v1.1.
        users = {item.id for item in self.kind.find(self.cloud, url=url)} if ours else set()
        return identity if ours and users <= {current.get("id")} else None

    def _discard(self, url: str) -> None:
        """Delete stored content after a failure, which another failure must not hide."""
        with suppress(SaharaError):
            unused = self._unused_content({"url": url})
            if unused:
                delete_content(self.task, unused)

    # Results

    def hidden_options(self, current: State) -> Iterable[str]:
        form = JOB_BINARIES.get(scheme_of(current["url"]))
        return ["extra"] if form and form.credentials else []

    def preview(self, plan: Plan) -> dict[str, Any]:
        preview = super().preview(plan)
        if "src" in plan.values:
            del preview["url"]
            for value in self.generated if plan.current and is_internal(plan.current) else ():
                preview.pop(value.name, None)
        return preview

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        state = super().forecast(plan, preview)
        return state and {"url": internal_url(UNKNOWN), **state, **foreseen_checksum(plan)}

    def side_effects(self, plan: Plan, preview: Values) -> Iterable[tuple[Kind, str, State | None]]:
        """The deletion deletes the content too, and what interrupted tasks have left of it."""
        if plan.action == DELETE and is_internal(plan.current):
            unused = self._unused_content(plan.current)
            left = self._leftovers(plan.current["name"]).contents
            for content in {unused, *left} - {None}:
                yield JOB_BINARY_INTERNAL, str(content), None


def is_internal(binary: State) -> bool:
    return scheme_of(binary["url"]) == INTERNAL

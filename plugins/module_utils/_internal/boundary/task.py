# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The boundary with Ansible: parameters in; a result, or one sentence on why there is none, out.

The work of a module is one function ``run(task)``. It runs behind ``AnsibleModule`` on the host
of the task, or behind the collection's action plugin in the controller's own process; either
way through ``execute``, which is the only place where exceptions become failures.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Callable

from ...saharaclient.errors import RouteNotFound, SaharaError
from ..cloud.cloud import Cloud, spare_services
from ..cloud.lookups import Lookups, Unresolved
from ..engine.converge import Refused
from ..engine.wait import Clock
from ..resources.jobs.secrets import is_secret

CONNECTION_OPTIONS: dict[str, dict[str, Any]] = {
    # With "no_log" nothing in it gets into the log of the host; "censored" then frees what is no secret.
    "cloud": {"type": "raw", "no_log": True},
    "auth": {"type": "dict", "no_log": True},
    "auth_type": {"type": "str"},
    "region_name": {"type": "str"},
    "interface": {"type": "str", "choices": ["public", "internal", "admin"]},
    "validate_certs": {"type": "bool"},
    "ca_cert": {"type": "path"},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path"},
    "api_timeout": {"type": "int"},
    "sahara_url": {"type": "str"},
    "service_type": {"type": "str", "default": "data-processing"},
    "api_version": {"type": "str", "choices": ["auto", "1.1", "2"], "default": "auto"},
    # Ansible takes everything with "token" in its name for a secret.
    "token_cache": {"type": "bool", "default": False, "no_log": False},
}

# What is public in "auth", whatever the authentication plugin: all else there is a secret.
PUBLIC_AUTH = re.compile(
    r"(auth_url|identity_provider|protocol|mutual_auth|system_scope|trust_id"
    r"|(default_|user_|project_|tenant_)?domain(_id|_name)?"
    r"|(user|project|tenant|application_credential)(_id|_name)?|username)"
)

# Options of jobs with credentials among other settings.
PARTLY_SECRET = ("configs", "params", "job_interface")

# What is a secret in the entry of a cloud, outside of its "auth".
SECRET_SETTING = re.compile("pass|secret|token")

IDENTITY_OPTIONS: dict[str, dict[str, Any]] = {
    "name": {"type": "str"},
    "id": {"type": "str"},
}

STATE_OPTIONS: dict[str, dict[str, Any]] = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

IMMUTABLE_OPTIONS: dict[str, dict[str, Any]] = {
    "on_immutable_change": {
        "type": "str",
        "choices": ["fail", "recreate", "ignore"],
        "default": "fail",
    },
}

SECRETS_OPTIONS: dict[str, dict[str, Any]] = {
    "update_secrets": {
        "type": "str",
        "choices": ["on_create", "always"],
        "default": "on_create",
    },
}

SHARING_OPTIONS: dict[str, dict[str, Any]] = {
    "is_public": {"type": "bool"},
    "is_protected": {"type": "bool"},
}


def wait_options(timeout: int, poll_interval: int = 5) -> dict[str, dict[str, Any]]:
    """Options of the modules that wait; all in seconds."""
    return {
        "wait": {"type": "bool", "default": True},
        "timeout": {"type": "int", "default": timeout},
        "poll_interval": {"type": "int", "default": poll_interval},
        "progress": {"type": "bool", "default": True},
    }


def module_spec(*groups: Mapping[str, Mapping[str, Any]], **rules: Any) -> dict[str, Any]:
    """What AnsibleModule is made with: the connection options, and these groups of options and rules.

    Raises ValueError when two groups define the same option.
    """
    options: dict[str, Any] = {}
    for group in (CONNECTION_OPTIONS, *groups):
        twice = options.keys() & group.keys()
        if twice:
            raise ValueError(f"defined twice: {', '.join(sorted(twice))}")
        options.update(group)
    return {"argument_spec": options, "supports_check_mode": True, **rules}


class Task:
    """What ``run`` sees of a task, whichever way it runs."""

    def __init__(
        self,
        params: Mapping[str, Any],
        check_mode: bool = False,
        warn: Callable[[str], None] = lambda message: None,
        log: Callable[[str], None] = lambda message: None,
        say: Callable[[str], None] | None = None,
        clock: Any = Clock,
    ):
        self.params = params
        self.check_mode = check_mode
        self.warn = warn
        self._log = log
        # Prints a line for the person at the terminal; None where there is none.
        self.say = say
        self.clock = clock
        self._problems: list[str] = []

    @cached_property
    def cloud(self) -> Cloud:
        return Cloud(self.params, self._trace)

    def _trace(self, method: str, url: str, status: Any, seconds: float) -> None:
        self._log(f"{method} {url} -> {status} in {seconds:.3f} s")

    @cached_property
    def lookups(self) -> Lookups:
        return Lookups(self.cloud)

    def resolve(self, kind: str, value: str, current: str | None = None) -> str:
        """The id of what the user named; what cannot be resolved is noted as a problem."""
        if value == current:
            return value
        try:
            return self.lookups.id_of(kind, value)
        except Unresolved as problem:
            self.problem(str(problem))
            return value

    def name_of(self, kind: str, identity: str | None) -> str | None:
        return self.lookups.name_of(kind, identity)

    def plugin(self, name: str, version: str) -> Mapping[str, Any] | None:
        """What a version of a plugin offers; an unknown one is noted as a problem."""
        try:
            return self.lookups.plugin(name, version)
        except Unresolved as problem:
            self.problem(str(problem))
            return None

    def problem(self, sentence: str) -> None:
        """Note what is wrong with the request, so that all of it is reported together."""
        if sentence not in self._problems:
            self._problems.append(sentence)

    def drop_problems(self) -> bool:
        """Forget what was noted; returns whether there was anything."""
        dropped = bool(self._problems)
        self._problems = []
        return dropped

    def raise_problems(self) -> None:
        """Raises Refused if anything was noted."""
        problems, self._problems = self._problems, []
        if len(problems) == 1:
            raise Refused(sentence(problems[0]))
        if problems:
            listed = "; ".join(f"({number}) {text}" for number, text in enumerate(problems, 1))
            raise Refused(f"The request has {len(problems)} problems: {listed}.")


def censored(hidden: set[str], params: Mapping[str, Any]) -> set[str]:
    """Of the values that Ansible would hide, those that are secrets.

    It would hide every value of ``auth`` wherever it occurs: the user's name, the project's, and
    so each cluster that has them in its name.
    """
    public: set[str] = set()
    secret: set[str] = set()
    cloud = params.get("cloud")
    entry = cloud if isinstance(cloud, Mapping) else {}
    public.update(scalars(None if entry else cloud))
    for key, value in entry.items():
        if key != "auth":
            (secret if SECRET_SETTING.search(str(key)) else public).update(scalars(value))
    for auth in (params.get("auth"), entry.get("auth")):
        for key, value in auth.items() if isinstance(auth, Mapping) else ():
            (public if PUBLIC_AUTH.fullmatch(str(key)) else secret).update(scalars(value))
    for option in PARTLY_SECRET:
        given = params.get(option)
        for name, value in given.items() if isinstance(given, Mapping) else ():
            (secret if is_secret(name) else public).update(scalars(value))
    return (hidden - public) | secret


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from scalars(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def sentence(problem: str) -> str:
    """A problem as a sentence of its own."""
    return problem[:1].upper() + problem[1:] + ("" if problem.endswith("?") else ".")


def execute(run: Callable[[Task], dict[str, Any]], task: Task) -> dict[str, Any]:
    """The result of a task; a failure is a result with ``failed`` and a sentence in ``msg``."""
    try:
        try:
            return run(task)
        except RouteNotFound:
            # The first read of a task met a cloud without API v2, so nothing was written yet.
            if not task.cloud.fall_back():
                raise
            return run(task)
    except SaharaError as error:
        return failure(error)
    except Exception as error:  # A fault of ours, which must not hide what the user can do.
        return {
            "failed": True,
            "msg": f"Unexpected {type(error).__name__} in the collection sahara.dataprocessing: {error}. "
            "Please report it with the output of -vvv.",
            "exception": traceback.format_exc(),
        }


def failure(error: SaharaError) -> dict[str, Any]:
    """A failed result: the sentence, the facts for playbooks to test, and the object as last seen."""
    facts = {"kind": type(error).__name__, **error.result}
    return {"failed": True, "msg": str(error), "failure": facts, **getattr(error, "last_seen", {})}


def run_as_module(spec: Mapping[str, Any], run: Callable[[Task], dict[str, Any]]) -> None:
    """The ``main`` of every module."""
    # Not at the top: the controller's process has no use for it.
    from ansible.module_utils.basic import AnsibleModule

    spare_services()
    module = AnsibleModule(**spec)
    module.no_log_values = censored(module.no_log_values, module.params)
    task = Task(module.params, module.check_mode, module.warn, module.debug)
    result = execute(run, task)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)

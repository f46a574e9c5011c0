# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hides the secrets of a task in its result, in both ways of running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..cloud.given import cloud_of, is_plausible
from ..cloud.secrets import (
    MASK,
    PUBLIC_AUTH,
    SETTINGS,
    is_account,
    is_secret,
    is_worth_hiding,
    looks_like_a_name,
    masked_result,
    masked_setting,
    masked_settings,
    password_of,
    scalars,
    secrets_of,
)

Spec = Mapping[str, Mapping[str, Any]]
Params = Mapping[str, Any]

# The option that asks for the passwords in a result, and the key that has them.
SHOW_PASSWORDS = "show_passwords"
PASSWORDS = "info"


def option_named(spec: Spec, name: str) -> Mapping[str, Any]:
    """The option with this name or alias; empty if there is none. Ansible keeps aliases among the arguments."""
    aliased = (option for option in spec.values() if name in option.get("aliases", ()))
    return spec.get(name) or next(aliased, {})


# Values to hide wherever they occur


def secret_values(spec: Spec, arguments: Params, result: Mapping[str, Any]) -> set[str]:
    """The values of the arguments that this result must not contain.

    Ansible would hide every value of an option with ``no_log``. Among those of ``auth`` are the names of the
    user and the project, which may be part of a cluster's name, and among the configs are words like "true".
    """
    asked_for = set(below(result, PASSWORDS)) if arguments.get(SHOW_PASSWORDS) else set()
    return {value for value in secrets_in(spec, arguments) if is_worth_hiding(value)} - asked_for


def below(value: Any, key: str) -> Iterator[str]:
    """All values below this key, wherever it is."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from scalars(item) if name == key else below(item, key)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from below(item, key)


def secrets_in(spec: Spec, arguments: Params) -> Iterator[str]:
    for name, value in arguments.items():
        option = option_named(spec, name)
        if name == "cloud":
            yield from secrets_of_cloud(value)
        elif name == "auth":
            yield from secrets_of_auth(value)
        elif has_settings(name, option):
            yield from secrets_of({name: value}) if has_its_type(option, value) else scalars(value)
        elif (option.get("no_log") or (not option and is_secret(name))) and not is_account(name):
            yield from scalars(value)
        elif "options" in option:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping):
                    yield from secrets_in(option["options"], item)
                elif holds_secrets(name, option):
                    yield from scalars(item)
        elif isinstance(value, str):
            yield password_of(value) if is_plausible(name, value) else value


def secrets_of_cloud(given: Any) -> Iterator[str]:
    cloud = cloud_of(given)
    if isinstance(cloud, Mapping):
        for name, value in cloud.items():
            if name == "auth":
                yield from secrets_of_auth(value)
            elif is_secret(name):
                yield from scalars(value)
    elif not looks_like_a_name(cloud):
        yield from scalars(cloud)


def secrets_of_auth(auth: Any) -> Iterator[str]:
    if not isinstance(auth, Mapping):
        yield from scalars(auth)
        return
    for name, value in auth.items():
        if not PUBLIC_AUTH.fullmatch(str(name)):
            yield from scalars(value)
        elif isinstance(value, str):
            yield password_of(value) if is_plausible(name, value) else value


# The result


def masked_values(result: Mapping[str, Any], arguments: Params) -> dict[str, Any]:
    """The result with masked settings, except the passwords that the task asked for."""
    shown = (PASSWORDS,) if arguments.get(SHOW_PASSWORDS) else ()
    return dict(masked_result(result, shown))


# The arguments, as the result repeats them in "invocation"


def masked_options(spec: Spec, arguments: Params) -> dict[str, Any]:
    """The arguments with the mask in place of each secret."""
    return {
        name: masked_option(name, option_named(spec, name), arguments[name]) for name in arguments
    }


def masked_option(name: str, option: Mapping[str, Any], value: Any) -> Any:
    if name == "cloud":
        return masked_cloud(value)
    if name == "auth":
        return masked_auth(value)
    if has_settings(name, option):
        return (
            masked_settings({name: value})[name] if has_its_type(option, value) else masked(value)
        )
    if option.get("no_log") or not is_plausible(name, value):
        return masked(value)
    if "options" in option and isinstance(value, Mapping):
        return masked_options(option["options"], value)
    if "options" in option and isinstance(value, list):
        return [masked_option(name, option, item) for item in value]
    return value


def masked_cloud(given: Any) -> Any:
    cloud = cloud_of(given)
    if isinstance(cloud, Mapping):
        return {
            name: masked_auth(value) if name == "auth" else masked_setting(name, value)
            for name, value in cloud.items()
        }
    return cloud if looks_like_a_name(cloud) else masked(cloud)


def masked_auth(auth: Any) -> Any:
    if not isinstance(auth, Mapping):
        return masked(auth)
    return {
        name: value if PUBLIC_AUTH.fullmatch(str(name)) else masked(value)
        for name, value in auth.items()
    }


def masked(value: Any) -> Any:
    """The mask, unless there is nothing to hide."""
    return value if value in ("", None, {}, []) or isinstance(value, bool) else MASK


def has_settings(name: str, option: Mapping[str, Any]) -> bool:
    """Whether the option has values by name. A string option of the same name has none."""
    return name in SETTINGS and option.get("type") in ("dict", "list")


def has_its_type(option: Mapping[str, Any], value: Any) -> bool:
    """Whether an option with settings has a value of its type; only then do settings have names."""
    if value is None:
        return True
    return isinstance(value, Mapping if option.get("type") == "dict" else (list, tuple))


# Params that Ansible rejects


def holds_secrets(name: str, option: Mapping[str, Any]) -> bool:
    """Whether an option, or one of its suboptions, can contain secrets."""
    suboptions = option.get("options", {})
    below = any(holds_secrets(inner, suboptions[inner]) for inner in suboptions)
    return below or bool(option.get("no_log")) or has_settings(name, option)


def masked_rejected(spec: Spec, arguments: Params) -> dict[str, Any]:
    """Rejected arguments: a misspelled option, or one of a wrong type, may contain anything."""
    known = {name: option_named(spec, name) for name in arguments}
    return {
        name: value if known[name] and not holds_secrets(name, known[name]) else masked(value)
        for name, value in arguments.items()
    }

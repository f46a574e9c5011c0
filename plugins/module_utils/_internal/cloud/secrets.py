# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is secret: which names, and which values. All other parts of the collection ask this file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"

# Names of settings with secret values, wherever they come from: configs, arguments, URLs of services.
SECRET_NAME = re.compile(
    r"passw(or)?d|passphrase|passcode|pwd|secret|token|credential"
    r"|(api|access|account|auth|encryption|private|shared|signing|ssh)[\W_]?key"
    # Whole words.
    r"|(^|[\W_])key$|(?<!by)pass$",
    re.IGNORECASE,
)
# The last word shows that the value only describes a secret, for example where it is or how long it is valid.
DESCRIPTION = re.compile(
    r"[\W_](acl|algorithm|bitlength|bits|class|classes|cmd|connectstring|dir|disabled?|enabled?|expiry|files?|ids?|interval|"
    r"keybits|length|lifetime|location|max-lifetime|name|paths?|prefix|providers?|renewer|resource|size|skip|store|timeout|"
    r"type|uri|url|user|username|use_ip|validity|znode)$",
    re.IGNORECASE,
)
# The key of an Azure account. The name ends in that of the account.
KEY_OF_ACCOUNT = "fs.azure.account.key."
# Names of passwords, even if the value is a number.
PASSWORD_NAME = re.compile(
    r"(passw(or)?d|passphrase|passcode|pwd|pass|secret([\W_]?(access)?[\W_]?key)?)$", re.IGNORECASE
)
# The user of a secret. Sahara blanks it too, although it is not a secret elsewhere (Sahara 19: utils/edp.py).
ACCOUNT_NAME = re.compile(
    r"fs\.swift\.service\.sahara\.username|(^|[\W_])(aws)?access[\W_]?key([\W_]?id)?$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\s?[a-z%]{0,2}", re.IGNORECASE)
# Hiding these values wherever they occur would destroy results and protect nothing.
COMMON = frozenset(
    ("true", "false", "yes", "no", "on", "off", "none", "null", "default", MASK.lower())
)
SHORTEST = 3
# An argument that names the value after it, or contains it: --password, -Dname=value, name=value.
ARGUMENT = re.compile(r"(?P<name>-{0,2}[^\s=]+)(?P<value>=.*)?", re.DOTALL)
OPTION = re.compile(r"--?[A-Za-z][^\s=]*")

# The keys of "auth" that are public with every authentication plugin. All others are secret.
PUBLIC_AUTH = re.compile(
    r"(auth_url|identity_provider|protocol|mutual_auth|system_scope|trust_id"
    r"|(default_|user_|project_|tenant_)?domain(_id|_name)?"
    r"|(user|project|tenant|application_credential)(_id|_name)?|username)"
)

# The names of clouds, plugins and regions. Anything else in their place may be a misplaced secret.
PLAIN_NAME = re.compile(r"[\w.@+~/-]+( [\w.@+~/-]+)*")
LONGEST_NAME = 64

# The keys of options and results that contain settings by name.
SETTINGS = frozenset(
    {
        "args",
        "body",
        "cluster_configs",
        "configs",
        "info",
        "interface",
        "job_configs",
        "job_interface",
        "json",
        "node_configs",
        "params",
    }
)


# Names


def is_secret(name: Any) -> bool:
    """Whether a setting with this name has a secret value."""
    if not SECRET_NAME.search(str(name)):
        return False
    return str(name).startswith(KEY_OF_ACCOUNT) or not DESCRIPTION.search(str(name))


def is_hidden(name: Any) -> bool:
    """Whether results hide the value: it is a secret, or it is the account that a secret belongs to."""
    return bool(ACCOUNT_NAME.search(str(name))) or is_secret(name)


def is_account(name: Any) -> bool:
    """Whether the value is hidden only in its own place, because it may be an ordinary word elsewhere."""
    return bool(ACCOUNT_NAME.search(str(name))) and not PASSWORD_NAME.search(str(name))


def looks_like_a_name(text: Any) -> bool:
    """Whether a message may repeat the value of an option that accepts any text."""
    return isinstance(text, str) and len(text) <= LONGEST_NAME and bool(PLAIN_NAME.fullmatch(text))


# Values


def is_worth_hiding(value: Any) -> bool:
    """Whether to hide the value of a secret wherever else it occurs. In its own place it is always hidden.

    Ansible hides even "1" everywhere, and then "id: 1a2b" becomes "id: ********a2b".
    """
    return isinstance(value, str) and len(value) >= SHORTEST and value.lower() not in COMMON


def is_masked(name: Any, value: Any) -> bool:
    """Whether the value of a setting is hidden in its own place."""
    if value is None or value == "" or isinstance(value, (bool, Mapping, list, tuple)):
        return False
    text = str(value)
    if not is_hidden(name) or text.lower() in ("true", "false", MASK.lower()):
        return False
    return bool(PASSWORD_NAME.search(str(name))) or not NUMBER.fullmatch(text)


def scalars(value: Any) -> Iterator[str]:
    """All values at any depth that can be secret, as strings."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from scalars(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


# Settings: values by name, at any depth


def masked_settings(value: Any) -> Any:
    """Settings with the mask in place of each secret, and without passwords in URLs."""
    if isinstance(value, Mapping):
        masked = {key: masked_setting(key, item) for key, item in value.items()}
        default = default_of_secret(value)
        return {**masked, "default": MASK} if default else masked
    if isinstance(value, (list, tuple)):
        return masked_arguments(list(value))
    return without_login(value) if isinstance(value, str) else value


def masked_setting(name: Any, value: Any) -> Any:
    if isinstance(value, (list, tuple)) and is_hidden(name):
        return [masked_setting(name, item) for item in value]
    return MASK if is_masked(name, value) else masked_settings(value)


def masked_arguments(arguments: list[Any]) -> list[Any]:
    masked = []
    named = ""
    for item in arguments:
        found = ARGUMENT.fullmatch(item) if isinstance(item, str) else None
        if named and is_masked(named, item):
            masked.append(MASK)
        elif found and found["value"] and is_masked(found["name"], found["value"][1:]):
            masked.append(f"{found['name']}={MASK}")
        else:
            masked.append(masked_settings(item))
        named = item if isinstance(item, str) and OPTION.fullmatch(item) else ""
    return masked


def default_of_secret(argument: Mapping[str, Any]) -> str:
    """The default of an argument in the interface of a job template, if it is a secret."""
    if not {"location", "default"} <= argument.keys():
        return ""
    default = argument["default"]
    named = any(is_masked(argument.get(key), default) for key in ("name", "location"))
    return str(default) if named else ""


def secrets_of(settings: Any) -> Iterator[str]:
    """The values that ``masked_settings`` hides, if they are worth hiding elsewhere too."""
    for value, masked in zip(scalars(settings), scalars(masked_settings(settings))):
        before = masked.removesuffix(MASK)
        is_replaced = masked == f"{before}{MASK}" and value.startswith(before)
        # Otherwise, it is not masked, or it is a URL without its login.
        secret = value.removeprefix(before) if is_replaced else password_of(value)
        if masked != value and is_worth_hiding(secret):
            yield secret


# Results


def masked_result(value: Any, shown: Collection[str] = ()) -> Any:
    """A result, or a part of one, in which all settings are masked, except those below the shown keys."""
    if isinstance(value, Mapping):
        return {
            key: masked_settings({key: item})[key]
            if key in SETTINGS and key not in shown
            else masked_result(item, shown)
            if isinstance(item, (Mapping, list, tuple))
            else item
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [masked_result(item, shown) for item in value]
    return value


def password_of(url: str) -> str:
    """The password in a URL; empty without one."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def without_login(url: str) -> str:
    """The URL without a user name and password; any other text is unchanged."""
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        return url
    return url.replace(netloc, netloc.rpartition("@")[2], 1) if "@" in netloc else url

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options as users write them, and messages that repeat nothing secret from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ...saharaclient.errors import SaharaError
from .secrets import looks_like_a_name

# Our option -> the key of openstacksdk's configuration.
CONFIG_KEYS = {
    "auth": "auth",
    "auth_type": "auth_type",
    "region_name": "region_name",
    "interface": "interface",
    "validate_certs": "verify",
    "ca_cert": "cacert",
    "client_cert": "cert",
    "client_key": "key",
    "api_timeout": "api_timeout",
}
# Off is the same as omitted.
SWITCHES = ("token_cache", "application_credential_can_provision")
# All connection options.
CONNECTION = (
    *CONFIG_KEYS,
    "cloud",
    "sahara_url",
    "service_type",
    "api_version",
    *SWITCHES,
)
# Options that accept any text, but whose values are names.
NAMES = ("auth_type", "region_name", "service_type")
# The characters of a URL. Text with others is not repeated in messages.
URL_TEXT = re.compile(r"\s*[\w.:/@%~?&=#\[\]+-]+\s*")


class ConfigurationError(SaharaError):
    """The connection options are invalid or incomplete."""


def given_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The connection options that are set. Empty text counts as omitted: surveys and templates produce it."""
    given = {name: options[name] for name in CONNECTION if options.get(name) not in (None, "")}
    return {name: value for name, value in given.items() if value or name not in SWITCHES}


def cloud_of(given: Any) -> Any:
    """The option ``cloud``: a name or a dictionary. Surveys and ``to_json`` write a dictionary as JSON or YAML."""
    if not isinstance(given, str) or looks_like_a_name(given):
        return given
    try:
        # PyYAML is a requirement of openstacksdk.
        written = import_module("yaml").safe_load(given)
    except (
        Exception
    ):  # Not YAML, or no PyYAML. The caller does not repeat the text: it may have secrets.
        return given
    return written if isinstance(written, Mapping) else given


def is_described(options: Mapping[str, Any]) -> bool:
    """Whether the task describes the cloud itself, so that neither files nor variables are read."""
    return isinstance(cloud_of(options.get("cloud")), Mapping)


def is_plausible(option: str, value: Any) -> bool:
    """Whether a message or a result may repeat the value of this option."""
    if option == "sahara_url":
        return not value or bool(URL_TEXT.fullmatch(str(value)))
    return option not in NAMES or not value or looks_like_a_name(value)


def require_plausible(options: Mapping[str, Any]) -> None:
    """Raises ConfigurationError for text in the wrong option, without repeating it: it may have secrets."""
    expected = {**dict.fromkeys(NAMES, "a valid name"), "sahara_url": "an http or https URL"}
    for option, what in expected.items():
        if not is_plausible(option, options.get(option)):
            raise ConfigurationError(
                f"The value of '{option}' is not {what}. It is not shown, because it may contain secrets."
            )

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why the values of a cloud do not fit its authentication type, in sentences with names but without values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...saharaclient.texts import shortened, with_end
from .given import ConfigurationError
from .loader import plugin_loader
from .secrets import looks_like_a_name

# The types to suggest -> the option that only they have.
COMMON_TYPES = {
    "v3applicationcredential": "application_credential_secret",
    "v3token": "token",
    "v3password": "username",
}
# What types need although keystoneauth1 does not require it: one option of each group.
# Otherwise, Keystone would only reject the request.
NEEDED = {"password": (("username", "user_id"), ("password",)), "token": (("token",),)}
# The end of a TypeError.
MISSING_ARGUMENTS = re.compile(r"missing \d+ required .*arguments?: (?P<names>.*)")
MOST_CLOUDS = 20


class Misfits:
    """The values of one cloud, compared with what its authentication type expects.

    place: what sentences call the cloud. config: openstacksdk's configuration of it.
    added: the ``auth`` of the task, which is part of it. alternatives: the clouds to select from, if none is.
    """

    def __init__(
        self,
        place: str,
        config: Mapping[str, Any],
        added: Mapping[str, Any],
        alternatives: Sequence[str],
    ):
        self.place = place
        self.subject = place[:1].upper() + place[1:]
        self.kind = str(config.get("auth_type") or "none")
        self.given = set(map(str, config.get("auth") or ()))
        self.config = config
        self.added = added
        self.alternatives = alternatives

    def sentence(self, error: Exception) -> str:
        """Why keystoneauth1 refuses the values with this error."""
        from keystoneauth1.exceptions import MissingRequiredOptions, NoMatchingPlugin

        if isinstance(error, NoMatchingPlugin):
            return self._unknown_type()
        if isinstance(error, MissingRequiredOptions):
            return self._missing(" and ".join(f"'{option.dest}'" for option in error.options))
        surplus = sorted(self.given - options_of(self.kind))
        if surplus:
            return self._surplus(surplus)
        missing = MISSING_ARGUMENTS.search(str(error))
        return self._missing(missing["names"]) if missing else self._incomplete(str(error))

    def require_account(self, used: Mapping[str, Any]) -> None:
        """Raises ConfigurationError without a user, password or token. used: the type's options."""
        for names in NEEDED.get(self.kind.removeprefix("v3"), ()):
            if not any(used.get(name) for name in names):
                raise ConfigurationError(self._missing(" or ".join(f"'{name}'" for name in names)))

    def _incomplete(self, reason: str) -> str:
        return f"Incomplete connection options: {self.place}: {with_end(reason)}"

    def _unknown_type(self) -> str:
        from keystoneauth1.loading import get_available_plugin_names

        # Not at the top: a module compiles its imports every time.
        from .lookups import unknown

        if not looks_like_a_name(self.kind):
            return f"{self.subject}: the value of 'auth_type' is not a valid name."
        hint = unknown("authentication type", self.kind, get_available_plugin_names())
        return f"{self.subject}: {with_end(hint)}"

    def _missing(self, names: str) -> str:
        if self.alternatives and not self.added:
            clouds = shortened(self.alternatives, MOST_CLOUDS)
            return f"No cloud is selected. Set 'cloud' or OS_CLOUD to one of: {clouds}."
        fitting = self._fitting_type()
        if fitting and fitting.removeprefix("v3") != self.kind.removeprefix("v3"):
            return (
                f"{self.subject} has the values of auth_type '{fitting}', but its auth_type is '{self.kind}'. "
                f"Set 'auth_type' to '{fitting}'."
            )
        return self._incomplete(
            f"auth_type '{self.kind}' requires {names}. Set 'cloud', 'auth', or the OS_* environment variables"
        )

    def _surplus(self, surplus: Sequence[str]) -> str:
        """The sentences about options that the type does not accept, and what to do about them."""
        shown = [f"'{name}'" for name in surplus if looks_like_a_name(name)] or ["a name"]
        what = f"{self.subject} sets {', '.join(shown)} in 'auth', which auth_type '{self.kind}' does not accept."
        fitting = self._fitting_type()
        if fitting:
            return f"{what} Set 'auth_type' to '{fitting}'."
        if self.added and not self.added.keys() >= set(surplus):
            return (
                f"{what} The 'auth' of the task is added to that cloud. To use only the values of the task, "
                "put them into a dictionary in 'cloud'."
            )
        similar = similar_names(surplus, options_of(self.kind))
        if similar:
            return f"{what} Did you mean {' and '.join(map(repr, similar))}?"
        return f"{what} Remove that, or set another 'auth_type'."

    def _fitting_type(self) -> str | None:
        """A common type that accepts all the values. Those of variables like OS_USERNAME are not in "auth"."""
        outside = set().union(*map(options_of, COMMON_TYPES)) & self.config.keys()
        names = self.given | outside
        for kind, mark in COMMON_TYPES.items():
            if mark in names and names <= options_of(kind):
                return kind
        return None


def options_of(kind: str) -> set[str]:
    """The options of an authentication type; empty if it is unknown."""
    from keystoneauth1 import exceptions

    try:
        return {str(option.dest) for option in plugin_loader(kind).get_options()}
    except exceptions.NoMatchingPlugin:
        return set()


def similar_names(names: Sequence[str], known: Collection[str]) -> list[str]:
    """The most similar known name for each of the names."""
    import difflib

    return [match for name in names for match in difflib.get_close_matches(name, known, n=1)]

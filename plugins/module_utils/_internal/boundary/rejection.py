# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The message about arguments that a module does not accept, in both ways of running it."""

from __future__ import annotations

import difflib
from typing import Any

from ansible.module_utils.errors import NoLogError, UnsupportedError

from ..cloud.vocabulary import meant_option
from .censoring import Spec


def rejection(module: str, spec: Spec, checked: Any) -> str:
    """The message about the first error. checked: Ansible's ValidationResult.

    An option with a wrong name often causes other errors, for example that an option is missing.
    NoLogError does not name the option.
    """
    errors = checked.errors.errors
    unsupported = next((error for error in errors if isinstance(error, UnsupportedError)), None)
    if unsupported:
        names, _separator, supported = str(unsupported.msg).partition(". Supported ")
        hints = (hint(spec, path) for path in sorted(map(path_of, checked.unsupported_parameters)))
        sentences = [f"{names}.", *filter(None, hints), f"Supported {supported}"]
        return f"Unsupported parameters for ({module}) module: {' '.join(sentences)}"
    named = (error for error in errors if not isinstance(error, NoLogError))
    return str(next(named, errors[0]).msg)


def path_of(unsupported: Any) -> tuple[str, ...]:
    """The options above the unsupported one, and the unsupported one."""
    return tuple(map(str, unsupported)) if isinstance(unsupported, tuple) else (str(unsupported),)


def hint(spec: Spec, path: tuple[str, ...]) -> str:
    """A sentence about the option that is meant; empty if none is similar."""
    options = spec
    for above in path[:-1]:
        options = options[above]["options"]
    name = path[-1]
    meant = meant_option(name, options)
    if meant:
        return f"Use '{meant}' instead of '{name}'."
    similar = difflib.get_close_matches(name, options, n=1)
    return f"Did you mean '{similar[0]}' instead of '{name}'?" if similar else ""

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and other words that Sahara accepts (Sahara 19: utils/api_validator.py, and the schemas of the resources)."""

from __future__ import annotations

import re
from typing import NamedTuple

HOSTNAME_LABEL = "[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?"
TAG_PART = "[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?"


class NameForm(NamedTuple):
    """What a valid name looks like, as a pattern and in words."""

    pattern: re.Pattern[str]
    words: str

    def fits(self, name: str) -> bool:
        return bool(self.pattern.fullmatch(name))


# For names that become part of the instance names.
HOSTNAME_FORM = NameForm(
    re.compile(rf"(?=.{{1,50}}$){HOSTNAME_LABEL}(\.{HOSTNAME_LABEL})*"),
    "use 1 to 50 letters, digits, '-' and '.'; each part between dots must start with a letter "
    "and end with a letter or digit",
)
OBJECT_NAME_FORM = NameForm(
    re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,49}"),
    "use 1 to 50 letters, digits, '-', '_' and '.', starting with a letter or digit",
)
KEYPAIR_FORM = NameForm(re.compile(r"[A-Za-z0-9_ -]+"), "use letters, digits, '-', '_' and spaces")
TAG_FORM = NameForm(
    re.compile(rf"{TAG_PART}(\.{TAG_PART})*"),
    "use letters, digits, '-', '_' and '.'; each part between dots must start and end with a letter or digit",
)
MOUNT_PREFIX_FORM = NameForm(
    re.compile(r"(/[A-Za-z0-9_-]+)+"),
    "use a path that starts with '/', with letters, digits, '-' and '_' between the slashes",
)

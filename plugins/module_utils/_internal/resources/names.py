# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that Sahara takes (Sahara 19: utils/api_validator.py, and the schemas of the resources)."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOSTNAME_LABEL = "[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?"


@dataclass(frozen=True)
class NameForm:
    """What a name looks like, and how a sentence says so."""

    pattern: re.Pattern[str]
    words: str


# Of what becomes a part of the instances' names.
HOSTNAME_FORM = NameForm(
    re.compile(rf"(?=.{{1,50}}$){HOSTNAME_LABEL}(\.{HOSTNAME_LABEL})*"),
    "it has 1 to 50 letters, digits, '-' and '.', and each part between the dots begins with a letter "
    "and ends with a letter or digit",
)
OBJECT_NAME_FORM = NameForm(
    re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,49}"),
    "it has 1 to 50 letters, digits, '-', '_' and '.', the first of them a letter or digit",
)

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the last release. The changelog has to announce every option that is new since then."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from tools.tree import ROOT

# Absent until the first release.
FILE = ROOT / "changelogs" / "released_options.yml"
FRAGMENTS = ROOT / "changelogs" / "fragments"
HEAD = """\
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
---
# The options of the last release, by module. Generated for each release, see CONTRIBUTING.md.
"""
Options = Mapping[str, list[str]]


def paths(spec: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """All options of an argument spec, as option.suboption."""
    for name, option in spec.items():
        yield f"{prefix}{name}"
        yield from paths(option.get("options") or {}, f"{prefix}{name}.")


def current_options() -> dict[str, list[str]]:
    package = "ansible_collections.sahara.dataprocessing.plugins.modules"
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("sahara_*.py"))
    return {
        module: sorted(paths(importlib.import_module(f"{package}.{module}").SPEC["argument_spec"]))
        for module in modules
    }


def released_options() -> Options | None:
    """The options of the last release; None before the first release."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8")) if FILE.exists() else None


def record() -> None:
    FILE.write_text(HEAD + yaml.safe_dump(current_options()), encoding="utf-8")


def new_options(current: Options, released: Options) -> list[tuple[str, str]]:
    """(module, option) of each new option of a module that was released before."""
    return [
        (module, option)
        for module, options in current.items()
        for option in options
        if module in released and option not in released[module]
    ]

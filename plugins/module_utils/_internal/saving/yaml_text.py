# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes task files: YAML as ansible-lint requires it, in which nothing that a server sent is a template."""

from __future__ import annotations

import re
from typing import Any

HEADER = "# Saved by sahara.dataprocessing.sahara_save, which overwrites this file.\n"
# ansible-lint allows 160 characters.
WIDTH = 150
# What begins a template in Jinja.
TEMPLATE_STARTS = ("{{", "{%", "{#")


class Template(str):
    """A template that the tasks are meant to have. All other text is literal."""

    __slots__ = ()


def dumped(value: Any) -> str:
    """The text of a file, with the header."""
    # Not at the top: a module must also load on hosts without PyYAML, to say what is missing.
    import yaml

    class Dumper(yaml.SafeDumper):
        """Indents lists below their key, and writes no aliases."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless=False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent_text(dumper: Any, text: str) -> Any:
        if any(start in text for start in TEMPLATE_STARTS):
            return dumper.represent_scalar("!unsafe", str(text), style='"')
        return dumper.represent_str(str(text))

    def represent_template(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')

    Dumper.add_representer(str, represent_text)
    Dumper.add_multi_representer(str, represent_text)
    Dumper.add_representer(Template, represent_template)
    text = yaml.dump(
        value, Dumper=Dumper, sort_keys=False, width=WIDTH, allow_unicode=True, explicit_start=True
    )
    # A blank line before each task but the first.
    return HEADER + re.sub(r"(?<!---)\n(?=- )", "\n\n", text)


def item_of(variable: str, key: str) -> Template:
    """A template for the value of a key in a variable."""
    escaped = key.encode("unicode-escape").decode().replace("'", "\\'")
    return Template(f"{{{{ {variable}['{escaped}'] }}}}")

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Sphinx builds the site from the output of antsibull-docs. The build downloads nothing."""

from __future__ import annotations

from typing import Any

from docutils import nodes

project = "sahara.dataprocessing"
copyright = "2026, the sahara.dataprocessing contributors"
title = html_title = html_short_title = project
extensions = ["sphinx_antsibull_ext"]
default_role = "any"
highlight_language = "YAML+Jinja"
pygments_style = "ansible"
html_theme = "sphinx_ansible_theme"
html_theme_options = {"display_version": False, "topbar_links": {}}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False

ANSIBLE = "https://docs.ansible.com/ansible/latest"
# References of antsibull-docs to Ansible's own documentation.
ELSEWHERE = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def link_elsewhere(
    _app: Any, _environment: Any, node: nodes.Element, text: nodes.Element
) -> nodes.reference | None:
    """Links a reference to Ansible's documentation. Any other missing target remains a warning."""
    target = str(node["reftarget"])
    page = ELSEWHERE.get(target)
    if node.get("reftype") == "envvar" and target.startswith("ANSIBLE_"):
        page = f"reference_appendices/config.html#envvar-{target}"
    if page is None:
        return None
    return nodes.reference("", "", text, refuri=f"{ANSIBLE}/{page}", internal=False)


def setup(app: Any) -> None:
    app.connect("missing-reference", link_elsewhere)

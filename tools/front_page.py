# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The front page of the documentation site: what the collection does, how to install it, and what it contains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import yaml

from tools import terminal
from tools.playbooks import NAME, ORDER, PLAYBOOKS
from tools.tree import ROOT

DOCUMENTATION = re.compile(r'^DOCUMENTATION = r"""\n(.*?)"""', re.MULTILINE | re.DOTALL)
REQUIREMENT = re.compile(r"^\w.*$", re.MULTILINE)
SITE = f"ansible_collections.{NAME}.docsite"


def text() -> str:
    return f"""\
{introduction()}
{installation()}
What it looks like
------------------

Describe a cluster, plan its deployment, provision it, and list its instances:

{blocks()}
Playbooks
---------

{listed(playbooks())}
:ref:`Their variables <{SITE}.guide_playbooks>`

Modules
-------

{listed(plugins("modules", "module"))}
Inventory
---------

{listed(plugins("inventory", "inventory"))}"""


def introduction() -> str:
    return f"""\
{NAME}
{"=" * len(NAME)}

Provisions Hadoop, Spark and Storm clusters with OpenStack Sahara, the data processing service. Runs
jobs on them, and provides an inventory of their instances.

New here? :ref:`Your first cluster <{SITE}.guide_first_cluster>` takes five minutes, and needs no cloud.
:ref:`Your first Spark job <{SITE}.guide_first_spark_job>` counts words on a real Spark.
"""


def installation() -> str:
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    requirements = REQUIREMENT.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    files = f"{galaxy['repository']}/blob/main"
    quoted = " ".join(f"'{requirement}'" for requirement in requirements)
    return f"""\
Install it
----------

.. code-block:: console

   $ ansible-galaxy collection install {NAME}
   $ pip install {quoted}

The `README <{files}/README.md>`__ lists the supported versions, and the `changelog <{files}/CHANGELOG.rst>`__ what is new.
"""


def blocks() -> str:
    """The terminal session, with a block for each command."""
    block = ".. code-block:: text\n\n"
    return "\n".join(block + indent(terminal.text([one]), "   ") for one in terminal.session())


def listed(lines: Iterator[str]) -> str:
    return "".join(f"* {line}\n" for line in lines)


def playbooks() -> Iterator[str]:
    for name in ORDER:
        comment = (PLAYBOOKS / f"{name}.yml").read_text(encoding="utf-8").partition("\n---\n# ")[2]
        yield f"``{NAME}.{name}``: {comment.partition('. ')[0].splitlines()[0].rstrip('.')}"


def plugins(folder: str, kind: str) -> Iterator[str]:
    for path in sorted(Path(ROOT, "plugins", folder).glob("sahara*.py")):
        found = DOCUMENTATION.search(path.read_text(encoding="utf-8"))
        if found:
            described = yaml.safe_load(found[1])["short_description"]
            yield f":ansplugin:`{path.stem} <{NAME}.{path.stem}#{kind}>`: {described}"

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""podman with its own images, containers and settings, all of them in the folder .dev/podman.

ansible-builder, ansible-runner and ansible-navigator start podman themselves.
Environment variables point it to this folder.
"""

from __future__ import annotations

import os
import shutil

from tools.tree import ROOT

FOLDER = ROOT / ".dev" / "podman"
# podman's own limits are higher than those of some machines, which then refuse to start a container.
CONTAINERS = """\
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
"""
STORAGE = f"""\
[storage]
driver = "overlay"
graphroot = "{FOLDER}/storage"
rootless_storage_path = "{FOLDER}/storage"
runroot = "{FOLDER}/run"
"""
# Only the PATH of root has the folders of debootstrap and runc.
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


def missing() -> str:
    """Why no image can be built and run here without a registry, or "" if it can."""
    wanted = (("podman",), ("runc", "crun"), ("debootstrap",))
    lacking = [
        " or ".join(programs)
        for programs in wanted
        if not any(shutil.which(program, path=PATH) for program in programs)
    ]
    if not lacking:
        return ""
    return (
        f"it needs podman, runc or crun, and debootstrap; the PATH has no {', no '.join(lacking)}"
    )


def environment() -> dict[str, str]:
    """The variables for podman and the programs that start it. Writes its settings."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    variables = {"PATH": PATH}
    for name, text in (("CONTAINERS_CONF", CONTAINERS), ("CONTAINERS_STORAGE_CONF", STORAGE)):
        settings = FOLDER / f"{name.lower()}.toml"
        settings.write_text(text)
        variables[name] = str(settings)
    return variables

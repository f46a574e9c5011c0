# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a command on a new instance as Sahara does, with the Python of the sandbox's services.

Usage: as_sahara.py DIRECTORY COMMAND     (prints its output, and ends with its exit status)
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from sandbox.instances import pretend, shells
from sandbox.instances.instance import Instance


async def main() -> int:
    directory, command = Path(sys.argv[1]), sys.argv[2]
    python = shells.Python()
    tools, sahara_tools = directory / "user-tools", directory / "sahara-tools"
    shells.write_tools(tools, python)
    pretend.write_tools(sahara_tools)
    instance = Instance(directory / "instance", "safe", ["127.20.0.10"], "", [], None)
    instance.add_volume()
    root = await shells.open_root(instance, tools, sahara_tools, python)
    assert isinstance(root, shells.OwnRoot), "the kernel forbids namespaces"
    try:
        out, err, status = await pretend.run(instance, root, "root", command)
    finally:
        await root.close()
    sys.stdout.buffer.write(out)
    sys.stderr.buffer.write(err)
    return status


sys.exit(asyncio.run(main()))

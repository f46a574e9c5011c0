# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the commands on an instance run: in its own root, or in this machine's."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

from sandbox.instances.instance import UID, Instance
from sandbox.processes import MARK

HERE = Path(__file__).parent
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OLDEST_PYTHON = (3, 9)  # the oldest that all supported versions of Ansible manage
SYSTEM_PYTHON = "/usr/bin/python3"
# Where the instance finds the tools of people, those of Sahara, and the programs of its image.
TOOLS, SAHARA_TOOLS, SOFTWARE = "/opt/sandbox/bin", "/opt/sandbox/sahara", "/opt/sandbox/software"
# The first directory in the default PATH of a shell.
FIRST_IN_PATH = "/usr/local/sbin"
# With its path, because the PATH of a command is that of the instance.
NSENTER = shutil.which("nsenter") or "nsenter"
SUDO = (HERE / "sudo.sh").read_text()
LIBC = ctypes.CDLL(None)
LIBC.ptsname.restype = ctypes.c_char_p
LOG = logging.getLogger(__name__)


class Python:
    """The python3 of the instances. `prefix` is a directory that it needs, or ""."""

    def __init__(self) -> None:
        code = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        self.prefix = self.program = ""
        try:
            good = subprocess.run([SYSTEM_PYTHON, "-c", code], stderr=subprocess.DEVNULL)
            if good.returncode == 0:
                return
        except OSError:
            LOG.info("%s is missing", SYSTEM_PYTHON)
        self.program = os.path.realpath(sys.executable)
        if not self.program.startswith("/usr/bin/"):
            self.prefix = os.path.realpath(sys.base_prefix)


def write_tools(directory: Path, python: Python) -> None:
    """Fill the directory that comes first in the PATH of people."""
    directory.mkdir(parents=True)
    (directory / "sudo").write_text("#!/bin/bash\n" + SUDO)
    (directory / "sudo").chmod(0o755)
    if python.program:
        # Ansible first looks for the names with a version.
        for name in ("python3", "python{}.{}".format(*sys.version_info)):
            (directory / name).symlink_to(python.program)


class SharedRoot:
    """This machine's files, with the HOME of the instance, for kernels that forbid namespaces."""

    sftp_root = ""

    def __init__(self, instance: Instance, tools: Path, sahara_tools: Path) -> None:
        self.instance = instance
        self.tools = tools
        self.sahara_path = str(sahara_tools)
        self.sahara_root = str(instance.root)

    def home(self, user: str) -> str:
        return str(self.instance.home_directory(user))

    def command(
        self, user: str, environment: dict[str, str], command: list[str]
    ) -> tuple[list[str], dict[str, str]]:
        """The command line and the environment that run a command as this user."""
        root = self.instance.root
        own = {
            "PATH": f"{self.tools}:{SYSTEM_PATH}",
            "TMPDIR": str(root / "tmp"),
            "SANDBOX_ROOT": str(root),
            "SANDBOX_ETC": str(root / "etc"),
        }
        home = self.home(user)
        # Ansible expands ~user, for which the machine's /etc/passwd has another home or none.
        command = [re.sub(rf"~{re.escape(user)}\b", home, part) for part in command]
        return ["env", f"--chdir={home}", *command], _variables(user, home) | own | environment

    def open_terminal(self) -> tuple[int, int]:
        """(master, slave) of a new pseudo terminal."""
        return pty.openpty()

    async def rename(self) -> None:
        """Do nothing, because the name is that of this machine."""

    async def close(self) -> None:
        """Do nothing, because nothing is open."""


class OwnRoot:
    """User, mount, UTS and PID namespaces. Their first process only waits, to keep them alive."""

    def __init__(self, instance: Instance, keeper: asyncio.subprocess.Process, pid: int) -> None:
        self.instance = instance
        self.keeper = keeper
        self.pid = pid
        self.name = instance.hostname
        self.sftp_root = self.sahara_root = f"/proc/{pid}/root"
        self.sahara_path = f"{SOFTWARE}/bin:{SAHARA_TOOLS}"

    def home(self, user: str) -> str:
        return self.instance.home(user)

    def command(
        self, user: str, environment: dict[str, str], command: list[str]
    ) -> tuple[list[str], dict[str, str]]:
        enter = [NSENTER, f"--target={self.pid}", "--user", "--mount", "--uts", "--pid"]
        path = f"{SOFTWARE}/bin:{TOOLS}:{SYSTEM_PATH}"
        own = {"PATH": path, "SANDBOX_ROOT": "", "SANDBOX_ETC": "/etc"}
        variables = _variables(user, self.home(user)) | own | environment
        become = []
        if user != "root":
            become = ["unshare", "--user", f"--map-user={UID}", f"--map-group={UID}", "--"]
        home = ["env", f"--chdir={self.home(user)}"]
        return [*enter, "--preserve-credentials", "--", *home, *become, *command], variables

    def open_terminal(self) -> tuple[int, int]:
        """Open a terminal of the instance, so that programs in the instance find its name."""
        terminals = f"{self.sftp_root}/dev/pts"
        master = os.open(f"{terminals}/ptmx", os.O_RDWR | os.O_NOCTTY)
        LIBC.unlockpt(master)
        number = os.path.basename(LIBC.ptsname(master).decode())
        return master, os.open(f"{terminals}/{number}", os.O_RDWR | os.O_NOCTTY)

    async def rename(self) -> None:
        """Give the instance the name in its /etc/hostname, which only a process from outside can do."""
        if self.name != self.instance.hostname:
            self.name = self.instance.hostname
            command, environment = self.command("root", {}, ["/usr/bin/hostname", self.name])
            child = await asyncio.create_subprocess_exec(*command, env=environment)
            await child.wait()

    async def close(self) -> None:
        """End the first process, and with it all others in its PID namespace."""
        with contextlib.suppress(ProcessLookupError):
            self.keeper.kill()
        await self.keeper.wait()


async def open_root(
    instance: Instance, tools: Path, sahara_tools: Path, python: Python
) -> OwnRoot | SharedRoot:
    """A separate root if the kernel allows it and it works, otherwise the machine's."""
    if not shutil.which("unshare"):
        return SharedRoot(instance, tools, sahara_tools)
    mounts = [(tools, TOOLS), (sahara_tools, SAHARA_TOOLS), *instance.mounts]
    keeper = await asyncio.create_subprocess_exec(
        *("unshare", "--user", "--map-root-user", "--mount", "--uts", "--pid", "--fork"),
        *("--kill-child", "/bin/bash", str(HERE / "root.sh")),
        *(os.path.realpath(instance.root), instance.hostname, python.prefix),
        *(str(path) for mount in mounts for path in mount),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    pid = await keeper.stdout.readline()
    if pid:
        root = OwnRoot(instance, keeper, int(pid))
        if await _works(root):
            return root
        await root.close()
    LOG.warning("%s has no namespaces, so its users see this machine's files", instance.name)
    return SharedRoot(instance, tools, sahara_tools)


async def _works(root: OwnRoot) -> bool:
    """Whether users other than root work too, and can run Python."""
    command, environment = root.command(root.instance.user, {}, ["python3", "-c", ""])
    child = await asyncio.create_subprocess_exec(*command, env=environment)
    return await child.wait() == 0


def _variables(user: str, home: str) -> dict[str, str]:
    return {
        MARK: os.environ[MARK],
        "HOME": home,
        "USER": user,
        "LOGNAME": user,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
    }

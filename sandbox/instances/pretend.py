# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Sahara finds when it logs in: tools that pretend.

Bash runs Sahara's commands on this machine, but its PATH has only a few harmless programs. The other
programs that Sahara calls (sudo, mount, hostname ...) are small scripts that pretend. Absolute paths in
a command refer to the instance's directory. That is enough for Sahara's engine and its fake plugin.
It is not a security boundary: it only keeps honest commands away from this machine's files.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

from sandbox.instances.instance import Instance

PROGRAMS = (
    *("awk", "bash", "cat", "chmod", "chown", "cp", "cut", "dirname", "env", "false", "grep"),
    *("head", "id", "ls", "mkdir", "mv", "printf", "rm", "sed", "sh", "sleep", "sort", "tail"),
    *("tee", "touch", "tr", "true", "uname", "wc"),
)
PRETENDED = {
    # Sahara calls "sudo VAR=x command" and "sudo -u user command".
    "sudo": """\
while :; do case "$1" in
  -u) shift 2 ;; -*) shift ;; *=*) export "$1"; shift ;; *) break ;;
esac; done; exec "$@"
""",
    "hostname": """\
if [ -n "$1" ]; then echo "$1" > "$INSTANCE/etc/hostname"
else cat "$INSTANCE/etc/hostname"; fi
""",
    "lsblk": """\
for d in "$INSTANCE"/dev/vd*; do
  [ -e "$d" ] && echo "${d##*/} 252:0 0 1G 0 disk"
done; true
""",
    "mount": """\
if [ $# = 0 ]; then cat "$INSTANCE/etc/mtab"; exit; fi
while [ $# -gt 2 ]; do shift; done
echo "$1 $2 ext4 rw 0 0" >> "$INSTANCE/etc/mtab"
""",
    # Reports that NTP is not installed, so that Sahara does not wait for it.
    "dpkg": '[ "$2" != ntp ]\n',
    # Sahara pipes a script into it, which prints the distribution.
    "python3": '[ "$1" = --version ] && echo Python 3 || echo ubuntu\n',
}
SUCCEED = ("apt-get", "mkfs.ext4", "mkfs.xfs", "service", "sync", "systemctl", "umount", "usermod")
DIRECTORIES = (
    *("bin", "boot", "data", "dev", "etc", "hadoop", "home", "lib", "media", "mnt", "opt", "proc"),
    *("root", "run", "sbin", "srv", "sys", "tmp", "usr", "var", "volumes"),
)
ABSOLUTE = re.compile(
    r"""(^|[\s"'=:><|;&(])/(?=(?:{})\b(?!/null|/"))""".format("|".join(DIRECTORIES))
)


def write_tools(directory: Path) -> None:
    """Fill the directory that is the PATH of Sahara's commands."""
    directory.mkdir(parents=True)
    for name in PROGRAMS:
        path = shutil.which(name)
        if path:
            (directory / name).symlink_to(path)
    for name, script in (PRETENDED | dict.fromkeys(SUCCEED, "true\n")).items():
        (directory / name).write_text("#!/bin/bash\n" + script)
        (directory / name).chmod(0o755)


async def run(
    instance: Instance, tools: Path, user: str, command: str, environment: dict[str, str]
) -> tuple[bytes, bytes, int]:
    """Run one of Sahara's commands. Returns its output, errors and exit status."""
    if instance.fault == "cmdfail" and ".ssh/authorized_keys" not in command:
        return b"", b"this instance fails every command (simulated)\n", 1
    home = instance.home_directory(user)
    process = await asyncio.create_subprocess_exec(
        *("/bin/bash", "-c", ABSOLUTE.sub(rf"\g<1>{instance.root}/", command)),
        cwd=home,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment
        | {
            "HOME": str(home),
            "USER": user,
            "LC_ALL": "C.UTF-8",
            "PATH": str(tools),
            "INSTANCE": str(instance.root),
        },
    )
    out, err = await process.communicate()
    return out, err, process.returncode or 0

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Sahara finds when it logs in: tools that pretend.

Sahara's commands, and the scripts that it uploads, run in the instance's own root. Their PATH has only a
few harmless programs of the machine. The other programs that Sahara calls (sudo, mount, mkfs.xfs ...)
are small scripts that pretend. All others are missing. That is enough for Sahara's engine and its fake
plugin; `spark` adds what the spark plugin needs.

Without namespaces, the commands run on this machine. Absolute paths in a command then refer to the
instance's directory, but those in an uploaded script do not.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

from sandbox.instances.instance import Instance
from sandbox.instances.shells import SUDO, OwnRoot, SharedRoot

# Programs of the machine. None of them changes anything but files.
PROGRAMS = (
    *("awk", "basename", "bash", "cat", "chmod", "cp", "cut", "date", "dirname", "env", "false"),
    *("grep", "head", "id", "ls", "mkdir", "mktemp", "mv", "nohup", "printf", "ps", "readlink"),
    *("rm", "rmdir", "sed", "setsid", "sh", "sleep", "sort", "ssh", "tail", "tee", "touch", "tr"),
    *("true", "uname", "uniq", "unshare", "wc", "xargs"),
)
PRETENDED = {
    "sudo": SUDO,
    # su [-] [-l] [-c COMMAND] [USER] [-c COMMAND]
    "su": """\
user=root command=
while [ $# -gt 0 ]; do
  case $1 in
    -c | -lc) command=$2; shift 2 ;;
    -s) shift 2 ;;
    -*) shift ;;
    *) user=$1; shift ;;
  esac
done
exec sudo -u "$user" bash -c "$command"
""",
    # Sahara may not change the name itself: `pretend.run` does.
    "hostname": """\
case $1 in
  -f | --fqdn | "") cat "$SANDBOX_ETC/hostname" ;;
  -*) exit 1 ;;
  *) echo "$1" > "$SANDBOX_ETC/hostname" ;;
esac
""",
    "lsblk": """\
for d in "$SANDBOX_ROOT"/dev/vd*; do
  [ -e "$d" ] && echo "${d##*/} 252:0 0 1G 0 disk"
done; true
""",
    "mount": """\
if [ $# = 0 ]; then cat "$SANDBOX_ETC/mtab"; exit; fi
while [ $# -gt 2 ]; do shift; done
echo "$1 $2 ext4 rw 0 0" >> "$SANDBOX_ETC/mtab"
""",
    # Reports that NTP is not installed, so that Sahara does not wait for it.
    "dpkg": '[ "$2" != ntp ]\n',
    # Sahara pipes a script into it, which prints the distribution, but fails on Python 3.8 and later.
    "python3": """\
case $1 in
  --version) echo Python 3 ;;
  "") echo ubuntu ;;
  *) PATH=/opt/sandbox/bin:/usr/bin exec python3 "$@" ;;
esac
""",
}
# An instance has only one real user, so `chown` to another one would fail.
SUCCEED = (
    *("apt-get", "blkid", "chgrp", "chown", "curl", "mkfs.ext4", "mkfs.xfs", "ntpdate", "service"),
    *("sync", "systemctl", "umount", "usermod", "wget"),
)
DIRECTORIES = (
    *("bin", "boot", "data", "dev", "etc", "hadoop", "home", "lib", "media", "mnt", "opt", "proc"),
    *("root", "run", "sbin", "srv", "sys", "tmp", "usr", "var", "volumes"),
)
ABSOLUTE = re.compile(
    r"""(^|[\s"'=:><|;&(])/(?=(?:{})\b(?!/null|/"))""".format("|".join(DIRECTORIES))
)
# A program with its path, as in /sbin/blkid. Without the path, it is found in the PATH or not at all.
PROGRAM_PATH = re.compile(r"""(^|[\s"'=|;&(`])/(?:usr/)?(?:local/)?s?bin/(?=\w)""")


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
    instance: Instance, root: OwnRoot | SharedRoot, user: str, command: str
) -> tuple[bytes, bytes, int]:
    """Run one of Sahara's commands. Returns its output, errors and exit status."""
    if instance.fault == "cmdfail" and ".ssh/authorized_keys" not in command:
        return b"", b"this instance fails every command (simulated)\n", 1
    command = PROGRAM_PATH.sub(r"\1", command)
    if isinstance(root, SharedRoot):
        command = ABSOLUTE.sub(rf"\g<1>{instance.root}/", command)
    line, variables = root.command(user, {"PATH": root.sahara_path}, ["/bin/bash", "-c", command])
    process = await asyncio.create_subprocess_exec(
        *line,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=variables,
    )
    out, err = await process.communicate()
    await root.rename()
    return out, err, process.returncode or 0

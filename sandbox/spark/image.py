# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an instance of the image with HDFS and Spark contains, in addition to the others."""

from __future__ import annotations

from pathlib import Path

from sandbox.instances.instance import Instance
from sandbox.instances.shells import FIRST_IN_PATH, SOFTWARE
from sandbox.spark import distribution

PROGRAMS = Path(__file__).parent / "programs"
DISTRIBUTION = "/opt/sandbox/distribution"
# The directories that Sahara's spark plugin writes to.
DIRECTORIES = ("etc/cron.d", "etc/hadoop/conf", "etc/ssh", "mnt", "opt/spark/conf", "var/log")
USERS = {"hdfs": 1001, "hadoop": 1002}
# The daemons of HDFS do not start without a web application, which the packages lack.
WEB_APPLICATIONS = ("hdfs", "datanode")
NO_PAGES = '<web-app version="2.4" xmlns="http://java.sun.com/xml/ns/j2ee"/>\n'
# The plugin replaces the values.
HADOOP_ENVIRONMENT = "export HADOOP_LOG_DIR=\nexport HADOOP_SECURE_DN_LOG_DIR=\n"
SSH = """\
Host *
    Port {port}
    StrictHostKeyChecking no
    UserKnownHostsFile /dev/null
    LogLevel ERROR
"""


def prepare(instance: Instance, packages: Path, ssh_port: int) -> None:
    """Add HDFS and Spark to a new instance. packages: the directory in which they are installed."""
    if not distribution.is_installed(packages):
        raise RuntimeError(
            f"The image {distribution.IMAGE} needs Spark, which is not installed."
            " Install it with `python3 -m sandbox up --with spark`"
        )
    root = instance.root
    for directory in DIRECTORIES:
        (root / directory).mkdir(parents=True, exist_ok=True)
    (root / "etc/address").write_text(instance.addresses[0] + "\n")
    (root / "etc/hadoop/hadoop-env.sh").write_text(HADOOP_ENVIRONMENT)
    (root / "etc/ssh/ssh_config").write_text(SSH.format(port=ssh_port))
    for name in WEB_APPLICATIONS:
        (folder := root / "etc/hadoop/conf/webapps" / name / "WEB-INF").mkdir(parents=True)
        (folder / "web.xml").write_text(NO_PAGES)
    for name, id in USERS.items():
        instance.add_user(name, id)
    for name in ("bin", "sbin"):
        (root / "opt/spark" / name).symlink_to(f"{SOFTWARE}/{name}")
    (root / "opt/spark/jars").symlink_to(f"{DISTRIBUTION}/pyspark/jars")
    instance.mounts += [
        (PROGRAMS, SOFTWARE),
        # Jobs get no PATH from Sahara.
        (PROGRAMS / "bin", FIRST_IN_PATH),
        (packages, DISTRIBUTION),
    ]

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Sahara: its API and its engine in one process, without a message broker.

The differences from the packaged `sahara-api` and `sahara-engine`:

* API and engine communicate over oslo.messaging's transport `fake://`, which is in memory.
  (`sahara-all` has no RPC at all, and lacks `update_keypair`.)
* The database is SQLite in memory, with tables from the models. Sahara's migrations do not run on
  SQLite, and a SQLite file locks itself when a node group template in use is updated.
* ssh_worker.py runs the SSH operations, instead of a new Python for each.
* Sahara checks the status of jobs every 3 s instead of every 45 s, and transient clusters every 3 s
  instead of every 90 s.
* The name filter of lists is a regular expression, as on MySQL and PostgreSQL.
* The spark plugin counts the DataNodes. Its own command never finds any: the quotes in it are escaped twice.

Usage: sahara_server.py CONFIG_FILE WORKER_SOCKET SSH_PORT
"""

from __future__ import annotations

from sahara.utils import patches

patches.patch_all()

import io  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
import socket  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

import sahara.main as server  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_service import service as oslo_service  # noqa: E402
from sahara.db import api as db_api  # noqa: E402
from sahara.db.sqlalchemy import api as sql_api  # noqa: E402
from sahara.service import ops, periodic  # noqa: E402
from sahara.utils import procutils  # noqa: E402
from sahara_plugin_spark.plugins.spark import run_scripts  # noqa: E402

JOB_STATUS_SECONDS = 3


class Worker:
    """Replaces the Popen object that procutils expects, with a connection to ssh_worker.py."""

    path = ""

    def __init__(self):
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._sock.connect(self.path)
        self.stdin = self._sock.makefile("wb")
        self.stdout = self._sock.makefile("rb")
        self.stderr = io.BytesIO()

    def kill(self):
        self._sock.close()

    def wait(self):
        pass


def check_often(make_tasks):
    """Sahara itself checks jobs only every 45 s, and its API v2 has no request for a check."""

    def make():
        tasks = make_tasks()
        for name in ("update_job_statuses", "terminate_unneeded_transient_clusters"):
            tasks._periodic_spacing[name] = JOB_STATUS_SECONDS
        return tasks

    return make


def has_datanodes(remote, count):
    """Whether HDFS has this many DataNodes. The spark plugin waits until it has."""
    command = "sudo -u hdfs hdfs dfsadmin -report"
    # It fails while the NameNode starts.
    _status, report = remote.execute_command(command, raise_when_error=False)
    found = re.search(r"Datanodes available: (\d+)", report)
    return bool(found) and int(found[1]) == count


def patch() -> None:
    procutils.start_subprocess = Worker
    periodic._make_periodic_tasks = check_often(periodic._make_periodic_tasks)
    # SQLAlchemy adds this operator to SQLite, which Sahara does not expect.
    sql_api._get_regex_op = lambda _connection: "REGEXP"
    run_scripts._check_datanodes_count = has_datanodes


def main() -> None:
    config_file, Worker.path, ssh_port = sys.argv[1:]
    worker_code = Path(__file__).with_name("ssh_worker.py")
    worker = subprocess.Popen(
        [sys.executable, worker_code, Worker.path, ssh_port], stdin=subprocess.PIPE
    )
    patch()
    sys.argv = ["sahara", "--config-file", config_file]
    server.setup_common(os.devnull, "API")
    db_api.setup_db()
    app = server.make_app()
    server.setup_sahara_engine()
    server.setup_sahara_api("distributed")
    server.setup_auth_policy()

    ops.OpsServer().get_service().start()
    launcher = oslo_service.ServiceLauncher(cfg.CONF, restart_method="mutate")
    launcher.launch_service(server.SaharaWSGIService("sahara-api", app))
    try:
        launcher.wait()
    finally:
        worker.stdin.close()


if __name__ == "__main__":
    main()

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Cinder: its API, scheduler and volume service in one process, without a message broker.

The volume service pretends: its driver only writes what it would do to the log.

Usage: cinder_server.py CONFIG_FILE
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402

import os_brick  # noqa: E402
from cinder import objects, rpc, service, version  # noqa: E402
from cinder.common import config  # noqa: E402, F401
from cinder.db import api  # noqa: E402, F401
from oslo_config import cfg  # noqa: E402
from oslo_log import log  # noqa: E402
from oslo_service import service as oslo_service  # noqa: E402


def main() -> None:
    objects.register_all()
    cfg.CONF(["--config-file", sys.argv[1]], project="cinder", version=version.version_string())
    log.setup(cfg.CONF, "cinder")
    os_brick.setup(cfg.CONF)
    rpc.init(cfg.CONF)
    launcher = oslo_service.ServiceLauncher(cfg.CONF, restart_method="mutate")
    launcher.launch_service(service.Service.create(binary="cinder-scheduler"))
    backend = service.Service.create(
        host="sandbox@pretend", service_name="pretend", binary="cinder-volume", coordination=True
    )
    launcher.launch_service(backend)
    launcher.launch_service(service.WSGIService("osapi_volume"))
    launcher.wait()


if __name__ == "__main__":
    main()

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Neutron: its API and its periodic work in one process. `neutron-server` starts three.

Usage: neutron_server.py --config-file CONFIG_FILE
"""

from __future__ import annotations

import neutron.cmd.eventlet  # noqa: F401, I001  # Patches the libraries for green threads.
from neutron import server, service
from neutron.api import wsgi
from neutron.common import config
from neutron.server.wsgi_eventlet import start_api_and_rpc_workers
from oslo_config import cfg


class Api(service.NeutronApiService):
    """Answers in this process. The option `api_workers` is at least 1."""

    def start(self) -> None:
        self.wsgi_app = wsgi.Server("Neutron")
        application = config.load_paste_app(self.app_name)
        self.wsgi_app.start(application, cfg.CONF.bind_port, cfg.CONF.bind_host, workers=0)


def serve() -> None:
    start_api_and_rpc_workers(service.serve_wsgi(Api))


if __name__ == "__main__":
    server.boot_server(serve)

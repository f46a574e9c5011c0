# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Nova: its API, conductor, scheduler and compute service in one process, without a message broker.

Its compute service ends if Keystone or Placement does not answer, so it starts after them.

Usage: nova_server.py CONFIG_FILE URL...     (URL: of a service that has to answer first)
"""

from __future__ import annotations

import sys  # noqa: I001
import time
import urllib.request

import nova.monkey_patch  # noqa: F401
import os_brick
import os_vif
from nova import config, objects, service
from nova.api.openstack import common
from nova.compute import rpcapi as compute_rpc
from nova.conductor import rpcapi as conductor_rpc
from nova.scheduler import rpcapi as scheduler_rpc
from oslo_log import log
from oslo_service import service as oslo_service

from sandbox import contents
from sandbox.openstack.drivers import nova as driver

TOPICS = {
    "nova-conductor": conductor_rpc.RPC_TOPIC,
    "nova-scheduler": scheduler_rpc.RPC_TOPIC,
    "nova-compute": compute_rpc.RPC_TOPIC,
}


def show_all_flavors() -> None:
    """Send the details of all flavors in one page, because Sahara reads no other."""
    stock = common.get_limit_and_marker

    def get_limit_and_marker(request):
        limit, marker = stock(request)
        is_detailed = request.path.endswith("/flavors/detail")
        return contents.FLAVOR_PAGE if is_detailed else limit, marker

    common.get_limit_and_marker = get_limit_and_marker


def wait_for(urls: list[str]) -> None:
    for url in urls:
        while True:
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)


def main() -> None:
    config_file, *urls = sys.argv[1:]
    # Nova loads its driver from this package.
    sys.modules["nova.virt.sandbox"] = driver
    config.parse_args(["nova", "--config-file", config_file])
    log.setup(service.CONF, "nova")
    objects.register_all()
    os_brick.setup(service.CONF)
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    show_all_flavors()
    wait_for(urls)
    launcher = oslo_service.ServiceLauncher(service.CONF, restart_method="mutate")
    for binary, topic in TOPICS.items():
        launcher.launch_service(service.Service.create(binary=binary, topic=topic))
    launcher.launch_service(service.WSGIService("osapi_compute"))
    launcher.wait()


if __name__ == "__main__":
    main()

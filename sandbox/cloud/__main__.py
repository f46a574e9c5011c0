# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve all services of the stand-in cloud on one port.

Usage: python -m sandbox.cloud CONFIG_FILE     (JSON: see sandbox/configs.py)
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from sandbox.cloud.cloud import Cloud
from sandbox.cloud.tokens import Tokens
from sandbox.cloud.web import Services
from sandbox.http_server import Server
from sandbox.instances.farm import Farm
from sandbox.instances.keys import load_or_create_key


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    config = json.loads(Path(sys.argv[1]).read_text())
    public_key = load_or_create_key(Path(config["private_key"]))
    farm = Farm(Path(config["instances"]), config["ssh_port"], Path(config["spark"]))
    tokens = Tokens(config["keystone"], config["user"], config["password"], config["project"])
    services = Services(Cloud(farm, public_key, tokens.project_id, config["address_range"]), tokens)
    Server(services.answer, config["port"], logs=True).start()
    # Runs in the main thread, because asyncio requires that for starting processes.
    farm.run()


if __name__ == "__main__":
    main()

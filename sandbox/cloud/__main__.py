# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve all services of the stand-in cloud under one port.

Usage: python -m sandbox.cloud CONFIG_FILE     (JSON: see sandbox/configs.py)
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from pathlib import Path

from sandbox.cloud.cloud import Cloud
from sandbox.cloud.tokens import Tokens
from sandbox.cloud.web import Handler, Server
from sandbox.instances.farm import Farm
from sandbox.instances.keys import load_or_make_key


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    config = json.loads(Path(sys.argv[1]).read_text())
    public_key = load_or_make_key(Path(config["private_key"]))
    farm = Farm(Path(config["instances"]), config["ssh_port"])
    tokens = Tokens(config["keystone"], config["user"], config["password"], config["project"])
    Handler.tokens = tokens
    Handler.cloud = Cloud(farm, public_key, tokens.project_id)
    server = Server(("127.0.0.1", config["port"]), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # In the main thread: there asyncio wants to be when it starts processes.
    farm.run()


if __name__ == "__main__":
    main()

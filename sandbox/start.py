# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One start of a sandbox, until all services answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sandbox import configs, keystone, ports, processes, settings, status
from sandbox.errors import SandboxError
from sandbox.layout import CHECKOUT, CODE, Layout

Say = Callable[[str], None]
TIMEOUT = 90.0
GUNICORN_CONFIG = str(CODE / "services" / "gunicorn_config.py")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Start:
    """Starts Keystone, Sahara and the stand-in for the rest of the cloud.

    venv: the virtual environment of the services.
    """

    catalog = settings.STAND_IN

    def __init__(self, layout: Layout, venv: Path, say: Say) -> None:
        self.layout = layout
        self.python = str(venv / "bin" / "python")
        self.venv = venv
        self.say = say
        self.running: dict[str, subprocess.Popen] = {}

    def run(self) -> None:
        self.layout.state.mkdir(mode=0o700, parents=True)
        shutil.rmtree(self.layout.logs, ignore_errors=True)
        with ports.reserved(self.layout.ports_file) as self.ports:
            self.start_services()
        status.remember(self.layout, {name: child.pid for name, child in self.running.items()})

    def start_services(self) -> None:
        """Start all services, and wait until they listen on their ports."""
        layout = self.layout
        saved = keystone.Saved(layout)
        loaded = saved.load()
        self.password = loaded or keystone.new_password()
        configs.write_all(layout, self.ports, self.password, self.venv)
        keystone.write_keys(layout.state)
        self.say("starting Keystone, Sahara and the rest of the cloud ...")
        self.start_cloud()
        self.start_sahara()
        if loaded is None:
            self.say("creating Keystone's users, only once ...")
            self.set_up_keystone()
        keystone.write_catalog(layout.state, self.ports, self.catalog)
        self.start_keystone()
        self.wait("keystone", "/v3", 200)
        if loaded is None:
            keystone.create_users(settings.keystone_url(self.ports), self.password)
            saved.save(self.password)
        self.finish_cloud()
        self.wait("sahara", "/", 300)

    def start(self, name: str, *command: str, python: str = "", **extra: str) -> None:
        """Start a service with this Python, by default that of Sahara."""
        line = [python or self.python, *command]
        self.running[name] = processes.start(self.layout, name, line, **extra)

    def start_cloud(self) -> None:
        """Start the rest of the cloud, before Keystone runs."""
        config = str(self.layout.state / "cloud.json")
        self.start("cloud", "-m", "sandbox.cloud", config, PYTHONPATH=str(CHECKOUT))

    def finish_cloud(self) -> None:
        """Wait for the rest of the cloud. Keystone and its users exist."""
        self.wait("cloud", "/", 200)

    def start_sahara(self) -> None:
        self.start(
            "sahara",
            str(CODE / "services" / "sahara_server.py"),
            *("sahara.conf", "ssh-worker.sock"),
            str(self.ports["ssh"]),
            PYTHONPATH=str(CODE / "plugins"),
        )

    def start_keystone(self) -> None:
        self.start(
            "keystone",
            *("-m", "gunicorn", "--config", GUNICORN_CONFIG, "--worker-class", "sync"),
            *("--bind", f"127.0.0.1:{self.ports['keystone']}", "keystone_wsgi"),
            OS_KEYSTONE_CONFIG_FILES="keystone.conf",
            PYTHONPATH=str(CODE / "services"),
        )

    def set_up_keystone(self) -> None:
        setup = str(CODE / "services" / "keystone_setup.py")
        command = [self.python, setup, "keystone.conf", keystone.DATABASE]
        self.complete("keystone", command, self.password)

    def complete(self, name: str, command: list[str], input: str = "", **extra: str) -> None:
        """Run a command to its end. Its output is the beginning of the log of a service."""
        done = subprocess.run(
            command,
            input=input.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=processes.environment(self.layout, **extra),
            cwd=self.layout.state,
        )
        self.layout.log(name).write_bytes(done.stdout)
        if done.returncode:
            self.give_up(name)

    def wait(self, name: str, path: str, wanted: int) -> None:
        """Wait until the service answers with this status."""
        url = settings.url(self.ports, name) + path
        deadline = time.monotonic() + TIMEOUT
        while _http_status(url) != wanted:
            for other, child in self.running.items():
                if child.poll() is not None:
                    self.give_up(other)
            if time.monotonic() > deadline:
                self.give_up(name)
            time.sleep(0.05)

    def give_up(self, name: str) -> None:
        log = self.layout.log(name)
        print(processes.tail(log), file=sys.stderr)
        raise SandboxError(
            f"{name} did not start. The end of its log is above, and all of it is in {log}."
        )


def _http_status(url: str) -> int | None:
    try:
        with DIRECT.open(url, timeout=5) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a sandbox starts and stops."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sandbox import configs, install, keystone, ports, processes, settings, status
from sandbox.errors import SandboxError
from sandbox.layout import CHECKOUT, CODE, Layout
from sandbox.spark import distribution

Say = Callable[[str], None]
START_TIMEOUT = 90.0
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def up(layout: Layout, say: Say, recreate: bool = False, spark: bool = False) -> None:
    """Start everything, unless it already runs. If the start fails, stop everything again.

    spark: whether to install Spark too, which a running sandbox then also uses.
    """
    venv = install.ensure(layout, say)
    if spark:
        distribution.ensure(layout, venv, say)
    if not recreate and len(status.running(layout)) == len(status.SERVICES):
        say("the sandbox is already running")
        return
    if processes.stop(layout.directory):
        say("stopped what an earlier start left running")
    clear(layout)
    began = time.monotonic()
    try:
        Start(layout, venv, say).run()
    except BaseException:
        processes.stop(layout.directory)
        raise
    say(f"started in {time.monotonic() - began:.1f} s")


def down(layout: Layout, say: Say) -> None:
    """Stop everything."""
    found = processes.stop(layout.directory)
    clear(layout)
    say("stopped the sandbox" if found else "nothing is running")


def clear(layout: Layout) -> None:
    """Delete the state of the last start."""
    if layout.short_link.is_symlink():
        shutil.rmtree(layout.short_link.readlink(), ignore_errors=True)
    if layout.state.exists():
        shutil.rmtree(layout.state)


def purge(layout: Layout) -> None:
    """Delete the files of this sandbox, and nothing else in its directory."""
    clear(layout)
    shutil.rmtree(layout.logs, ignore_errors=True)
    public_key = layout.private_key.with_suffix(".pub")
    for path in (
        layout.ports_file,
        layout.clouds_file,
        layout.ssh_config,
        layout.private_key,
        public_key,
        layout.lock_file,
    ):
        path.unlink(missing_ok=True)
    if layout.directory.exists() and not any(layout.directory.iterdir()):
        layout.directory.rmdir()


class Start:
    """One start, until all services answer."""

    def __init__(self, layout: Layout, venv: Path, say: Say) -> None:
        self.layout = layout
        self.venv = venv
        self.python = str(venv / "bin" / "python")
        self.say = say
        self.running: dict[str, subprocess.Popen] = {}

    def run(self) -> None:
        layout = self.layout
        layout.state.mkdir(mode=0o700, parents=True)
        shutil.rmtree(layout.logs, ignore_errors=True)
        self.ports = ports.choose(layout.ports_file)
        saved = keystone.Saved(layout)
        loaded = saved.load()
        password = loaded or keystone.new_password()
        configs.write_all(layout, self.ports, password, self.venv)
        keystone.write_keys(layout.state)
        self.say("starting Keystone, Sahara and the rest of the cloud ...")
        self.start_cloud()
        self.start_sahara()
        if loaded is None:
            self.say("creating Keystone's users, only this once ...")
            self.set_up_keystone(password)
        keystone.write_catalog(layout.state, self.ports)
        self.start_keystone()
        self.wait("keystone", "/v3", 200)
        if loaded is None:
            keystone.create_users(settings.keystone_url(self.ports), password)
            saved.save(password)
        self.wait("cloud", "/", 200)
        self.wait("sahara", "/", 300)
        status.remember(layout, {name: child.pid for name, child in self.running.items()})

    def start(self, name: str, *command: str, **extra: str) -> None:
        self.running[name] = processes.start(self.layout, name, [self.python, *command], **extra)

    def start_cloud(self) -> None:
        config = str(self.layout.state / "cloud.json")
        self.start("cloud", "-m", "sandbox.cloud", config, PYTHONPATH=str(CHECKOUT))

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
            *("-m", "gunicorn", "--workers", "1", "--worker-class", "sync"),
            *("--bind", f"127.0.0.1:{self.ports['keystone']}", "keystone_wsgi"),
            OS_KEYSTONE_CONFIG_FILES="keystone.conf",
            PYTHONPATH=str(CODE / "services"),
        )

    def set_up_keystone(self, password: str) -> None:
        state = self.layout.state
        done = subprocess.run(
            [
                self.python,
                str(CODE / "services" / "keystone_setup.py"),
                *("keystone.conf", keystone.DATABASE),
            ],
            input=password.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=processes.environment(self.layout),
            cwd=state,
        )
        self.layout.log("keystone").write_bytes(done.stdout)
        if done.returncode:
            self.give_up("keystone")

    def wait(self, name: str, path: str, wanted: int) -> None:
        """Wait until the service answers with this status."""
        url = settings.url(self.ports, name) + path
        deadline = time.monotonic() + START_TIMEOUT
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

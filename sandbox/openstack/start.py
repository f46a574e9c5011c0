# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One start of a sandbox with a real OpenStack."""

from __future__ import annotations

from pathlib import Path

from sandbox import settings
from sandbox.layout import CHECKOUT, Layout
from sandbox.openstack import configs, databases
from sandbox.openstack.seed import Seed
from sandbox.start import GUNICORN_CONFIG, Say, Start

SERVICES = Path(__file__).parent / "services"
# Service: (path, status) that shows that it answers.
ANSWERS = {
    "farm": ("/", 401),
    "placement": ("/", 200),
    "glance": ("/", 300),
    "neutron": ("/", 200),
    "cinder": ("/", 300),
    "heat": ("/", 300),
    "nova": ("/", 200),
}


class OpenStackStart(Start):
    """Starts the services of OpenStack instead of the stand-in.

    venv: the virtual environment of Keystone and Sahara. packages: that of the others.
    """

    catalog = settings.OPENSTACK

    def __init__(self, layout: Layout, venv: Path, packages: Path, say: Say) -> None:
        super().__init__(layout, venv, say)
        self.packages = packages
        self.saved = databases.Saved(layout)

    def start_cloud(self) -> None:
        self.is_new = not self.saved.load()
        configs.write_all(self.layout, self.ports, self.password, self.packages)
        self.start_farm()
        if self.is_new:
            self.say("creating the databases of OpenStack, only once (about a minute) ...")
            tables = [self.program("python"), str(SERVICES / "create_tables.py")]
            self.complete("nova", tables, PYTHONPATH=str(CHECKOUT))
        else:
            self.start_nova()
        self._start("neutron", str(SERVICES / "neutron_server.py"), "--config-file", "neutron.conf")
        self.start_program("heat", "heat-all")
        self._start("cinder", str(SERVICES / "cinder_server.py"), "cinder.conf")
        self.start_program("glance", "glance-api")
        self.start_placement()

    def finish_cloud(self) -> None:
        if self.is_new:
            # Earlier, its user may not have existed.
            self.start_nova()
        for name, (path, status) in ANSWERS.items():
            self.wait(name, path, status)
        # The farm has created it.
        public_key = self.layout.private_key.with_suffix(".pub").read_text().strip()
        if self.is_new:
            Seed(settings.keystone_url(self.ports), self.password).plant(public_key)
            self.saved.save()
        databases.adapt(self.layout.state, self.ports["ssh"], public_key)

    def start_farm(self) -> None:
        config = str(self.layout.state / "farm.json")
        self.start("farm", "-m", "sandbox.openstack.control", config, PYTHONPATH=str(CHECKOUT))

    def start_nova(self) -> None:
        first = [settings.keystone_url(self.ports), settings.url(self.ports, "placement")]
        self._start("nova", str(SERVICES / "nova_server.py"), "nova.conf", *first)

    def start_program(self, name: str, program: str) -> None:
        self._start(name, self.program(program), "--config-file", f"{name}.conf")

    def start_placement(self) -> None:
        self._start(
            "placement",
            *("-m", "gunicorn", "--config", GUNICORN_CONFIG, "--threads", "4"),
            *("--bind", f"127.0.0.1:{self.ports['placement']}", "placement.wsgi.api:application"),
            OS_PLACEMENT_CONFIG_DIR=".",
        )

    def _start(self, name: str, *command: str, **extra: str) -> None:
        python = self.program("python")
        self.start(name, *command, python=python, PYTHONPATH=str(CHECKOUT), **extra)

    def program(self, name: str) -> str:
        return str(self.packages / "bin" / name)

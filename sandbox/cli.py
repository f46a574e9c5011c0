# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands of `python -m sandbox`."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import NoReturn

from sandbox import configs, faults, lifecycle, ports, settings, status
from sandbox.errors import SandboxError
from sandbox.files import locked
from sandbox.layout import Layout
from sandbox.openstack import distribution as openstack
from sandbox.spark import distribution as spark


def main(arguments: list[str] | None = None) -> int:
    """Run one command. The status is 0 for success, 1 for failure or a stopped sandbox, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        if not Path("/proc/self/environ").exists():
            raise SandboxError(
                "The sandbox needs Linux with /proc. Mount /proc, or use another machine."
            )
        return options.run(Layout.from_environment(), options)
    except SandboxError as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        hint = "Check that SAHARA_SANDBOX_DIR and SAHARA_SANDBOX_CACHE are writable directories."
        print(f"sandbox: {error}. {hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("sandbox: Interrupted. Nothing was left running.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Runs a real Keystone and a real Sahara on this machine, with a stand-in for the rest"
        " of the cloud. SAHARA_SANDBOX_DIR sets its directory (default: .sandbox in the checkout).",
    )
    commands = parser.add_subparsers(metavar="command", required=True)

    def add(name: str, run, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    up = add("up", _up, "start the sandbox, unless it already runs")
    up.add_argument("--recreate", action="store_true", help="stop it first, for an empty Sahara")
    up.add_argument(
        "--with",
        choices=[lifecycle.SPARK, lifecycle.OPENSTACK],
        action="append",
        default=[],
        dest="extras",
        help=f"spark: install HDFS and Spark for the image {spark.IMAGE}, if they are not installed"
        f" (a download of {spark.DOWNLOAD_MB} MB). openstack: start a real OpenStack instead of the"
        f" stand-in, and install it first if it is not installed (a download of"
        f" {openstack.DOWNLOAD_MB} MB)",
    )
    add("down", _down, "stop the sandbox").add_argument(
        "--purge", action="store_true", help="also delete its files"
    )
    as_json = {"action": "store_true", "dest": "as_json", "help": "print JSON, for programs"}
    add("status", _status, "show what runs and where everything is").add_argument(
        "--json", **as_json
    )
    env = add("env", _env, "print shell commands that let clients use the sandbox")
    env.add_argument("--user", choices=settings.USERS, default="demo")
    env.add_argument("--json", **as_json)
    add("faults", _faults, "list the faults that the name of a cluster can trigger")
    return parser


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader has closed the pipe (`up | head -1`). That must not stop the start.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _up(layout: Layout, options: argparse.Namespace) -> int:
    # SIGTERM then stops what has been started, as Ctrl-C does.
    signal.signal(signal.SIGTERM, _interrupt)
    with locked(
        layout.lock_file, lambda: _say("waiting for another command of this sandbox to end ...")
    ):
        lifecycle.up(layout, _say, options.recreate, options.extras)
    return _status(layout, argparse.Namespace(as_json=False))


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _down(layout: Layout, options: argparse.Namespace) -> int:
    with locked(
        layout.lock_file, lambda: _say("waiting for another command of this sandbox to end ...")
    ):
        lifecycle.down(layout, _say)
        if options.purge:
            lifecycle.purge(layout)
            _say(f"deleted the files in {layout.directory}; kept {layout.cache}, which is shared")
    return 0


def _status(layout: Layout, options: argparse.Namespace) -> int:
    found = status.collect(layout, ports.read(layout.ports_file))
    _say(json.dumps(found, indent=2) if options.as_json else status.render(found, layout))
    return 0 if found["running"] else 1


def _env(layout: Layout, options: argparse.Namespace) -> int:
    if not status.is_complete(layout):
        raise SandboxError("The sandbox is not running. Start it with `python -m sandbox up`.")
    variables = configs.variables(layout, options.user)
    if options.as_json:
        _say(json.dumps(variables, indent=2))
    else:
        for name, value in variables.items():
            _say(f"export {name}={shlex.quote(value)}")
    return 0


def _faults(_layout: Layout, _options: argparse.Namespace) -> int:
    for name, effect in faults.FAULTS.items():
        _say(f"{name:<10} {effect}")
    _say(
        f"\nA part of the cluster's name triggers a fault, for example my-heatfail-1. {faults.QUOTA}"
    )
    return 0

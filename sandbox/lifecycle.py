# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a sandbox starts and stops."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection

from sandbox import install, processes, status
from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.openstack import distribution as openstack
from sandbox.openstack.start import OpenStackStart
from sandbox.spark import distribution as spark
from sandbox.start import Say, Start

SPARK, OPENSTACK = "spark", "openstack"


def up(layout: Layout, say: Say, recreate: bool = False, extras: Collection[str] = ()) -> None:
    """Start everything, unless it already runs. If the start fails, stop everything again.

    extras: SPARK, to install Spark too, which a running sandbox then also uses; OPENSTACK, for a
    real OpenStack instead of the stand-in.
    """
    runs = not recreate and status.is_complete(layout)
    if runs and OPENSTACK in extras and not status.has_openstack(layout):
        raise SandboxError(
            "The sandbox is already running without OpenStack. Add --recreate to restart it."
        )
    venv = install.ensure(layout, say)
    if SPARK in extras:
        spark.ensure(layout, venv, say)
    packages = openstack.ensure(layout, say) if OPENSTACK in extras else None
    if runs:
        say("the sandbox is already running")
        return
    if processes.stop(layout.directory):
        say("stopped what an earlier start left running")
    clear(layout)
    began = time.monotonic()
    try:
        start = (
            OpenStackStart(layout, venv, packages, say) if packages else Start(layout, venv, say)
        )
        start.run()
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

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs, and where everything is."""

from __future__ import annotations

import json
from typing import Any

from sandbox import processes, settings
from sandbox.files import write_private
from sandbox.layout import Layout

# Those of a sandbox with the stand-in.
SERVICES = ("keystone", "sahara", "cloud")


def remember(layout: Layout, pids: dict[str, int]) -> None:
    """Store the process ids after a complete start."""
    write_private(layout.run_file, json.dumps(pids))


def started(layout: Layout) -> dict[str, int]:
    """{service: process id} as stored; {} if the last start is not complete."""
    try:
        return json.loads(layout.run_file.read_text())
    except (OSError, ValueError):
        return {}


def running(layout: Layout) -> dict[str, int]:
    """{service: process id} of the services that still run after a complete start."""
    alive = processes.members(layout.directory)
    return {name: pid for name, pid in started(layout).items() if pid in alive}


def is_complete(layout: Layout) -> bool:
    """Whether everything that was started still runs."""
    return bool(started(layout)) and running(layout) == started(layout)


def has_openstack(layout: Layout) -> bool:
    """Whether the last complete start was one with a real OpenStack."""
    return "nova" in started(layout)


def collect(layout: Layout, ports: dict[str, int]) -> dict[str, Any]:
    """The data that `status --json` prints."""
    pids = running(layout)
    others = [name for name in started(layout) if name not in SERVICES]
    services = [name for name in SERVICES if name in started(layout) or not others] + others
    urls = {name: settings.url(ports, name) for name in services} if ports else {}
    if ports:
        urls["keystone"] = settings.keystone_url(ports)
    return {
        "running": is_complete(layout),
        "services": {
            name: {
                "pid": pids.get(name),
                "url": urls.get(name),
                "rss_mib": processes.rss_mib(pids[name]) if name in pids else None,
                "log": str(layout.log(name)),
            }
            for name in services
        },
        "clouds_file": str(layout.clouds_file),
        "ssh_config": str(layout.ssh_config),
        "private_key": str(layout.private_key),
        "logs": str(layout.logs),
        "regions": {
            name: {
                "description": region.description,
                "service_type": None if region.path is None else region.service_type,
                "endpoints": settings.sahara_urls(ports, region) if ports else {},
            }
            for name, region in settings.REGIONS.items()
        },
    }


def render(found: dict[str, Any], layout: Layout) -> str:
    """The same data as text for people."""
    lines = []
    for name, service in found["services"].items():
        state = (
            f"pid {service['pid']}, {service['rss_mib']} MiB, {service['url']}"
            if service["pid"]
            else "not running"
        )
        lines.append(f"{name:<10}{state}")
    if found["running"]:
        lines += [
            f"{'clouds':<10}{layout.clouds_file}: {', '.join(settings.USERS)}",
            f"{'regions':<10}{', '.join(found['regions'])}",
            f'{"use it":<10}eval "$(python -m sandbox env)"',
        ]
    lines.append(f"{'logs':<10}{layout.logs}")
    return "\n".join(lines)

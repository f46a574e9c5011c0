# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration files of the services and of the users."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import tempfile
from pathlib import Path

from sandbox import settings
from sandbox.files import write_private
from sandbox.layout import Layout
from sandbox.ports import address_range
from sandbox.spark import distribution

# For a private directory with a short path, because the path of a Unix socket has at most 107 characters.
SHORT_PREFIX = "sahara-sandbox-"
# The paths are relative to the state directory, in which the services run. In an absolute path, their
# configuration would interpret "%" and "$".
KEYSTONE = """\
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///keystone.sqlite
[token]
provider = fernet
expiration = 86400
[fernet_tokens]
key_repository = fernet-keys
[fernet_receipts]
key_repository = fernet-keys
[credential]
key_repository = credential-keys
[identity]
password_hash_rounds = 4
max_password_length = 72
[cache]
enabled = true
backend = dogpile.cache.memory
[trust]
allow_redelegation = true
"""
SAHARA = """\
[DEFAULT]
host = 127.0.0.1
port = {port}
api_workers = 0
api_paste_config = {short}/state/api-paste.ini
transport_url = fake://
plugins = fake,testbed,vanilla,spark,storm,ambari,cdh,mapr
os_region_name = {region}
use_identity_api_v3 = true
use_floating_ips = true
node_domain = sandbox.local
periodic_fuzzy_delay = 0
periodic_interval_max = 3
min_transient_cluster_active_time = 5
job_canceling_timeout = 15
[database]
connection = sqlite://
# The database exists only in its connection. By default, the connection closes after an hour.
connection_recycle_time = -1
[timeouts]
ips_assign_timeout = 30
wait_until_accessible = 30
[retries]
retries_number = 1
retry_after = 1
[keystone_authtoken]
www_authenticate_uri = {keystone}
auth_url = {keystone}
auth_type = password
region_name = {region}
service_token_roles_required = true
username = sahara
password = {password}
project_name = service
user_domain_name = Default
project_domain_name = Default
[trustee]
auth_url = {keystone}
username = sahara
password = {password}
project_name = service
user_domain_name = Default
project_domain_name = Default
"""
CLOUD = """\
  {user}:
    region_name: {region}
    identity_api_version: 3
    auth:
      auth_url: {keystone}
      username: {user}
      password: {password}
      project_name: {project}
      user_domain_name: Default
      project_domain_name: Default
"""
SSH = """\
Host 127.20.* 127.21.*
    Port {port}
    IdentityFile {key}
    IdentitiesOnly yes
    UserKnownHostsFile {known_hosts}
    StrictHostKeyChecking no
    LogLevel ERROR
    ControlMaster auto
    ControlPersist 60s
    ControlPath {control}/%C
"""


def write_all(layout: Layout, ports: dict[str, int], password: str, venv: Path) -> None:
    """Write all files that the services and the users read."""
    keystone = settings.keystone_url(ports)
    short = Path(tempfile.mkdtemp(prefix=SHORT_PREFIX, dir="/tmp"))
    layout.short_link.symlink_to(short)
    (short / "state").symlink_to(layout.state)
    shutil.copy(venv / "etc/sahara/api-paste.ini", layout.state)
    write_private(layout.state / "keystone.conf", KEYSTONE)
    write_private(
        layout.state / "sahara.conf",
        SAHARA.format(
            port=ports["sahara"],
            short=short,
            region=settings.REGION,
            keystone=keystone,
            password=password,
        ),
    )
    write_private(layout.state / "cloud.json", json.dumps(_cloud(layout, ports, password, short)))
    write_private(layout.clouds_file, clouds_yaml(keystone, password))
    write_private(layout.ssh_config, _ssh_config(layout, ports["ssh"], short))


def clouds_yaml(keystone: str, password: str) -> str:
    """A clouds.yaml with one cloud per user."""
    clouds = [
        CLOUD.format(
            user=user,
            region=settings.REGION,
            keystone=keystone,
            password=json.dumps(password),
            project=project,
        )
        for user, (project, _role) in settings.USERS.items()
    ]
    return "---\nclouds:\n" + "".join(clouds)


def variables(layout: Layout, user: str) -> dict[str, str]:
    """The variables that `sandbox env` prints."""
    found = {
        "OS_CLIENT_CONFIG_FILE": str(layout.clouds_file),
        "OS_CLOUD": user,
        "ANSIBLE_SSH_ARGS": shlex.join(["-F", str(layout.ssh_config)]),
    }
    if any(name.lower() in ("http_proxy", "all_proxy") for name in os.environ):
        direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
        hosts = [host for host in direct.split(",") if host not in ("", "127.0.0.1")]
        found["no_proxy"] = ",".join([*hosts, "127.0.0.1"])
    return found


def _cloud(layout: Layout, ports: dict[str, int], password: str, short: Path) -> dict:
    """The configuration file of the stand-in cloud. A command line would show everyone the password."""
    return {
        "port": ports["cloud"],
        "ssh_port": ports["ssh"],
        "address_range": address_range(ports["ssh"]),
        "keystone": settings.keystone_url(ports),
        "user": "cloud",
        "password": password,
        "project": settings.SERVICE_PROJECT,
        # Sahara uses these paths in shell commands, and does not quote them.
        "instances": str(short / "state" / "instances"),
        "private_key": str(layout.private_key),
        "spark": str(distribution.directory(layout)),
    }


def _ssh_config(layout: Layout, port: int, short: Path) -> str:
    def quoted(path: Path) -> str:
        return '"{}"'.format(str(path).replace("%", "%%"))

    return SSH.format(
        port=port,
        key=quoted(layout.private_key),
        known_hosts=quoted(layout.state / "known_hosts"),
        control=short,
    )

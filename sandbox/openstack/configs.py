# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration files of the OpenStack services, and of the farm of instances."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from sandbox import contents, settings
from sandbox.files import write_private
from sandbox.layout import Layout
from sandbox.spark import distribution as spark

# The URL of a database. Paths are relative to the state directory, in which the services run.
CONNECTION = "sqlite:///{}.sqlite?timeout=60"
# The only compute host, whose id Nova expects to be the same at each start.
HOST = "sandbox"
HOST_ID = "00000000-0000-0000-0000-0000000000c0"
# A busy machine needs longer than the default of a minute, for example for many stacks at once.
RPC_SECONDS = 600
AUTH = """\
auth_type = password
auth_url = {keystone}
username = cloud
password = {password}
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = {region}
"""
COMMON = """\
[keystone_authtoken]
www_authenticate_uri = {keystone}
service_token_roles_required = true
{auth}
[oslo_concurrency]
lock_path = locks
"""
GLANCE = """\
[DEFAULT]
bind_host = 127.0.0.1
bind_port = {glance}
workers = 0
enabled_backends = files:file
node_staging_uri = file://{state}/staging
limit_param_default = {page}
api_limit_max = {page}
[glance_store]
default_backend = files
[files]
filesystem_store_datadir = {state}/images
[os_glance_staging_store]
filesystem_store_datadir = {state}/staging
[os_glance_tasks_store]
filesystem_store_datadir = {state}/tasks
[paste_deploy]
flavor = keystone
config_file = {etc}/glance/glance-api-paste.ini
[database]
connection = {glance_db}
"""
PLACEMENT = """\
[placement_database]
connection = {placement_db}
[api]
auth_strategy = keystone
"""
NOVA = """\
[DEFAULT]
state_path = nova
my_ip = 127.0.0.1
host = {host}
compute_driver = sandbox.Driver
transport_url = fake://
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = {nova}
osapi_compute_workers = 1
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
rpc_response_timeout = {rpc_seconds}
default_availability_zone = {zone}
[api]
max_limit = {page}
[wsgi]
api_paste_config = {etc}/nova/api-paste.ini
[api_database]
connection = {nova_api_db}
[database]
connection = {nova_cell1_db}
[conductor]
workers = 1
[scheduler]
workers = 1
[quota]
instances = {instances}
cores = {cores}
ram = {ram}
[glance]
{auth}
[placement]
{auth}
[neutron]
{auth}
[cinder]
{auth}
os_region_name = {region}
catalog_info = volumev3::internalURL
[service_user]
send_service_user_token = true
{auth}
"""
NEUTRON = """\
[DEFAULT]
bind_host = 127.0.0.1
bind_port = {neutron}
transport_url = fake://
core_plugin = ml2
service_plugins = router
rpc_workers = 0
rpc_state_report_workers = 0
state_path = neutron
api_paste_config = {etc}/neutron/api-paste.ini
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
pagination_max_limit = {page}
[ml2]
type_drivers = flat,vxlan
tenant_network_types = vxlan
mechanism_drivers = sandbox
[ml2_type_vxlan]
vni_ranges = 1:1000
[ml2_type_flat]
flat_networks = public
[quotas]
{network_quotas}
[database]
connection = {neutron_db}
[nova]
{auth}
"""
CINDER = """\
[DEFAULT]
transport_url = fake://
my_ip = 127.0.0.1
host = {host}
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = {cinder}
osapi_volume_workers = 1
rpc_response_timeout = {rpc_seconds}
osapi_max_limit = {page}
api_paste_config = {etc}/cinder/api-paste.ini
resource_query_filters_file = {etc}/cinder/resource_filters.json
enabled_backends = pretend
default_volume_type = {volume_type}
default_availability_zone = {zone}
storage_availability_zone = {zone}
state_path = cinder
glance_api_servers = http://127.0.0.1:{glance}
quota_volumes = {volumes}
quota_gigabytes = {gigabytes}
[pretend]
volume_driver = cinder.tests.fake_driver.FakeLoggingVolumeDriver
volume_backend_name = pretend
[coordination]
backend_url = file://{state}/coordination
[database]
connection = {cinder_db}
[nova]
{auth}
[service_user]
send_service_user_token = true
{auth}
"""
# Heat calls its plugins for stacks, which trigger the faults, only without convergence. Before Heat deletes a stack that
# is still being created, it waits for the resources (error_wait_time).
HEAT = """\
[DEFAULT]
transport_url = fake://
convergence_engine = false
rpc_response_timeout = {rpc_seconds}
heat_metadata_server_url = http://127.0.0.1:{heat}
default_signal_transport = HEAT_SIGNAL
region_name_for_services = {region}
region_name_for_shared_services = {region}
num_engine_workers = 1
action_retry_limit = 0
trusts_delegated_roles =
stack_user_domain_name = {heat_domain}
stack_domain_admin = {heat_admin}
stack_domain_admin_password = {password}
auth_encryption_key = {encryption}
error_wait_time = 1
environment_dir = {etc}/heat/environment.d
template_dir = {etc}/heat/templates
plugin_dirs = {state}/heat_plugins
[heat_all]
enabled_services = engine,api
[heat_api]
bind_host = 127.0.0.1
bind_port = {heat}
workers = 1
[paste_deploy]
api_paste_config = {etc}/heat/api-paste.ini
[trustee]
auth_type = password
auth_url = {keystone}
username = cloud
password = {password}
user_domain_name = Default
[clients_keystone]
auth_uri = {keystone}
[database]
connection = {heat_db}
"""
FILES = {
    "glance": GLANCE,
    "placement": PLACEMENT,
    "nova": NOVA,
    "neutron": NEUTRON,
    "cinder": CINDER,
    "heat": HEAT,
}
DATABASES = (
    "glance",
    "placement",
    "nova_api",
    "nova_cell0",
    "nova_cell1",
    "neutron",
    "cinder",
    "heat",
)
DIRECTORIES = ("coordination", "images", "locks", "nova", "neutron", "cinder", "staging", "tasks")


def write_all(layout: Layout, ports: dict[str, int], password: str, venv: Path) -> None:
    # The services interpret "%" and "$" in paths, and split some at spaces.
    state = layout.short_link.readlink() / "state"
    (layout.state / "etc").symlink_to(venv / "etc")
    (layout.state / "heat_plugins").symlink_to(Path(__file__).parent / "heat_plugins")
    for name in DIRECTORIES:
        (layout.state / name).mkdir()
    write_private(layout.state / "nova" / "compute_id", HOST_ID)
    values = _values(ports, password, state)
    for name, text in FILES.items():
        write_private(layout.state / f"{name}.conf", (text + COMMON).format(**values))
    farm = {
        "port": ports["farm"],
        "ssh_port": ports["ssh"],
        "key": secrets.token_urlsafe(18),
        "heat": settings.url(ports, "heat") + "/",
        "private_key": str(layout.private_key),
        "instances": str(state / "instances"),
        "spark": str(spark.directory(layout)),
    }
    write_private(layout.state / "farm.json", json.dumps(farm))


def _values(ports: dict[str, int], password: str, state: Path) -> dict[str, Any]:
    """The values for the braces in the files."""
    access = {
        "keystone": settings.keystone_url(ports),
        "password": password,
        "region": settings.REGION,
    }
    return {
        **{name: ports[name] for name in FILES},
        **{f"{name}_db": CONNECTION.format(name) for name in DATABASES},
        **access,
        **contents.COMPUTE_QUOTAS,
        **contents.VOLUME_QUOTAS,
        "auth": AUTH.format(**access),
        "network_quotas": "\n".join(f"quota_{k} = {v}" for k, v in contents.NETWORK_QUOTAS.items()),
        "host": HOST,
        "page": contents.PAGE,
        "rpc_seconds": RPC_SECONDS,
        "zone": contents.ZONE,
        "volume_type": contents.VOLUME_TYPES[0].name,
        "state": state,
        "etc": state / "etc",
        "heat_domain": settings.HEAT_DOMAIN,
        "heat_admin": settings.HEAT_ADMIN,
        "encryption": secrets.token_hex(16),
    }

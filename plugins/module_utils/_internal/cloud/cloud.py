# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a task's connection options into a client for the cloud's Sahara."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

from ... import saharaclient
from ...saharaclient.client import Client
from ...saharaclient.errors import MissingLibrary, NotFound, RouteNotFound
from ...saharaclient.texts import with_full_stop
from ...saharaclient.transport import Trace, Transport
from .given import ConfigurationError, cloud_of, require_plausible, unknown_cloud

AUTO = "auto"
DEFAULT_TIMEOUT_S = 60.0
NEWEST = "2"
OLDER = "1.1"

# Our option -> the key of openstacksdk's configuration.
CONFIG_KEYS = {
    "auth": "auth",
    "auth_type": "auth_type",
    "region_name": "region_name",
    "interface": "interface",
    "validate_certs": "verify",
    "ca_cert": "cacert",
    "client_cert": "cert",
    "client_key": "key",
    "api_timeout": "api_timeout",
}


def preload() -> bool:
    """Do once what every task would repeat, in a process that forks for each task.

    Returns whether the libraries are installed. The first lookup of an authentication plugin reads
    the entry points of all installed packages, which takes longer than the requests of a task.
    Tasks do not have to compile the parts of the client that are loaded here.
    """
    try:
        import_module("openstack.config")
        import_module("keystoneauth1.loading").get_plugin_loader("v3password")
    except ImportError:
        return False
    for file in Path(saharaclient.__file__).parent.glob("*.py"):
        import_module(f"{saharaclient.__name__}.{file.stem}")
    import_module(f"{__package__}.token_cache")
    return True


def import_config_only() -> None:
    """Import ``openstack.config`` without ``openstack``, which imports the classes of every service.

    This saves a quarter of the time of a task that runs as a module. Only for a process that runs
    nothing else: for all other code in it, ``openstack`` is an empty package.
    """
    spec = None if "openstack" in sys.modules else find_spec("openstack")
    if spec is None:
        return
    sys.modules["openstack"] = module_from_spec(spec)
    try:
        import_module("openstack.config")
    except Exception:  # This release needs the whole package, or the package is incomplete.
        for name in [name for name in sys.modules if name.partition(".")[0] == "openstack"]:
            del sys.modules[name]


class Cloud:
    """One project of one cloud, which the connection options of a task select.

    Nothing is read or sent before it is needed. The first use of ``session`` reads the
    configuration files; the first use of a manager sends the first request.
    """

    def __init__(self, options: Mapping[str, Any], trace: Trace | None = None):
        self._options = options
        self._trace = trace
        self._clients: dict[str, Any] = {}
        asked = options.get("api_version") or AUTO
        self._may_fall_back = asked == AUTO
        self.api_version = NEWEST if asked == AUTO else asked

    @cached_property
    def region(self) -> Any:
        """The openstacksdk CloudRegion that the options describe."""
        try:
            return load_region(self._options)
        except ImportError as error:
            raise MissingLibrary("openstacksdk", str(error)) from error

    @cached_property
    def session(self) -> Any:
        """The keystoneauth1 session. It authenticates once, on first use."""
        session = self.region.get_session()
        # Without a timeout, a task would wait forever for a Keystone that does not respond.
        session.timeout = session.timeout or DEFAULT_TIMEOUT_S
        if self._options.get("token_cache"):
            # Not at the top: a module compiles its imports every time.
            from .token_cache import share_token

            account = [self.region.get_auth_args(), self.region.get_requests_verify_args()]
            share_token(session.auth, account)
        return session

    @property
    def project_id(self) -> str:
        """The project that the credentials are scoped to."""
        return str(self.client.transport.project_id)

    @property
    def client(self) -> Any:
        """The client for the API version in use."""
        return self.client_for(self.api_version)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside this context, calls to Sahara end after that many seconds."""
        newest, older = (self.client_for(version).transport for version in (NEWEST, OLDER))
        with newest.within(seconds), older.within(seconds):
            yield

    def client_for(self, version: str) -> Any:
        """The client for that API version ("1.1" or "2"). All clients share one session."""
        if version not in self._clients:
            self._clients[version] = self._new_client(version)
        return self._clients[version]

    def read_one(self, service_type: str, version: str, path: str) -> Mapping[str, Any] | None:
        """One object of another service, without its envelope; None if it does not exist."""
        try:
            body = self.transport_to(service_type, version).request("GET", path).json()
        except (NotFound, RouteNotFound):
            # Other services send no error names, which distinguish Sahara's two kinds of 404.
            return None
        inner = next(iter(body.values())) if len(body) == 1 else body
        return inner if isinstance(inner, Mapping) else body

    def transport_to(self, service_type: str, version: str) -> Transport:
        """Sends requests to another service of this cloud."""
        catalog = {
            "service_type": service_type,
            "service_name": None,
            "interface": self.region.get_interface(service_type),
            "region_name": self.region.get_region_name(service_type),
        }
        return Transport(
            self.session,
            None,
            version,
            catalog=catalog,
            patience=self.client.transport.patience,
            trace=self._trace,
            service=service_type,
        )

    def fall_back(self) -> bool:
        """Switch to the older API if the cloud offers only that; returns whether it does.

        Reading the versions of a cloud costs a request, and nearly all clouds have v2. Therefore
        "auto" starts with v2, and reads the versions only if a v2 path does not exist.
        """
        if not self._may_fall_back or self.api_version == OLDER:
            return False
        offered = {version.id for version in self.client.discover()}
        if "v" + NEWEST in offered or "v" + OLDER not in offered:
            return False
        self.api_version = OLDER
        return True

    def _new_client(self, version: str) -> Any:
        return Client(
            version,
            session=self.session,
            sahara_url=self._options.get("sahara_url")
            or self.region.get_endpoint("data-processing"),
            service_type=self._options.get("service_type") or "data-processing",
            endpoint_type=self.region.get_interface("data-processing"),
            region_name=self.region.get_region_name("data-processing"),
            trace=self._trace,
        )


def load_region(options: Mapping[str, Any]) -> Any:
    """The CloudRegion: openstacksdk reads clouds.yaml, secure.yaml and ``OS_*``; the options are added."""
    # Not at the top: run_as_module must first call import_config_only.
    from keystoneauth1 import exceptions as keystone_exceptions
    from openstack import exceptions as sdk_exceptions
    from openstack.config import OpenStackConfig, loader

    require_plausible(options)
    cloud = cloud_of(options.get("cloud"))
    wanted = {
        key: options[option]
        for option, key in CONFIG_KEYS.items()
        if options.get(option) is not None
    }
    try:
        if isinstance(cloud, Mapping):
            config = OpenStackConfig(
                load_yaml_config=False, load_envvars=False, app_name="sahara.dataprocessing"
            )
            return region_of(config, **{**cloud, **wanted})
        # Copies: older releases insert OS_CLIENT_CONFIG_FILE into these lists permanently.
        config = OpenStackConfig(
            config_files=list(loader.CONFIG_FILES),
            secure_files=list(loader.SECURE_FILES),
            app_name="sahara.dataprocessing",
        )
        if cloud and (not isinstance(cloud, str) or cloud not in config.get_cloud_names()):
            raise ConfigurationError(unknown_cloud(cloud, config))
        return region_of(config, cloud=cloud, **wanted)
    except (
        sdk_exceptions.SDKException,
        keystone_exceptions.ClientException,
    ) as error:
        raise ConfigurationError(unusable(error)) from error
    except ConfigurationError:
        raise
    except Exception as error:
        # The loader raises various exceptions for a clouds.yaml that is not YAML, or not a mapping.
        raise ConfigurationError(
            with_full_stop(f"The cloud configuration cannot be read: {first_line(error)}")
        ) from error


def region_of(config: Any, **options: Any) -> Any:
    """The CloudRegion, with the version of Keystone from its URL if the URL contains one.

    This saves each task a request, because the plugins "password" and "token" read Keystone's
    versions first.
    """
    region = config.get_one(validate=False, **options)
    kind = region.config.get("auth_type")
    url = (region.config.get("auth") or {}).get("auth_url") or ""
    if kind in ("password", "token") and url.rstrip("/").endswith("/v3"):
        options["auth_type"] = f"v3{kind}"
    return config.get_one(**options)


def unusable(error: Exception) -> str:
    return (
        f"Incomplete connection options: {first_line(error).rstrip('.')}. Set 'cloud', 'auth', "
        "or the OS_* environment variables."
    )


def first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]

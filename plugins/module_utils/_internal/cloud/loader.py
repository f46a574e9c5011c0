# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of openstacksdk's loader, for one task each. Only these copies are changed, never the module that others use."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import module_from_spec
from types import SimpleNamespace
from typing import Any, TextIO

PLUGINS = "keystoneauth1.loading._plugins"
# Authentication type -> module and class of its loader: the entry points of keystoneauth1 5.0 to 5.18.
LOADERS = {
    "admin_token": ("admin_token", "AdminToken"),
    "http_basic": ("http_basic", "HTTPBasicAuth"),
    "none": ("noauth", "NoAuth"),
    "password": ("identity.generic", "Password"),
    "token": ("identity.generic", "Token"),
    "v3applicationcredential": ("identity.v3", "ApplicationCredential"),
    "v3oidcaccesstoken": ("identity.v3", "OpenIDConnectAccessToken"),
    "v3oidcauthcode": ("identity.v3", "OpenIDConnectAuthorizationCode"),
    "v3oidcclientcredentials": ("identity.v3", "OpenIDConnectClientCredentials"),
    "v3oidcpassword": ("identity.v3", "OpenIDConnectPassword"),
    "v3password": ("identity.v3", "Password"),
    "v3token": ("identity.v3", "Token"),
    "v3totp": ("identity.v3", "TOTP"),
}


@cache
def shared_loader() -> Any:
    """A copy of openstacksdk's loader for clouds that need no files. Raises ImportError."""
    return new_loader()


def new_loader() -> Any:
    """A new copy of openstacksdk's loader, which takes up to a millisecond. Raises ImportError.

    The loader computes the paths of the configuration files when it is imported, from HOME, the XDG
    variables and the working directory. A task may set these after that. Some releases also insert
    OS_CLIENT_CONFIG_FILE into the lists of paths permanently.
    """
    spec: Any = import_module("openstack.config.loader").__spec__
    loader = module_from_spec(spec)
    spec.loader.exec_module(loader)
    yaml = import_module("yaml")
    vars(loader)["yaml"] = SimpleNamespace(safe_load=fast_load, YAMLError=yaml.YAMLError)
    vars(loader)["loading"] = SimpleNamespace(get_plugin_loader=plugin_loader)
    return loader


@cache
def service_types() -> Any:
    """Knows the names of the services. All regions in this process share it.

    A region looks up the names of a service for each value that it reads, and os-service-types copies its whole
    table for each look-up.
    """
    types = import_module("os_service_types").ServiceTypes()
    types.get_all_types = cache(types.get_all_types)
    return types


def fast_load(file: TextIO) -> Any:
    """What yaml.safe_load returns and raises. A copy, because openstacksdk changes what it gets."""
    return deepcopy(parsed_yaml(file.read()))


@lru_cache(maxsize=8)
def parsed_yaml(text: str) -> Any:
    """The value in the text. libyaml, which most packages of PyYAML have, needs an eighth of the time."""
    yaml = import_module("yaml")
    if hasattr(yaml, "CSafeLoader"):
        # It differs in which errors it finds, and where.
        with suppress(yaml.YAMLError):
            return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)


def plugin_loader(name: str) -> Any:
    """The loader of the authentication plugin. Raises what keystoneauth1 raises for an unknown type.

    keystoneauth1 reads the entry points of all installed packages for it, and stores them in the home of the
    user. Each task that runs as a module has a path of its own: it reads them again, and leaves another file.
    """
    if name in LOADERS:
        module, kind = LOADERS[name]
        try:
            return getattr(import_module(f"{PLUGINS}.{module}"), kind)()
        except (ImportError, AttributeError):  # Another release has it elsewhere.
            pass
    return import_module("keystoneauth1.loading").get_plugin_loader(name)

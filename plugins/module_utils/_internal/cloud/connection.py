# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the connection options select: a region of a cloud, and a session with its services."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...saharaclient.errors import MissingLibrary
from .certificates import certificate_files
from .configuration import configuration_errors, load_region
from .given import is_described
from .loader import new_loader, service_types, shared_loader

if TYPE_CHECKING:
    from .read_list import ReadList

DEFAULT_TIMEOUT_S = 60.0
# Path -> what changes when the file changes. None: it does not exist.
Versions = Mapping[str, "tuple[int, ...] | None"]


class Connection:
    """Nothing is read before it is needed. The first use of ``region`` reads the configuration files."""

    def __init__(self, options: Mapping[str, Any]):
        self._options = options
        self._files: Versions = {}
        # (key, service type) -> value. Tasks that share the connection read each once.
        self._settings: dict[tuple[str, str], Any] = {}
        # The versions of Sahara's API that requests have shown to be useless here.
        self.useless_versions: set[str] = set()
        # Kind -> its list, if the service cannot filter it by name. See ``Lookups``.
        self.lists: dict[str, ReadList] = {}

    @cached_property
    def region(self) -> Any:
        """The openstacksdk CloudRegion that the options describe."""
        needs_files = not is_described(self._options)
        try:
            loader = new_loader() if needs_files else shared_loader()
        except ImportError as error:
            raise MissingLibrary("openstacksdk", str(error)) from error
        # Before they are read: otherwise, a change in between would never be noticed.
        files = versions(configuration_files(loader)) if needs_files else {}
        region = load_region(self._options, loader)
        region._service_type_manager = service_types()
        self._files = {**files, **versions(str(file[1]) for file in certificate_files(region))}
        return region

    @cached_property
    def session(self) -> Any:
        """The keystoneauth1 session. It authenticates once, on first use."""
        # Not at the top: run_as_module must first call import_config_only.
        from ...saharaclient.tls import share_contexts

        # It only adds the version of openstacksdk to the user agent, and parses the metadata of the package for it.
        self.region.insert_user_agent = lambda: None
        with configuration_errors():
            session = self.region.get_session()
        share_contexts(session)
        # Without a timeout, a task would wait forever for a Keystone that does not respond.
        session.timeout = session.timeout or DEFAULT_TIMEOUT_S
        if self._options.get("token_cache"):
            # Not at the top: a module compiles its imports every time.
            from .token_cache import share_token

            account = [self.region.get_auth_args(), self.region.get_requests_verify_args()]
            share_token(session.auth, account)
        return session

    def setting(self, key: str, service_type: str) -> Any:
        """What the configuration says about a service. Older releases do not have all getters."""
        setting = key, service_type
        if setting not in self._settings:
            getter = getattr(self.region, f"get_{key}", None)
            with configuration_errors():
                self._settings[setting] = getter(service_type) if getter else None
        return self._settings[setting]

    def is_outdated(self) -> bool:
        """Whether a file has changed since the region was loaded from it."""
        return versions(self._files) != self._files


def configuration_files(loader: Any) -> list[str]:
    """The files that the loader reads, or would read if they existed."""
    named = [os.environ.get(name) for name in ("OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE")]
    searched = [*loader.CONFIG_FILES, *loader.SECURE_FILES, *loader.VENDOR_FILES]
    return [*filter(None, named), *searched]


def versions(paths: Iterable[str]) -> Versions:
    return {path: version(path) for path in paths}


def version(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

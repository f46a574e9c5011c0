# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of a cloud: from the task's options, clouds.yaml, secure.yaml and ``OS_*``, by openstacksdk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ...saharaclient.errors import SaharaError
from ...saharaclient.texts import shortened, with_end
from .certificates import certificate_files, require_pem
from .given import CONFIG_KEYS, ConfigurationError, cloud_of, require_plausible
from .misfits import Misfits
from .secrets import looks_like_a_name

APP_NAME = "sahara.dataprocessing"
# The entry of a cloud that the task describes itself.
OWN_ENTRY = "of the task"
SEARCHED = "the working directory, ~/.config/openstack or /etc/openstack"


def load_region(options: Mapping[str, Any], loader: Any) -> Any:
    """The CloudRegion that the options select. loader: a new one. Raises ConfigurationError."""
    require_plausible(options)
    cloud = cloud_of(options.get("cloud"))
    wanted = {
        key: options[option]
        for option, key in CONFIG_KEYS.items()
        if options.get(option) is not None
    }
    with configuration_errors():
        described = isinstance(cloud, Mapping)
        source = from_dictionary(loader, cloud, wanted) if described else from_files(loader, cloud)
    with configuration_errors(source.subject):
        region = source.region(wanted)
    for file in certificate_files(region):
        require_pem(*file)
    return region


@contextmanager
def configuration_errors(subject: str = "The cloud configuration") -> Iterator[None]:
    """Turns what openstacksdk and keystoneauth1 raise for wrong values into a ConfigurationError.

    They raise various exceptions, for example for regions that are not a list.
    """
    try:
        yield
    except SaharaError:
        raise
    except Exception as error:
        reason = with_end(first_line(error))
        raise ConfigurationError(
            f"{subject} is invalid: {reason} Check the values and their types."
        ) from error


def from_dictionary(loader: Any, cloud: Mapping[str, Any], wanted: Mapping[str, Any]) -> Source:
    """A cloud that the task describes itself, without files and environment variables.

    A region that the task sets takes precedence; an entry of a file would have to list it.
    """
    config = loader.OpenStackConfig(load_yaml_config=False, load_envvars=False, app_name=APP_NAME)
    entry = {str(key): value for key, value in cloud.items()}
    if "region_name" in wanted:
        entry.pop("region_name", None)
    config.cloud_config["clouds"] = {OWN_ENTRY: entry}
    return Source(config, OWN_ENTRY, "the option 'cloud'")


def from_files(loader: Any, name: Any) -> Source:
    """The cloud of this name, or the default, among those in files and environment variables."""
    override = os.environ.get("OS_CLIENT_CONFIG_FILE")
    paths = [*([override] if override else ()), *loader.CONFIG_FILES]
    secure = os.environ.get("OS_CLIENT_SECURE_FILE")
    secure_paths = [*([secure] if secure else ()), *loader.SECURE_FILES]
    try:
        config = loader.OpenStackConfig(app_name=APP_NAME)
    except Exception:
        require_valid(paths)
        require_valid(secure_paths)
        raise
    # Newer releases skip files that are not valid, and use the next one. Older ones raise an error.
    require_valid(paths, config.config_filename)
    require_valid(secure_paths, vars(config).get("secure_config_filename", secure_paths[0]))
    known = known_clouds(config)
    selected = name or os.environ.get("OS_CLOUD") or (config.default_cloud if known else None)
    if not selected:
        return Source(config, None, "the task")
    if selected not in known:
        raise ConfigurationError(unknown_cloud(selected, config, paths))
    if selected == config.envvar_key:
        return Source(config, selected, "the environment (OS_*)")
    return Source(config, selected, f"cloud {selected!r} in {config.config_filename}")


def known_clouds(config: Any) -> list[str]:
    """The names of the clouds. openstacksdk adds one named "defaults" if there are none."""
    clouds = config.cloud_config["clouds"]
    return [] if clouds == {"defaults": config.defaults} else sorted(map(str, clouds))


class Source:
    """Where the configuration of a cloud comes from.

    name: of its entry; None if the options of the task are all there is.
    place: what sentences call it.
    """

    def __init__(self, config: Any, name: str | None, place: str):
        self.config = config
        self.name = name
        self.place = place

    @property
    def subject(self) -> str:
        return self.place[:1].upper() + self.place[1:]

    def region(self, wanted: Mapping[str, Any]) -> Any:
        """The CloudRegion with these values, and with the version of Keystone from its URL if that contains one.

        This saves each task a request, because the plugins "password" and "token" read Keystone's
        versions first.
        """
        # Not at the top: run_as_module must first call import_config_only.
        from keystoneauth1.exceptions import AuthPluginException

        self._require_dictionaries(wanted)
        options = dict(wanted)
        described = self._described(options)
        kind = described.config.get("auth_type")
        url = str((described.config.get("auth") or {}).get("auth_url") or "")
        if kind in ("password", "token") and url.rstrip("/").endswith("/v3"):
            options["auth_type"] = f"v3{kind}"
        added, others = wanted.get("auth") or {}, self._alternatives()
        misfits = Misfits(self.place, described.config, added, others)
        try:
            region = self.config.get_one(self.name, **options)
        except (AuthPluginException, TypeError) as error:
            raise ConfigurationError(misfits.sentence(error)) from error
        misfits.require_account(region.get_auth_args())
        return region

    def _require_dictionaries(self, wanted: Mapping[str, Any]) -> None:
        """Raises ConfigurationError if the entry or its ``auth`` is something else, which may be a secret."""
        if self.name is None:
            return
        entry = self.config.cloud_config["clouds"][self.name]
        if not isinstance(entry, Mapping):
            raise ConfigurationError(f"{self.subject} is not a dictionary.")
        if not isinstance(entry.get("auth", {}), Mapping):
            raise ConfigurationError(f"{self.subject}: the value of 'auth' is not a dictionary.")

    def _described(self, options: Mapping[str, Any]) -> Any:
        """The CloudRegion before its values are checked."""
        from openstack.exceptions import ConfigException

        try:
            return self.config.get_one(self.name, validate=False, **options)
        except ConfigException as error:
            _region, found, choices = str(error).partition("Valid choices are ")
            if not found:
                raise
            known = choices.partition(". Please")[0].split(",")
            raise ConfigurationError(
                f"{self.subject} has no region {options.get('region_name')!r}; it has {shortened(known)}. "
                "Correct 'region_name', or add the region to the cloud."
            ) from error

    def _alternatives(self) -> Sequence[str]:
        """The clouds that could be selected, if none is."""
        return known_clouds(self.config) if self.name is None else ()


def unknown_cloud(cloud: Any, config: Any, paths: Sequence[str]) -> str:
    known = ", ".join(known_clouds(config)) or "none"
    if not looks_like_a_name(cloud):
        return (
            "The value of 'cloud' or OS_CLOUD is neither the name of a cloud nor a dictionary. "
            f"It is not shown, because it may contain secrets. Known clouds: {known}."
        )
    variable = " (OS_CLOUD)" if cloud == os.environ.get("OS_CLOUD") else ""
    if config.config_filename:
        return f"No cloud named {cloud!r}{variable} in {config.config_filename}; known clouds: {known}."
    return f"No cloud named {cloud!r}{variable}: {why_no_file(paths)}."


def why_no_file(paths: Sequence[str]) -> str:
    """Why none of the paths was used."""
    for path in paths:
        try:
            open(path, encoding="utf-8").close()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return f"{path} cannot be read ({error.strerror})"
    override = os.environ.get("OS_CLIENT_CONFIG_FILE")
    if override:
        return f"OS_CLIENT_CONFIG_FILE is {override!r}, which does not exist"
    return f"there is no clouds.yaml in {SEARCHED}. Create one, or set OS_CLIENT_CONFIG_FILE"


def require_valid(paths: Sequence[str], used: str | None = None) -> None:
    """Raises ConfigurationError if the first file that this user may read is not valid. used: one that is."""
    for path in paths:
        if path == used:
            return
        try:
            content = parsed(path)
        except OSError:
            continue
        if not isinstance(content, Mapping) or not isinstance(content.get("clouds", {}), Mapping):
            raise ConfigurationError(
                f"The cloud configuration cannot be read: {path} has no dictionary named 'clouds'."
            )
        return


def parsed(path: str) -> Any:
    """The content of a file. Raises OSError, and ConfigurationError if it is not valid YAML or JSON."""
    yaml = import_module("yaml")
    try:
        with open(path, encoding="utf-8") as file:
            return (json.load if path.endswith("json") else yaml.safe_load)(file) or {}
    except (ValueError, yaml.YAMLError) as error:
        # The text of the error may repeat a line, and with it a password.
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1})" if mark else ""
        kind = "JSON" if path.endswith("json") else "YAML"
        raise ConfigurationError(
            f"The cloud configuration cannot be read: {path} is not valid {kind}{line}."
        ) from None


def first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]

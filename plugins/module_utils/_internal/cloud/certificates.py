# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files with certificates and keys: checked before the first request, which would fail without naming the option."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .given import CONFIG_KEYS, ConfigurationError

# The keys of openstacksdk's configuration that are paths.
PATH_KEYS = ("cacert", "cert", "key")
# requests reads them, in this order, if the configuration has no certificates of authorities.
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def certificate_files(region: Any) -> Iterator[tuple[str, Path, bool]]:
    """The files that the connections of the region use, as arguments of `require_pem`."""
    verify, certificate = region.get_requests_verify_args()
    options = {key: option for option, key in CONFIG_KEYS.items()}
    for key, path in zip(PATH_KEYS, (verify, *certificate_and_key(certificate))):
        if isinstance(path, str):
            yield f"'{options[key]}' ('{key}' in clouds.yaml)", Path(path), key == "cacert"
    variable = next((name for name in VARIABLES if os.environ.get(name)), None)
    uses_tls = str(region.get_auth_args().get("auth_url")).startswith("https:")
    if verify is True and variable and uses_tls:
        yield f"The variable {variable}", Path(os.environ[variable]), True


def certificate_and_key(files: Any) -> tuple[Any, Any]:
    """The two files of a client certificate, which requests takes as one or two. None for what is missing."""
    certificate, key = files if isinstance(files, (tuple, list)) else (files, None)
    return certificate, key


def require_pem(source: str, path: Path, may_be_directory: bool) -> None:
    """Raises ConfigurationError if the file cannot be read or is not in PEM format.

    source: where the path comes from. Authorities may be in a directory, with a file for each.
    """
    if may_be_directory and path.is_dir():
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{source} is '{path}', which cannot be read: {error.strerror}."
        ) from error
    if b"-----BEGIN " not in content:
        raise ConfigurationError(f"{source} is '{path}', which is not a file in PEM format.")

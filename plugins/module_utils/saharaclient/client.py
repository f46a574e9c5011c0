# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client for OpenStack Sahara's REST API, usable from any Python program.

    from keystoneauth1 import loading, session
    sahara = Client("2", session=session.Session(auth=...), region_name="...")
    sahara.clusters.find_unique(name="web").status

It can replace python-saharaclient: managers, methods and results are the same. It requires
keystoneauth1. Importing this file is cheap, because managers are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from typing import Literal

    from .api import ClientV1, ClientV2
    from .endpoint import ApiVersion

    Version1 = Literal["1.0", "1.1", "v1.0", "v1.1"]
    Version2 = Literal["2", "2.0", "v2", 2]


@overload
def Client(version: Version1, *args: Any, **kwargs: Any) -> ClientV1:
    """A client for version 1.1."""


@overload
def Client(version: Version2, *args: Any, **kwargs: Any) -> ClientV2:
    """A client for version 2."""


@overload
def Client(version: Any, *args: Any, **kwargs: Any) -> Any:
    """A client for a version that is only known at run time."""


def Client(version: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 - saharaclient's name
    """A client for one version of the API.

    version: see `get_client_class`. The other arguments and errors: see `api._Client`.
    """
    return get_client_class(version)(*args, **kwargs)


def get_client_class(version: Any) -> type[ClientV1 | ClientV2]:
    """The class of the clients for one version of the API.

    version: "1.0", "1.1" or "2", also as a number or with a leading "v". Raises UnsupportedVersion
    for any other version.
    """
    from .api import ClientV1, ClientV2
    from .errors import UnsupportedVersion

    kinds: dict[str, type[ClientV1 | ClientV2]]
    kinds = {"1.0": ClientV1, "1.1": ClientV1, "2": ClientV2, "2.0": ClientV2}
    kind = kinds.get(str(version).lower().lstrip("v"))
    if kind is None:
        raise UnsupportedVersion(
            f"Version {version!r} of Sahara's API is not supported. Use '1.0', '1.1' or '2'."
        )
    return kind


def install_as_saharaclient() -> None:
    """Let `import saharaclient` find this client, so that programs for python-saharaclient use it.

    Call it before such a program is imported. If python-saharaclient is installed, its commands for
    `openstack` use this client too. Raises RuntimeError if python-saharaclient is imported already.
    """
    from .stand_in import install

    install()


def discover(session: Any, url: str) -> list[ApiVersion]:
    """The API versions that the Sahara at this URL offers.

    session: a keystoneauth1 Session, which may be unauthenticated. Raises EndpointNotFound if the
    URL is not valid, ConnectionFailed, and BadResponse if the server is not Sahara.
    """
    from .transport import Transport

    return Transport(session, None, "", sahara_url=url, catalog={}).discover()

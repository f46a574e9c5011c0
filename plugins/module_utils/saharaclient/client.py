# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client for OpenStack Sahara's REST API, usable from any Python program.

    from keystoneauth1 import loading, session
    sahara = Client("2", session=session.Session(auth=...), region_name="...")
    sahara.clusters.find(name="web").status

It can take python-saharaclient's place: same managers, methods and results. It needs keystoneauth1.
Importing this imports next to nothing: managers are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .endpoint import ApiVersion


def Client(version: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 - saharaclient's name
    """A client for one version of the API: "1.0", "1.1", "2", also as a number or with a "v".

    The other arguments: see `api._Client`. Raises UnsupportedVersion.
    """
    from .api import ClientV1, ClientV2
    from .errors import UnsupportedVersion

    kinds = {"1.0": ClientV1, "1.1": ClientV1, "2": ClientV2, "2.0": ClientV2}
    kind = kinds.get(str(version).lower().lstrip("v"))
    if kind is None:
        raise UnsupportedVersion(
            f"There is no client for version {version!r} of Sahara's API, only for 1.0, 1.1 and 2"
        )
    return kind(*args, **kwargs)


def discover(session: Any, url: str) -> list[ApiVersion]:
    """The versions that the Sahara at this URL offers. The session needs no authentication."""
    from .transport import Transport

    return Transport(session, None, "", sahara_url=url, catalog={}).discover()

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the registration of one image with Sahara."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...saharaclient.errors import BadRequest, NotFound
from .kinds import IMAGE

if TYPE_CHECKING:
    from .cloud import Cloud

# Sahara 19: exceptions.py ImageNotRegistered.
NOT_REGISTERED = "IMAGE_NOT_REGISTERED"


def registration(cloud: Cloud, identity: str) -> Any:
    """The registered image with this id; None if the image does not exist or is not registered."""
    try:
        return IMAGE.manager_of(cloud).get(identity)
    except NotFound:
        return None
    except BadRequest as error:
        if error.error_name != NOT_REGISTERED:
            raise
        return None

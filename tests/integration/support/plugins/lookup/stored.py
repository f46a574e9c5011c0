# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects from Sahara's API, read without any code of the collection."""

from __future__ import annotations

import json
import os
import urllib.request

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

DOCUMENTATION = r"""
name: stored
short_description: Read objects of Sahara for the integration tests
description:
  - Returns the objects of an API collection unchanged, for example V(node-group-templates).
options:
  _terms:
    description: The paths below the API version.
    required: true
"""

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class LookupModule(LookupBase):
    """query('stored', 'clusters', name='demo') returns the clusters with this name.

    user='alt' reads them as another user; version='v1.1' reads them from API v1.1.
    """

    def run(self, terms, variables=None, user="demo", version="v2", **wanted):
        found = []
        for path in terms:
            request = urllib.request.Request(
                f"{os.environ['STORED_URL']}/{version}/{path}",
                headers={"X-Auth-Token": os.environ[f"STORED_TOKEN_{user.upper()}"]},
            )
            try:
                with DIRECT.open(request, timeout=30) as reply:
                    (content,) = json.load(reply).values()
            except OSError as error:
                raise AnsibleLookupError(f"GET {path}: {error}") from error
            found.extend(content if isinstance(content, list) else [content])
        return [item for item in found if all(item.get(k) == v for k, v in wanted.items())]

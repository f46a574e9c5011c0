# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Sahara can change a cluster with the credentials of the task.

To create or scale a cluster, Sahara exchanges the token of the request for another one. Keystone
27 answers that with an error if the token comes from an application credential. A new cluster
then ends in Error after minutes, and an Active one becomes useless. For a deletion, Sahara
uses the trust that it stored when it created the cluster (Sahara 19: service/trusts.py). A cluster
without one, as an application credential leaves it, stays in Deleting.
"""

from __future__ import annotations

from ...engine.contracts import State
from ..resource import ManagedResource


class Provisioned(ManagedResource):
    """What Sahara provisions on behalf of a user."""

    def check_provisioning(self, what: str) -> None:
        """Note a problem if the credentials do not allow it. what: what Sahara would have to do."""
        if not self.cloud.can_provision:
            self.task.problem(
                f"Sahara cannot {what} with an application credential, because Keystone does not exchange its "
                "token; use a password, or set 'application_credential_can_provision' if this cloud allows it"
            )

    def check_deletion(self, current: State) -> None:
        if not current.get("trust_id"):
            self.check_provisioning(f"delete {self.label}")

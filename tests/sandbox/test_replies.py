# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in replies to look-ups as the real services do, as far as the collection reads the replies."""

from __future__ import annotations

import pytest

from tests.openstack.replies import Reply, ask, recorded
from tests.sandbox.support import Sandbox

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("reply", recorded(), ids=str)
def test_the_stand_in_replies_as_the_service(sandbox: Sandbox, reply: Reply) -> None:
    own = ask(sandbox.cloud(reply.user), reply.user, reply.service, reply.path)
    assert own.essence == reply.essence

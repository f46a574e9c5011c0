# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests of the routes use the sandbox of the test session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.support.sandbox import Sandbox
from tests.routes.live import REQUIRED


@pytest.fixture(scope="package", autouse=True)
def cloud(sandbox: Sandbox) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OS_CLIENT_CONFIG_FILE", str(sandbox.clouds_file))
        environment.setenv(REQUIRED, "yes")
        yield

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the variants of a test run."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.integration.support.playbook import API_VERSIONS, MODULE, Variant

# The way does not depend on the API version, so each change is tested with three of the four variants.
NIGHTLY = Variant(MODULE, API_VERSIONS[0])


def marks_of(variant: Variant) -> Sequence[pytest.MarkDecorator]:
    return [pytest.mark.nightly] if variant == NIGHTLY else []

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the unit tests that python-saharaclient and Heat's plugin ship, against one of the two clients.

Argument: "theirs" or "ours". Writes the tests that ran, and those that failed.
"""

from __future__ import annotations

import io
import json
import pkgutil
import sys
import unittest
from collections.abc import Iterator
from contextlib import redirect_stdout


def names() -> Iterator[str]:
    import saharaclient.tests.unit as package

    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.rpartition(".")[2].startswith("test_"):
            yield module.name
    yield "heat.tests.clients.test_sahara_client"


def each(tests: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from each(test)
        else:
            yield test


def main(client: str) -> None:
    if client == "ours":
        from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
            install_as_saharaclient,
        )

        install_as_saharaclient()
    suite = unittest.defaultTestLoader.loadTestsFromNames([*names()])
    ran = [*each(suite)]
    for test in ran:
        # python-saharaclient takes any URL as it is. Ours adds the version to a URL that has none.
        if hasattr(test, "URL"):
            test.URL += "/v2" if "V2" in type(test).__name__ else "/v1.1"
    with redirect_stdout(io.StringIO()):
        result = unittest.TextTestRunner(io.StringIO(), verbosity=0).run(suite)
    failed = [test.id() for test, _text in result.failures + result.errors]
    json.dump({"ran": [test.id() for test in ran], "failed": failed}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

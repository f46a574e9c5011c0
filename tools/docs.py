# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""antsibull-docs over what users get: the documentation of the plugins and its references."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.artifact import build, install
from tools.tree import ansible_environment

STATE = Path(sys.prefix).parent / "docs-lint"


def main(arguments: Sequence[str]) -> int:
    collection = install(build(STATE / "tarball"), STATE / "tree")
    command = ["antsibull-docs", "lint-collection-docs", "--plugin-docs", "--check-extra-docs-refs"]
    command += ["--validate-collection-refs=self", *arguments, "."]
    environment = {**os.environ, **ansible_environment()}
    return subprocess.run(command, cwd=collection, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

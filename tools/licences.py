# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that each file of the project states its licence, as REUSE requires.

`reuse lint` would ask git which files belong to the project. Without git, it would check all of `.dev`.
"""

from __future__ import annotations

import subprocess
import sys

from tools.files import project_files
from tools.tree import ROOT

if __name__ == "__main__":
    command = ["reuse", "lint-file", *map(str, project_files())]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation for users: antsibull-docs checks it, and Sphinx builds a site from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from tools import front_page
from tools.artifact import build, install
from tools.tree import COLLECTION, ROOT, ansible_environment

STATE = Path(sys.prefix).parent / "docs"
SOURCE = STATE / "rst"
SITE = STATE / "html"
# The folder into which antsibull-docs writes the pages of the collection.
PAGES = Path("collections", "sahara", "dataprocessing")
REFERENCE = (f"All plugins <{PAGES}/index>", "Variables <collections/environment_variables>")


def run(folder: Path, *command: str | Path) -> int:
    environment = {
        **os.environ,
        **ansible_environment(),
        "ANSIBLE_COLLECTIONS_PATH": str(STATE / "tree"),
        # antsibull-docs skips files that git does not track. Here, these would be all files.
        "GIT_CEILING_DIRECTORIES": str(STATE),
    }
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def lint(collection: Path) -> int:
    command = ["antsibull-docs", "lint-collection-docs", "--plugin-docs", "--check-extra-docs-refs"]
    return run(collection, *command, "--validate-collection-refs=self", ".")


def toctree(caption: str, entries: Iterator[str]) -> str:
    listed = "".join(f"   {entry}\n" for entry in entries)
    return f"\n.. toctree::\n   :caption: {caption}\n   :maxdepth: 1\n\n{listed}"


def guides() -> Iterator[str]:
    extra = yaml.safe_load(
        (ROOT / "docs" / "docsite" / "extra-docs.yml").read_text(encoding="utf-8")
    )
    for section in extra["sections"]:
        yield from (f"{PAGES}/docsite/{name}" for name in section["toctree"])


def plugins(kind: str) -> Iterator[str]:
    """The pages of all plugins of that kind, by their short names."""
    names = (page.stem.removesuffix(f"_{kind}") for page in (SOURCE / PAGES).glob(f"*_{kind}.rst"))
    for name in sorted(names):
        yield f"{name} <{PAGES}/{name}_{kind}>"


def index() -> str:
    return front_page.text() + "".join(
        (
            toctree("Guides", guides()),
            toctree("Modules", plugins("module")),
            toctree("Inventory", plugins("inventory")),
            toctree("Reference", iter(REFERENCE)),
        )
    )


def build_site() -> int:
    shutil.rmtree(SOURCE, ignore_errors=True)
    # antsibull-docs requires a folder to which only its owner can write.
    SOURCE.mkdir(parents=True, mode=0o700)
    written = run(
        STATE, "antsibull-docs", "collection", "--use-current", "--fail-on-error",
        "--dest-dir", SOURCE, "sahara.dataprocessing",
    )  # fmt: skip
    if written:
        return written
    for picture in (ROOT / "docs" / "docsite" / "rst").glob("*.svg"):
        shutil.copy(picture, SOURCE / PAGES / "docsite")
    (SOURCE / "index.rst").write_text(index(), encoding="utf-8")
    conf = str(ROOT / "tools" / "docsite")
    return run(STATE, "sphinx-build", "-q", "-W", "--keep-going", "-E", "-c", conf, SOURCE, SITE)


def main() -> int:
    collection = install(build(STATE / "tarball"), STATE / "tree")
    assert collection == STATE / "tree" / COLLECTION
    failed = lint(collection) or build_site()
    if not failed:
        print(f"The documentation site: {SITE / 'index.html'}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

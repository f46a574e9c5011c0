# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes imports quicker in a process that runs one module."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from zipfile import ZipFile
from zipimport import zipimporter

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary import (
    ansiballz,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)

from tests.unit.support.fresh import python
from tools.tree import COLLECTION, ROOT

UTILITIES = COLLECTION / "plugins" / "module_utils"
DOTTED = ".".join(COLLECTION.parts)
# What is imported to make the other imports quicker.
BEFORE = {"__init__.py", "ansiballz.py", "module.py"}


@pytest.fixture(name="archive")
def archive_fixture(tmp_path: Path) -> Path:
    """The collection's module_utils, packed as AnsiballZ packs them."""
    path = tmp_path / "payload.zip"
    with ZipFile(path, "w") as archive:
        for folder in (UTILITIES / "any").parents[:-1]:
            archive.writestr(str(folder / "__init__.py"), "")
        for file in (ROOT / UTILITIES.relative_to(COLLECTION)).rglob("*.py"):
            archive.write(file, COLLECTION / file.relative_to(ROOT))
    return path


@pytest.mark.parametrize("name", ["plugins", "galaxy"])
def test_paths_are_those_of_zipimport(archive: Path, name: str) -> None:
    folder = f"{archive}/{COLLECTION}"
    with ZipFile(archive, "a") as added:
        added.writestr(f"{COLLECTION}/galaxy.py", "")
    ours, usual = ansiballz.OneCompilation(folder), zipimporter(folder)
    assert ours.get_filename(f"{DOTTED}.{name}") == usual.get_filename(f"{DOTTED}.{name}")


def test_a_missing_module_is_an_import_error(archive: Path) -> None:
    with pytest.raises(ImportError, match="nothing"):
        ansiballz.OneCompilation(str(archive)).get_filename("nothing")


@pytest.mark.slow
def test_files_of_the_archive_are_compiled_once(archive: Path) -> None:
    compiled = python(
        "import json\n"
        "files = []\n"
        "def note(event, arguments):\n"
        "    if event == 'compile': files.append(str(arguments[1]))\n"
        "sys.addaudithook(note)\n"
        f"sys.path.insert(0, {str(archive)!r})\n"
        f"from {DOTTED}.plugins.module_utils._internal.boundary import module\n"
        f"from {DOTTED}.plugins.module_utils._internal.resources import image\n"
        "print(json.dumps(files))"
    )
    times = Counter(file for file in json.loads(compiled) if file.startswith(str(archive)))
    assert len(times) > 50
    assert {Path(file).name for file, count in times.items() if count > 1} <= BEFORE


def test_the_configuration_is_loaded_without_the_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"auth_type": "token", "auth": {"auth_url": "http://keystone.example/v3", "token": "t"}}
    file = tmp_path / "clouds.yaml"
    file.write_text(json.dumps({"clouds": {"sole": {**entry, "region_name": "east"}}}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))
    output = python(
        f"from {ansiballz.__name__} import import_config_only\n"
        f"from {Cloud.__module__} import Cloud\n"
        "import_config_only(); import_config_only()\n"
        "region = Cloud({'cloud': 'sole'}).region\n"
        "region.get_session()\n"
        "print(region.get_region_name(), [n for n in ('compute', 'connection', 'resource') if f'openstack.{n}' in sys.modules])"
    )
    assert output == "east []"


def test_release_that_needs_its_services_is_imported_completely(tmp_path: Path) -> None:
    package = tmp_path / "openstack"
    package.mkdir()
    (package / "__init__.py").write_text("whole = True")
    (package / "config.py").write_text("import openstack\nopenstack.whole")
    output = python(
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        f"from {ansiballz.__name__} import import_config_only\n"
        "import_config_only()\n"
        "from openstack import config, whole\n"
        "print(whole)"
    )
    assert output == "True"

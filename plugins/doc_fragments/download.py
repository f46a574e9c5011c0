# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options of info modules that download content. It precedes the attributes of info modules."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details: Changes nothing in Sahara. With O(dest), the module writes a file; in check mode it only reads the content.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
    details: Shows the checksum and the attributes of the file at O(dest), but never its content.
options:
  dest:
    description:
      - Where to write the content, on the host where the task runs. With the connection V(local), that is the controller.
      - The path of a file or of an existing directory. In a directory, the file gets the name of the object.
      - Exactly one object must match the other options. The task fails if there are none or several.
      - The content is received in pieces, and replaces an existing file only once it is complete. If the download fails, the
        file is left unchanged. If the file already has this content, only its mode, owner and group may change.
      - Requires API version 1.1, which the module uses for this regardless of O(api_version).
    type: path
  mode:
    description: The permissions of the file at O(dest), as an octal number in quotes.
    type: raw
    default: '0600'
  owner:
    description: The name or the number of the user who should own the file at O(dest).
    type: str
  group:
    description: The name or the number of the group that should own the file at O(dest).
    type: str
"""

# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The URLs that data sources and job binaries may have, and their credentials.

Sahara checks URLs on creation, but API v2 does not check them on update. It finds some problems only when
a job runs (Sahara 19: service/edp/{data_sources,job_binaries}/*/implementation.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple
from urllib.parse import SplitResult, urlsplit

from ....saharaclient.texts import listed
from ...cloud.ledger import UNKNOWN
from ...cloud.lookups import UUID
from .content import INTERNAL

RANDOM_PART = re.compile(r"%RANDSTR\((-?\d+)\)%")
LONGEST_RANDOM_PART = 1024
SWIFT_SUFFIX = ".sahara"
S3_BINARY_CREDENTIALS = ("accesskey", "secretkey", "endpoint")


class Form(NamedTuple):
    """A form of URL: an example, a test for it, and the names of its credentials."""

    example: str
    fits: Callable[[SplitResult], bool]
    credentials: tuple[str, ...] = ()


def is_swift(url: SplitResult) -> bool:
    """A container may end in Sahara's own suffix, but must not contain another dot."""
    plain = "." not in url.netloc or url.netloc.endswith(SWIFT_SUFFIX)
    return url.scheme == "swift" and bool(url.netloc) and plain and len(url.path) > 1


def is_s3(url: SplitResult) -> bool:
    return url.scheme in ("s3", "s3a") and bool(url.hostname) and bool(url.path)


def is_s3_object(url: SplitResult) -> bool:
    return url.scheme == "s3" and bool(url.hostname) and len(url.path) > 1


def is_manila(url: SplitResult) -> bool:
    return url.scheme == "manila" and bool(UUID.match(url.netloc)) and bool(url.path)


def is_hdfs(url: SplitResult) -> bool:
    return bool(url.path) if not url.scheme else url.scheme == "hdfs" and bool(url.hostname)


def is_maprfs(url: SplitResult) -> bool:
    return url.scheme in ("", "maprfs") and bool(url.path)


def is_internal_db(url: SplitResult) -> bool:
    return url.scheme == INTERNAL and is_id(url.netloc)


def is_id(text: str) -> bool:
    """Whether it is an id that Sahara accepts, or a made-up id of a run in check mode."""
    return bool(UUID.match(text)) or text.startswith(UNKNOWN)


# By the type of the data source.
DATA_SOURCES: Mapping[str, Form] = {
    "swift": Form("swift://container/path", is_swift, ("user", "password")),
    "s3": Form(
        "s3a://bucket/path",
        is_s3,
        ("accesskey", "secretkey", "endpoint", "bucket_in_path", "ssl"),
    ),
    "hdfs": Form("hdfs://namenode/path or only a path", is_hdfs),
    "maprfs": Form("maprfs:///path or only a path", is_maprfs),
    "manila": Form("manila://share-id/path", is_manila),
}

# By the scheme of the job binary's URL.
JOB_BINARIES: Mapping[str, Form] = {
    "swift": Form("swift://container/object", is_swift, ("user", "password")),
    "s3": Form("s3://bucket/object", is_s3_object, S3_BINARY_CREDENTIALS),
    "manila": Form("manila://share-id/path", is_manila),
    INTERNAL: Form(f"{INTERNAL}://id", is_internal_db),
}


def scheme_of(url: str | None) -> str:
    """The part before the colon; empty without a colon."""
    return url.partition(":")[0].lower() if url and ":" in url else ""


def data_source_problems(kind: str, url: str) -> list[str]:
    """What Sahara would refuse in the URL of a data source of this type."""
    form = DATA_SOURCES[kind]
    problems = [] if fits(form, url) else [unfit(url, f"{kind} data source", form.example)]
    lengths = [int(length) for length in RANDOM_PART.findall(url)]
    if any(length < 1 for length in lengths) or sum(lengths) > LONGEST_RANDOM_PART:
        problems.append(
            f"the lengths in %RANDSTR(length)% of '{url}' must be positive and add up to at most "
            f"{LONGEST_RANDOM_PART}"
        )
    return problems


def job_binary_problems(url: str) -> list[str]:
    """What Sahara would refuse in the URL of a job binary."""
    form = JOB_BINARIES.get(scheme_of(url))
    if form and fits(form, url):
        return []
    examples = [form.example] if form else [known.example for known in JOB_BINARIES.values()]
    return [unfit(url, "job binary", " or ".join(examples))]


def credential_problems(option: str, given: Mapping[str, Any], form: Form, what: str) -> list[str]:
    """The given credentials that this form of URL does not support."""
    useless = sorted(given.keys() - set(form.credentials))
    if not useless:
        return []
    supported = f"; supported: {', '.join(form.credentials)}" if form.credentials else ""
    return [credentials_are(option, useless, f"not supported for {what}{supported}")]


def credentials_are(option: str, names: Sequence[str], verdict: str) -> str:
    subject = listed([f"'{option}.{name}'" for name in names])
    return f"{subject} {'is' if len(names) == 1 else 'are'} {verdict}"


def fits(form: Form, url: str) -> bool:
    try:
        return form.fits(urlsplit(url))
    except ValueError:  # Raised for brackets without a valid IPv6 address.
        return False


def unfit(url: str, what: str, example: str) -> str:
    return f"'{url}' is not a valid {what} URL; expected {example}"

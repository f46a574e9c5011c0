# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The choice of the disturbed runs, which depends only on the seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.integration.chaos.faults import FAULTS, Fault
from tests.integration.chaos.operations import Operation
from tests.integration.chaos.places import IDENTITY, SAHARA, Place
from tests.integration.support.playbook import API_VERSIONS, IN_PROCESS, MODULE, Variant

KEYSTONE, CLOUD, READ, WRITE = (
    "Keystone",
    "Nova, Glance, Neutron",
    "Sahara, reads",
    "Sahara, writes",
)
Item = TypeVar("Item")
TARGETS = (KEYSTONE, CLOUD, READ, WRITE)
# How often a fault strikes in a row. The last one is more often than a request is repeated.
TIMES = (1, 1, 1, 2, 2, 9)
A_HICCUP = 2
# One in this many runs is as a module, which takes much longer.
MODULE_EVERY = 10


@dataclass(frozen=True)
class Run:
    """One disturbed run. chance: which of the requests to the target is disturbed, from 0 to 1."""

    number: int
    operation: str
    variant: Variant
    target: str
    kind: str
    times: int
    chance: float

    def __str__(self) -> str:
        return f"{self.number} {self.operation} {self.variant}: {self.kind} x{self.times} at {self.target}"

    @property
    def fault(self) -> Fault:
        return FAULTS[self.kind]

    @property
    def is_ridden_out(self) -> bool:
        """Whether the task must succeed in spite of the fault.

        A write is repeated only if Sahara has not seen it. If it was carried out, the task finds that out.
        """
        if self.target == WRITE:
            return self.fault.carried_out
        return self.fault.passes and self.times <= A_HICCUP

    def place(self, places: Sequence[Place]) -> Place:
        """The request to disturb, of those in an undisturbed run."""
        fitting = [place for place in places if target_of(place) == self.target]
        return fitting[int(self.chance * len(fitting))]


def target_of(place: Place) -> str:
    if place.shape.service == SAHARA:
        return WRITE if place.is_write else READ
    return KEYSTONE if place.shape.service == IDENTITY else CLOUD


def choose(seed: int, count: int, operations: Mapping[str, Operation]) -> list[Run]:
    """The runs of a seed. Each fault strikes each target before any does so again.

    An operation uses one API version in all runs of a seed, so that it has to be recorded only once.
    """
    dice = random.Random(seed)
    apis = {name: dice.choice(API_VERSIONS) for name in operations}
    turns = repeated(dice, [(target, kind) for target in TARGETS for kind in FAULTS])
    deck = Deck(dice, operations)
    runs = []
    for number, (target, kind) in zip(range(1, count + 1), turns, strict=False):
        way = MODULE if number % MODULE_EVERY == 0 else IN_PROCESS
        name = deck.draw(target)
        times = min(dice.choice(TIMES), FAULTS[kind].most)
        variant = Variant(way, apis[name])
        runs.append(Run(number, name, variant, target, kind, times, dice.random()))
    return runs


def repeated(dice: random.Random, items: Sequence[Item]) -> Iterator[Item]:
    """The items in random order, without an end. Each comes up once before any comes up again."""
    while True:
        yield from dice.sample(items, len(items))


class Deck:
    """The operations in random order, each as often as its weight says."""

    def __init__(self, dice: random.Random, operations: Mapping[str, Operation]) -> None:
        self._operations = operations
        self._left = Counter({name: each.most for name, each in operations.items()})
        self._cards = repeated(
            dice, [n for n, each in operations.items() for _ in range(each.weight)]
        )
        self._skipped: list[str] = []

    def draw(self, target: str) -> str:
        """The next operation that sends requests to the target."""
        for name in self._skipped:
            if self._fits(name, target):
                self._skipped.remove(name)
                return self._taken(name)
        for name in self._cards:
            if self._fits(name, target):
                break
            self._skipped.append(name)
        return self._taken(name)

    def _fits(self, name: str, target: str) -> bool:
        return self._left[name] > 0 and (target != CLOUD or self._operations[name].cloud)

    def _taken(self, name: str) -> str:
        self._left[name] -= 1
        return name

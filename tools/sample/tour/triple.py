# SPDX-License-Identifier: MIT
"""The layers of the sample, and what becomes of them when a reach undergoes a family's edits."""
from dataclasses import dataclass, field

import columns
import edits


@dataclass
class Triple:
    """The four layers by fid, and the lines of truth.csv."""
    ancestor: dict = field(default_factory=dict)
    local: dict = field(default_factory=dict)
    reference: list = field(default_factory=list)
    truth: dict = field(default_factory=dict)
    told: list = field(default_factory=list)
    next_fid: int = 1

    def new_fid(self):
        self.next_fid += 1
        return self.next_fid - 1

    def tell(self, reach, fids, family):
        self.told.append([reach.cleabs or "", "/".join(map(str, fids)), family.name,
                          edits.told(family.local), edits.told(family.reference), family.outcome,
                          family.leaves, family.waits])


def as_delivered(reach):
    """Links to nodes are new in 3.5, and only there where the edition has been at work."""
    if reach.attributes["date_modification"] >= edits.NEW_EDITION:
        return reach
    return reach.edited(**dict.fromkeys(columns.NODES))


def undergo(triple, fid, family, own):
    """`own` is the local object before its edits; it has the fid of its ancestor."""
    own, = edits.applied(family.before, [own])
    triple.ancestor[fid], = edits.applied(family.before, [triple.ancestor[fid]])
    local = edits.applied(family.local, [own])
    fids = [fid] + [triple.new_fid() for _ in local[1:]]
    triple.local.update(zip(fids, local))
    triple.reference += [as_delivered(reach) for reach in
                         edits.applied(family.reference, [triple.ancestor[fid]])]
    if family.outcome != "conflict":
        merged = edits.applied(family.merged_edits(), [own])
        triple.truth.update(zip(fids, map(as_delivered, merged)))
    triple.tell(triple.ancestor[fid], fids[:len(local)], family)

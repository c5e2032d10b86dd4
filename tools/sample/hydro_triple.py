#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""hydro_triple.py OUT_DIR: writes the small hydro triple of sample_data/hydro and its truth.

The same bytes on every run. Everything in it is invented."""
import csv
import random
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import columns
import desk
import edits
from families import FAMILIES, Family
from geopackage import GeoPackage
from network import network, on_grid

SEED = 38205
UNTOUCHED_SOURCES = 16  # new reaches begin above them
LAYER = "troncon_hydrographique"
JOB = """\
# SPDX-License-Identifier: MIT
# The synchronisation of this folder: bdf sync job.yaml --out FOLDER. Paths are relative to
# this file.
theme: hydro
producer: DDT 38
territory: "038"
ancestor: ancestor.gpkg
local: local.gpkg
reference: reference.gpkg
"""
HEADER = ["cleabs", "local_fids", "family", "local_change", "reference_change", "expected_outcome",
          "leaves", "waits"]


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


def with_business(rng, reach):
    return reach.edited(
        classement_ddt=rng.choice(["Cours d'eau", "Non cours d'eau", "Indéterminé"]),
        date_visite=f"2025-0{rng.randint(3, 9)}-{rng.randint(10, 28)}",
        agent=rng.choice(["A. Pélissier", "M. Durand", "C. Roux"]),
        inventaire_bcae=rng.choice(["Oui", "Non", None]))


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


def choose(rng, triple):
    """fid → family: the reaches that undergo something, no reach twice."""
    fate = {}
    for _ in range(2):
        fate.update(move_confluence(confluences(triple, set(triple.ancestor) - set(fate))[0]))
    mouths = {reach.points[-1] for reach in triple.ancestor.values()}
    free = [fid for fid in triple.ancestor if fid not in fate]
    sources = [fid for fid in free if triple.ancestor[fid].points[0] not in mouths]
    rng.shuffle(sources)
    kept, sources = sources[:UNTOUCHED_SOURCES], sources[UNTOUCHED_SOURCES:]
    others = [fid for fid in free if fid not in kept]
    rng.shuffle(others)
    for family in sorted(FAMILIES, key=lambda family: not family.headwater):
        for _ in range(family.count):
            fid = (sources if family.headwater else others).pop()
            fate[fid] = family
            if family.headwater:
                others.remove(fid)
    return fate


def prolonged(head, cleabs, length):
    """A new source above `head`, ending exactly where that begins."""
    x, y, z = head.points[0]
    across_x, across_y, _ = edits.across(head, 1.0)
    points = tuple(on_grid(x - t * length * across_y + t * (1 - t) * 20 * across_x,
                           y + t * length * across_x + t * (1 - t) * 20 * across_y,
                           z + t * length * 0.1) for t in (1.0, 0.7, 0.4, 0.2))
    return replace(head, points=(*points, head.points[0])).edited(
        cleabs=cleabs, code_hydrographique=None, persistance="Intermittent", fosse=None,
        lien_vers_noeud_hydrographique_ini=None,
        lien_vers_noeud_hydrographique_fin=head.attributes["lien_vers_noeud_hydrographique_ini"])


INSERTED = edits.named("inserted")(lambda reaches: reaches)


def insert_locally(triple, reach, name):
    fid = triple.new_fid()
    triple.local[fid], triple.truth[fid] = reach, as_delivered(reach)
    triple.tell(reach, [fid], Family(name, 1, (INSERTED,), (), "inserted_locally",
                                     "object=proposed"))


def insert_in_reference(triple, reach):
    taken, = edits.newer(9)([reach])
    triple.reference.append(taken)
    triple.truth[triple.new_fid()] = taken
    triple.tell(taken, [], Family("insert_reference", 1, (), (INSERTED,),
                                  "inserted_from_reference"))


def insert_on_both(triple, reach, drawn):
    """The reference has it with a key, the office has drawn it without."""
    family = (Family("insert_both_drawn", 1, (INSERTED, *drawn), (INSERTED,), "merged",
                     "geometry=proposed", "geometry") if drawn else
              Family("insert_both_alike", 1, (INSERTED,), (INSERTED,), "merged"))
    fid = triple.new_fid()
    own, = edits.applied(drawn, [reach.edited(cleabs=None)])
    taken, = edits.newer(9)([reach])
    triple.local[fid] = own
    triple.truth[fid] = taken
    triple.reference.append(taken)
    triple.tell(taken, [fid], family)


def insert(triple, untouched):
    """New reaches above sources that nothing happens to."""
    def new(cleabs, length=90):
        return prolonged(untouched.pop(), cleabs, length)
    for _ in range(2):
        insert_locally(triple, new(None), "insert_local_without_cleabs")
    for number in (2, 3):
        insert_locally(triple, new(f"DDT38EAU{number:016d}"), "insert_local")
    keys = (f"TRON_EAU{2100000000 + number:016d}" for number in range(9))
    for _ in range(5):
        insert_in_reference(triple, new(next(keys), 120))
    for drawn in ((), (), (edits.bend(1),), (edits.bend(1),)):
        insert_on_both(triple, new(next(keys), 120), drawn)


def confluences(triple, free):
    """Confluences all of whose reaches are free: lists of (fid, index of the end that is there)."""
    meeting = {}
    for fid, reach in triple.ancestor.items():
        for end in (0, -1):
            meeting.setdefault(reach.points[end], []).append((fid, end))
    return [ends for ends in meeting.values()
            if len(ends) == 3 and all(fid in free for fid, _ in ends)]


def move_confluence(ends):
    """fid → family for the reaches that meet there: the reference moves their common end."""
    def edit(index):
        @edits.named("confluence moved by 2.2 m")
        def move(reaches):
            return [edits.moved(reach, index, (2.0, -1.0, 0.0)) for reach in reaches]
        return move
    return {fid: Family("confluence_reference", 1, (), (edit(index), edits.newer(5)),
                        "updated_from_reference") for fid, index in ends}


def make_triple(rng):
    triple = Triple()
    for reach in network(rng, 40):
        triple.ancestor[triple.new_fid()] = reach
    fate = choose(rng, triple)
    unchanged = Family("unchanged", 0, (), (), "unchanged")
    for fid, reach in triple.ancestor.items():
        family = fate.get(fid, unchanged)
        visited = family.business or (family is unchanged and rng.random() < 0.2)
        undergo(triple, fid, family, with_business(rng, reach) if visited else reach)
    mouths = {reach.points[-1] for reach in triple.ancestor.values()}
    insert(triple, [reach for fid, reach in triple.ancestor.items()
                    if fid not in fate and reach.points[0] not in mouths])
    rng.shuffle(triple.reference)  # a new edition keeps neither fids nor order
    return triple


def rows(layer, in_terms=lambda attributes: attributes):
    """fid → (points, attributes), these as the file's columns are called."""
    return {fid: (reach.points, in_terms(reach.attributes)) for fid, reach in sorted(layer.items())}


def write_local(path, triple):
    with GeoPackage(path) as file:
        file.add_lines(LAYER, columns.LOCAL, rows(triple.local, columns.in_office), as_edited=True)
        desk.add_visits(file, triple.local)
        desk.add_style(file, LAYER)


def write(folder, triple):
    folder.mkdir(parents=True, exist_ok=True)
    with GeoPackage(folder / "ancestor.gpkg") as file:
        file.add_lines(LAYER, columns.BDTOPO_3_3, rows(triple.ancestor, columns.in_3_3))
    write_local(folder / "local.gpkg", triple)
    with GeoPackage(folder / "reference.gpkg") as file:
        file.add_lines(LAYER, columns.BDTOPO_3_5, rows(dict(enumerate(triple.reference, 1))))
    with GeoPackage(folder / "truth.gpkg") as file:
        file.add_lines(LAYER, columns.MERGED, rows(triple.truth, columns.in_office))
    with GeoPackage(folder / "answers.gpkg") as file:
        desk.add_answers(file, LAYER, triple.told)
    with open(folder / "truth.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        table.writerows(triple.told)
    (folder / "job.yaml").write_text(JOB, encoding="utf-8")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    write(Path(sys.argv[1]), make_triple(random.Random(SEED)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""hydro_triple.py OUT_DIR: writes the small hydro triple of sample_data/hydro and its truth.

The same bytes on every run. Everything in it is invented."""
import csv
import random
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import desk
import edits
from geopackage import GeoPackage
from network import network, on_grid

SEED = 38205
LAYER = "troncon_hydrographique"
COLUMNS = {
    "cleabs": "TEXT(24)", "code_hydrographique": "TEXT(19)", "nature": "TEXT", "fictif": "BOOLEAN",
    "position_par_rapport_au_sol": "TEXT", "date_modification": "DATETIME",
    "precision_planimetrique": "REAL", "precision_altimetrique": "REAL", "persistance": "TEXT",
    "numero_d_ordre": "TEXT(2)", "sens_de_l_ecoulement": "TEXT", "classe_de_largeur": "TEXT",
    "inventaire_police_de_l_eau": "TEXT", "liens_vers_cours_d_eau": "TEXT",
    "cpx_toponyme_de_cours_d_eau": "TEXT"}
OWN_COLUMNS = {"classement_ddt": "TEXT", "date_visite": "DATE", "agent": "TEXT"}
JOB = """\
# SPDX-License-Identifier: MIT
# The synchronisation of this folder: bdf sync job.yaml --out FOLDER. Paths are relative to
# this file.
theme: generic
key: cleabs
layer: troncon_hydrographique
ancestor: ancestor.gpkg
local: local.gpkg
reference: reference.gpkg
"""


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

    def tell(self, reach, fids, family, local, reference, outcome):
        self.told.append([reach.cleabs or "", "/".join(map(str, fids)), family, local, reference,
                          outcome])


def with_business(rng, reach):
    return reach.edited(
        classement_ddt=rng.choice(["Cours d'eau", "Non cours d'eau", "Indéterminé"]),
        date_visite=f"2025-0{rng.randint(3, 9)}-{rng.randint(10, 28)}",
        agent=rng.choice(["A. Pélissier", "M. Durand", "C. Roux"]))


def undergo(triple, fid, family, own):
    """`own` is the local object before its edits; it has the fid of its ancestor."""
    ancestor = triple.ancestor[fid]
    local = edits.applied(family.local, [own])
    fids = [fid] + [triple.new_fid() for _ in local[1:]]
    triple.local.update(zip(fids, local))
    triple.reference += edits.applied(family.reference, [ancestor])
    if family.outcome != "conflict":
        triple.truth.update(zip(fids, edits.merged(family, local)))
    triple.tell(ancestor, fids[:len(local)], family.name, edits.told(family.local),
                edits.told(family.reference), family.outcome)


def choose(rng, triple):
    """fid → family: the reaches that undergo something, no reach twice."""
    mouths = {reach.points[-1] for reach in triple.ancestor.values()}
    sources = [fid for fid, reach in triple.ancestor.items() if reach.points[0] not in mouths]
    inner = [fid for fid in triple.ancestor if fid not in sources]
    rng.shuffle(sources), rng.shuffle(inner)
    return {(sources if family.headwater else inner).pop(): family
            for family in edits.FAMILIES for _ in range(family.count)}


def prolonged(head, cleabs, length):
    """A new source above `head`, ending exactly where that begins."""
    x, y, z = head.points[0]
    across_x, across_y, _ = edits.across(head, 1.0)
    points = tuple(on_grid(x - t * length * across_y + t * (1 - t) * 20 * across_x,
                           y + t * length * across_x + t * (1 - t) * 20 * across_y,
                           z + t * length * 0.1) for t in (1.0, 0.7, 0.4, 0.2))
    return replace(head, points=(*points, head.points[0])).edited(
        cleabs=cleabs, code_hydrographique=None, persistance="Intermittent")


def insert(triple, untouched):
    """New reaches on one side, above sources that nothing happens to."""
    for number in range(4):
        local = prolonged(untouched.pop(), None if number < 2 else f"DDT38EAU{number:016d}", 90)
        fid = triple.new_fid()
        triple.local[fid] = triple.truth[fid] = local
        triple.tell(local, [fid], "insert_local_without_cleabs" if number < 2 else "insert_local",
                    "inserted", "", "inserted_locally")
    for number in range(5):
        taken = edits.newer(9)([prolonged(untouched.pop(), f"TRON_EAU{2100000000 + number:016d}",
                                          120)])[0]
        triple.reference.append(taken)
        triple.truth[triple.new_fid()] = taken
        triple.tell(taken, [], "insert_reference", "", "inserted", "inserted_from_reference")


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
    return {fid: edits.Family("confluence_reference", 1, (), (edit(index), edits.newer(5)),
                              "updated_from_reference") for fid, index in ends}


def make_triple(rng):
    triple = Triple()
    for reach in network(rng, 40):
        triple.ancestor[triple.new_fid()] = reach
    fate = choose(rng, triple)
    for _ in range(2):
        fate.update(move_confluence(confluences(triple, set(triple.ancestor) - set(fate))[0]))
    unchanged = edits.Family("unchanged", 0, (), (), "unchanged")
    for fid, reach in triple.ancestor.items():
        family = fate.get(fid, unchanged)
        visited = family.business or (family is unchanged and rng.random() < 0.2)
        undergo(triple, fid, family, with_business(rng, reach) if visited else reach)
    mouths = {reach.points[-1] for reach in triple.ancestor.values()}
    insert(triple, [reach for fid, reach in triple.ancestor.items()
                    if fid not in fate and reach.points[0] not in mouths])
    rng.shuffle(triple.reference)  # a new edition keeps neither fids nor order
    return triple


def rows(layer):
    return {fid: (reach.points, reach.attributes) for fid, reach in sorted(layer.items())}


def write_local(path, triple):
    with GeoPackage(path) as file:
        file.add_lines(LAYER, {**COLUMNS, **OWN_COLUMNS}, rows(triple.local), as_edited=True)
        desk.add_visits(file, triple.local)
        desk.add_style(file, LAYER)


def write(folder, triple):
    folder.mkdir(parents=True, exist_ok=True)
    with GeoPackage(folder / "ancestor.gpkg") as file:
        file.add_lines(LAYER, COLUMNS, rows(triple.ancestor))
    write_local(folder / "local.gpkg", triple)
    with GeoPackage(folder / "reference.gpkg") as file:
        file.add_lines(LAYER, COLUMNS, rows(dict(enumerate(triple.reference, 1))))
    with GeoPackage(folder / "truth.gpkg") as file:
        file.add_lines(LAYER, {**COLUMNS, **OWN_COLUMNS}, rows(triple.truth))
    with open(folder / "truth.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["cleabs", "local_fids", "family", "local_change", "reference_change",
                        "expected_outcome"])
        table.writerows(triple.told)
    (folder / "job.yaml").write_text(JOB, encoding="utf-8")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    write(Path(sys.argv[1]), make_triple(random.Random(SEED)))


if __name__ == "__main__":
    main()

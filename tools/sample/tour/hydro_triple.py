#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""hydro_triple.py OUT_DIR: writes the small hydro triple of sample_data/hydro and its truth.

The same bytes on every run. Everything in it is invented."""
import csv
import random
import sys
from pathlib import Path

import columns
import desk
import edits
from families import FAMILIES, Family
from geopackage import GeoPackage
from insertions import insert
from network import network
from triple import Triple, undergo

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


def with_business(rng, reach):
    return reach.edited(
        classement_ddt=rng.choice(["Cours d'eau", "Non cours d'eau", "Indéterminé"]),
        date_visite=f"2025-0{rng.randint(3, 9)}-{rng.randint(10, 28)}",
        agent=rng.choice(["A. Pélissier", "M. Durand", "C. Roux"]),
        inventaire_bcae=rng.choice(["Oui", "Non", None]))


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

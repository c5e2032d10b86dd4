# SPDX-License-Identifier: MIT
"""Reaches that are new on one side or on both."""
from dataclasses import replace

import edits
from families import Family
from network import on_grid
from triple import as_delivered


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

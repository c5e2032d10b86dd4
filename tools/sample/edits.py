# SPDX-License-Identifier: MIT
"""The families of edits: what happens to a reach on each side, and what a merge must make of it.

An edit is a function from a list of reaches to a list of reaches, so that deleting and splitting
are edits as any other. The truth of a case that is no conflict is both sides' edits one after the
other, each once."""
import math
from dataclasses import dataclass, replace

NEW_EDITION = "2025-11-0{day}T09:40:00.000Z"


@dataclass(frozen=True)
class Family:
    """`count` reaches undergo `local` and `reference` (tuples of edits)."""
    name: str
    count: int
    local: tuple
    reference: tuple
    outcome: str
    headwater: bool = False  # only sources are deleted or prolonged: nothing else loses its end
    business: bool = False   # the local object carries the producer's own values


def named(text):
    """Gives an edit the words with which truth.csv tells it."""
    def mark(edit):
        edit.text = text
        return edit
    return mark


def attribute(column, value):
    @named(f"{column} = {value}")
    def edit(reaches):
        return [reach.edited(**{column: value}) for reach in reaches]
    return edit


def moved(reach, index, shift):
    points = list(reach.points)
    points[index] = tuple(round(a + b, 1) for a, b in zip(points[index], shift))
    return replace(reach, points=tuple(points))


def bend(metres):
    """Moves the middle vertex across the line."""
    @named(f"middle vertex moved by {metres} m")
    def edit(reaches):
        return [moved(reach, len(reach.points) // 2, across(reach, metres)) for reach in reaches]
    return edit


def across(reach, metres):
    (x0, y0, _), (x1, y1, _) = reach.points[0], reach.points[-1]
    length = math.dist((x0, y0), (x1, y1))
    return metres * (y0 - y1) / length, metres * (x1 - x0) / length, 0.0


@named("altitudes of the inner vertices lowered by 0.3 m")
def relevel(reaches):
    return [replace(reach, points=(reach.points[0],
                                   *((x, y, round(z - 0.3, 1)) for x, y, z in reach.points[1:-1]),
                                   reach.points[-1])) for reach in reaches]


@named("vertex added")
def densify(reaches):
    return [replace(reach, points=(reach.points[0], halfway(reach), *reach.points[1:]))
            for reach in reaches]


def halfway(reach):
    return tuple(round((a + b) / 2, 1) for a, b in zip(reach.points[0], reach.points[1]))


@named("deleted")
def delete(reaches):
    return []


@named("split in two, both with its cleabs")
def split(reaches):
    return [replace(reach, points=part) for reach in reaches
            for part in (reach.points[:len(reach.points) // 2 + 1],
                         reach.points[len(reach.points) // 2:])]


def newer(day):
    """Every edit of the reference dates the object."""
    return attribute("date_modification", NEW_EDITION.format(day=day))


# Values that the network never has by itself: each of these edits changes something.
WIDER = attribute("classe_de_largeur", "Entre 50 et 250 m")
DRY = attribute("persistance", "Sec")
RENAMED = attribute("cpx_toponyme_de_cours_d_eau", "Ruisseau des Sagnes")
RENAMED_OTHERWISE = attribute("cpx_toponyme_de_cours_d_eau", "Ruisseau de la Sagne")
BENT = bend(5)

FAMILIES = [
    Family("attribute_local", 8, (DRY,), (), "kept_local"),
    Family("attribute_local_business", 3, (WIDER,), (), "kept_local", business=True),
    Family("date_reference", 12, (), (newer(1),), "updated_from_reference"),
    Family("attribute_reference", 8, (), (RENAMED, newer(2)), "updated_from_reference"),
    Family("attribute_reference_business", 3, (), (WIDER, newer(2)), "updated_from_reference",
           business=True),
    Family("attributes_apart", 5, (DRY,), (RENAMED, newer(3)), "merged"),
    Family("attribute_both_alike", 4, (WIDER,), (WIDER, newer(3)), "merged"),
    Family("attribute_both_differ", 4, (RENAMED,), (RENAMED_OTHERWISE, newer(4)), "conflict"),
    Family("attributes_differ_and_apart", 2, (RENAMED, DRY),
           (RENAMED_OTHERWISE, WIDER, newer(4)), "conflict"),
    Family("geometry_local", 6, (bend(6),), (), "kept_local"),
    Family("geometry_local_vertex", 2, (densify,), (), "kept_local"),
    Family("geometry_reference", 6, (), (bend(-4), newer(5)), "updated_from_reference"),
    Family("altitude_reference", 3, (), (relevel, newer(5)), "updated_from_reference"),
    Family("geometry_both_alike", 3, (BENT,), (BENT, newer(6)), "merged"),
    Family("geometry_both_differ", 4, (bend(6),), (bend(-4), newer(6)), "conflict"),
    Family("geometry_local_attribute_reference", 4, (bend(7),), (RENAMED, newer(7)), "merged"),
    Family("attribute_local_geometry_reference", 4, (DRY,), (bend(-5), newer(7)), "merged"),
    Family("delete_local", 3, (delete,), (), "deleted_locally", headwater=True),
    Family("delete_reference", 3, (), (delete,), "deleted_by_reference", headwater=True),
    Family("delete_both", 1, (delete,), (delete,), "deleted_on_both", headwater=True),
    Family("delete_local_edit_reference", 2, (delete,), (bend(-4), newer(8)), "conflict",
           headwater=True),
    Family("delete_reference_edit_local", 2, (DRY,), (delete,), "conflict", headwater=True),
    Family("delete_reference_business", 1, (), (delete,), "conflict", headwater=True,
           business=True),
    Family("split_local", 3, (split,), (), "recut"),
]


def applied(edits, reaches):
    for edit in edits:
        reaches = edit(reaches)
    return reaches


def merged(family, local):
    """What both sides' edits give, of which `local` has its own already."""
    return applied([edit for edit in family.reference if edit not in family.local], local)


def told(edits):
    return "; ".join(edit.text for edit in edits)

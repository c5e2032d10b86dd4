# SPDX-License-Identifier: MIT
"""What people do to reaches: an edit is a function from a list of reaches to a list of reaches, so
that deleting and splitting are edits as any other."""
import math
import unicodedata
from dataclasses import replace

NEW_EDITION = "2025-11-"


def named(text):
    """Gives an edit the words with which truth.csv tells it."""
    def mark(edit):
        edit.text = text
        return edit
    return mark


def attributes(**values):
    @named(" and ".join(f"{column} = {'none' if value is None else value}"
                        for column, value in values.items()))
    def edit(reaches):
        return [reach.edited(**values) for reach in reaches]
    return edit


def newer(day):
    """Every edit of the reference dates the object."""
    return attributes(date_modification=f"{NEW_EDITION}{day:02d}T09:40:00.000Z")


@named("entered in the inventory")
def inscribe(reaches):
    return [reach.edited(inventaire_police_de_l_eau="Inscrit",
                         identifiant_police_de_l_eau=f"38-{reach.cleabs[-7:]}")
            for reach in reaches]


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


@named("moved by 1300 m with its cleabs")
def carried_off(reaches):
    return [replace(reach, points=tuple((round(x + 1100, 1), round(y + 700, 1), z)
                                        for x, y, z in reach.points)) for reach in reaches]


@named("altitudes of the inner vertices lowered by 0.3 m")
def relevel(reaches):
    return [replace(reach, points=(reach.points[0],
                                   *((x, y, round(z - 0.3, 1)) for x, y, z in reach.points[1:-1]),
                                   reach.points[-1])) for reach in reaches]


def at_altitude(z, text):
    @named(text)
    def edit(reaches):
        return [replace(reach, points=tuple((x, y, z) for x, y, _ in reach.points))
                for reach in reaches]
    return edit


unlevel = at_altitude(-1000.0, "no altitudes: all are -1000")
flatten = at_altitude(0.0, "all altitudes are 0")


@named("digitised the other way round with sens_de_l_ecoulement = Sens inverse")
def reverse(reaches):
    return [replace(reach, points=reach.points[::-1]).edited(sens_de_l_ecoulement="Sens inverse")
            for reach in reaches]


@named("vertex added")
def densify(reaches):
    return [replace(reach, points=(reach.points[0], halfway(reach), *reach.points[1:]))
            for reach in reaches]


def halfway(reach):
    return tuple(round((a + b) / 2, 1) for a, b in zip(reach.points[0], reach.points[1]))


@named("name decomposed (NFD) and padded with blanks")
def retype(reaches):
    return [reach.edited(cpx_toponyme_de_cours_d_eau=unicodedata.normalize(
        "NFD", f" {reach.attributes['cpx_toponyme_de_cours_d_eau']} ")) for reach in reaches]


@named("deleted")
def delete(reaches):
    return []


@named("split in two: both with its cleabs")
def split(reaches):
    return [replace(reach, points=part) for reach in reaches
            for part in (reach.points[:len(reach.points) // 2 + 1],
                         reach.points[len(reach.points) // 2:])]


def applied(edits, reaches):
    for edit in edits:
        reaches = edit(reaches)
    return reaches


def told(edits):
    return "; ".join(edit.text for edit in edits)

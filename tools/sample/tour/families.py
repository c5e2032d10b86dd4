# SPDX-License-Identifier: MIT
"""The families of edits: what happens to a reach on each side, what a merge by the theme hydro must
make of it, and what of it goes to the reference.

`merged` are the edits that the merged object has undergone; without it both sides' edits one after
the other, each once. `leaves` and `waits` name attributes: what the contribution holds, with its
status, and what waits as a proposal because the reference's value has taken its place."""
from dataclasses import dataclass

from edits import (attributes, bend, carried_off, delete, densify, flatten, inscribe, newer,
                   relevel, retype, reverse, split, unlevel)


@dataclass(frozen=True)
class Family:
    """`count` reaches, made so by `before` on all sides, undergo `local` and `reference`."""
    name: str
    count: int
    local: tuple
    reference: tuple
    outcome: str
    leaves: str = ""
    waits: str = ""
    before: tuple = ()
    merged: tuple = None
    headwater: bool = False  # only sources are deleted or prolonged: nothing else loses its end
    business: bool = False   # the local object carries the office's own notes

    def merged_edits(self):
        if self.merged is not None:
            return self.merged
        return self.local + tuple(edit for edit in self.reference if edit not in self.local)


# Values that the network never has by itself: each of these edits changes something.
WIDER = attributes(classe_de_largeur="Entre 50 et 250 m")
DRY = attributes(persistance="Sec")
RENAMED = attributes(cpx_toponyme_de_cours_d_eau="Ruisseau des Sagnes")
RENAMED_OTHERWISE = attributes(cpx_toponyme_de_cours_d_eau="Ruisseau de la Sagne")
UNLISTED = attributes(inventaire_police_de_l_eau=None, identifiant_police_de_l_eau=None)
REFUSED = attributes(inventaire_police_de_l_eau="Non inscrit")
BENT = bend(5)
NUDGED = bend(3)
KEYLESS = attributes(cleabs=None)

# Whether it is a ditch, and whether its course is known, with the day on which somebody looked.
DITCH = attributes(fosse=1)
NO_DITCH = attributes(fosse=0)
KNOWN = attributes(trace_connu=1)
UNKNOWN = attributes(trace_connu=0)
NEVER_SEEN = attributes(date_de_confirmation=None)
SEEN_2022 = attributes(date_de_confirmation="2022-06-14")
SEEN_2024 = attributes(date_de_confirmation="2024-09-03")
SEEN_2025 = attributes(date_de_confirmation="2025-05-20")

NAME = "cpx_toponyme_de_cours_d_eau"
INVENTORY = "inventaire_police_de_l_eau"
LISTED = "identifiant_police_de_l_eau=offered; inventaire_police_de_l_eau=offered"
SEEN = "date_de_confirmation"

OWNED_BY_THE_REFERENCE = [
    Family("attribute_local", 6, (DRY,), (), "kept_local", "persistance=proposed"),
    Family("attribute_local_business", 3, (WIDER,), (), "kept_local",
           "classe_de_largeur=proposed", business=True),
    Family("date_reference", 34, (), (newer(1),), "updated_from_reference"),
    Family("attribute_reference", 8, (), (WIDER, newer(2)), "updated_from_reference"),
    Family("attribute_reference_business", 3, (), (WIDER, newer(2)), "updated_from_reference",
           business=True),
    Family("attributes_apart", 5, (DRY,), (WIDER, newer(3)), "merged", "persistance=proposed"),
    Family("attribute_both_alike", 4, (WIDER,), (WIDER, newer(3)), "merged"),
    Family("attribute_both_differ", 4, (RENAMED,), (RENAMED_OTHERWISE, newer(4)), "merged",
           f"{NAME}=proposed", NAME),
    Family("attributes_differ_and_apart", 2, (RENAMED, DRY), (RENAMED_OTHERWISE, WIDER, newer(4)),
           "merged", f"{NAME}=proposed; persistance=proposed", NAME),
]

OWNED_BY_THE_OFFICE = [
    Family("inventory_local", 8, (inscribe,), (), "kept_local", LISTED, before=(UNLISTED,)),
    Family("inventory_reference", 4, (), (inscribe, newer(2)), "updated_from_reference",
           before=(UNLISTED,)),
    Family("inventory_both_differ", 4, (inscribe,), (REFUSED, newer(4)), "merged", LISTED,
           before=(UNLISTED,), merged=(newer(4), inscribe)),
]

SHARED = [
    Family("ditch_local", 3, (DITCH, SEEN_2025), (), "kept_local",
           f"{SEEN}=proposed; fosse=offered"),
    Family("ditch_reference", 3, (), (NO_DITCH, SEEN_2025, newer(5)), "updated_from_reference"),
    Family("ditch_local_newest", 3, (DITCH, SEEN_2025), (NO_DITCH, SEEN_2024, newer(5)), "merged",
           f"{SEEN}=proposed; fosse=offered", merged=(newer(5), DITCH, SEEN_2025)),
    Family("ditch_reference_newest", 3, (DITCH, SEEN_2024), (NO_DITCH, SEEN_2025, newer(5)),
           "merged"),
    Family("ditch_undated", 3, (DITCH,), (NO_DITCH, newer(5)), "conflict", before=(NEVER_SEEN,)),
    Family("course_local_newest", 2, (KNOWN, SEEN_2025), (UNKNOWN, SEEN_2022, newer(5)), "merged",
           f"{SEEN}=proposed; trace_connu=offered", merged=(newer(5), KNOWN, SEEN_2025)),
    Family("course_reference_newest", 2, (KNOWN, SEEN_2022), (UNKNOWN, SEEN_2025, newer(5)),
           "merged"),
    Family("course_undated", 2, (KNOWN,), (UNKNOWN, newer(5)), "conflict", before=(NEVER_SEEN,)),
]

GEOMETRY = [
    Family("geometry_local", 5, (bend(6),), (), "kept_local", "geometry=proposed"),
    Family("geometry_local_vertex", 2, (densify,), (), "kept_local", "geometry=proposed"),
    Family("geometry_reference", 5, (), (bend(-4), newer(5)), "updated_from_reference"),
    Family("altitude_reference", 3, (), (relevel, newer(5)), "updated_from_reference"),
    Family("geometry_both_alike", 3, (BENT,), (BENT, newer(6)), "merged"),
    Family("geometry_both_differ", 4, (bend(6),), (bend(-4), newer(6)), "merged",
           "geometry=proposed", "geometry", merged=(bend(-4), newer(6))),
    Family("geometry_local_attribute_reference", 4, (bend(7),), (WIDER, newer(7)), "merged",
           "geometry=proposed"),
    Family("attribute_local_geometry_reference", 4, (DRY,), (bend(-5), newer(7)), "merged",
           "persistance=proposed"),
]

SAID_OTHERWISE = [
    Family("reversed_local", 3, (reverse,), (), "unchanged"),
    Family("reversed_reference", 3, (), (reverse,), "unchanged", merged=()),
    Family("no_altitude", 3, (flatten,), (), "unchanged",
           before=(unlevel, attributes(precision_altimetrique=9999.0))),
    Family("links_in_another_order", 3,
           (attributes(liens_vers_cours_d_eau="COURDEAU0000003000000002/COURDEAU0000003000000001"),),
           (), "unchanged", before=(attributes(
               liens_vers_cours_d_eau="COURDEAU0000003000000001/COURDEAU0000003000000002"),)),
    Family("text_retyped", 3, (retype,), (), "unchanged",
           before=(attributes(cpx_toponyme_de_cours_d_eau="Ruisseau de l'Épine Brûlée"),)),
    Family("blank_for_none", 2, (attributes(commentaire_sur_l_objet_hydro=""),), (), "unchanged"),
]

EXISTENCE = [
    Family("delete_local", 3, (delete,), (), "deleted_locally", "object=proposed", headwater=True),
    Family("delete_local_date_reference", 1, (delete,), (newer(8),), "deleted_locally",
           "object=proposed", headwater=True),
    Family("delete_reference", 2, (), (delete,), "deleted_by_reference", before=(UNLISTED,),
           headwater=True),
    Family("delete_both", 1, (delete,), (delete,), "deleted_on_both", headwater=True),
    Family("delete_local_edit_reference", 2, (delete,), (bend(-4), newer(8)), "conflict",
           headwater=True),
    Family("delete_reference_edit_local", 2, (DRY,), (delete,), "conflict", before=(UNLISTED,),
           headwater=True),
    Family("delete_reference_business", 1, (), (delete,), "conflict", headwater=True,
           business=True),
]

KEYS = [
    Family("split_local", 3, (split,), (), "recut", "object=proposed"),
    Family("key_lost", 3, (KEYLESS,), (), "updated_from_reference", merged=()),
    Family("key_lost_moved", 2, (KEYLESS, NUDGED), (), "kept_local", "geometry=proposed",
           merged=(NUDGED,)),
    Family("key_far_away", 2, (carried_off,), (), "conflict"),
]

FAMILIES = (OWNED_BY_THE_REFERENCE + OWNED_BY_THE_OFFICE + SHARED + GEOMETRY + SAID_OTHERWISE +
            EXISTENCE + KEYS)

# SPDX-License-Identifier: MIT
"""A small dendritic river network, invented, laid in the hills near Lans-en-Vercors (EPSG:2154).

Reaches are digitised in the direction of flow, their ends are shared exactly, coordinates lie on
the 0.1 m grid of the BD TOPO and Z falls downstream."""
import math
from dataclasses import dataclass, replace

OUTLET = (903800.0, 6456200.0, 905.0)
CLASSES = {1: "Entre 0 et 5 m", 2: "Entre 0 et 5 m", 3: "Entre 5 et 15 m", 4: "Entre 15 et 50 m"}
GENERIC = ["Ruisseau", "Torrent", "Ruisseau", "Bief", "Rivière"]
SPECIFIC = ["de la Combe", "de l'Épine", "de la Gorge", "de la Forêt", "de l'Église", "de la Côte",
            "de la Chênaie", "de l'Échelle"]
EPITHET = ["Noire", "aux Ânes", "aux Fées", "d'en Haut", "Brûlée", "de Saint-Aré", "Froide"]


@dataclass(frozen=True)
class Reach:
    """One object: vertices (x, y, z) from upstream to downstream, and attributes in 3.5's terms."""
    points: tuple
    attributes: dict

    @property
    def cleabs(self):
        return self.attributes["cleabs"]

    def edited(self, **changes):
        return replace(self, attributes={**self.attributes, **changes})


@dataclass
class Stem:
    """A watercourse while it grows upstream from `mouth`, `count` reaches long."""
    mouth: tuple
    heading: float
    count: int
    rank: int
    name: str


def on_grid(*values):
    return tuple(round(value, 1) for value in values)


def toponym(rng):
    return " ".join(rng.choice(part) for part in (GENERIC, SPECIFIC, EPITHET))


def meander(rng, mouth, head):
    """Vertices from head to mouth, with bends of a few metres between the two."""
    count = rng.randint(5, 10)
    (x0, y0, z0), (x1, y1, z1) = head, mouth
    length = math.dist((x0, y0), (x1, y1))
    across = ((y0 - y1) / length, (x1 - x0) / length)
    middle = []
    for i in range(1, count):
        t = i / count
        bend = rng.uniform(-9, 9) * math.sin(math.pi * t)
        middle.append(on_grid(x0 + t * (x1 - x0) + bend * across[0],
                              y0 + t * (y1 - y0) + bend * across[1], z0 + t * (z1 - z0)))
    return (head, *middle, mouth)


def grow(rng, stem):
    """One stem's reaches from the mouth upwards, as vertex lists."""
    mouth, lines = stem.mouth, []
    for _ in range(stem.count):
        length = rng.uniform(220, 280) if stem.rank == 0 else rng.uniform(110, 190)
        turn = stem.heading + rng.uniform(-0.15, 0.15)
        rise = length * (0.02 + 0.05 * stem.rank) + 0.5
        head = on_grid(mouth[0] + length * math.cos(turn), mouth[1] + length * math.sin(turn),
                       mouth[2] + rise)
        lines.append(meander(rng, mouth, head))
        mouth = head
    return lines


def tributaries(rng, stem, lines):
    """A stem of the next rank at each inner confluence, on alternating sides."""
    if stem.rank == 2:
        return []
    swing = 1.45 if stem.rank == 0 else 0.8
    return [Stem(line[0], stem.heading + (swing if i % 2 else -swing),
                 rng.randint(2, 4) if stem.rank == 0 else rng.randint(1, 2), stem.rank + 1,
                 toponym(rng))
            for i, line in enumerate(lines[:-1])]


def strahler(lines):
    """Strahler's order of each line, in the order of `lines`; sources have order 1."""
    above = {}
    for i, line in enumerate(lines):
        above.setdefault(line[-1], []).append(i)
    orders = {}
    for i in sorted(range(len(lines)), key=lambda i: -lines[i][0][2]):  # from the highest head
        inflow = sorted((orders[j] for j in above.get(lines[i][0], [])), reverse=True)
        orders[i] = 1 if not inflow else inflow[0] + (len(inflow) > 1 and inflow[0] == inflow[1])
    return [orders[i] for i in range(len(lines))]


def digits(number):
    return f"{2000000000 + 7919 * number:016d}"


def watercourse(name):
    return f"COURDEAU{3000000000 + sum(map(ord, name)):016d}"


def identity(rng, number):
    created = f"20{rng.randint(5, 11):02d}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return {
        "cleabs": f"TRON_EAU{digits(number)}",
        "code_hydrographique": f"06T{digits(number)}",
        "code_du_pays": "FR",
        "etat_de_l_objet": "En service",
        "date_creation": f"{created}T10:05:00.000Z",
        "date_modification": f"20{rng.randint(12, 22)}-{rng.randint(1, 12):02d}-"
                             f"{rng.randint(1, 28):02d}T{rng.randint(7, 18):02d}:15:30.000Z",
        "date_de_confirmation": rng.choice([None, None, f"2019-0{rng.randint(1, 9)}-15"]),
        "statut": rng.choice(["Validé", "Validé", "Gelé"]),
    }


def acquisition(rng):
    lidar = rng.random() < 0.3
    return {
        "methode_d_acquisition_planimetrique": rng.choice(["BDTopo", "BDTopo", "Orthophotographie",
                                                           "Photogrammétrie"]),
        "precision_planimetrique": rng.choice([1.5, 2.5, 2.5, 5.0]),
        "methode_d_acquisition_altimetrique": "Lidar HD" if lidar else "Interpolation bâti BDTopo",
        "precision_altimetrique": 0.5 if lidar else rng.choice([1.0, 1.5, 2.5]),
        "mode_d_obtention_des_coordonnees": "Imagerie satellite ou aérienne",
        "mode_d_obtention_de_l_altitude": "MNT",
    }


def inventory(rng, number):
    """The water police's inventory, on which the office and the reference agree."""
    entry = rng.choice(["Inscrit", "Inscrit", "Expertise en cours", "Non inscrit", None, None])
    listed = entry == "Inscrit"
    return {"inventaire_police_de_l_eau": entry,
            "identifiant_police_de_l_eau": f"38{number:05d}" if listed else None}


def hydrography(rng, order, stem):
    culvert = order == 1 and rng.random() < 0.05
    named = stem.rank == 0 or stem.rank == 1 and sum(map(ord, stem.name)) % 2
    return {
        "nature": "Conduit buse" if culvert else "Ecoulement naturel",
        "fictif": 0 if order < 4 else int(rng.random() < 0.3),
        "position_par_rapport_au_sol": "-1" if culvert else "0",
        "persistance": "Intermittent" if order == 1 else "Permanent",
        "navigabilite": 0,
        "salinite": 0,
        "numero_d_ordre": str(order),
        "strategie_de_classement": "Strahler",
        "origine": "Naturelle aménagée" if culvert else "Naturelle non aménagée",
        "sens_de_l_ecoulement": "Sens direct",
        "reseau_principal_coulant": int(stem.rank == 0),
        "classe_de_largeur": CLASSES[order],
        "type_de_bras": "Principal" if stem.rank == 0 else "Sans objet",
        "liens_vers_cours_d_eau": watercourse(stem.name),
        "cpx_toponyme_de_cours_d_eau": stem.name if named else None,
    }


def ends(line, nodes):
    """Links to the nodes at both ends; `nodes` numbers each place once."""
    ini, fin = (f"NOEUDHYD{2100000000 + nodes.setdefault(point, len(nodes)):016d}"
                for point in (line[0], line[-1]))
    return {"lien_vers_noeud_hydrographique_ini": ini, "lien_vers_noeud_hydrographique_fin": fin}


def network(rng, main_reaches):
    """The reaches of a river of `main_reaches` and its tributaries, from the outlet upwards."""
    waiting = [Stem(OUTLET, -math.pi / 2, main_reaches, 0, "Rivière de Lans")]
    lines, stems = [], []
    while waiting:
        stem = waiting.pop(0)
        grown = grow(rng, stem)
        lines += grown
        stems += [stem] * len(grown)
        waiting += tributaries(rng, stem, grown)
    nodes = {}
    return [Reach(line, {**identity(rng, number), **acquisition(rng), **inventory(rng, number),
                         **hydrography(rng, order, stem), **ends(line, nodes)})
            for number, (line, order, stem) in enumerate(zip(lines, strahler(lines), stems))]

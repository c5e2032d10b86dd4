# SPDX-License-Identifier: MIT
"""triples.py FILE: what a document of JSON-LD says, as lines of subject, predicate and object, with
tabs between them, in the prefixes of the document. Reads nothing but the file."""
import json
import sys

import rdflib

path = sys.argv[1]
graph = rdflib.Graph()
graph.parse(path, format="json-ld", publicID="https://example.org/papers/")
with open(path, encoding="utf-8") as file:
    for prefix, space in json.load(file)["@context"].items():
        graph.bind(prefix, space, override=True, replace=True)


def term(node):
    return node.n3(graph.namespace_manager).replace("\n", "\\n").replace("\t", "\\t")


for triple in sorted(graph):
    print("\t".join(term(node) for node in triple))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a night of the whole country takes, reckoned from nights over territories of several sizes.

country.sh calls it with the names of nights: NAME.json is a night's report, NAME.tsv what its
deposits are (bdf-sample night), NAME.areas the km2 of its territories. Seconds and MiB of a job or a
package are taken for a sum of parts, none of them negative, that least squares find: one that is always
the same, and one each in proportion to the area of the territory and to the edits of the deposit. The
base as a whole is taken for no part: how much it matters is told of nights that differ in nothing else.
"""

import argparse
import csv
import heapq
import json
import pathlib
from collections import defaultdict

PARTS = ("", "km2", "edit")
STAGES = {"beside": ("read", "validate", "sync", "merge"), "enter": ("enter",)}


def solved(rows, values):
    """Least squares by the normal equations; rows are short."""
    size = len(rows[0])
    left = [[sum(row[i] * row[j] for row in rows) for j in range(size)] for i in range(size)]
    right = [sum(row[i] * value for row, value in zip(rows, values)) for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(left[k][i]))
        left[i], left[pivot], right[i], right[pivot] = left[pivot], left[i], right[pivot], right[i]
        for k in range(i + 1, size):
            factor = left[k][i] / left[i][i]
            right[k] -= factor * right[i]
            left[k] = [a - factor * b for a, b in zip(left[k], left[i])]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(left[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (right[i] - rest) / left[i][i]
    return found


def fit(samples):
    """The parts: those that would be negative are left out, the worst first."""
    used = [i for i in range(len(PARTS)) if len({sample[0][i] for sample in samples}) > 1 or i == 0]
    while used:
        found = solved([[sample[0][i] for i in used] for sample in samples], [s[1] for s in samples])
        if min(found) >= 0:
            return [found[used.index(i)] if i in used else 0.0 for i in range(len(PARTS))]
        used.remove(used[found.index(min(found))])
    return [0.0] * len(PARTS)


def value(parts, at):
    return sum(part * size for part, size in zip(parts, at))


def read_night(name, samples):
    """Adds to each group, (what, theme, kind), its sizes and seconds or MiB."""
    areas = {code: float(km2) for code, km2 in
             (line.split("\t") for line in pathlib.Path(name + ".areas").read_text().splitlines())}
    deposits = {row[0]: row for row in
                csv.reader(open(name + ".tsv", encoding="utf-8"), delimiter="\t")}
    report = json.loads(pathlib.Path(name + ".json").read_text(encoding="utf-8"))
    for job in report["jobs"]:
        _, _, theme, territory, kind, edits, *_ = deposits[job["deposit"]]
        at = (1.0, areas[territory], float(edits))
        figures = job["figures"] or {}
        for what, stages in STAGES.items():
            samples[what, theme, kind].append((at, sum(figures.get(stage, 0) for stage in stages), name))
        samples["MiB", theme, kind].append((at, figures["memory_mib"], name))
    for made in report["packages"]:
        at = (1.0, areas[made["territory"]], 0.0)
        samples["package", made["theme"], ""].append((at, made["seconds"], name))
    return sum(areas.values())


def tell_fit(group, samples, largest):
    """What was found, and how far the largest night is from what the others foretell."""
    parts = fit(samples)
    others = [sample for sample in samples if sample[2] != largest]
    foretold = fit(others)
    there = [sample for sample in samples if sample[2] == largest]
    measured = sum(sample[1] for sample in there) / len(there)
    guess = sum(value(foretold, sample[0]) for sample in there) / len(there)
    terms = " + ".join(f"{part:.3g}" + (f"/{name}" if name else "")
                       for part, name in zip(parts, PARTS) if part > 0)
    print(f"| {' '.join(filter(None, group))} | {len(samples)} | {terms} | {measured:.3g} | {guess:.3g} |"
          f" {100 * (guess / measured - 1) if measured else 0:+.0f} % |")
    return parts


def tell_bases(nights, samples, parts):
    """Of nights over territories of one size, what the size of the base does."""
    by_scale = defaultdict(list)
    for name, km2 in nights.items():
        by_scale[name.rsplit("_", 1)[1]].append((km2, name))
    for pair in by_scale.values():
        if len(pair) < 2:
            continue
        (small, one), *_, (large, other) = sorted(pair)
        print(f"\na base {large / small:.1f} times as large ({large:.0f} km2), territories of one size:")
        for what in ("beside", "enter", "package"):
            # Beside what the fit expects: edits and kinds differ by chance.
            ratios = []
            for name in (one, other):
                there = [(sample[1], value(parts[group], sample[0])) for group, all_of in samples.items()
                         if group[0] == what for sample in all_of if sample[2] == name]
                ratios.append(sum(seconds for seconds, _ in there) / sum(guess for _, guess in there))
            print(f"  {what}: {ratios[1] / ratios[0]:.2f} times the seconds")


def jobs_of(areas, changes, parts):
    """In a plan's order: by theme, then territory. Every fifth deposit is layers."""
    for theme in ("hydro", "vegetation"):
        for i, (code, km2) in enumerate(areas):
            kind = "layers" if i % 5 == 0 else "contribution"
            at = (1.0, km2, changes)
            yield code, theme, {what: value(parts[what, theme, kind], at) for what in STAGES}


def jobs_time(jobs, workers):
    """Each worker takes the next job, and holds it until those before it have entered."""
    free = [0.0] * workers
    entered = 0.0
    waited = 0.0
    for _, _, seconds in jobs:
        ready = heapq.heappop(free) + seconds["beside"]
        waited += max(0.0, entered - ready)
        entered = max(ready, entered) + seconds["enter"]
        heapq.heappush(free, entered)
    return entered, waited


def packages_time(packages, workers):
    free = [0.0] * workers
    for seconds in packages:
        heapq.heappush(free, heapq.heappop(free) + seconds)
    return max(free)


def tell_country(areas, options, parts):
    jobs = list(jobs_of(areas, options.changes, parts))
    packages = [value(parts["package", theme, ""], (1.0, km2, 0.0))
                for theme in ("hydro", "vegetation") for _, km2 in areas]
    enter = sum(job[2]["enter"] for job in jobs)
    print(f"\n{len(jobs)} deposits of {options.changes:.0f} edits and {len(packages)} packages, "
          f"{sum(km2 for _, km2 in areas):.0f} km2; in all: jobs beside one another {sum(job[2]['beside'] for job in jobs):.0f} s, "
          f"entering one after another {enter:.0f} s, packages {sum(packages):.0f} s\n")
    print("| workers | jobs min | of a worker's time it waits for its turn | packages min | all min | limit |")
    print("|---:|---:|---:|---:|---:|---|")
    for workers in map(int, options.workers.split()):
        time, waited = jobs_time(jobs, workers)
        made = packages_time(packages, workers)
        limit = "packages" if made > time else "jobs"
        if made >= time and made < 1.1 * max(packages):
            limit = "the largest package"
        elif made < time < 1.2 * enter:
            limit = "entering one after another"
        elif made < time and waited > time * workers / 2:
            limit = "the turn of large layers"
        print(f"| {workers} | {time / 60:.1f} | {100 * waited / (time * workers):.0f} % | {made / 60:.1f} | "
              f"{(time + made) / 60:.1f} | {limit} |")


def tell_memory(areas, options, parts, samples):
    most = max((sample[1], group, sample[0][1]) for group, all_of in samples.items()
               if group[0] == "MiB" for sample in all_of)
    print(f"\nlargest job that was measured: {most[0]:.0f} MiB ({most[1][1]}, {most[1][2]}, {most[2]:.0f} km2)")
    metropolitan = [area for area in areas if len(area[0]) == 2]
    for code, km2 in (max(metropolitan, key=lambda a: a[1]), max(areas, key=lambda a: a[1])):
        at = (1.0, km2, options.changes)
        reckoned = {group: value(parts[group], at) for group in parts if group[0] == "MiB"}
        group = max(reckoned, key=reckoned.get)
        print(f"reckoned for {code}, {km2:.0f} km2: {reckoned[group]:.0f} MiB ({group[1]}, {group[2]})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--departements", required=True)
    parser.add_argument("--workers", required=True)
    parser.add_argument("--changes", type=float, required=True)
    parser.add_argument("nights", nargs="+")
    options = parser.parse_args()
    samples = defaultdict(list)
    nights = {name: read_night(name, samples) for name in options.nights}
    largest = max(options.nights, key=lambda name: max(
        sample[0][1] for all_of in samples.values() for sample in all_of if sample[2] == name))
    print("\n| seconds (or MiB) of | n | fit | the largest night: measured | foretold by the others | error |")
    print("|---|---:|---|---:|---:|---:|")
    parts = {group: tell_fit(group, samples[group], largest) for group in sorted(samples)}
    tell_bases(nights, samples, parts)
    with open(options.departements, encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        areas = [(row["code"], float(row["km2"])) for row in rows]
    tell_country(areas, options, parts)
    tell_memory(areas, options, parts, samples)


if __name__ == "__main__":
    main()

// SPDX-License-Identifier: MIT
#include "package/differential_chain.h"

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/message.h"

namespace bdf::package {

namespace {

auto age_of(const PackageName& name) {
  return std::tuple(std::chrono::sys_days(name.date), name.major_version, name.minor_version);
}

const PublishedPackage* find_package(const ChannelIndex& index, const PackageName& name) {
  const auto found = std::find_if(index.packages.begin(), index.packages.end(),
                                  [&](const auto& published) { return published.name == name; });
  return found == index.packages.end() ? nullptr : &*found;
}

bool answers(const PackageName& name, const WantedPackage& wanted) {
  return !name.is_differential && name.pack == wanted.pack && name.territory == wanted.territory &&
         name.format == wanted.format && (wanted.product.empty() || name.product == wanted.product);
}

}  // namespace

const PublishedPackage* newest(const ChannelIndex& index, const WantedPackage& wanted) {
  const PublishedPackage* best = nullptr;
  for (const auto& published : index.packages) {
    const auto& name = published.name;
    if (!answers(name, wanted)) continue;
    if (best != nullptr && !same_series(best->name, name))
      throw InputError(
          msg("{} and {} both answer: say which with --product, or take them from "
              "trees of one coordinate system",
              to_text(best->name), to_text(name)));
    if (best == nullptr || age_of(best->name) < age_of(name)) best = &published;
  }
  return best;
}

std::optional<DifferentialChain> chain_to(const PublishedPackage& target, const ChannelIndex& index,
                                          const std::vector<HeldPackage>& held) {
  DifferentialChain chain;
  PackageName reached = target.name;
  // Each step leads to an earlier day, as index_from_json() has seen to.
  while (true) {
    auto wanted = reached;
    wanted.is_differential = true;
    const auto* step = find_package(index, wanted);
    if (step == nullptr || !step->previous) return std::nullopt;
    chain.steps.insert(chain.steps.begin(), step);
    chain.bytes += step->size;
    const auto& previous = *step->previous;
    for (chain.from = 0; chain.from < held.size(); ++chain.from)
      if (held[chain.from].name == previous.name && held[chain.from].digest == previous.digest)
        return chain;
    const auto* between = find_package(index, previous.name);
    if (between != nullptr && between->digest != previous.digest) return std::nullopt;
    reached = previous.name;
  }
}

}  // namespace bdf::package

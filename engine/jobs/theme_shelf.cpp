// SPDX-License-Identifier: MIT
#include "jobs/theme_shelf.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/message.h"

namespace bdf::jobs {

namespace {

using package::PackageName;
using package::PublishedDataset;
using package::PublishedPackage;
using rules::Wording;

/// "Roads" of "BD France Topo" in "Isère" …: of what is said in one language or in both.
Wording joined(const Wording& first, const Wording& second) {
  const auto join = [](const std::string& a, const std::string& b) {
    return a.empty() || b.empty() ? a + b : a + " – " + b;
  };
  const auto or_french = [](const Wording& words) {
    return words.en.empty() ? words.fr : words.en;
  };
  return {join(first.fr, second.fr), join(or_french(first), or_french(second))};
}

Wording zone_of(const rules::Theme& theme, const PublishedPackage& published) {
  const auto& code = published.name.territory;
  if (code.size() == 4) return {"département " + code.substr(1), "département " + code.substr(1)};
  if (code[0] == 'R' && code.find_first_not_of("0123456789", 1) == std::string::npos)
    return {"région " + code.substr(1), "région " + code.substr(1)};
  const auto* territory = rules::find_territory(theme.territories, code);
  const auto& name = territory != nullptr ? territory->name : code;
  return {name, name};
}

PublishedDataset dataset_of(const rules::Theme& theme, const PublishedPackage& published) {
  const auto& pack = pack_of(theme, published.name);
  PublishedDataset dataset;
  dataset.code = package::dataset_code(published.name);
  dataset.title = joined(joined(theme.packages->title, pack.title), zone_of(theme, published));
  dataset.abstract = pack.abstract;
  dataset.terms = pack.terms;
  dataset.publisher = theme.packages->publisher;
  dataset.limitation = pack.limitation;
  return dataset;
}

bool is_before(const PublishedPackage& a, const PublishedPackage& b) {
  const std::chrono::sys_days day_a = a.name.date;
  const std::chrono::sys_days day_b = b.name.date;
  if (day_a != day_b) return day_a > day_b;
  if (a.name.is_differential != b.name.is_differential) return b.name.is_differential;
  return to_text(a.name) < to_text(b.name);
}

}  // namespace

ThemeShelf::ThemeShelf(const std::vector<std::string>& files) {
  for (const auto& file : files) {
    auto theme = rules::load_theme(file);
    auto name = theme.name;
    themes_.emplace(std::move(name), std::move(theme));
  }
}

const rules::Theme& ThemeShelf::find(const std::string& name) {
  auto found = themes_.find(name);
  if (found == themes_.end()) found = themes_.emplace(name, rules::load_theme(name)).first;
  if (!found->second.packages)
    throw InputError(msg("theme “{}”: it does not say which packages are made of it", name));
  return found->second;
}

const rules::Pack& pack_of(const rules::Theme& theme, const PackageName& name) {
  const auto& packages = *theme.packages;
  const auto* pack = name.pack.empty() ? &packages.socle : packages.find(name.pack);
  if (packages.product == name.product && pack != nullptr) return *pack;
  auto known = packages.socle.code;
  for (const auto& one : packages.packs) known += ", " + one.code;
  throw InputError(msg("{}: theme “{}” knows no such package: it makes {}, of {}", to_text(name),
                       theme.name, packages.product, known));
}

package::Publication publication_of(const package::ChannelIndex& index, ThemeShelf& themes) {
  std::map<std::string, PublishedDataset> by_code;
  package::Publication publication;
  publication.url = index.url;
  for (const auto& published : index.packages) {
    const auto& theme = themes.find(published.theme);
    auto& dataset = by_code.try_emplace(package::dataset_code(published.name)).first->second;
    if (dataset.packages.empty()) dataset = dataset_of(theme, published);
    dataset.packages.push_back(published);
    if (publication.title.fr.empty()) {
      publication.title = theme.packages->title;
      publication.publisher = theme.packages->publisher;
    }
  }
  for (auto& [code, dataset] : by_code) {
    std::sort(dataset.packages.begin(), dataset.packages.end(), is_before);
    publication.datasets.push_back(std::move(dataset));
  }
  return publication;
}

}  // namespace bdf::jobs

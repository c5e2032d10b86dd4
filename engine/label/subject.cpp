// SPDX-License-Identifier: MIT
#include "label/subject.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "package/utc_time.h"

namespace bdf::label {

namespace {

using nlohmann::json;

/// An object read member by member; what is left over is not known.
class Reader {
 public:
  Reader(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) fail("");
  }

  const json& member(const std::string& name) {
    const auto found = object_.find(name);
    if (found == object_.end()) fail(name);
    known_.insert(name);
    return *found;
  }
  bool has(const std::string& name) const { return object_.contains(name); }
  std::string text(const std::string& name) {
    const auto& value = member(name);
    if (!value.is_string()) fail(name);
    return value.get<std::string>();
  }
  double number(const std::string& name) {
    const auto& value = member(name);
    if (!value.is_number()) fail(name);
    return value.get<double>();
  }
  std::uint64_t count(const std::string& name) {
    const auto& value = member(name);
    if (!value.is_number_unsigned()) fail(name);
    return value.get<std::uint64_t>();
  }
  bool truth(const std::string& name) {
    const auto& value = member(name);
    if (!value.is_boolean()) fail(name);
    return value.get<bool>();
  }
  const json& list(const std::string& name) {
    const auto& value = member(name);
    if (!value.is_array()) fail(name);
    return value;
  }
  void require_nothing_else() const {
    for (const auto& [name, value] : object_.items())
      if (!known_.contains(name)) fail(name);
  }
  [[noreturn]] void fail(const std::string& name) const {
    throw InputError(msg("the label says something of “{}” that is not understood", place_ + name));
  }
  [[nodiscard]] std::string place(const std::string& name) const { return place_ + name + "."; }

 private:
  const json& object_;
  std::string place_;
  std::set<std::string> known_;
};

json package_json(const NamedPackage& package) {
  json object{{"name", package.name}};
  if (!package.manifest_digest.empty()) object["manifestDigest"] = package.manifest_digest;
  return object;
}

NamedPackage read_package(Reader reader) {
  NamedPackage package{reader.text("name"), ""};
  if (reader.has("manifestDigest")) package.manifest_digest = reader.text("manifestDigest");
  reader.require_nothing_else();
  return package;
}

json figure_json(const StatedFigure& figure) {
  json object{
      {"criterion", figure.criterion},
      {"measure", figure.measure},
      {"evidence", rules::name_of(figure.evidence)},
      {"holds", figure.holds},
      {"weight", figure.weight},
      {rules::limit_names[static_cast<std::size_t>(figure.bound.limit)], figure.bound.number}};
  if (figure.value) object["value"] = *figure.value;
  if (!figure.layer.empty()) object["layer"] = figure.layer;
  return object;
}

rules::Evidence evidence_named(Reader& reader) {
  const auto name = reader.text("evidence");
  for (const auto evidence :
       {rules::Evidence::package, rules::Evidence::socle, rules::Evidence::attested})
    if (rules::name_of(evidence) == name) return evidence;
  reader.fail("evidence");
}

rules::Bound read_bound(Reader& reader) {
  if (reader.has("at_least")) return {rules::Limit::at_least, reader.number("at_least")};
  return {rules::Limit::at_most, reader.number("at_most")};
}

StatedFigure read_figure(Reader reader) {
  StatedFigure figure;
  figure.criterion = reader.text("criterion");
  figure.measure = reader.text("measure");
  figure.evidence = evidence_named(reader);
  figure.holds = reader.truth("holds");
  figure.weight = reader.number("weight");
  figure.bound = read_bound(reader);
  if (reader.has("value")) figure.value = reader.number("value");
  if (reader.has("layer")) figure.layer = reader.text("layer");
  reader.require_nothing_else();
  return figure;
}

json scope_json(const LabelScope& scope) {
  auto layers = json::array();
  for (const auto& layer : scope.layers)
    layers.push_back(
        {{"layer", layer.layer}, {"features", layer.features}, {"digest", layer.digest}});
  json object{{"package", package_json(scope.package)},
              {"theme", scope.theme},
              {"themeVersion", scope.theme_version},
              {"themeDigest", scope.theme_digest},
              {"pack", scope.pack},
              {"territory", scope.territory},
              {"edition", scope.edition},
              {"date", scope.date},
              {"layers", std::move(layers)}};
  if (!scope.steward.empty()) object["steward"] = scope.steward;
  return object;
}

/// As time_of_run() writes it.
std::string read_time(Reader& reader, const std::string& name) {
  auto time = reader.text(name);
  try {
    static_cast<void>(package::utc_time_of(time));
  } catch (const InputError&) {
    reader.fail(name);
  }
  return time;
}

LabelScope read_scope(Reader reader) {
  LabelScope scope;
  scope.package = read_package({reader.member("package"), reader.place("package")});
  scope.theme = reader.text("theme");
  scope.theme_version = reader.text("themeVersion");
  scope.theme_digest = reader.text("themeDigest");
  scope.pack = reader.text("pack");
  scope.territory = reader.text("territory");
  scope.edition = reader.text("edition");
  scope.date = reader.text("date");
  if (reader.has("steward")) scope.steward = reader.text("steward");
  for (const auto& one : reader.list("layers")) {
    Reader layer(one, reader.place("layers"));
    scope.layers.push_back({layer.text("layer"), layer.count("features"), layer.text("digest")});
    layer.require_nothing_else();
  }
  reader.require_nothing_else();
  return scope;
}

}  // namespace

StatedFigure stated(const Result& result) {
  const auto& criterion = *result.criterion;
  return {criterion.code,      criterion.measure,   rules::evidence_of(criterion.figure),
          result.figure.value, result.figure.layer, criterion.bound,
          criterion.weight,    result.holds};
}

std::string subject_as_json(const LabelSubject& subject) {
  auto figures = json::array();
  for (const auto& figure : subject.figures) figures.push_back(figure_json(figure));
  json object{{"type", label_type},
              {"scope", scope_json(subject.scope)},
              {"level", name_of(subject.level)},
              {"evaluated", subject.evaluated},
              {"weighted", subject.weighted},
              {"figures", std::move(figures)}};
  if (!subject.socle.name.empty()) object["socle"] = package_json(subject.socle);
  return object.dump();
}

LabelSubject subject_from_json(std::string_view text) {
  const auto parsed = json::parse(text, nullptr, false);
  Reader reader(parsed, "");
  LabelSubject subject;
  if (reader.text("type") != label_type) reader.fail("type");
  subject.scope = read_scope({reader.member("scope"), reader.place("scope")});
  const auto level = level_named(reader.text("level"));
  if (!level) reader.fail("level");
  subject.level = *level;
  subject.evaluated = read_time(reader, "evaluated");
  subject.weighted = reader.number("weighted");
  for (const auto& one : reader.list("figures"))
    subject.figures.push_back(read_figure({one, reader.place("figures")}));
  if (reader.has("socle"))
    subject.socle = read_package({reader.member("socle"), reader.place("socle")});
  reader.require_nothing_else();
  return subject;
}

}  // namespace bdf::label

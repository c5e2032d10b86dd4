// SPDX-License-Identifier: MIT
#include "files/truth_file.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace bdf::sample {
namespace {

using Rows = std::vector<std::vector<Value>>;

Value whole(std::int64_t number) { return number == 0 ? Value() : Value(number); }
Value index(std::size_t number) { return static_cast<std::int64_t>(number); }

/// The share of an object that two versions have in common, of each.
struct Overlap {
  double of_a = 0, of_b = 0;
};

/// How large an object of the story is, in metres or square metres; 1 where it has only one.
double size_of(const Story& story, std::uint64_t object) {
  for (const Version& version : story.ancestor) {
    const Shape& shape = version.feature.shape;
    if (version.feature.number == object && story.ancestor.size() > 1)
      return shape.kind == ShapeKind::line ? length_of(shape.path()) : area_of(shape);
  }
  return 1;
}

double size_of(const Story& story, const Version& version) {
  double sum = 0;
  for (const Origin& one : version.origins) sum += (one.to - one.from) * size_of(story, one.object);
  return sum;
}

/// How much of each of two versions is the same part of the same object; nullopt for a sliver.
std::optional<Overlap> overlap(const Story& story, const Version& a, const Version& b) {
  double common = 0;
  for (const Origin& one : a.origins) {
    for (const Origin& other : b.origins) {
      if (one.object == other.object)
        common += std::max(0.0, std::min(one.to, other.to) - std::max(one.from, other.from)) *
                  size_of(story, one.object);
    }
  }
  const Overlap found{std::min(1.0, common / size_of(story, a)),
                      std::min(1.0, common / size_of(story, b))};
  if (std::max(found.of_a, found.of_b) < 0.03) return std::nullopt;
  return found;
}

/// Whether both layers can hold all that the story is about. Of other stories nothing is told.
bool is_told(const Country& country, const Story& story, const Carriers& carriers) {
  const std::string& layer = country.layers[story.layer].name;
  for (const auto* side : {&story.ancestor, &story.local, &story.reference}) {
    for (const Version& version : *side) {
      if (!carries(carriers.local, layer, version.feature) ||
          !carries(carriers.reference, layer, version.feature))
        return false;
    }
  }
  return true;
}

/// Gathers the tables of one theme.
class Truth {
 public:
  Truth(const Country& country, const Tale& tale, const Sides& sides, std::size_t producer,
        const Carriers& carriers)
      : country_(country), tale_(tale), sides_(sides), producer_(producer), carriers_(carriers) {}

  void add_stories(const std::vector<bool>& about) {
    for (std::size_t s = 0; s < tale_.stories.size(); ++s) {
      const Story& story = tale_.stories[s];
      if (!about[story.layer] || tale_.producer[s] != producer_ ||
          !is_told(country_, story, carriers_))
        continue;
      stories_.push_back({index(s + 1), story.family, name(story), story.outcome});
      for (const Question& question : story.questions)
        questions_.push_back({index(s + 1), question.kind,
                              question.attribute.empty() ? Value() : Value(question.attribute)});
      add_features(s);
      add_pairs(s, "ancestor_local", story.ancestor, fids(s).ancestor, story.local, fids(s).local);
      add_pairs(s, "ancestor_reference", story.ancestor, fids(s).ancestor, story.reference,
                fids(s).reference);
      add_pairs(s, "local_reference", story.local, fids(s).local, story.reference,
                fids(s).reference);
    }
  }

  void write(GeoPackageFile& file) const {
    file.add_table(
        {"story",
         "",
         false,
         {{"story", "INTEGER"}, {"family", "TEXT"}, {"layer", "TEXT"}, {"outcome", "TEXT"}}},
        stories_);
    file.add_table(
        {"question", "", false, {{"story", "INTEGER"}, {"kind", "TEXT"}, {"attribute", "TEXT"}}},
        questions_);
    file.add_table({"side",
                    "",
                    false,
                    {{"story", "INTEGER"},
                     {"side", "TEXT"},
                     {"side_fid", "INTEGER"},
                     {"cleabs", "TEXT"},
                     {"changed", "TEXT"}}},
                   features_);
    file.add_table({"link",
                    "",
                    false,
                    {{"story", "INTEGER"},
                     {"pair", "TEXT"},
                     {"a_fid", "INTEGER"},
                     {"b_fid", "INTEGER"},
                     {"a_share", "REAL"},
                     {"b_share", "REAL"}}},
                   links_);
  }

 private:
  [[nodiscard]] const StoryFids& fids(std::size_t story) const { return sides_.fids[story]; }
  [[nodiscard]] const std::string& name(const Story& story) const {
    return country_.layers[story.layer].name;
  }

  void add_side(std::size_t s, const char* side, const std::vector<Version>& versions,
                const std::vector<std::int64_t>& side_fids, const RowWriter& writer) {
    for (std::size_t i = 0; i < versions.size(); ++i) {
      std::string changed;
      for (const std::string_view what : versions[i].changed)
        changed += (changed.empty() ? "" : "/") + std::string(what);
      const std::string key = writer.key(versions[i].feature);
      features_.push_back({index(s + 1), std::string(side), whole(side_fids[i]),
                           key.empty() ? Value() : Value(key),
                           changed.empty() ? Value() : Value(changed)});
    }
  }

  void add_features(std::size_t s) {
    const Story& story = tale_.stories[s];
    const RowWriter& writer = writer_of(story.layer);
    add_side(s, "ancestor", story.ancestor, fids(s).ancestor, writer);
    add_side(s, "local", story.local, fids(s).local, writer);
    add_side(s, "reference", story.reference, fids(s).reference, writer);
  }

  const RowWriter& writer_of(std::size_t layer) {
    if (writers_.size() <= layer) writers_.resize(layer + 1);
    if (!writers_[layer])
      writers_[layer] =
          std::make_unique<RowWriter>(country_, country_.layers[layer].name, Carrier());
    return *writers_[layer];
  }

  void add_pairs(std::size_t s, const char* pair, const std::vector<Version>& a,
                 const std::vector<std::int64_t>& a_fids, const std::vector<Version>& b,
                 const std::vector<std::int64_t>& b_fids) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t j = 0; j < b.size(); ++j) {
        if (const auto common = overlap(tale_.stories[s], a[i], b[j]))
          links_.push_back(
              {index(s + 1), std::string(pair), a_fids[i], b_fids[j], common->of_a, common->of_b});
      }
    }
  }

  const Country& country_;
  const Tale& tale_;
  const Sides& sides_;
  std::size_t producer_;
  const Carriers& carriers_;
  std::vector<std::unique_ptr<RowWriter>> writers_;
  Rows stories_, questions_, features_, links_;
};

/// The expected features of one layer.
void write_expected(GeoPackageFile& file, const Country& country, const Tale& tale,
                    const Sides& sides, std::size_t layer, std::size_t producer,
                    const Carriers& carriers) {
  Carrier merged = carriers.local;
  merged.keys = merged.keys || carriers.reference.keys;  // they come back from the reference
  const RowWriter writer(country, country.layers[layer].name, merged);
  FileLayer form = writer.layer();
  const std::size_t schema_columns = form.columns.size();
  form.columns.push_back({"truth_story", "INTEGER"});
  form.columns.push_back({"truth_local_fid", "INTEGER"});
  form.columns.push_back({"truth_reference_fid", "INTEGER"});
  file.begin_layer(form);
  std::int64_t fid = 0;
  std::vector<Value> values;
  const bool is_known =
      carriers.local.distortion.moves_nothing() && carriers.reference.distortion.moves_nothing();
  for (std::size_t s = 0; is_known && s < tale.stories.size(); ++s) {
    const Story& story = tale.stories[s];
    if (story.layer != layer || tale.producer[s] != producer || !is_told(country, story, carriers))
      continue;
    for (const Expected& expected : story.merged) {
      writer.values({0, &expected.version.feature, &expected.version}, values);
      const bool has_private = expected.local.has_value() || expected.version.private_from != 0;
      if (!has_private) {
        for (std::size_t i = schema_columns - private_columns(form.name).size(); i < schema_columns;
             ++i)
          values[i] = Value();
      }
      values.push_back(index(s + 1));
      values.push_back(expected.local ? whole(sides.fids[s].local[*expected.local]) : Value());
      values.push_back(expected.reference ? whole(sides.fids[s].reference[*expected.reference])
                                          : Value());
      const Shape shape = writer.shape(expected.version.feature);
      file.add(++fid, &shape, values);
    }
  }
  file.end_layer();
}

}  // namespace

void write_truth(const std::filesystem::path& path, const Country& country, const Tale& tale,
                 const Sides& sides, const rules::Theme& theme, std::size_t producer,
                 const Carriers& carriers) {
  const std::string& crs = carriers.local.crs;
  GeoPackageFile file(path, crs.empty() ? country.crs : crs);
  std::vector<bool> about;
  for (std::size_t i = 0; i < country.layers.size(); ++i) {
    about.push_back(theme.find_layer(country.layers[i].name) != nullptr);
    if (about.back()) write_expected(file, country, tale, sides, i, producer, carriers);
  }
  Truth truth(country, tale, sides, producer, carriers);
  truth.add_stories(about);
  truth.write(file);
  file.finish();
}

}  // namespace bdf::sample

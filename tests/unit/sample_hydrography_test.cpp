// SPDX-License-Identifier: MIT
#include "world/hydrography.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "unit/sample_countries.h"
#include "unit/sample_geos.h"
#include "world/country.h"

namespace bdf::sample {
namespace {

using Place = std::tuple<double, double, double>;
Place place(const Position& at) { return {at.x, at.y, at.z}; }

std::vector<std::string> links_of(const Feature& feature, std::string_view name) {
  constexpr std::size_t length = 24;
  const std::string text = text_of(feature, name);
  std::vector<std::string> links;
  for (std::size_t at = 0; at < text.size(); at += length + 1)
    links.push_back(text.substr(at, length));
  return links;
}

std::map<std::string, const Feature*> by_key(const Layer& layer, std::string_view prefix) {
  std::map<std::string, const Feature*> found;
  for (const Feature& feature : layer.features)
    EXPECT_TRUE(found.emplace(cleabs(prefix, feature.number), &feature).second) << layer.name;
  return found;
}

/// A country and what every test of its waters asks.
class Hydro {
 public:
  explicit Hydro(const CountryStyle& style)
      : country_(country_of(style)),
        reaches_(country_.layers[0].features),
        surfaces_(country_.layers[1].features),
        nodes_(by_key(country_.layers[4], "NOEUDHYD")),
        surface_at_(by_key(country_.layers[1], "SURF_EAU")) {
    for (const Feature& reach : reaches_) lines_.push_back(geos_.line(reach.shape.path()));
    for (const Feature& surface : surfaces_) areas_.push_back(geos_.polygon(surface.shape));
  }

  /// Away from the rim, beyond which reaches are cut off.
  [[nodiscard]] bool is_inside(const Position& at) const {
    const Ground& ground = country_.ground;
    return at.x >= ground.min_x && at.x <= ground.min_x + ground.width && at.y >= ground.min_y &&
           at.y <= ground.min_y + ground.height;
  }
  [[nodiscard]] const Layer& layer(std::size_t at) const { return country_.layers[at]; }

  const Country& country_;
  const std::vector<Feature>& reaches_;
  const std::vector<Feature>& surfaces_;
  std::map<std::string, const Feature*> nodes_, surface_at_;
  Geos geos_;
  std::vector<Geos::Geometry> lines_, areas_;
};

const Hydro& hydro(const CountryStyle& style) {
  static std::map<const Country*, Hydro> known;
  const Country& country = country_of(style);
  const auto found = known.find(&country);
  return found != known.end() ? found->second : known.emplace(&country, style).first->second;
}

class HydrographyTest : public testing::TestWithParam<CountryStyle> {
 protected:
  const Hydro& hydro_ = hydro(GetParam());
  const std::vector<Feature>& reaches_ = hydro_.reaches_;
  const std::vector<Feature>& surfaces_ = hydro_.surfaces_;
  const Geos& geos_ = hydro_.geos_;
};

TEST_P(HydrographyTest, WaterNeverRises) {
  for (const Feature& reach : reaches_) {
    const Path& line = reach.shape.path();
    for (std::size_t i = 1; i < line.size(); ++i)
      EXPECT_LE(line[i].z, line[i - 1].z) << reach.number;
  }
}

TEST_P(HydrographyTest, ReachesMeetAtTheirEndsAlone) {
  for (const auto& line : hydro_.lines_) EXPECT_TRUE(geos_.simple(line));
  geos_.near(hydro_.lines_, hydro_.lines_, [&](std::size_t i, std::size_t j) {
    if (i >= j) return;
    const Path& a = reaches_[i].shape.path();
    const Path& b = reaches_[j].shape.path();
    const bool joined = place(a.front()) == place(b.front()) ||
                        place(a.front()) == place(b.back()) ||
                        place(a.back()) == place(b.front()) || place(a.back()) == place(b.back());
    EXPECT_TRUE(
        geos_.relate(hydro_.lines_[i], hydro_.lines_[j], joined ? "FF*F0****" : "FF*FF****"))
        << "reaches " << i << " and " << j;
  });
}

TEST_P(HydrographyTest, EveryEndHasOneNodeThatItLinksTo) {
  std::map<Place, std::string> node_at;
  for (const auto& [key, node] : hydro_.nodes_)
    EXPECT_TRUE(node_at.emplace(place(node->shape.path().front()), key).second) << key;
  std::set<std::string> used;
  for (const Feature& reach : reaches_) {
    const auto ini = text_of(reach, "lien_vers_noeud_hydrographique_ini");
    const auto fin = text_of(reach, "lien_vers_noeud_hydrographique_fin");
    EXPECT_EQ(node_at[place(reach.shape.path().front())], ini) << reach.number;
    EXPECT_EQ(node_at[place(reach.shape.path().back())], fin) << reach.number;
    used.insert({ini, fin});
  }
  EXPECT_EQ(used.size(), hydro_.nodes_.size());
}

TEST_P(HydrographyTest, NodesAreWhatTheReachesMakeOfThem) {
  struct Meeting {
    int in = 0, out = 0;
    std::set<std::string> above, below;
  };
  std::map<std::string, Meeting> meetings;
  for (const Feature& reach : reaches_) {
    Meeting& start = meetings[text_of(reach, "lien_vers_noeud_hydrographique_ini")];
    Meeting& end = meetings[text_of(reach, "lien_vers_noeud_hydrographique_fin")];
    ++start.out;
    ++end.in;
    for (const auto& link : links_of(reach, "liens_vers_cours_d_eau")) {
      start.below.insert(link);
      end.above.insert(link);
    }
  }
  const auto set_of = [](const std::vector<std::string>& all) {
    return std::set<std::string>(all.begin(), all.end());
  };
  for (const auto& [key, node] : hydro_.nodes_) {
    if (!hydro_.is_inside(node->shape.path().front())) continue;
    const Meeting& meeting = meetings[key];
    const std::string category = text_of(*node, "categorie");
    const std::string fits = meeting.in == 0                      ? "Source"
                             : meeting.out == 0                   ? "Exutoire"
                             : meeting.in > 1                     ? "Confluent"
                             : meeting.in == 1 && meeting.out > 1 ? "Diffluent"
                                                                  : "Jonction linéaire";
    EXPECT_EQ(category, fits) << key;
    EXPECT_EQ(set_of(links_of(*node, "liens_vers_cours_d_eau_amont")), meeting.above) << key;
    EXPECT_EQ(set_of(links_of(*node, "liens_vers_cours_d_eau_aval")), meeting.below) << key;
  }
}

TEST_P(HydrographyTest, LinksLeadToFeatures) {
  const std::map<std::string, std::size_t> classes{
      {"NOEUDHYD", 4}, {"SURF_EAU", 1}, {"PLANDEAU", 2}, {"COURDEAU", 3}};
  std::set<std::string> all;
  for (const auto& [prefix, at] : classes)
    for (const Feature& feature : hydro_.layer(at).features)
      all.insert(cleabs(prefix, feature.number));
  std::set<std::string> followed;
  for (const Layer& layer : hydro_.country_.layers) {
    for (const Feature& feature : layer.features) {
      for (const auto& [name, value] : feature.values) {
        if (name.substr(0, 4) != "lien") continue;
        for (const auto& link : links_of(feature, name)) {
          EXPECT_TRUE(all.contains(link)) << layer.name << ' ' << name << ' ' << link;
          followed.insert(link);
        }
      }
    }
  }
  for (const auto& [prefix, at] : classes) {
    if (prefix == "SURF_EAU") continue;
    for (const Feature& feature : hydro_.layer(at).features)
      EXPECT_TRUE(followed.contains(cleabs(prefix, feature.number))) << "no link to " << prefix;
  }
}

TEST_P(HydrographyTest, WaterNeverComesBack) {
  std::map<std::string, std::vector<std::string>> below;
  std::map<std::string, int> coming;
  for (const Feature& reach : reaches_) {
    const auto fin = text_of(reach, "lien_vers_noeud_hydrographique_fin");
    below[text_of(reach, "lien_vers_noeud_hydrographique_ini")].push_back(fin);
    ++coming[fin];
  }
  std::vector<std::string> springs;
  for (const auto& [key, node] : hydro_.nodes_)
    if (coming[key] == 0) springs.push_back(key);
  std::size_t seen = 0;
  for (; !springs.empty(); ++seen) {
    const std::string at = springs.back();
    springs.pop_back();
    for (const auto& next : below[at])
      if (--coming[next] == 0) springs.push_back(next);
  }
  EXPECT_EQ(seen, hydro_.nodes_.size()) << "nodes on or below a cycle";
}

TEST_P(HydrographyTest, FictitiousReachesLieInTheirWater) {
  std::size_t outside = 0;
  std::size_t fictitious = 0;
  for (std::size_t i = 0; i < reaches_.size(); ++i) {
    const bool is_fictitious = *reaches_[i].find("fictif") == Value(std::int64_t{1});
    const auto links = links_of(reaches_[i], "liens_vers_surface_hydrographique");
    EXPECT_EQ(is_fictitious, !links.empty());
    if (!is_fictitious) continue;
    ++fictitious;
    const auto water = geos_.polygon(hydro_.surface_at_.at(links.front())->shape);
    const double within = geos_.length(geos_.intersection(hydro_.lines_[i], water));
    const double whole = length_of(reaches_[i].shape.path());
    // At a mouth, up to the axis of the river that it runs into.
    if (whole - within > 0.5) ++outside;
    EXPECT_LE(whole - within, 45) << i << " of " << whole << " m";
  }
  EXPECT_LE(static_cast<double>(outside), 0.2 * static_cast<double>(fictitious));
}

TEST_P(HydrographyTest, SurfacesAreSoundAndTheirHolesDry) {
  for (std::size_t i = 0; i < surfaces_.size(); ++i) {
    const Feature& surface = surfaces_[i];
    EXPECT_TRUE(geos_.valid(hydro_.areas_[i])) << text_of(surface, "nature") << ' ' << i;
    ASSERT_EQ(surface.shape.parts.size(), 1U);
    const Rings& rings = surface.shape.parts.front();
    EXPECT_GT(signed_area(rings.front()), 20);
    for (std::size_t k = 1; k < rings.size(); ++k) EXPECT_LT(signed_area(rings[k]), 0);
  }
}

TEST_P(HydrographyTest, SurfacesOverlapBySliversAtMouthsAtMost) {
  double overlapping = 0;
  double all = 0;
  for (const auto& area : hydro_.areas_) all += geos_.area(area);
  geos_.near(hydro_.areas_, hydro_.areas_, [&](std::size_t i, std::size_t j) {
    if (i >= j) return;
    const double common = geos_.area(geos_.intersection(hydro_.areas_[i], hydro_.areas_[j]));
    const double least = std::min(geos_.area(hydro_.areas_[i]), geos_.area(hydro_.areas_[j]));
    overlapping += common;
    EXPECT_LE(common, std::min(0.02 * least, 20.0))
        << text_of(surfaces_[i], "nature") << ' ' << i << ", " << text_of(surfaces_[j], "nature")
        << ' ' << j << " of " << least;
  });
  EXPECT_LE(overlapping, 0.0002 * all);
}

TEST_P(HydrographyTest, OrdersAreStrahlers) {
  struct Orders {
    std::multiset<int> in, out;
  };
  std::map<std::string, Orders> orders;
  for (const Feature& reach : reaches_) {
    const auto ini = text_of(reach, "lien_vers_noeud_hydrographique_ini");
    const auto fin = text_of(reach, "lien_vers_noeud_hydrographique_fin");
    const std::string order = text_of(reach, "numero_d_ordre");
    // What was dug has none, and an arm does not count.
    if (order.empty() || text_of(reach, "type_de_bras") == "Secondaire") continue;
    orders[ini].out.insert(std::stoi(order));
    orders[fin].in.insert(std::stoi(order));
  }
  for (const auto& [key, at] : orders) {
    if (!hydro_.is_inside(hydro_.nodes_.at(key)->shape.path().front()) || at.out.empty()) continue;
    ASSERT_EQ(at.out.size(), 1U) << key;
    int expected = 1;
    if (!at.in.empty()) expected = *at.in.rbegin() + (at.in.count(*at.in.rbegin()) > 1 ? 1 : 0);
    EXPECT_EQ(*at.out.begin(), expected) << key;
  }
}

TEST_P(HydrographyTest, WatercoursesAreTheirReaches) {
  std::map<std::string, std::vector<const Feature*>> of;
  for (const Feature& reach : reaches_)
    for (const auto& link : links_of(reach, "liens_vers_cours_d_eau")) of[link].push_back(&reach);
  std::size_t whole = 0;
  for (const Feature& course : hydro_.layer(3).features) {
    std::multiset<std::vector<std::pair<double, double>>> expected, found;
    bool is_whole = true;
    const auto flat = [](const Path& path) {
      std::vector<std::pair<double, double>> line;
      for (const Position& at : path) line.emplace_back(at.x, at.y);
      return line;
    };
    for (const Rings& part : course.shape.parts) {
      expected.insert(flat(part.front()));
      is_whole = is_whole &&
                 (hydro_.is_inside(part.front().front()) || hydro_.is_inside(part.front().back()));
    }
    for (const Feature* reach : of[cleabs("COURDEAU", course.number)]) {
      found.insert(flat(reach->shape.path()));
      EXPECT_EQ(text_of(*reach, "cpx_toponyme_de_cours_d_eau"), text_of(course, "toponyme"));
    }
    if (is_whole) {
      ++whole;
      EXPECT_EQ(found, expected) << course.number;
    } else {
      for (const auto& line : found) EXPECT_TRUE(expected.contains(line)) << course.number;
    }
  }
  EXPECT_GT(whole, GetParam().square_kilometres > 100 ? 10U : 0U);
}

TEST_P(HydrographyTest, WideRiversHaveBanksAsWideAsTheirClass) {
  std::map<std::string, std::set<std::string>> classes;
  std::map<std::string, double> lengths;
  for (const Feature& reach : reaches_) {
    if (text_of(reach, "nature") == "Retenue") continue;
    for (const auto& link : links_of(reach, "liens_vers_surface_hydrographique")) {
      classes[link].insert(text_of(reach, "classe_de_largeur"));
      lengths[link] += length_of(reach.shape.path());
    }
    if (links_of(reach, "liens_vers_surface_hydrographique").empty()) {
      EXPECT_NE(text_of(reach, "classe_de_largeur"), "Entre 50 et 250 m");
    }
  }
  std::size_t seen = 0;
  for (const auto& [key, classes_of_it] : classes) {
    const Feature& surface = *hydro_.surface_at_.at(key);
    if (classes_of_it.size() > 1 || lengths[key] < 400) continue;
    const bool is_inside = std::all_of(surface.shape.path().begin(), surface.shape.path().end(),
                                       [&](const Position& at) { return hydro_.is_inside(at); });
    if (!is_inside) continue;
    ++seen;
    const double mean = area_of(surface.shape) / lengths[key];
    const std::string& width = *classes_of_it.begin();
    if (width == "Entre 5 et 15 m") {
      EXPECT_TRUE(mean > 3.5 && mean < 15) << mean;
    } else if (width == "Entre 15 et 50 m") {
      EXPECT_TRUE(mean > 8 && mean < 50) << mean;
    } else {
      EXPECT_EQ(width, "Entre 50 et 250 m");
    }
  }
  EXPECT_GE(seen, GetParam().square_kilometres > 100 ? 3U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Countries, HydrographyTest,
                         testing::Values(CountryStyle{1, 16}, CountryStyle{2, 16, "FXX", true},
                                         CountryStyle{31, 16, "REU", true}, CountryStyle{977, 16},
                                         large_country()));

TEST(Hydrography, ALargeCountryHasWatersOfEveryKind) {
  const Hydro& country = hydro(large_country());
  std::map<std::string, std::size_t> natures, surfaces, arms, categories;
  for (const Feature& reach : country.reaches_) {
    ++natures[text_of(reach, "nature")];
    ++arms[text_of(reach, "type_de_bras")];
    if (*reach.find("fosse") == Value(std::int64_t{1})) ++natures["fosse"];
  }
  for (const Feature& surface : country.surfaces_) ++surfaces[text_of(surface, "nature")];
  for (const auto& [key, node] : country.nodes_) ++categories[text_of(*node, "categorie")];
  for (const char* nature : {"Ecoulement naturel", "Ecoulement canalisé", "Conduit buse", "Canal",
                             "Estuaire", "Ecoulement karstique", "Retenue", "fosse"})
    EXPECT_GT(natures[nature], 0U) << nature;
  EXPECT_GT(arms["Secondaire"], 0U);
  EXPECT_GT(arms["Principal"], 0U);
  for (const char* nature : {"Estuaire", "Ecoulement naturel", "Retenue", "Lac"})
    EXPECT_GT(surfaces[nature], 0U) << nature;
  for (const char* category : {"Source", "Exutoire", "Confluent", "Diffluent", "Jonction linéaire"})
    EXPECT_GT(categories[category], 0U) << category;
  EXPECT_GT(country.layer(5).features.size(), 10U);
}

}  // namespace
}  // namespace bdf::sample

// SPDX-License-Identifier: MIT
// The reaches of the Lez (BD TOPO V2, Licence Ouverte 2.0, IGN) in the columns of 3.5, and three
// years of edits planted on both sides: each comes out as the theme hydro says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "support/desk.h"
#include "support/network_edits.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using support::Sql;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

const std::string reaches = "troncon_hydrographique";

Geometry line_of(const PlainRow& row) {
  return geometry::decode_wkb(std::get<Blob>(row.geometry).bytes).geometry.value();
}

void draw(PlainRow& row, const Geometry& line) { row.geometry = Blob{geometry::encode_wkb(line)}; }

void move(PlainRow& row, double x, double y) {
  auto line = line_of(row);
  for (std::size_t i = 0; i < line.vertex_count(); ++i) {
    line.xy[2 * i] += x;
    line.xy[2 * i + 1] += y;
  }
  draw(row, line);
}

void move_middle(PlainRow& row, double by) {
  auto line = line_of(row);
  line.xy[2 * (line.vertex_count() / 2) + 1] += by;
  draw(row, line);
}

/// A layer being edited: rows by key, and what is drawn beside them.
class Edition {
 public:
  explicit Edition(PlainLayer layer) : layer_(std::move(layer)) {
    for (auto& row : layer_.rows) row.fid.reset();
  }
  void set(PlainRow& row, const std::string& column, const Value& value) const {
    row.values.at(*layer_.schema.find(column)) = value;
  }
  [[nodiscard]] std::string key(const PlainRow& row) const {
    return to_text(view_of(row.values.at(*layer_.schema.find("cleabs"))));
  }
  PlainRow& row(std::size_t i) { return layer_.rows.at(i); }
  [[nodiscard]] std::size_t size() const { return layer_.rows.size(); }
  void remove(std::size_t i) { removed_.insert(i); }
  void add(PlainRow row) { added_.push_back(std::move(row)); }
  /// With what was added, without what was removed.
  [[nodiscard]] PlainLayer result() const {
    auto layer = layer_;
    layer.rows = added_;
    for (std::size_t i = 0; i < layer_.rows.size(); ++i)
      if (!removed_.contains(i)) layer.rows.push_back(layer_.rows[i]);
    return layer;
  }

 private:
  PlainLayer layer_;
  std::set<std::size_t> removed_;
  std::vector<PlainRow> added_;
};

/// What happens to a reach, and what must come of it.
struct Family {
  const char* name;
  std::function<void(Edition& local, std::size_t row)> here;
  std::function<void(Edition& reference, std::size_t row)> there;
  const char* outcome;
  Lines leaves;  ///< attribute=status of its update, or object=status
  const char* conflict = "";
  const char* proposal = "";  ///< the attribute that waits for an answer
};

std::vector<Place> ends_of(const PlainRow& row) {
  const auto& xy = line_of(row).xy;
  return {{xy[0], xy[1]}, {xy[xy.size() - 2], xy.back()}};
}

void nothing(Edition&, std::size_t) {}

auto assign(const std::string& column, const Value& value) {
  return [=](Edition& edition, std::size_t row) { edition.set(edition.row(row), column, value); };
}

auto middle(double by) {
  return [=](Edition& edition, std::size_t row) { move_middle(edition.row(row), by); };
}

void inscribe(Edition& edition, std::size_t row) {
  edition.set(edition.row(row), "inventaire_police_de_l_eau", std::string("Inscrit"));
}

void erase(Edition& edition, std::size_t row) { edition.remove(row); }

void turn(Edition& edition, std::size_t row) {
  auto& one = edition.row(row);
  draw(one, geometry::reversed(line_of(one)));
  edition.set(one, "sens_de_l_ecoulement", std::string("Sens inverse"));
}

void split(Edition& edition, std::size_t row) {
  auto& one = edition.row(row);
  const auto line = line_of(one);
  auto half = one;
  draw(half, piece(line, line.vertex_count() / 2, line.vertex_count() - 1));
  draw(one, piece(line, 0, line.vertex_count() / 2));
  edition.add(std::move(half));
}

/// Centimetres, as a reprojection there and back leaves them.
void shake(Edition& edition, std::size_t row) { move(edition.row(row), 0.02, -0.02); }

void lose_key(Edition& edition, std::size_t row) {
  edition.set(edition.row(row), "cleabs", Null{});
}

void lose_key_and_redraw(Edition& edition, std::size_t row) {
  lose_key(edition, row);
  inscribe(edition, row);
  move_middle(edition.row(row), 3);
}

void take_anothers_place(Edition& edition, std::size_t row) { move(edition.row(row), 3000, 60000); }

void identify_anew(Edition& edition, std::size_t row) {
  auto& one = edition.row(row);
  auto key = edition.key(one);
  edition.set(one, "cleabs", key.replace(8, 3, "777"));
}

bool takes_out(const Family& family) {
  return std::string_view(family.name).starts_with("deleted");
}

const Value today = std::string("2026-06-15T08:00:00.000Z");

const std::vector<Family> families{
    {"untouched", nothing, nothing, "unchanged", {}},
    {"inventory here", inscribe, nothing, "kept_local", {"inventaire_police_de_l_eau=offered"}},
    {"name here",
     assign("cpx_toponyme_de_cours_d_eau", std::string("le Lez vieux")),
     nothing,
     "kept_local",
     {"cpx_toponyme_de_cours_d_eau=proposed"}},
    {"name there",
     nothing,
     assign("cpx_toponyme_de_cours_d_eau", std::string("le Lez vif")),
     "updated_from_reference",
     {}},
    {"two names",
     assign("cpx_toponyme_de_cours_d_eau", std::string("le Lez vieux")),
     assign("cpx_toponyme_de_cours_d_eau", std::string("le Lez vif")),
     "merged",
     {"cpx_toponyme_de_cours_d_eau=proposed"},
     "",
     "cpx_toponyme_de_cours_d_eau"},
    {"moved here", middle(6), nothing, "kept_local", {"geometry=proposed"}},
    {"moved there", nothing, middle(-4), "updated_from_reference", {}},
    {"moved in two ways", middle(6), middle(-4), "merged", {"geometry=proposed"}, "", "geometry"},
    {"inventory here, moved there",
     inscribe,
     middle(-4),
     "merged",
     {"inventaire_police_de_l_eau=offered"}},
    {"deleted there", nothing, erase, "deleted_by_reference", {}},
    {"deleted there, inventory here", inscribe, erase, "conflict", {}, "delete_edit"},
    {"deleted here", erase, nothing, "deleted_locally", {"object=proposed"}},
    {"deleted here, moved there", erase, middle(-4), "conflict", {}, "delete_edit"},
    {"deleted on both sides", erase, erase, "deleted_on_both", {}},
    {"turned round here", turn, nothing, "unchanged", {}},
    {"turned round there", nothing, turn, "unchanged", {}},
    {"shaken here", shake, nothing, "unchanged", {}},
    {"shaken there", nothing, shake, "unchanged", {}},
    {"a date there", nothing, assign("date_modification", today), "updated_from_reference", {}},
    {"a ditch by both",
     assign("fosse", std::int64_t{1}),
     assign("fosse", std::int64_t{0}),
     "conflict",
     {},
     "attribute"},
    {"split in QGIS", split, nothing, "recut", {}},
    {"key lost", lose_key, nothing, "updated_from_reference", {}},
    {"key lost, redrawn, inventory",
     lose_key_and_redraw,
     nothing,
     "kept_local",
     {"geometry=proposed", "inventaire_police_de_l_eau=offered"}},
    {"key lost here, moved there", lose_key, middle(-4), "updated_from_reference", {}},
    {"identified anew there",
     inscribe,
     identify_anew,
     "kept_local",
     {"inventaire_police_de_l_eau=offered"}},
    {"far from its place", take_anothers_place, nothing, "conflict", {}, "identity"},
};

class Lez : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = support::real_data("bdtopo_v2_lez_network");
    if (!folder)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
    read(*folder / "network2.shp");
    plant();
    ASSERT_EQ(sync("ancestor.gpkg", "local.gpkg", "out").code, 1);
  }

  /// In the words of 3.5, which V2 says otherwise or not at all.
  void read(const std::filesystem::path& shapefile) {
    const auto file = (desk_ / "ancestor.gpkg").string();
    support::ogr2ogr({file, shapefile, "-nln", reaches, "-nlt", "LINESTRINGZ", "-sql",
                      "SELECT id AS cleabs, fictif, regime AS persistance, nom AS "
                      "cpx_toponyme_de_cours_d_eau, prec_plani AS precision_planimetrique, "
                      "prec_alti AS precision_altimetrique FROM network2"});
    Sql sql(file);
    for (const char* column : {"fosse BOOLEAN", "sens_de_l_ecoulement TEXT",
                               "inventaire_police_de_l_eau TEXT", "date_modification DATETIME"})
      sql.execute("ALTER TABLE " + reaches + " ADD COLUMN " + column);
    sql.execute("UPDATE " + reaches +
                " SET sens_de_l_ecoulement = 'Sens direct', "
                "date_modification = '2023-01-15T08:00:00.000Z'");
  }

  /// Reaches of some length take the families in turn. Taken out are those alone that hang on the
  /// network by one end: where two people take out what lies between, somebody is asked.
  void plant() {
    const auto ancestor = read_layer(desk_ / "ancestor.gpkg", reaches);
    Edition local(ancestor);
    Edition reference(ancestor);
    std::map<std::string, int> known;
    for (std::size_t i = 0; i < local.size(); ++i) ++known[local.key(local.row(i))];
    std::map<Place, int> ends;
    for (std::size_t i = 0; i < local.size(); ++i)
      for (const auto& end : ends_of(local.row(i))) ++ends[end];
    std::vector<const Family*> due;
    for (std::size_t i = 0; i < local.size(); ++i) {
      const auto key = local.key(local.row(i));
      const bool fit = line_of(local.row(i)).vertex_count() >= 8 && known[key] == 1;
      const auto places = ends_of(local.row(i));
      const bool loose = ends[places.front()] == 1 || ends[places.back()] == 1;
      const auto fits = [&](const Family* one) { return loose || !takes_out(*one); };
      auto next = std::find_if(due.begin(), due.end(), fits);
      if (next == due.end()) {
        for (const auto& one : families) due.push_back(&one);
        next = std::find_if(due.begin(), due.end(), fits);
      }
      const auto& family = fit ? **next : families.front();
      if (fit) due.erase(next);
      family.here(local, i);
      family.there(reference, i);
      if (known[key] == 1) planted_.emplace_back(reference.key(reference.row(i)), &family);
    }
    write_geopackage(desk_ / "local.gpkg", {local.result()});
    write_geopackage(desk_ / "reference.gpkg", {reference.result()});
  }

  Ran sync(const std::string& ancestor, const std::string& local, const std::string& out) {
    return support::bdf({"sync", "--theme", "hydro", "--producer", "DDT 26", "--confirm-deletions",
                         "--quiet", "--ancestor", desk_ / ancestor, "--local", desk_ / local,
                         "--reference", desk_ / "reference.gpkg", "--out", desk_ / out});
  }

  [[nodiscard]] Lines sent(const std::string& key) const {
    return Sql(desk_ / "out/contribution.gpkg")
        .rows("SELECT DISTINCT key || '=' || value FROM " + reaches +
              ", json_each(bdf_changed) WHERE bdf_id = '" + key +
              "' AND bdf_op <> 'split' AND "
              "NOT (bdf_op = 'delete' AND bdf_lineage IS NOT NULL) ORDER BY 1");
  }

  /// What stays open about the object: kind, and attribute of a proposal.
  [[nodiscard]] std::string open_about(const std::string& key, bool proposals) const {
    return Sql(desk_ / "out/merged.gpkg")
        .value(std::string("SELECT group_concat(") +
               (proposals ? "coalesce(attribute, 'geometry')" : "kind") +
               ") FROM bdf_pending WHERE '" + key +
               "' IN (ancestor_id, local_id, reference_id) AND kind " + (proposals ? "=" : "<>") +
               " 'proposal'");
  }

  support::Desk desk_;
  std::vector<std::pair<std::string, const Family*>> planted_;  ///< by the reference's key
};

TEST_F(Lez, EveryPlantedEditComesOutAsTheThemeSays) {
  auto merged = io::Database::open_input(desk_ / "out/merged.gpkg");
  std::map<std::string, int> tried;
  for (const auto& [key, family] : planted_) {
    const auto found = io::find_in_ledger(merged, key);
    const auto outcome = found.empty() ? "unchanged" : std::string(name_of(found.front().outcome));
    EXPECT_EQ(outcome, family->outcome) << family->name << ' ' << key;
    EXPECT_EQ(sent(key), family->leaves) << family->name << ' ' << key;
    EXPECT_EQ(open_about(key, false), family->conflict) << family->name << ' ' << key;
    EXPECT_EQ(open_about(key, true), family->proposal) << family->name << ' ' << key;
    ++tried[family->name];
  }
  for (const auto& family : families) EXPECT_GE(tried[family.name], 20) << family.name;
}

TEST_F(Lez, EveryObjectThatStaysHasTheReferencesKey) {
  const std::map<std::string, long> rows{
      {"deleted_by_reference", 0}, {"deleted_locally", 0}, {"deleted_on_both", 0}, {"recut", 2}};
  const Sql merged(desk_ / "out/merged.gpkg");
  for (const auto& [key, family] : planted_) {
    const auto expected = rows.find(family->outcome);
    EXPECT_EQ(merged.number("SELECT count(*) FROM " + reaches + " WHERE cleabs = '" + key + "'"),
              expected == rows.end() ? 1 : expected->second)
        << family->name << ' ' << key;
  }
}

TEST_F(Lez, ASecondSyncChangesNothing) {
  ASSERT_EQ(sync("reference.gpkg", "out/merged.gpkg", "next").code, 1);
  EXPECT_EQ(support::conflict_ids(desk_ / "out"), support::conflict_ids(desk_ / "next"));
  EXPECT_THAT(support::differences(desk_ / "out/merged.gpkg", desk_ / "next/merged.gpkg", reaches),
              IsEmpty());
  EXPECT_THAT(support::differences(desk_ / "out/contribution.gpkg",
                                   desk_ / "next/contribution.gpkg", reaches),
              IsEmpty());
}

TEST_F(Lez, TheUpdateTurnsLocalIntoMerged) {
  const auto ran = support::bdf({"apply", desk_ / "out/update.gpkg", "--to", desk_ / "local.gpkg",
                                 "--out", desk_ / "updated.gpkg", "--quiet"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(support::differences(desk_ / "updated.gpkg", desk_ / "out/merged.gpkg", reaches),
              IsEmpty());
}

}  // namespace
}  // namespace bdf::tests

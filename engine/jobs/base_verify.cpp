// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/error.h"
#include "base/message.h"
#include "io/geometry_blob.h"
#include "io/sql.h"
#include "jobs/base_history.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

namespace {

using refbase::BaseLayer;

class Verifier {
 public:
  explicit Verifier(refbase::SqlSession& session)
      : session_(session), transactions_(refbase::transactions_of(session)) {
    std::reverse(transactions_.begin(), transactions_.end());
  }

  std::vector<Finding> run() {
    check_transactions();
    check_editions();
    const auto layers = refbase::layers_at(session_, transactions_.back().number);
    check_layers(layers);
    for (const auto& layer : layers) {
      check_successions(layer);
      check_live(layer);
      check_past(layer);
      check_sequence(layer);
      check_counts(layer);
    }
    return std::move(findings_);
  }

 private:
  void find(std::string code, const std::string& layer, const std::string& feature,
            std::string message) {
    findings_.push_back({Level::error, std::move(code), "", layer, feature, std::move(message)});
  }

  void check_transactions() {
    const auto identity = refbase::value_of(session_, "SELECT identity FROM bdf_base");
    std::string parent = to_text(view_of(identity));
    std::int64_t number = 0;
    std::string time;
    for (const auto& transaction : transactions_) {
      const auto name = std::to_string(transaction.number);
      if (transaction.number != number + 1 || transaction.parent != number)
        find("transaction_missing", "", name,
             msg("transaction {} follows on {}, and not on the one before it", transaction.number,
                 number));
      if (transaction.time < time)
        find("transaction_too_early", "", name,
             msg("transaction {} is of {}, before the one before it", transaction.number,
                 transaction.time));
      if (refbase::digest_of(transaction, parent) != transaction.digest)
        find("transaction_altered", "", name,
             msg("what is said of transaction {} is not what its digest stands for",
                 transaction.number));
      number = transaction.number;
      time = transaction.time;
      parent = transaction.digest;
    }
  }

  void check_editions() {
    for (const auto& edition : refbase::editions_of(session_))
      if (edition.number < 1 || edition.number > transactions_.back().number)
        find("edition_unknown", "", edition.name,
             msg("edition {} names transaction {}, which is not there", edition.name,
                 edition.number));
  }

  void check_key(const BaseLayer& layer, refbase::Row row, const std::string& id) {
    const auto key = refbase::id_of(layer, row);
    if (key != id)
      find("key_altered", layer.schema.layer, id,
           msg("what is said of object {} of layer {} is said of a feature with the key {}", id,
               layer.schema.layer, key));
  }

  void check_live(const BaseLayer& layer) {
    std::unordered_map<std::int64_t, refbase::LiveObject> objects;
    std::int64_t last_fid = 0, placed = 0;
    for (auto& object : refbase::live_objects(session_, layer)) {
      const auto fid = object.fid;
      last_fid = std::max(last_fid, fid);
      if (!objects.emplace(fid, object).second)
        find("fid_twice", layer.schema.layer, object.id,
             msg("two objects of layer {} are said of the feature {}", layer.schema.layer, fid));
    }
    if (!layer.key.empty() && last_fid >= layer.next_fid)
      find("next_fid_wrong", layer.schema.layer, "",
           msg("layer {} would give the fid {} again", layer.schema.layer, last_fid));
    const auto& name = layer.schema.layer;
    const auto printed = refbase::printed_columns(layer);
    const auto columns = refbase::feature_columns(session_, layer);
    session_.read("SELECT " + columns + " FROM " + io::sql_name(name), {}, [&](refbase::Row row) {
      const auto fid = std::get<std::int64_t>(row[0]);
      const auto found = objects.find(fid);
      if (!layer.schema.geometry_column.empty() && io::box_of_geometry(row.back())) ++placed;
      if (found == objects.end()) {
        find("feature_unknown", name, "fid " + std::to_string(fid),
             msg("feature {} of layer {} came from elsewhere: no transaction brought it", fid,
                 name));
        return;
      }
      if (refbase::print_of_row(printed, row) != found->second.print)
        find("feature_altered", name, found->second.id,
             msg("object {} of layer {} was changed by no transaction", found->second.id, name));
      check_key(layer, row, found->second.id);
      objects.erase(found);
    });
    check_places(layer, placed);
    for (const auto& [fid, object] : objects)
      find("feature_missing", name, object.id,
           msg("object {} of layer {} is gone, though no transaction removed it", object.id, name));
  }

  /// The spatial index knows as many features as have a place.
  void check_places(const BaseLayer& layer, std::int64_t placed) {
    if (layer.schema.geometry_column.empty()) return;
    constexpr double far = 1e30;
    refbase::Values parameters;
    const auto meets =
        session_.meets(layer.schema, layer.schema.layer, {-far, -far, far, far}, parameters);
    const auto known = refbase::integer_in(refbase::value_of(
        session_, "SELECT count(*) FROM " + io::sql_name(layer.schema.layer) + " WHERE " + meets,
        parameters));
    if (known < placed)
      find("index_incomplete", layer.schema.layer, "",
           msg("the spatial index of layer {} knows {} of {} features", layer.schema.layer, known,
               placed));
  }

  /// Every layer that transactions tell of is there, and began when they say.
  void check_layers(const std::vector<BaseLayer>& layers) {
    std::map<std::string, std::int64_t> begun;
    for (const auto& transaction : transactions_)
      for (const auto& one : transaction.layers) begun.try_emplace(one.layer, transaction.number);
    for (const auto& [name, number] : begun) {
      const auto* layer = refbase::find_layer(layers, name);
      if (layer == nullptr || layer->since != number)
        find("layer_altered", name, "",
             msg("what is said of layer {} is not what transaction {} began", name, number));
    }
  }

  /// What goes on under another identifier ended and began with the same transaction.
  void check_successions(const BaseLayer& layer) {
    const auto past = io::sql_name(refbase::past_table(layer));
    const auto live = io::sql_name(refbase::live_table(layer));
    session_.read(
        "SELECT predecessor, successor, number FROM bdf_succession AS s WHERE layer = $1 AND (NOT "
        "EXISTS (SELECT 1 FROM " +
            past +
            " AS p WHERE p.bdf_id = s.predecessor AND p.bdf_to = "
            "s.number) OR NOT EXISTS (SELECT 1 FROM " +
            past +
            " AS p WHERE p.bdf_id = s.successor AND "
            "p.bdf_from = s.number UNION ALL SELECT 1 FROM " +
            live +
            " AS l WHERE l.id = s.successor "
            "AND l.since = s.number))",
        {layer.schema.layer}, [&](refbase::Row row) {
          find("succession_unknown", layer.schema.layer, to_text(row[0]),
               msg("that {} goes on as {} since transaction {} is not what it did", to_text(row[0]),
                   to_text(row[1]), refbase::integer_in(to_value(row[2]))));
        });
  }

  /// Versions were printed in the columns that the layer had when they ended.
  void check_past(const BaseLayer& layer) {
    const auto last = transactions_.back().number;
    std::map<std::int64_t, BaseLayer> layers;
    std::vector<std::int64_t> ends;
    session_.read("SELECT DISTINCT bdf_to FROM " + io::sql_name(refbase::past_table(layer)), {},
                  [&](refbase::Row row) { ends.push_back(std::get<std::int64_t>(row[0])); });
    for (const auto end : ends) {
      if (end > last || end < 2) continue;
      const auto before = refbase::layers_at(session_, end - 1);
      const auto* then = refbase::find_layer(before, layer.schema.layer);
      if (then == nullptr) continue;
      const auto printed = refbase::printed_columns(*then);
      session_.read(
          "SELECT " + refbase::feature_columns(session_, *then) + ", bdf_id, bdf_print FROM " +
              io::sql_name(refbase::past_table(layer)) + " WHERE bdf_to = $1",
          {end}, [&](refbase::Row row) {
            const auto id = to_text(row[row.size() - 2]);
            check_key(*then, row, id);
            const auto feature = row.first(row.size() - 2);
            if (refbase::print_of_row(printed, feature) == to_text(row.back())) return;
            find("version_altered", layer.schema.layer, id,
                 msg("the version of object {} of layer {} that ended with transaction {} "
                     "was changed by no transaction",
                     id, layer.schema.layer, end));
          });
    }
  }

  /// No version is valid while another of the same object is.
  void check_sequence(const BaseLayer& layer) {
    const auto past = io::sql_name(refbase::past_table(layer));
    const auto live = io::sql_name(refbase::live_table(layer));
    std::string id;
    std::int64_t end = 0;
    session_.read("SELECT bdf_id, bdf_from, bdf_to FROM " + past +
                      " UNION ALL SELECT id, since, NULL FROM " + live +
                      " WHERE id IN (SELECT bdf_id FROM " + past + ") ORDER BY 1, 2",
                  {}, [&](refbase::Row row) {
                    const auto is = to_text(row[0]);
                    const auto from = std::get<std::int64_t>(row[1]);
                    const auto* to = std::get_if<std::int64_t>(&row[2]);
                    const bool overlaps = is == id && from < end;
                    if (overlaps || (to != nullptr && *to <= from))
                      find("versions_overlap", layer.schema.layer, is,
                           msg("object {} of layer {} has two versions after transaction {}", is,
                               layer.schema.layer, from));
                    id = is;
                    end = to != nullptr ? *to : std::numeric_limits<std::int64_t>::max();
                  });
  }

  /// As many versions begin and end with each transaction as it says.
  void check_counts(const BaseLayer& layer) {
    const auto past = io::sql_name(refbase::past_table(layer));
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> found, said;
    const auto count = [&](const std::string& sql, bool begun) {
      session_.read(sql, {}, [&](refbase::Row row) {
        auto& counts = found[std::get<std::int64_t>(row[0])];
        (begun ? counts.first : counts.second) += std::get<std::int64_t>(row[1]);
      });
    };
    count("SELECT since, count(*) FROM " + io::sql_name(refbase::live_table(layer)) +
              " GROUP BY since",
          true);
    count("SELECT bdf_from, count(*) FROM " + past + " GROUP BY bdf_from", true);
    count("SELECT bdf_to, count(*) FROM " + past + " GROUP BY bdf_to", false);
    for (const auto& transaction : transactions_)
      for (const auto& one : transaction.layers)
        if (one.layer == layer.schema.layer)
          said[transaction.number] = {one.added + one.changed, one.changed + one.removed};
    for (const auto& [number, counts] : said) found.try_emplace(number, 0, 0);
    for (const auto& [number, counts] : found)
      if (said[number] != counts)
        find("history_incomplete", layer.schema.layer, std::to_string(number),
             msg("of layer {}, {} versions began and {} ended with transaction {}; it says {} and "
                 "{}",
                 layer.schema.layer, counts.first, counts.second, number, said[number].first,
                 said[number].second));
  }

  refbase::SqlSession& session_;
  std::vector<refbase::Transaction> transactions_;  ///< oldest first
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> verify_base(const std::string& base) {
  const auto session = refbase::open_base(base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  if (!refbase::reads_everything(*session))
    throw RightsError(
        msg("{}: only an operator of the base can verify it: members read but a part of it",
            session->name()));
  static_cast<void>(refbase::head_of(*session));
  return Verifier(*session).run();
}

}  // namespace bdf::jobs

// SPDX-License-Identifier: MIT
#include "io/links_geopackage.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstring>

#include "io/crs.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

constexpr double shortest_in_metres = 0.3;
constexpr double metres_a_degree = 111'320.0;

Schema link_layer(const Crs& crs) {
  Schema schema;
  schema.layer = "link";
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.geometry_type = "LINESTRING";
  schema.crs = crs;
  const auto text = [](const char* name) { return Column{name, ColumnType::text, "TEXT"}; };
  const auto whole = [](const char* name) { return Column{name, ColumnType::integer, "INTEGER"}; };
  const auto real = [](const char* name) { return Column{name, ColumnType::real, "REAL"}; };
  schema.columns = {text("layer"),
                    whole("link"),
                    text("a_id"),
                    text("b_id"),
                    whole("a_fid"),
                    whole("b_fid"),
                    text("relation"),
                    real("a_share"),
                    real("b_share"),
                    real("a_from"),
                    real("a_to"),
                    real("b_from"),
                    real("b_to"),
                    text("direction"),
                    real("confidence"),
                    text("reason"),
                    {"doubtful", ColumnType::boolean, "BOOLEAN"},
                    text("evidence")};
  return schema;
}

Schema created(Database& database, const Crs& crs) {
  create_geopackage(database);
  return create_layer(database, link_layer(crs));
}

/// The line, or where that is too short one around its middle that can be seen.
LinkLine visible(const LinkLine& line, double shortest) {
  if (std::hypot(line.b.x - line.a.x, line.b.y - line.a.y) >= shortest) return line;
  const double half = shortest / 2 / std::sqrt(2);
  const double x = (line.a.x + line.b.x) / 2;
  const double y = (line.a.y + line.b.y) / 2;
  return {{x - half, y - half}, {x + half, y + half}};
}

/// A line of two vertices, little-endian.
void put_wkb(const LinkLine& line, std::string& wkb) {
  constexpr std::array<char, 9> head{1, 2, 0, 0, 0, 2, 0, 0, 0};
  const std::array<double, 4> xy{line.a.x, line.a.y, line.b.x, line.b.y};
  wkb.assign(head.data(), head.size());
  wkb.append(reinterpret_cast<const char*>(xy.data()), sizeof xy);
}

/// Name and value of each measure, as JSON.
std::string evidence_of(const LinkedPair& pair) {
  std::string text = "{";
  for (const auto& one : pair.evidence) {
    if (text.size() > 1) text += ", ";
    text += fmt::format("\"{}\": ", name_of(one.measure));
    text += std::isfinite(one.value) ? fmt::format("{:.9g}", one.value) : std::string("null");
  }
  return text + "}";
}

ValueView part(double value, bool known) { return known ? ValueView(value) : ValueView(Null{}); }

}  // namespace

LinkWriter::LinkWriter(const std::filesystem::path& path, const Crs& crs)
    : database_(Database::open_output(path)),
      schema_(created(database_, crs)),
      shortest_(is_geographic(crs) ? shortest_in_metres / metres_a_degree : shortest_in_metres),
      writer_(database_, schema_, column_names(schema_)),
      transaction_(database_) {}

void LinkWriter::add(const LinkRow& row) {
  const auto& [layer, found, pair, number, line, of_lines] = row;
  const auto& link = found.link;
  const auto reason = reason_of(found);
  const auto evidence = evidence_of(pair);
  const std::string_view direction = pair.reversed ? "reversed" : "same";
  const std::array<ValueView, 18> values{std::string_view(layer.layer),
                                         number,
                                         std::string_view(layer.a.ids[pair.a]),
                                         std::string_view(layer.b.ids[pair.b]),
                                         layer.a.fids[pair.a],
                                         layer.b.fids[pair.b],
                                         relation_of(link),
                                         pair.share_a,
                                         pair.share_b,
                                         part(pair.on_a.from, of_lines),
                                         part(pair.on_a.to, of_lines),
                                         part(pair.on_b.from, of_lines),
                                         part(pair.on_b.to, of_lines),
                                         of_lines ? ValueView(direction) : ValueView(Null{}),
                                         link.confidence,
                                         std::string_view(reason),
                                         std::int64_t{found.doubtful ? 1 : 0},
                                         std::string_view(evidence)};
  if (line) put_wkb(visible(*line, shortest_), wkb_);
  writer_.add(std::nullopt, values, line ? ValueView(BlobView{wkb_}) : ValueView(Null{}));
}

const Schema& LinkWriter::finish(std::string_view time) {
  finish_layer(database_, schema_, time);
  transaction_.commit();
  return schema_;
}

}  // namespace bdf::io

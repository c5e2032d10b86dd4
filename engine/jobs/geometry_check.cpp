// SPDX-License-Identifier: MIT
#include "jobs/geometry_check.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/message.h"
#include "base/parallel.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "jobs/finding_list.h"

namespace bdf::jobs {

namespace {

constexpr std::size_t chunk_size = 1024;
constexpr std::string_view any_type = "GEOMETRY";

std::optional<ValidationFinding> flaw_of(Level level, std::string code, std::string message) {
  ValidationFinding finding;
  finding.level = level;
  finding.code = std::move(code);
  finding.message = std::move(message);
  return finding;
}

class Check {
 public:
  explicit Check(const GeometryExpectation& expected)
      : domains_(expected.domains),
        type_(expected.definition == nullptr ? any_type : single_type(expected.definition->type)),
        required_(expected.definition != nullptr && expected.definition->required),
        z_(expected.z) {}

  [[nodiscard]] std::optional<ValidationFinding> of(const ValueView& value) const {
    if (is_null(value)) return missing(msg("The geometry is missing."));
    const auto* const wkb = std::get_if<BlobView>(&value);
    if (wkb != nullptr && geometry::is_empty_wkb(wkb->bytes))
      return missing(msg("The geometry is empty."));
    const auto decoded =
        wkb == nullptr ? geometry::Decoded{std::nullopt, true} : geometry::decode_wkb(wkb->bytes);
    if (decoded.malformed)
      return flaw_of(Level::error, "ATTRIBUTE_GEOMETRY_INVALID_FORMAT",
                     msg("The geometry cannot be read."));
    if (auto other = of_another_type(wkb->bytes)) return other;
    if (auto away = out_of_domain(wkb->bytes)) return away;
    auto flaw = decoded.geometry ? invalid(*decoded.geometry) : std::nullopt;
    return flaw ? flaw : flat(wkb->bytes);
  }

 private:
  [[nodiscard]] std::optional<ValidationFinding> missing(std::string message) const {
    if (!required_) return std::nullopt;
    return flaw_of(Level::warning, "ATTRIBUTE_UNEXPECTED_NULL", std::move(message));
  }

  [[nodiscard]] std::optional<ValidationFinding> of_another_type(std::string_view wkb) const {
    if (type_ == any_type) return std::nullopt;
    const auto type = geometry::type_name_of_wkb(wkb);
    if (single_type(type) == type_) return std::nullopt;
    return flaw_of(Level::error, "ATTRIBUTE_INVALID_FORMAT",
                   msg("The geometry is a {}, where {} is expected.", type, type_));
  }

  [[nodiscard]] std::optional<ValidationFinding> out_of_domain(std::string_view wkb) const {
    const auto box = domains_.empty() ? std::nullopt : geometry::box_of_wkb(wkb);
    if (!box) return std::nullopt;
    if (is_inside(*box)) return std::nullopt;
    auto finding = flaw_of(Level::error, "ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT",
                           msg("The geometry does not lie within a territory of the theme."));
    const bool begins_inside = is_inside({box->min_x, box->min_y, box->min_x, box->min_y});
    finding->position =
        begins_inside ? Point{box->max_x, box->max_y} : Point{box->min_x, box->min_y};
    return finding;
  }

  [[nodiscard]] bool is_inside(const Box& box) const {
    return std::any_of(domains_.begin(), domains_.end(), [&](const Box& domain) {
      return box.min_x >= domain.min_x && box.max_x <= domain.max_x && box.min_y >= domain.min_y &&
             box.max_y <= domain.max_y;
    });
  }

  [[nodiscard]] std::optional<ValidationFinding> flat(std::string_view wkb) const {
    if (!z_ || geometry::wkb_has_z(wkb)) return std::nullopt;
    return flaw_of(Level::warning, "ATTRIBUTE_INVALID_FORMAT",
                   msg("The geometry has no altitudes, which are expected."));
  }

  [[nodiscard]] static std::optional<ValidationFinding> invalid(const Geometry& geometry) {
    const auto invalidity = geometry::invalidity_of(geometry);
    if (!invalidity) return std::nullopt;
    auto finding =
        flaw_of(Level::error, "ATTRIBUTE_GEOMETRY_INVALID",
                msg("The geometry is invalid ({}): {}.", invalidity->code, invalidity->reason));
    finding->position = invalidity->place;
    return finding;
  }

  const std::vector<Box>& domains_;
  std::string type_;
  bool required_;
  bool z_;
};

}  // namespace

std::string single_type(const std::string& type) {
  const std::string_view multi = "MULTI";
  const auto name = type.substr(0, type.find(' '));
  return name.starts_with(multi) ? name.substr(multi.size()) : name;
}

std::vector<ValidationFinding> check_geometries(const FeatureTable& table,
                                                const GeometryExpectation& expected, int threads) {
  const Check check(expected);
  std::vector<std::vector<ValidationFinding>> found((table.size() + chunk_size - 1) / chunk_size);
  parallel_for_each(found.size(), threads, [&](std::size_t chunk) {
    const auto end = std::min(table.size(), (chunk + 1) * chunk_size);
    for (auto row = chunk * chunk_size; row < end; ++row) {
      auto flaw = check.of(table.geometries[row]);
      if (!flaw) continue;
      flaw->fid = table.fids[row];
      flaw->attribute = table.schema.geometry_column;
      found[chunk].push_back(std::move(*flaw));
    }
  });
  FindingList list;
  for (auto& part : found)
    for (auto& finding : part) list.add(std::move(finding));
  return list.take();
}

}  // namespace bdf::jobs

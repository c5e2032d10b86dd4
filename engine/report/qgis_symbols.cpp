// SPDX-License-Identifier: MIT
#include "report/qgis_symbols.h"

#include <fmt/format.h>

#include "base/message.h"
#include "report/qml.h"

namespace bdf::report {

namespace {

constexpr int filling_opacity = 70;  // of 255: what lies below an area can still be seen
constexpr double narrowest_point = 2.4;

std::string colour_with(const Look& look, int opacity) {
  return fmt::format("{},{}", look.colour, opacity);
}

std::string pen_of(const Look& look) { return look.dashed ? "dash" : "solid"; }

std::string line_layer(const Look& look) {
  const auto settings = qml::options({{"line_color", colour_with(look, 255)},
                                      {"line_style", pen_of(look)},
                                      {"line_width", fmt::format("{}", look.stroke)},
                                      {"line_width_unit", "MM"},
                                      {"capstyle", look.dashed ? "flat" : "round"},
                                      {"joinstyle", "round"}});
  return qml::element("layer", {{"class", "SimpleLine"}, {"enabled", "1"}}, settings);
}

std::string area_layer(const Look& look) {
  const auto settings = qml::options({{"color", colour_with(look, filling_opacity)},
                                      {"style", look.filled ? "solid" : "no"},
                                      {"outline_color", colour_with(look, 255)},
                                      {"outline_style", pen_of(look)},
                                      {"outline_width", fmt::format("{}", look.stroke)},
                                      {"outline_width_unit", "MM"},
                                      {"joinstyle", "round"}});
  return qml::element("layer", {{"class", "SimpleFill"}, {"enabled", "1"}}, settings);
}

/// A wide stroke is a large point, so that points with different looks show around one another.
std::string point_layer(const Look& look) {
  const auto settings = qml::options({{"name", "circle"},
                                      {"color", colour_with(look, look.filled ? 255 : 0)},
                                      {"outline_color", colour_with(look, 255)},
                                      {"outline_style", pen_of(look)},
                                      {"outline_width", "0.5"},
                                      {"outline_width_unit", "MM"},
                                      {"size", fmt::format("{}", narrowest_point + look.stroke)},
                                      {"size_unit", "MM"}});
  return qml::element("layer", {{"class", "SimpleMarker"}, {"enabled", "1"}}, settings);
}

std::string symbol_of(std::size_t number, const Look& look, GeometryKind kind) {
  const auto symbol = [&](const char* type, const std::string& layer) {
    return qml::element("symbol",
                        {{"name", std::to_string(number)},
                         {"type", type},
                         {"alpha", fmt::format("{}", look.opacity)},
                         {"clip_to_extent", "1"}},
                        layer);
  };
  switch (kind) {
    case GeometryKind::point:
      return symbol("marker", point_layer(look));
    case GeometryKind::line:
      return symbol("line", line_layer(look));
    case GeometryKind::polygon:
      return symbol("fill", area_layer(look));
  }
  return {};
}

std::string group_label(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return msg("Points");
    case GeometryKind::line:
      return msg("Lines");
    case GeometryKind::polygon:
      return msg("Areas");
  }
  return {};
}

std::string group_filter(GeometryKind kind) {
  switch (kind) {
    case GeometryKind::point:
      return "geometry_type($geometry) = 'Point'";
    case GeometryKind::line:
      return "geometry_type($geometry) = 'Line'";
    case GeometryKind::polygon:
      return "geometry_type($geometry) = 'Polygon'";
  }
  return {};
}

std::vector<GeometryKind> lines_at_least(std::vector<GeometryKind> kinds) {
  if (kinds.empty()) kinds.push_back(GeometryKind::line);
  return kinds;
}

/// Numbers symbols as rules ask for them.
class Renderer {
 public:
  std::string rules_for(GeometryKind kind, const std::vector<DrawingRule>& rules) {
    std::string xml;
    for (const auto& rule : rules) {
      xml += qml::element("rule", {{"key", fmt::format("rule-{}", symbols_)},
                                   {"label", rule.label},
                                   {"filter", rule.filter},
                                   {"symbol", std::to_string(symbols_)}});
      drawn_ += symbol_of(symbols_++, rule.look, kind);
    }
    return xml;
  }

  [[nodiscard]] std::string with(std::string_view rules) const {
    return qml::element(
        "renderer-v2", {{"type", "RuleRenderer"}},
        qml::element("rules", {{"key", "rules"}}, rules) + qml::element("symbols", {}, drawn_));
  }

 private:
  std::size_t symbols_ = 0;
  std::string drawn_;
};

}  // namespace

std::string drawn_by_rules(const std::vector<DrawingRule>& rules,
                           const std::vector<GeometryKind>& kinds) {
  Renderer renderer;
  const auto drawn = lines_at_least(kinds);
  if (drawn.size() == 1) return renderer.with(renderer.rules_for(drawn.front(), rules));
  std::string groups;
  for (const auto kind : drawn)
    groups += qml::element("rule",
                           {{"key", fmt::format("group-{}", static_cast<int>(kind))},
                            {"label", group_label(kind)},
                            {"filter", group_filter(kind)}},
                           renderer.rules_for(kind, rules));
  return renderer.with(groups);
}

std::string drawn_alike(const Look& look, const std::vector<GeometryKind>& kinds) {
  const auto drawn = lines_at_least(kinds);
  if (drawn.size() > 1) {
    Renderer renderer;
    std::string rules;
    for (const auto kind : drawn)
      rules += renderer.rules_for(kind, {{group_label(kind), group_filter(kind), look}});
    return renderer.with(rules);
  }
  return qml::element("renderer-v2", {{"type", "singleSymbol"}},
                      qml::element("symbols", {}, symbol_of(0, look, drawn.front())));
}

}  // namespace bdf::report

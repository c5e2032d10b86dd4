// SPDX-License-Identifier: MIT
#include "world/hydrography.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "world/banks.h"
#include "world/noise.h"
#include "world/ponds.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr std::int64_t yes = 1;
constexpr std::int64_t no = 0;

std::string joined(const std::set<std::string>& links) {
  std::string text;
  for (const std::string& link : links) text += (text.empty() ? "" : "/") + link;
  return text;
}

Value text_or_null(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

RiverSize size_of(const Course& course) {
  if (course.length > 40000) return RiverSize::major;
  if (course.length > 12000) return RiverSize::river;
  return course.length > 5000 ? RiverSize::stream : RiverSize::brook;
}

/// Builds the layers one after the other; each links to those before it.
class Surveyor {
 public:
  Surveyor(const Mesh& mesh, const Drainage& drainage, const Waters& waters,
           const std::vector<Reach>& reaches, Flavour flavour)
      : mesh_(mesh), drainage_(drainage), waters_(waters), reaches_(reaches), flavour_(flavour) {}

  Hydrography survey() {
    find_wet_ground();
    add_watercourses();
    add_lakes();
    add_banks();
    add_ponds();
    add_nodes();
    add_reaches();
    add_details();
    return std::move(map_);
  }

 private:
  [[nodiscard]] Random random(const char* about, std::uint64_t number) const {
    return {mesh_.ground().seed, about, number};
  }
  Feature& add(Layer& layer, Shape shape) {
    layer.features.push_back({first_number + layer.features.size(), std::move(shape), {}});
    return layer.features.back();
  }
  [[nodiscard]] std::string course_link(std::uint32_t course) const;
  [[nodiscard]] std::string course_name(std::uint32_t course) const;
  void find_wet_ground();
  void add_watercourses();
  void add_lakes();
  Feature& add_surface(Rings rings, const char* nature, const char* persistence);
  std::string add_water_body(const Feature& surface, const std::string& name);
  void add_banks();
  void add_ponds();
  void add_nodes();
  void add_reaches();
  void describe(Feature& feature, const Reach& reach, std::size_t index) const;
  void link(Feature& feature, const Reach& reach, std::size_t index) const;
  void add_details();

  const Mesh& mesh_;
  const Drainage& drainage_;
  const Waters& waters_;
  const std::vector<Reach>& reaches_;
  Flavour flavour_;
  Hydrography map_{{"troncon_hydrographique", {}},
                   {"surface_hydrographique", {}},
                   {"plan_d_eau", {}},
                   {"cours_d_eau", {}},
                   {"noeud_hydrographique", {}},
                   {"detail_hydrographique", {}},
                   {},
                   {}};
  std::map<std::uint32_t, std::size_t> watercourse_of_;  // course → index of its feature
  std::map<std::size_t, std::string> surface_of_;        // reach → its surface's cleabs
  std::vector<std::string> lake_surface_;                // lake → its surface's cleabs
  std::map<VertexId, std::size_t> node_at_;
};

std::string Surveyor::course_link(std::uint32_t course) const {
  const auto at = watercourse_of_.find(course);
  return at == watercourse_of_.end()
             ? ""
             : cleabs("COURDEAU", map_.watercourses.features[at->second].number);
}

std::string Surveyor::course_name(std::uint32_t course) const {
  const auto at = watercourse_of_.find(course);
  return at == watercourse_of_.end() ? ""
                                     : text_of(map_.watercourses.features[at->second], "toponyme");
}

void Surveyor::find_wet_ground() {
  map_.wet.assign(mesh_.parcel_limit(), false);
  map_.river_width.assign(mesh_.edge_limit(), 0);
  for (const Flow& flow : waters_.flows)
    map_.river_width[flow.edge] = static_cast<float>(flow.width);
  for (const Lake& lake : drainage_.lakes) {
    for (const ParcelId parcel : lake.parcels) map_.wet[parcel] = true;
  }
  for (ParcelId parcel = 0; parcel < map_.wet.size(); ++parcel) {
    if (!mesh_.is_parcel(parcel)) continue;
    const auto corners = mesh_.corners(parcel);
    if (std::any_of(corners.begin(), corners.end(), [&](VertexId at) { return drainage_.sea[at]; }))
      map_.wet[parcel] = true;
  }
}

/// What is long enough to be called a watercourse; most of them have a name.
void Surveyor::add_watercourses() {
  std::size_t reach = 0;
  for (std::uint32_t course = 0; course < waters_.courses.size(); ++course) {
    Shape shape{ShapeKind::line, {}};
    for (; reach < reaches_.size() && reaches_[reach].first().course == course; ++reach)
      shape.parts.push_back({reaches_[reach].line});
    const Course& about = waters_.courses[course];
    Random chance = random("watercourse", about.chain.front());
    const bool canal = about.kind == FlowKind::canal;
    if (!canal && (about.kind != FlowKind::natural || about.length < chance.between(1300, 3200)))
      continue;
    for (Rings& part : shape.parts) {
      for (Position& at : part.front()) at.z = 0;
    }
    watercourse_of_[course] = map_.watercourses.features.size();
    Feature& feature = add(map_.watercourses, std::move(shape));
    if (canal) {
      feature.set("toponyme", canal_name(chance, flavour_));
    } else if (chance.chance(0.93)) {
      feature.set("toponyme", watercourse_name(chance, flavour_, size_of(about)));
    }
    feature.set("importance", std::to_string(about.length > 60000   ? 2
                                             : about.length > 25000 ? 3
                                             : about.length > 10000 ? 4
                                             : about.length > 4000  ? 5
                                                                    : 6));
    feature.set("influence_de_la_maree", about.into_sea ? yes : no);
    feature.set("caractere_permanent", about.length > 4000 ? yes : no);
  }
}

Feature& Surveyor::add_surface(Rings rings, const char* nature, const char* persistence) {
  Feature& feature = add(map_.surfaces, area_shape(std::move(rings)));
  feature.set("nature", std::string(nature));
  feature.set("position_par_rapport_au_sol", std::string("0"));
  feature.set("persistance", std::string(persistence));
  feature.set("salinite", no);
  return feature;
}

/// Links the surface to a water body of the same outline; answers the body's cleabs.
std::string Surveyor::add_water_body(const Feature& surface, const std::string& name) {
  Shape shape = surface.shape;
  const double level = shape.path().front().z;
  for (Path& ring : shape.parts.front()) {
    for (Position& at : ring) at.z = 0;
  }
  const double area = area_of(shape);
  Feature& body = add(map_.water_bodies, std::move(shape));
  body.set("nature", *surface.find("nature"));
  body.set("toponyme", name);
  body.set("importance", std::string(area > 1e6 ? "3" : area > 1e5 ? "4" : area > 1e4 ? "5" : "6"));
  body.set("influence_de_la_maree", no);
  body.set("caractere_permanent", text_of(surface, "persistance") == "Permanent" ? yes : no);
  body.set("altitude_moyenne", level);
  return cleabs("PLANDEAU", body.number);
}

void Surveyor::add_lakes() {
  for (std::size_t i = 0; i < drainage_.lakes.size(); ++i) {
    const Lake& lake = drainage_.lakes[i];
    Random chance = random("lake name", lake.parcels.front());
    Shape shape = outline(mesh_, lake.parcels);
    for (Path& ring : shape.parts.front()) {
      for (Position& at : ring) at.z = on_grid(lake.level);
    }
    const bool dammed = chance.chance(0.7);
    Feature& surface = add_surface(
        std::move(shape.parts.front()),
        dammed ? lake.parcels.size() > 30 ? "Retenue-barrage" : "Retenue" : "Lac", "Permanent");
    surface.set("origine", std::string(dammed ? "Artificielle" : "Naturelle non aménagée"));
    const std::string name = water_name(chance, flavour_, text_of(surface, "nature"));
    surface.set("liens_vers_plan_d_eau", add_water_body(surface, name));
    surface.set("cpx_toponyme_de_plan_d_eau", name);
    lake_surface_.push_back(cleabs("SURF_EAU", surface.number));
  }
}

void Surveyor::add_banks() {
  for (WideStretch& stretch : draw_banks(reaches_)) {
    const Flow& flow = reaches_[stretch.reaches.front()].first();
    const bool tidal = flow.kind == FlowKind::estuary;
    Feature& surface = add_surface(std::move(stretch.rings),
                                   tidal ? "Estuaire" : "Ecoulement naturel", "Permanent");
    surface.set("salinite", tidal ? yes : no);
    surface.set("origine", std::string("Naturelle non aménagée"));
    surface.set("liens_vers_cours_d_eau", text_or_null(course_link(flow.course)));
    surface.set("cpx_toponyme_de_cours_d_eau", text_or_null(course_name(flow.course)));
    for (const std::size_t reach : stretch.reaches)
      surface_of_[reach] = cleabs("SURF_EAU", surface.number);
  }
}

void Surveyor::add_ponds() {
  static constexpr const char* natures[] = {
      "Retenue",          "Retenue",          "Retenue", "Retenue", "Réservoir-bassin",
      "Réservoir-bassin", "Réservoir-bassin", "Mare",    "Mare",    "Réservoir-bassin d'orage"};
  std::vector<bool> taken = map_.wet;
  for (EdgeId edge = 0; edge < map_.river_width.size(); ++edge) {
    if (map_.river_width[edge] < 5) continue;
    for (const auto& side : mesh_.sides(edge))
      if (side) taken[*side] = true;
  }
  for (Pond& pond : find_ponds(mesh_, drainage_, taken)) {
    Random chance = random("pond name", pond.parcel);
    map_.wet[pond.parcel] = true;
    Feature& surface = add_surface(std::move(pond.rings), chance.pick(natures),
                                   chance.chance(0.4) ? "Intermittent" : "Permanent");
    surface.set("origine", std::string(chance.chance(0.9) ? "Artificielle" : "Inconnue"));
    if (!chance.chance(0.022)) continue;
    const std::string name = water_name(chance, flavour_, text_of(surface, "nature"));
    surface.set("liens_vers_plan_d_eau", add_water_body(surface, name));
    surface.set("cpx_toponyme_de_plan_d_eau", name);
  }
}

void Surveyor::add_nodes() {
  struct Meeting {
    Position at;
    int in = 0, out = 0;
    std::set<std::string> above, below;
  };
  std::map<VertexId, Meeting> meetings;
  for (const Reach& reach : reaches_) {
    Meeting& start = meetings[reach.from()];
    Meeting& end = meetings[reach.to()];
    ++start.out;
    ++end.in;
    start.at = reach.line.front();
    end.at = reach.line.back();
    const std::string link = course_link(reach.first().course);
    if (link.empty()) continue;
    start.below.insert(link);
    end.above.insert(link);
  }
  for (auto& [vertex, meeting] : meetings) {
    node_at_[vertex] = map_.nodes.features.size();
    Feature& node = add(map_.nodes, point_shape(meeting.at));
    const char* category = meeting.in == 0    ? "Source"
                           : meeting.out == 0 ? "Exutoire"
                           : meeting.in > 1   ? "Confluent"
                           : meeting.out > 1  ? "Diffluent"
                                              : "Jonction linéaire";
    node.set("categorie", std::string(category));
    node.set("liens_vers_cours_d_eau_amont", text_or_null(joined(meeting.above)));
    node.set("liens_vers_cours_d_eau_aval", text_or_null(joined(meeting.below)));
  }
}

const char* nature_of(const Flow& flow, Random& chance, Flavour flavour) {
  switch (flow.kind) {
    case FlowKind::culvert:
      return "Conduit buse";
    case FlowKind::canal:
      return "Canal";
    case FlowKind::ditch:
      return "Ecoulement canalisé";
    case FlowKind::estuary:
      return "Estuaire";
    case FlowKind::karst:
      return "Ecoulement karstique";
    case FlowKind::lake:
      return "Retenue";
    default:
      break;
  }
  if (flavour != Flavour::metropole && flow.order <= 2 && chance.chance(0.6)) return "Ravine";
  const double drawn = chance.uniform();
  return drawn < 0.96 ? "Ecoulement naturel" : drawn < 0.985 ? "Ecoulement canalisé" : "Inconnue";
}

const char* persistence_of(const Mesh& mesh, const Reach& reach, Random& chance) {
  const Position& at = mesh.position(reach.from());
  const double dryness = value_noise(mesh.ground().seed + 400, at.x, at.y, 9000);
  const double reliable = reach.first().order - 1.6 + 0.8 * dryness + chance.between(-0.5, 0.5);
  if (reach.first().kind == FlowKind::ditch) return chance.chance(0.8) ? "Intermittent" : "Sec";
  return reliable > 0 ? "Permanent" : chance.chance(0.97) ? "Intermittent" : "Inconnue";
}

void Surveyor::add_reaches() {
  for (std::size_t i = 0; i < reaches_.size(); ++i) {
    Feature& feature = add(map_.reaches, line_shape(reaches_[i].line));
    describe(feature, reaches_[i], i);
    link(feature, reaches_[i], i);
  }
}

void Surveyor::describe(Feature& feature, const Reach& reach, std::size_t index) const {
  const Flow& flow = reach.first();
  Random chance = random("reach", flow.edge);
  const bool buried = flow.kind == FlowKind::culvert || flow.kind == FlowKind::karst;
  const bool dug = flow.kind == FlowKind::canal || flow.kind == FlowKind::ditch;
  feature.set("nature", std::string(nature_of(flow, chance, flavour_)));
  feature.set("fictif", flow.kind == FlowKind::lake || surface_of_.count(index) != 0 ? yes : no);
  feature.set("position_par_rapport_au_sol", std::string(buried ? "-1" : "0"));
  feature.set("persistance", std::string(persistence_of(mesh_, reach, chance)));
  feature.set("fosse", flow.kind == FlowKind::ditch ? yes : no);
  feature.set("navigabilite", flow.width > 30 ? yes : no);
  feature.set("salinite", flow.kind == FlowKind::estuary ? yes : no);
  feature.set("numero_d_ordre", dug ? Value() : Value(std::to_string(flow.order)));
  feature.set("origine", std::string(dug ? "Artificielle"
                                     : flow.kind == FlowKind::culvert || chance.chance(0.04)
                                         ? "Naturelle aménagée"
                                         : "Naturelle non aménagée"));
  feature.set("sens_de_l_ecoulement", std::string("Sens direct"));
  feature.set("reseau_principal_coulant", flow.order >= 3 ? yes : no);
  feature.set("trace_connu", flow.kind == FlowKind::karst ? no : yes);
  feature.set("classe_de_largeur", std::string(width_class(flow.width)));
  feature.set("type_de_bras", std::string(flow.kind == FlowKind::side_arm ? "Secondaire"
                                          : flow.order >= 4               ? "Principal"
                                                                          : "Sans objet"));
}

void Surveyor::link(Feature& feature, const Reach& reach, std::size_t index) const {
  const Flow& flow = reach.first();
  const auto node = [&](VertexId at) {
    return cleabs("NOEUDHYD", map_.nodes.features[node_at_.at(at)].number);
  };
  feature.set("lien_vers_noeud_hydrographique_ini", node(reach.from()));
  feature.set("lien_vers_noeud_hydrographique_fin", node(reach.to()));
  feature.set("liens_vers_cours_d_eau", text_or_null(course_link(flow.course)));
  feature.set("cpx_toponyme_de_cours_d_eau", text_or_null(course_name(flow.course)));
  const auto surface = surface_of_.find(index);
  if (surface != surface_of_.end()) {
    feature.set("liens_vers_surface_hydrographique", surface->second);
  } else if (flow.kind == FlowKind::lake) {
    feature.set("liens_vers_surface_hydrographique",
                lake_surface_[drainage_.lake[reach.from()] - 1]);
  }
}

/// Springs at some sources, and what people have built for water in the fields.
void Surveyor::add_details() {
  static constexpr const char* built[] = {"Fontaine", "Lavoir",   "Citerne",      "Point d'eau",
                                          "Citerne",  "Fontaine", "Source captée"};
  const auto describe_detail = [&](Feature& detail, const char* nature, Random& chance) {
    detail.set("nature", std::string(nature));
    if (chance.chance(0.55)) detail.set("toponyme", detail_name(chance, flavour_, nature));
    detail.set("importance", std::string(chance.chance(0.2) ? "5" : "6"));
  };
  for (const Feature& node : map_.nodes.features) {
    Random chance = random("spring", node.number);
    if (text_of(node, "categorie") != "Source" || !chance.chance(0.09)) continue;
    Position at = node.shape.path().front();
    at.z = 0;
    Feature& detail = add(map_.details, point_shape(at));
    describe_detail(detail, chance.chance(0.9) ? "Source" : "Résurgence", chance);
  }
  for (ParcelId parcel = 0; parcel < mesh_.parcel_limit(); ++parcel) {
    Random chance = random("detail", parcel);
    if (!mesh_.is_parcel(parcel) || map_.wet[parcel] || !chance.chance(0.0036)) continue;
    Feature& detail = add(map_.details, point_shape(on_grid(mesh_.centre(parcel))));
    describe_detail(detail, chance.pick(built), chance);
  }
}

}  // namespace

Hydrography map_waters(const Mesh& mesh, const Drainage& drainage, const Waters& waters,
                       const std::vector<Reach>& reaches, Flavour flavour) {
  return Surveyor(mesh, drainage, waters, reaches, flavour).survey();
}

}  // namespace bdf::sample

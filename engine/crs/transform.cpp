// SPDX-License-Identifier: MIT
#include "crs/transform.h"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"

namespace bdf::crs {

namespace {

struct CloseContext {
  void operator()(PJ_CONTEXT* context) const noexcept { proj_context_destroy(context); }
};
struct CloseObject {
  void operator()(PJ* object) const noexcept { proj_destroy(object); }
};
struct CloseList {
  void operator()(PJ_OBJ_LIST* list) const noexcept { proj_list_destroy(list); }
};
struct CloseFactory {
  void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const noexcept {
    proj_operation_factory_context_destroy(factory);
  }
};
using Context = std::unique_ptr<PJ_CONTEXT, CloseContext>;
using Object = std::unique_ptr<PJ, CloseObject>;
using List = std::unique_ptr<PJ_OBJ_LIST, CloseList>;
using Factory = std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, CloseFactory>;

constexpr PJ_DIRECTION proj_direction(Direction direction) {
  return direction == Direction::forward ? PJ_FWD : PJ_INV;
}

Context open_context() {
  Context context(proj_context_create());
  proj_context_set_enable_network(context.get(), 0);
  proj_log_level(context.get(), PJ_LOG_NONE);
  return context;
}

/// Of a compound system the horizontal part: operations on heights would need grids of geoids, and
/// heights are not ours to change.
Object open_system(PJ_CONTEXT* context, const std::string& text) {
  Object system(proj_create(context, text.c_str()));
  if (system && proj_get_type(system.get()) == PJ_TYPE_COMPOUND_CRS)
    system.reset(proj_crs_get_sub_crs(context, system.get(), 0));
  if (!system || proj_is_crs(system.get()) == 0)
    throw InputError(msg("“{}” is no coordinate reference system that PROJ knows", text));
  return system;
}

List list_operations(PJ_CONTEXT* context, const Operation& wanted, bool ballpark) {
  const auto from = open_system(context, wanted.from);
  const auto to = open_system(context, wanted.to);
  const Factory factory(proj_create_operation_factory_context(context, nullptr));
  if (const auto& area = wanted.area)
    proj_operation_factory_context_set_area_of_interest(context, factory.get(), area->min_x,
                                                        area->min_y, area->max_x, area->max_y);
  proj_operation_factory_context_set_spatial_criterion(context, factory.get(),
                                                       PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
  proj_operation_factory_context_set_grid_availability_use(
      context, factory.get(), PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
  proj_operation_factory_context_set_allow_ballpark_transformations(context, factory.get(),
                                                                    ballpark ? 1 : 0);
  return List(proj_create_operations(context, from.get(), to.get(), factory.get()));
}

Object first_operation(PJ_CONTEXT* context, const Operation& wanted, bool ballpark) {
  const auto list = list_operations(context, wanted, ballpark);
  if (!list || proj_list_get_count(list.get()) == 0) return nullptr;
  return Object(proj_list_get(context, list.get(), 0));
}

/// Ballpark operations count only where there is no other.
Object choose_operation(PJ_CONTEXT* context, const Operation& wanted) {
  auto chosen = first_operation(context, wanted, false);
  if (!chosen && wanted.allow_ballpark) chosen = first_operation(context, wanted, true);
  if (chosen) return chosen;
  throw InputError(
      first_operation(context, wanted, true)
          ? msg("From {} to {} only a ballpark transformation is known, which leaves out the "
                "difference between the datums: it is not done unless it is asked for",
                wanted.from, wanted.to)
          : msg("No way from {} to {} is known", wanted.from, wanted.to));
}

Object open_pipeline(PJ_CONTEXT* context, const std::string& pipeline) {
  Object object(proj_create(context, pipeline.c_str()));
  if (object && proj_is_crs(object.get()) == 0) return object;
  const char* reason = proj_context_errno_string(context, proj_context_errno(context));
  throw InputError(msg("PROJ cannot use the pipeline “{}”: {}", pipeline, reason ? reason : ""));
}

}  // namespace

/// PROJ's handles: the object goes before its context.
class Transform::Projection {
 public:
  explicit Projection(const Operation& operation) : context_(open_context()) {
    const bool declared = !operation.pipeline.empty();
    auto chosen = declared ? open_pipeline(context_.get(), operation.pipeline)
                           : choose_operation(context_.get(), operation);
    description_ = declared ? described(operation) : described(*chosen);
    object_ = declared ? std::move(chosen)
                       : Object(proj_normalize_for_visualization(context_.get(), chosen.get()));
    if (!object_ || proj_pj_info(object_.get()).has_inverse == 0)
      throw InputError(msg("“{}” does not lead back", description_.name));
  }

  [[nodiscard]] PJ* object() const { return object_.get(); }
  [[nodiscard]] PJ_CONTEXT* context() const { return context_.get(); }
  [[nodiscard]] const Description& description() const { return description_; }

 private:
  static Description described(const Operation& declared) {
    return {declared.name.empty() ? declared.pipeline : declared.name, declared.accuracy, false};
  }

  [[nodiscard]] Description described(const PJ& chosen) const {
    const char* name = proj_get_name(&chosen);
    const bool exact = proj_get_type(&chosen) == PJ_TYPE_CONVERSION;
    return {name ? name : "", exact ? 0 : proj_coordoperation_get_accuracy(context_.get(), &chosen),
            proj_coordoperation_has_ballpark_transformation(context_.get(), &chosen) != 0};
  }

  Context context_;
  Object object_;
  Description description_;
};

Transform::Transform(const Operation& operation)
    : projection_(std::make_unique<Projection>(operation)) {}
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;
Transform::~Transform() = default;

const Description& Transform::description() const { return projection_->description(); }

void Transform::apply(std::span<double> xy, Direction direction) {
  constexpr std::size_t stride = 2 * sizeof(double);
  const std::size_t count = xy.size() / 2;
  if (count == 0) return;
  std::vector<double> moved(xy.begin(), xy.end());
  proj_errno_reset(projection_->object());
  proj_trans_generic(projection_->object(), proj_direction(direction), moved.data(), stride, count,
                     moved.data() + 1, stride, count, nullptr, 0, 0, nullptr, 0, 0);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const bool none = std::isnan(xy[i]) || std::isnan(xy[i + 1]);
    if (!none && !(std::isfinite(moved[i]) && std::isfinite(moved[i + 1])))
      throw InputError(
          msg("the point {} {} cannot be transformed: it lies outside the area of “{}”", xy[i],
              xy[i + 1], description().name));
    if (none) std::copy_n(xy.begin() + static_cast<std::ptrdiff_t>(i), 2, &moved[i]);
  }
  std::copy(moved.begin(), moved.end(), xy.begin());
}

Box Transform::around(const Box& box) {
  constexpr int points_an_edge = 21;
  Box result{};
  if (proj_trans_bounds(projection_->context(), projection_->object(), PJ_FWD, box.min_x, box.min_y,
                        box.max_x, box.max_y, &result.min_x, &result.min_y, &result.max_x,
                        &result.max_y, points_an_edge) == 0)
    throw InputError(msg("the box {} {}, {} {} cannot be transformed by “{}”", box.min_x, box.min_y,
                         box.max_x, box.max_y, description().name));
  return result;
}

std::string transformed(std::string_view wkb, Transform& transform, Direction direction) {
  auto xy = geometry::xy_of_wkb(wkb);
  if (!xy) return std::string(wkb);
  transform.apply(*xy, direction);
  return geometry::wkb_with_xy(wkb, *xy);
}

}  // namespace bdf::crs

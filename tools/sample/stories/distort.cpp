// SPDX-License-Identifier: MIT
#include "stories/distort.h"

#include <utility>

#include "stories/edits.h"
#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr double drift_wavelength = 3000;  // metres

Path moved(Path path, const Distortion& how, const Ground& ground) {
  for (Position& at : path) {
    const double x = at.x;
    const double y = at.y;
    at.x += how.shift_x + how.drift * value_noise(ground.seed + 600, x, y, drift_wavelength);
    at.y += how.shift_y + how.drift * value_noise(ground.seed + 601, x, y, drift_wavelength);
    at = on_grid(at);
  }
  return path;
}

}  // namespace

Shape distorted(Shape shape, const Distortion& how, const Ground& ground, std::uint64_t number) {
  Random random(ground.seed, "noise", number);
  const bool moves = how.shift_x != 0 || how.shift_y != 0 || how.drift != 0;
  for (Rings& part : shape.parts) {
    for (Path& path : part) {
      if (how.generalised > 0 && path.size() > 2) {
        Path fewer = generalised(path, how.generalised);
        const bool ring = shape.kind == ShapeKind::area;
        if (is_simple(fewer) && (!ring || fewer.size() > 4)) path = std::move(fewer);
      }
      if (how.densified && path.size() > 1) path = densified(path);
      if (moves) path = moved(std::move(path), how, ground);
      if (how.noise > 0) path = with_noise(std::move(path), random, how.noise);
    }
  }
  return shape;
}

}  // namespace bdf::sample

// SPDX-License-Identifier: MIT
#include "world/noise.h"

#include <cmath>

#include "world/random.h"

namespace bdf::sample {
namespace {

double at_corner(std::uint64_t seed, std::int64_t i, std::int64_t j) {
  const auto bits =
      mixed(mixed(seed + static_cast<std::uint64_t>(i)) + static_cast<std::uint64_t>(j));
  return static_cast<double>(bits >> 11U) * 0x1.0p-52 - 1;
}

double eased(double t) { return t * t * t * (t * (t * 6 - 15) + 10); }

}  // namespace

double value_noise(std::uint64_t seed, double x, double y, double wavelength) {
  const double u = std::floor(x / wavelength);
  const double v = std::floor(y / wavelength);
  const double s = eased(x / wavelength - u);
  const double t = eased(y / wavelength - v);
  const auto i = static_cast<std::int64_t>(u);
  const auto j = static_cast<std::int64_t>(v);
  const double low = at_corner(seed, i, j) * (1 - s) + at_corner(seed, i + 1, j) * s;
  const double high = at_corner(seed, i, j + 1) * (1 - s) + at_corner(seed, i + 1, j + 1) * s;
  return low * (1 - t) + high * t;
}

double fractal_noise(std::uint64_t seed, double x, double y, double wavelength, int octaves,
                     double gain) {
  double sum = 0;
  double height = 1;
  double most = 0;
  for (int octave = 0; octave < octaves; ++octave) {
    sum += height * value_noise(seed + static_cast<std::uint64_t>(octave) * 7919, x, y, wavelength);
    most += height;
    height *= gain;
    wavelength /= 2;
  }
  return sum / most;
}

double ridged_noise(std::uint64_t seed, double x, double y, double wavelength, int octaves) {
  double sum = 0;
  double height = 1;
  double most = 0;
  for (int octave = 0; octave < octaves; ++octave) {
    const double ridge =
        1 -
        std::abs(value_noise(seed + static_cast<std::uint64_t>(octave) * 104729, x, y, wavelength));
    sum += height * ridge * ridge;
    most += height;
    height /= 2;
    wavelength /= 2;
  }
  return sum / most;
}

}  // namespace bdf::sample

// SPDX-License-Identifier: MIT
// Smooth chance over the plane.
#pragma once

#include <cstdint>

namespace bdf::sample {

/// A field of one wavelength with values in [-1, 1], continuous with its slope: values at the
/// corners of a grid of `wavelength`, and quintic steps between them (Perlin, 2002).
[[nodiscard]] double value_noise(std::uint64_t seed, double x, double y, double wavelength);

/// The sum of `octaves` such fields, each with half the wavelength of the one before and `gain` of
/// its height (fractional Brownian motion: Mandelbrot and Van Ness, 1968); about in [-1, 1].
[[nodiscard]] double fractal_noise(std::uint64_t seed, double x, double y, double wavelength,
                                   int octaves, double gain = 0.5);

/// The same with its valleys and ridges made sharp: 1 on ridges (Musgrave, 1994). In [0, 1].
[[nodiscard]] double ridged_noise(std::uint64_t seed, double x, double y, double wavelength,
                                  int octaves);

}  // namespace bdf::sample

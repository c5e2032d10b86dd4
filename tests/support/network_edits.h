// SPDX-License-Identifier: MIT
// Random days of work on a network of lines, as somebody who knows what a network is would edit it.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/geometry.h"
#include "support/plain_layer.h"

namespace bdf::tests {

using Place = std::pair<double, double>;

/// Single lines with a column `key`, in which ends that meet stay together whatever is done.
class NetworkEdits {
 public:
  /// New lines get keys that begin with `name`.
  NetworkEdits(PlainLayer layer, std::string name, unsigned seed);

  /// That many edits: junctions moved, stretches bent, affluents led to a junction or a vertex,
  /// lines cut at a vertex, and lines taken out at which another one begins that goes nowhere else.
  void work(int edits);
  [[nodiscard]] const PlainLayer& layer() const { return layer_; }

 private:
  std::size_t any_row();
  double shift() { return std::uniform_int_distribution<int>(-150, 150)(random_) / 10.0; }
  void move_junction();
  void bend();
  void add_affluent();
  void cut();
  void take_out();
  void add(PlainRow row, const Value& geometry);

  PlainLayer layer_;
  std::string name_;
  std::mt19937 random_;
  int added_ = 0;
};

/// The vertices of a line from one to another, both included.
[[nodiscard]] Geometry piece(const Geometry& line, std::size_t from, std::size_t to);

[[nodiscard]] std::string key_in(const PlainLayer& layer, const PlainRow& row);

/// The first and the last vertex of each line, by its key; of lines whose key no other has.
[[nodiscard]] std::map<std::string, std::pair<Place, Place>> ends_by_key(const PlainLayer& layer);

/// "K1> K2<": the last end of K1 meets the first of K2. Each pair once.
[[nodiscard]] std::set<std::pair<std::string, std::string>> meetings(const PlainLayer& layer);

/// Where the vertices stand of those lines of `layer` whose keys `other` knows, too.
[[nodiscard]] std::map<Place, std::set<std::string>> places_of(const PlainLayer& layer,
                                                               const PlainLayer& other);

/// How far the line of that key is from a place.
[[nodiscard]] double distance_to(const PlainLayer& layer, const std::string& key,
                                 const Place& place);

/// A grid of streets, as it were: lines of some vertices between crossings 100 m apart.
[[nodiscard]] PlainLayer grid_network(int side);

}  // namespace bdf::tests

// SPDX-License-Identifier: MIT
#include <numeric>
#include <utility>

#include "world/hedge_steps.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr std::size_t largest_tree = 9;  ///< pieces

/// Groups of pieces, with the size of each.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count), size_(count, 1) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  [[nodiscard]] bool can_join(std::uint32_t a, std::uint32_t b, std::size_t most) {
    return root(a) != root(b) && size_[root(a)] + size_[root(b)] <= most;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[b] = a;
    size_[a] += size_[b];
  }

 private:
  std::vector<std::uint32_t> parent_;
  std::vector<std::size_t> size_;
};

class Joiner {
 public:
  Joiner(const Field& field, HedgeNetwork& network)
      : field_(field),
        network_(network),
        trees_(network.pieces.size()),
        lines_(network.pieces.size()),
        fused_(field.mesh.vertex_count()) {}

  std::vector<bool> run() {
    for (VertexId at = 0; at < field_.mesh.vertex_count(); ++at) decide(at);
    for (std::uint32_t i = 0; i < network_.pieces.size(); ++i)
      network_.pieces[i].tree = trees_.root(i);
    return std::move(fused_);
  }

 private:
  void decide(VertexId at) {
    auto here = pieces_at(field_.mesh, network_, at);
    if (here.size() < 2 || bank(field_, at) > 0) return;
    Random random(field_.seed, "joint", at);
    const double how = random.uniform();
    if (here.size() == 3) {
      if (how < 0.35 && join_three(at, here)) return;
      if (how > 0.88) return;
      here.erase(here.begin() + static_cast<std::ptrdiff_t>(random.below(3)));
    } else if (how > 0.85) {
      return;
    }
    if (!trees_.can_join(here[0], here[1], largest_tree)) return;
    join(at, here[0], here[1]);
    const auto most = static_cast<std::size_t>(random.whole(2, 11));
    if (!random.chance(0.8) || !lines_.can_join(here[0], here[1], most)) return;
    lines_.join(here[0], here[1]);
    fused_[at] = true;
  }
  bool join_three(VertexId at, const std::vector<std::uint32_t>& here) {
    if (trees_.root(here[0]) == trees_.root(here[2]) ||
        !trees_.can_join(here[0], here[1], largest_tree / 2) ||
        !trees_.can_join(here[1], here[2], largest_tree / 2))
      return false;
    join(at, here[0], here[1]);
    join(at, here[1], here[2]);
    return true;
  }
  void join(VertexId at, std::uint32_t a, std::uint32_t b) {
    trees_.join(a, b);
    for (const std::uint32_t i : {a, b}) {
      HedgePiece& piece = network_.pieces[i];
      piece.joined[end_at(field_.mesh, piece, at)] = true;
    }
  }

  const Field& field_;
  HedgeNetwork& network_;
  Groups trees_;
  Groups lines_;
  std::vector<bool> fused_;  ///< by vertex: the two hedges that meet there are one
};

}  // namespace

std::vector<std::uint32_t> pieces_at(const Mesh& mesh, const HedgeNetwork& network, VertexId at) {
  std::vector<std::uint32_t> found;
  for (const Step& step : mesh.steps(at))
    if (network.along(step.edge) != nullptr) found.push_back(network.piece_of[step.edge]);
  return found;
}

std::vector<bool> join_ends(const Field& field, HedgeNetwork& network) {
  return Joiner(field, network).run();
}

}  // namespace bdf::sample

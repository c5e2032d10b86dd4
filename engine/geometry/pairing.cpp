// SPDX-License-Identifier: MIT
#include "geometry/pairing.h"

#include <algorithm>
#include <numeric>

namespace bdf::geometry {

namespace {

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

std::vector<std::size_t> order_of(const Corners& corners) {
  std::vector<std::size_t> order(corners.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return corners[i] < corners[j]; });
  return order;
}

// Both sides are named by their rank in the order of corners, so that the candidates of a left item
// are neighbours, and the item of its own rank is nearly always the one.
class Pairing {
 public:
  Pairing(const Corners& left, const Corners& right, double tolerance,
          const std::function<bool(std::size_t, std::size_t)>& same)
      : left_(left),
        right_(right),
        tolerance_(tolerance),
        same_(same),
        left_order_(order_of(left)),
        right_order_(order_of(right)),
        partner_of_right_(right.size(), nobody),
        reached_from_(right.size(), nobody),
        reached_in_(right.size(), nobody) {}

  bool run() {
    std::vector<std::size_t> open;
    for (std::size_t rank = 0; rank < left_.size(); ++rank) {
      if (candidate(rank, rank) && same(rank, rank)) {
        partner_of_right_[rank] = rank;
      } else {
        open.push_back(rank);
      }
    }
    partner_of_left_ = partner_of_right_;
    return std::all_of(open.begin(), open.end(), [&](std::size_t rank) { return augment(rank); });
  }

 private:
  /// Breadth first along alternating paths from `root` to a right item that is free.
  bool augment(std::size_t root) {
    std::vector<std::size_t> queue{root};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const std::size_t left = queue[next];
      for (std::size_t right = first_candidate(left); !beyond(left, right); ++right) {
        if (reached_in_[right] == root || !candidate(left, right) || !same(left, right)) continue;
        reached_in_[right] = root;
        reached_from_[right] = left;
        if (partner_of_right_[right] == nobody) return take(right, root);
        queue.push_back(partner_of_right_[right]);
      }
    }
    return false;
  }

  bool take(std::size_t right, std::size_t root) {
    while (true) {
      const std::size_t left = reached_from_[right];
      const std::size_t freed = partner_of_left_[left];
      partner_of_right_[right] = left;
      partner_of_left_[left] = right;
      if (left == root) return true;
      right = freed;
    }
  }

  std::size_t first_candidate(std::size_t left) const {
    const double x = left_[left_order_[left]].first;
    const auto first =
        std::partition_point(right_order_.begin(), right_order_.end(),
                             [&](std::size_t item) { return x - right_[item].first > tolerance_; });
    return static_cast<std::size_t>(first - right_order_.begin());
  }

  bool beyond(std::size_t left, std::size_t right) const {
    return right == right_.size() ||
           right_[right_order_[right]].first - left_[left_order_[left]].first > tolerance_;
  }

  // Written so that two equal infinities, whose difference is NaN, pass.
  bool candidate(std::size_t left, std::size_t right) const {
    const auto& a = left_[left_order_[left]];
    const auto& b = right_[right_order_[right]];
    return !(a.first - b.first > tolerance_ || b.first - a.first > tolerance_ ||
             a.second - b.second > tolerance_ || b.second - a.second > tolerance_);
  }

  bool same(std::size_t left, std::size_t right) const {
    return same_(left_order_[left], right_order_[right]);
  }

  const Corners& left_;
  const Corners& right_;
  double tolerance_;
  const std::function<bool(std::size_t, std::size_t)>& same_;
  std::vector<std::size_t> left_order_;
  std::vector<std::size_t> right_order_;
  std::vector<std::size_t> partner_of_left_;
  std::vector<std::size_t> partner_of_right_;
  std::vector<std::size_t> reached_from_;
  std::vector<std::size_t> reached_in_;  // the root of the search that last reached it
};

}  // namespace

bool pair_off(const Corners& left, const Corners& right, double tolerance,
              const std::function<bool(std::size_t, std::size_t)>& same) {
  return left.size() == right.size() && Pairing(left, right, tolerance, same).run();
}

}  // namespace bdf::geometry

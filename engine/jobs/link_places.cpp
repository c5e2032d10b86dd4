// SPDX-License-Identifier: MIT
#include "jobs/link_places.h"

#include <algorithm>

#include "base/parallel.h"
#include "geometry/place.h"
#include "geometry/wkb.h"

namespace bdf::jobs {

namespace {

/// The point of a feature at that part of its length, for the pair of that number.
struct Request {
  std::uint32_t row = 0;
  std::uint32_t pair = 0;
  double part = 0.5;
};

double middle(const Stretch& stretch) { return (stretch.from + stretch.to) / 2; }

std::optional<Geometry> decoded(const ValueView& value) {
  const auto* wkb = std::get_if<BlobView>(&value);
  return wkb == nullptr ? std::nullopt : geometry::decode_wkb(wkb->bytes).geometry;
}

class Search {
 public:
  Search(const SideReader& reader, const NamedRows& side, std::vector<Request> requests)
      : reader_(reader), side_(side), requests_(std::move(requests)) {
    std::stable_sort(requests_.begin(), requests_.end(), [](const Request& a, const Request& b) {
      return a.row != b.row ? a.row < b.row : a.part < b.part;
    });
  }

  /// Each answer goes to its pair's place.
  template <class Give>
  void run(int threads, const Give& give) const {
    constexpr std::size_t at_once = 8192;
    const auto pieces = (requests_.size() + at_once - 1) / at_once;
    parallel_for_each(pieces, threads, [&](std::size_t piece) {
      const auto begin = piece * at_once;
      look_up(begin, std::min(begin + at_once, requests_.size()), give);
    });
  }

 private:
  template <class Give>
  void look_up(std::size_t begin, std::size_t end, const Give& give) const {
    std::vector<std::int64_t> fids;
    for (std::size_t i = begin; i < end; ++i)
      if (i == begin || requests_[i].row != requests_[i - 1].row)
        fids.push_back(side_.fids[requests_[i].row]);
    const auto shapes = reader_.read_shapes(fids, 1);
    std::size_t at = 0;
    for (auto first = begin; first < end;) {
      auto last = first;
      while (last < end && requests_[last].row == requests_[first].row) ++last;
      answer(first, last, decoded(shapes.geometries[at++]), give);
      first = last;
    }
  }

  /// What is asked of one feature.
  template <class Give>
  void answer(std::size_t begin, std::size_t end, const std::optional<Geometry>& shape,
              const Give& give) const {
    std::vector<double> parts;
    for (auto i = begin; i < end; ++i) parts.push_back(requests_[i].part);
    const auto points = shape ? geometry::places_of(*shape, parts)
                              : std::vector<std::optional<Point>>(parts.size());
    for (auto i = begin; i < end; ++i) {
      const auto& point = points[i - begin];
      give(requests_[i].pair, point ? std::optional(Place{*point, shape->kind}) : std::nullopt);
    }
  }

  const SideReader& reader_;
  const NamedRows& side_;
  std::vector<Request> requests_;  ///< by row
};

}  // namespace

std::vector<PairPlaces> places_of(const LayerLinks& layer, const SideReader& a, const SideReader& b,
                                  int threads) {
  std::vector<Request> of_a;
  std::vector<Request> of_b;
  std::uint32_t pair = 0;
  for (const auto& found : layer.links) {
    const auto& link = found.link;
    const bool same = link.pairs.empty() && link.reason == LinkReason::same_geometry &&
                      link.confidence == 1 && link.a.size() == 1 && link.b.size() == 1;
    for_each_pair(link, [&](const LinkedPair& linked) {
      of_a.push_back({linked.a, pair, middle(linked.on_a)});
      if (!same) of_b.push_back({linked.b, pair, middle(linked.on_b)});
      ++pair;
    });
  }
  std::vector<PairPlaces> places(pair);
  Search(a, layer.a, std::move(of_a)).run(threads, [&](std::uint32_t i, auto place) {
    places[i].a = places[i].b = place;
  });
  Search(b, layer.b, std::move(of_b)).run(threads, [&](std::uint32_t i, auto place) {
    places[i].b = place;
  });
  return places;
}

}  // namespace bdf::jobs

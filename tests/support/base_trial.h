// SPDX-License-Identifier: MIT
// Reference bases of both kinds, for tests that hold for either.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jobs/base_checkout.h"
#include "jobs/base_history.h"
#include "jobs/base_import.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {

enum class BaseKind { geopackage, postgres };
[[nodiscard]] std::string name_of(BaseKind kind);

/// The address of a new database, or the path of a file that is not there yet.
[[nodiscard]] std::string new_base_address(BaseKind kind, const TemporaryFolder& folder);

/// A test of each of both kinds, with an empty base in `base` and files in `folder`.
class BothBases : public testing::TestWithParam<BaseKind> {
 protected:
  BothBases();

  /// Imports layers as a whole edition under the theme generic, known by the column "id". Times
  /// rise by a day from one transaction to the next.
  jobs::ImportResult import(const std::vector<PlainLayer>& layers, const std::string& edition = "");
  jobs::ImportResult import_differential(const std::vector<PlainLayer>& layers);
  /// The same with all that a job can say but the base, the input and the time.
  jobs::ImportResult import(const std::vector<PlainLayer>& layers, jobs::BaseImportJob job);
  /// A layer of the base as it was.
  [[nodiscard]] PlainLayer checked_out(const std::string& layer, const std::string& at = "");
  refbase::Transaction revert(const std::string& transaction);
  /// Another empty base takes the place of this one.
  void begin_anew();
  /// Changes the database as another program would.
  void behind_its_back(const std::string& sql);
  /// What `bdf base verify` finds, a line each; "" for nothing.
  [[nodiscard]] std::string wrong() const;
  /// As --now takes it: that of the next transaction.
  std::string next_time();
  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return folder.path() / name;
  }

  TemporaryFolder folder;
  std::string base;

 private:
  int days_ = 0;
  int files_ = 0;
};

/// What a refusal of that kind says; fails the test where nothing is refused.
template <class Refusal, class Work>
std::string refusal(Work&& work) {
  try {
    static_cast<void>(work());
  } catch (const Refusal& refused) {
    return refused.what();
  }
  ADD_FAILURE() << "it was not refused";
  return {};
}

/// Rows of the trial's layer of points: id, name, number; the place is (x, y).
struct Spot {
  std::string id;
  std::string name = "";
  std::int64_t number = 0;
  double x = 0;
  double y = 0;
};
/// A layer of territories: two squares side by side, each 100 m wide, the western one from 0.
[[nodiscard]] PlainLayer two_territories(const std::string& west_code,
                                         const std::string& east_code);
/// Rows of another layer with a point each, of those columns, known by the first of them.
[[nodiscard]] PlainLayer points(const std::string& layer, const std::vector<Column>& columns,
                                const std::vector<std::vector<Value>>& rows);
[[nodiscard]] PlainLayer spots(const std::vector<Spot>& spots, const std::string& layer = "spot");
/// The rows again, by id; a spot whose column is NULL has "" or 0 there.
[[nodiscard]] std::vector<Spot> spots_in(const PlainLayer& layer);
/// "a/Alpha/1/0/0 b/…": for comparing and for reading.
[[nodiscard]] std::string text_of(const std::vector<Spot>& spots);

}  // namespace bdf::tests

/// Runs the tests of a suite on both kinds.
#define BDF_ON_BOTH_BASES(Suite)                                                         \
  INSTANTIATE_TEST_SUITE_P(                                                              \
      OnBoth, Suite,                                                                     \
      testing::Values(bdf::tests::BaseKind::geopackage, bdf::tests::BaseKind::postgres), \
      [](const auto& kind) { return bdf::tests::name_of(kind.param); })

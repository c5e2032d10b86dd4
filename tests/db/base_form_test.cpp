// SPDX-License-Identifier: MIT
// Bases that earlier versions made.
#include <gmock/gmock.h>

#include "base/error.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/layers.h"
#include "refbase/migrations.h"
#include "refbase/versions.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using tests::spots;
using tests::spots_in;
using tests::text_of;

class BaseForm : public tests::BothBases {
 protected:
  /// A base as the program made it when that form was the newest, with one object in it.
  std::string base_of_form(int form) {
    const tests::TemporaryFolder none;
    const auto address = GetParam() == tests::BaseKind::geopackage
                             ? file("old_" + std::to_string(form) + ".gpkg").string()
                             : tests::new_base_address(GetParam(), none);
    const auto session = refbase::open_session(address, true);
    refbase::SqlTransaction all(*session, refbase::Access::write);
    session->prepare_empty();
    refbase::migrate(*session, 0, form);
    session->run("INSERT INTO bdf_base VALUES ($1, 'of an earlier day')", {std::int64_t{form}});
    refbase::Transaction first, second;
    first.number = 1;
    first.kind = "init";
    first.time = "2019-01-01T00:00:00Z";
    refbase::record(*session, first);
    second.number = 2;
    second.parent = 1;
    second.kind = "import";
    second.time = first.time;
    add_layer(*session);
    second.layers.push_back({"spot", 1, 0, 0, ""});
    refbase::record(*session, second);
    all.commit();
    return address;
  }

  static int form_at(const std::string& address) {
    const auto session = refbase::open_session(address, false);
    const refbase::SqlTransaction reading(*session, refbase::Access::read);
    return refbase::form_of(*session);
  }

 private:
  static void add_layer(refbase::SqlSession& session) {
    const auto plain = spots({{"a", "Alpha", 1, 5, 6}});
    refbase::BaseLayer layer;
    layer.schema = plain.schema;
    layer.schema.primary_key = "fid";
    layer.key = {"id"};
    layer.since = 2;
    layer.next_fid = 2;
    layer = refbase::create_layer(session, layer);
    std::vector<ValueView> row{std::int64_t{1}};
    for (const auto& value : plain.rows.front().values) row.push_back(view_of(value));
    row.push_back(view_of(plain.rows.front().geometry));
    const auto print = refbase::print_of_row(refbase::printed_columns(layer), row);
    refbase::LayerDelta delta;
    delta.begun.push_back({"a", 1, 2, print});
    delta.rows = [&](const refbase::ShowRow& show) { show(row); };
    refbase::enter(session, layer, delta, 2, "2019-01-01T00:00:00Z");
  }
};
BDF_ON_BOTH_BASES(BaseForm);

TEST_P(BaseForm, EveryEarlierOneIsBroughtToTheNewest) {
  ASSERT_GT(refbase::newest_form(), 1);
  for (int form = 1; form < refbase::newest_form(); ++form) {
    base = base_of_form(form);
    ASSERT_EQ(form_at(base), form);
    EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/Alpha/1/5/6");
    // Who reads leaves it as it is.
    EXPECT_EQ(form_at(base), form);
    import({spots({{"a", "changed", 1, 5, 6}, { "b", "Beta", 2 }})});
    EXPECT_EQ(form_at(base), refbase::newest_form());
    EXPECT_EQ(text_of(spots_in(checked_out("spot", "@2"))), "a/Alpha/1/5/6");
    EXPECT_EQ(text_of(spots_in(checked_out("spot"))), "a/changed/1/5/6 b/Beta/2/0/0");
    EXPECT_EQ(wrong(), "");
  }
}

TEST_P(BaseForm, TheNewestIsLeftAsItIs) {
  base = base_of_form(refbase::newest_form());
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(form_at(base), refbase::newest_form());
}

}  // namespace
}  // namespace bdf

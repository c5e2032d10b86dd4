// SPDX-License-Identifier: MIT
#include "support/base_rights.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/log.h"
#include "geometry/wkb.h"
#include "jobs/adopt.h"
#include "jobs/sync.h"
#include "refbase/base.h"

namespace bdf::tests {

const char* const theme_of_two = R"(
name: generic
version: "1"
communities:
  offices:
    rights: {existence: propose, geometry: read, attributes: decide, by_attribute: {secret: none}}
    organisations:
      - {name: North, territories: [N], members: [north]}
      - {name: South, territories: [S], members: [south]}
  readers:
    rights: {existence: read, geometry: read, attributes: read}
    organisations:
      - {name: Agency, members: [agency]}
)";

BaseRights::BaseRights() {
  set_verbosity(Verbosity::quiet);
  static const Made made = make();
  database_ = server().copy_of(made.database);
  own_database();
  write_theme(theme_of_two);
  seconds_ = made.seconds;
}

BaseRights::Made BaseRights::make() {
  const auto as_superuser = server().new_database();
  server().query(as_superuser,
                 "DO $$ BEGIN CREATE ROLE keeper LOGIN CREATEROLE; EXCEPTION WHEN "
                 "duplicate_object THEN NULL; END $$;"
                 "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN "
                 "NULL; END $$");
  database_ = server().query(as_superuser, "SELECT current_database()");
  own_database();
  refbase::Transaction first;
  first.time = "2020-01-01T00:00:00Z";
  refbase::create_base(base_, first);
  import("territories", {two_territories("N", "S")}, {"code"});
  import("spots", {spots_called("of the north", "of the south")}, {"id"});
  adopt(theme_of_two);
  return {database_, seconds_};
}

void BaseRights::own_database() {
  server().query(server().address_of(database_),
                 fmt::format("GRANT CREATE, TEMP ON DATABASE {} TO keeper", database_));
  base_ = as("keeper");
}

Value BaseRights::point(double x, double y) {
  Geometry place;
  place.kind = GeometryKind::point;
  place.xy = {x, y};
  place.rings = {0, 1};
  place.parts = {0, 1};
  return Blob{geometry::encode_wkb(place)};
}
void BaseRights::import(const std::string& name, const std::vector<PlainLayer>& layers,
                        const std::vector<std::string>& key) {
  const auto path = folder_.path() / (name + ".gpkg");
  write_geopackage(path, layers);
  jobs::BaseImportJob job;
  job.base = base_;
  job.input = path.string();
  job.key = key;
  job.now = next_time();
  static_cast<void>(jobs::import_into_base(job));
}

void BaseRights::write_theme(const std::string& theme) {
  theme_ = folder_.path() / "theme.yaml";
  std::ofstream(theme_) << theme;
}

void BaseRights::adopt(const std::string& theme) {
  write_theme(theme);
  static_cast<void>(jobs::adopt_theme({base_, theme_.string(), "IGN", "", "", next_time()}));
}

std::string BaseRights::next_time() { return fmt::format("2020-01-02T00:00:{:02}Z", ++seconds_); }

std::filesystem::path BaseRights::checkout_of(const std::string& account) {
  jobs::BaseCheckoutJob job;
  job.base = as(account);
  job.out = folder_.path() / (account + ".gpkg");
  job.overwrite = true;
  static_cast<void>(jobs::check_out(job));
  return job.out;
}

std::filesystem::path BaseRights::contribution(const std::string& account,
                                               const std::string& producer,
                                               const std::string& work) {
  const auto mine = checkout_of(account);
  const auto ancestor = folder_.path() / (account + "_ancestor.gpkg");
  std::filesystem::copy(mine, ancestor, std::filesystem::copy_options::overwrite_existing);
  run_sql(mine, work);
  jobs::SyncJob job;
  job.theme = theme_.string();
  job.ancestor = ancestor.string();
  job.local = mine.string();
  job.reference = ancestor.string();
  job.base.clear();
  job.producer = producer;
  job.layer = "spot";
  job.key = {"id"};
  job.out = folder_.path() / fmt::format("sync_{}", ++runs_);
  job.now = "2020-01-03T00:00:00Z";
  job.threads = 1;
  job.confirm_deletions = true;
  jobs::sync(job);
  return job.out / "contribution.gpkg";
}

jobs::Integration BaseRights::send(const std::string& account,
                                   const std::filesystem::path& contribution) {
  jobs::IntegrateJob job;
  job.base = as(account);
  job.contribution = contribution;
  job.now = next_time();
  return jobs::integrate(job);
}

std::vector<jobs::IntegratedDeposit> BaseRights::integrate_deposits() {
  jobs::IntegrateJob job;
  job.base = base_;
  job.from = "@head";
  job.now = next_time();
  return jobs::integrate_deposits(job);
}

std::string BaseRights::attempt(const std::string& account, const std::string& sql) {
  try {
    server().query(as(account), sql);
  } catch (const std::exception& refused) {
    return refused.what();
  }
  ADD_FAILURE() << account << " could: " << sql;
  return {};
}

std::string BaseRights::name_of(const std::string& id) {
  return server().query(base_, "SELECT name FROM bdfrance.spot WHERE id = '" + id + "'");
}

PlainLayer BaseRights::spots_called(const std::string& north, const std::string& south) {
  auto spots = points(
      "spot",
      {{"id", ColumnType::text, "TEXT"},
       {"name", ColumnType::text, "TEXT"},
       {"secret", ColumnType::text, "TEXT"}},
      {{std::string("n"), north, std::string("x")}, {std::string("s"), south, std::string("x")}});
  spots.rows[0].geometry = point(50, 50);
  spots.rows[1].geometry = point(150, 50);
  return spots;
}

void BaseRights::import_next_spots() { import("next", {spots_called("n2", "s2")}, {"id"}); }

std::vector<jobs::JournalLine> BaseRights::journal_with_log(const std::string& organisation,
                                                            std::size_t attempts) {
  using namespace std::chrono_literals;
  for (int i = 0;; ++i) {
    static_cast<void>(jobs::enter_server_logs(base_, {server().log_file("json")}));
    auto journal = jobs::journal_of(base_, organisation);
    if (journal.size() >= attempts || i == 100) return journal;
    std::this_thread::sleep_for(50ms);
  }
}

Ran BaseRights::command(const std::string& account, std::vector<std::string> words) const {
  words.insert(words.begin(), {BDF_COMMAND, "base"});
  words.insert(words.end(), {"--lang", "en"});
  return run(words, {{"BDF_BASE", as(account)}});
}

}  // namespace bdf::tests

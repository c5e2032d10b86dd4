// SPDX-License-Identifier: MIT
#include "jobs/signalements.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/geometry_blob.h"
#include "rules/signalement_status.h"

namespace bdf::jobs {

namespace {

std::string minted_id(const std::string& producer, const Signalement& said) {
  const auto* wkb = std::get_if<Blob>(&said.place);
  return uuid_v5("signalement\n" + producer + "\n" +
                 (wkb != nullptr ? to_hex(wkb->bytes) : std::string()) + "\n" + said.comment);
}

/// Why it cannot be sent; "" where it can.
std::string what_is_missing(const Signalement& said) {
  if (!io::box_of_geometry(view_of(said.place))) return msg("it has no place");
  if (said.comment.empty()) return msg("it has no comment");
  return {};
}

class Running {
 public:
  Running(const SignalementRequest& request, std::vector<Finding>& findings)
      : request_(request), findings_(findings), run_(std::make_unique<SignalementRun>()) {}

  std::unique_ptr<SignalementRun> run(const Input& local, const Schema& layer) {
    auto database = io::Database::open_input(local.path);
    run_->rows = io::read_all_features(database, layer);
    run_->changes.target = layer;
    run_->sent.crs = layer.crs;
    read_answers();
    const auto all = io::signalements_in(run_->rows);
    for (std::size_t row = 0; row < all.size(); ++row) take(row, all[row]);
    return std::move(run_);
  }

 private:
  void read_answers() {
    if (request_.answers.empty()) return;
    auto file = io::Database::open_input(request_.answers);
    for (auto& answer : io::read_signalement_answers(file)) answers_[answer.id] = answer;
  }

  void take(std::size_t row, const Signalement& read) {
    auto said = read;
    if (said.id.empty() || ids_.contains(said.id)) said.id = minted_id(request_.producer, said);
    if (const auto answer = answers_.find(said.id); answer != answers_.end()) {
      said.status = answer->second.status;
      said.answer = answer->second.answer;
      if (said != read) ++run_->answered;
    }
    note_change(row, said, read);
    // The same thing said twice is sent once.
    const bool is_new = ids_.insert(said.id).second;
    const bool waits =
        said.status.empty() || statuses_.means(said.status, rules::SignalementOutcome::waiting);
    if (is_new && waits) send(row, std::move(said));
  }

  void note_change(std::size_t row, const Signalement& after, const Signalement& before) {
    namespace column = io::signalement_column;
    const FeatureRef feature{&run_->rows, row};
    Change change;
    change.id = std::to_string(feature.fid());
    change.feature = feature;
    const auto note = [&](std::string_view name, const std::string& is, const std::string& was) {
      if (is == was) return;
      const auto number = *run_->rows.schema.find(name);
      change.values.push_back({number, to_value(feature.value(number)),
                               is.empty() ? Value{Null{}} : Value{is}, Status::taken});
    };
    note(column::id, after.id, before.id);
    note(column::status, after.status, before.status);
    note(column::answer, after.answer, before.answer);
    if (!change.values.empty()) run_->changes.changes.push_back(std::move(change));
  }

  void send(std::size_t row, Signalement said) {
    const auto missing = what_is_missing(said);
    if (missing.empty())
      run_->sent.all.push_back(std::move(said));
    else
      findings_.push_back({Level::warning, "signalement_incomplete", "local",
                           run_->rows.schema.layer, "fid " + std::to_string(run_->rows.fids[row]),
                           msg("signalement {} is not sent: {}", run_->rows.fids[row], missing)});
  }

  const SignalementRequest& request_;
  std::vector<Finding>& findings_;
  std::unique_ptr<SignalementRun> run_;
  rules::SignalementStatuses statuses_ = rules::load_signalement_statuses();
  std::map<std::string, SignalementAnswer> answers_;
  std::set<std::string> ids_;
};

/// The way of a point from local's system to the reference's.
class ToReference {
 public:
  ToReference(const LayerRun& layer, const Crs& from) {
    const auto& to = layer.schemas.reference->crs;
    if (io::same_crs(from, to) || !io::is_defined(from) || !io::is_defined(to)) return;
    if (!io::same_crs(from, layer.schemas.local->crs)) {
      crs::Operation operation;
      operation.from = io::name_of(from);
      operation.to = io::name_of(to);
      there_.emplace(operation);
      return;
    }
    if (const auto& way = layer.crs.ways.local) there_.emplace(way->operation);
    if (const auto& way = layer.crs.ways.reference) back_.emplace(way->operation);
  }

  void move(Value& place) {
    auto& wkb = std::get<Blob>(place).bytes;
    if (there_) wkb = crs::transformed(wkb, *there_);
    if (back_) wkb = back(wkb, *back_);
  }

 private:
  std::optional<crs::Transform> there_, back_;
};

}  // namespace

std::unique_ptr<SignalementRun> run_signalements(const Input& local, const Schema& layer,
                                                 const SignalementRequest& request,
                                                 std::vector<Finding>& findings) {
  return Running(request, findings).run(local, layer);
}

Signalements in_reference_system(Signalements signalements,
                                 const std::vector<std::unique_ptr<LayerRun>>& layers) {
  const auto spatial = std::find_if(layers.begin(), layers.end(), [](const auto& layer) {
    return !layer->schemas.reference->geometry_column.empty();
  });
  if (spatial == layers.end() || signalements.all.empty()) return signalements;
  ToReference way(**spatial, signalements.crs);
  for (auto& one : signalements.all) way.move(one.place);
  signalements.crs = (*spatial)->schemas.reference->crs;
  return signalements;
}

}  // namespace bdf::jobs

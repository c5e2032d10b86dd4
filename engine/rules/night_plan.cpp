// SPDX-License-Identifier: MIT
#include "rules/night_plan.h"

#include <limits>

#include "base/hash.h"
#include "base/message.h"
#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

constexpr double most = std::numeric_limits<double>::max();

double amount_or(const YamlNode& node, double otherwise) {
  return node.number_or(otherwise, 0, most);
}

class Reading {
 public:
  explicit Reading(const fs::path& file)
      : folder_(fs::absolute(file).parent_path()), node_(load_checked_yaml(file, "nightly_plan")) {
    plan_.file = fs::absolute(file);
    plan_.digest = sha256(read_text(file));
  }

  NightPlan read() {
    plan_.name = node_["name"].text();
    plan_.base = address(node_["base"].text());
    plan_.work = beside(node_["work"]);
    for (const auto& source : node_["deposits"].items())
      plan_.deposits.push_back(source_of(source));
    read_choice();
    read_policies();
    read_limits();
    read_outputs();
    return std::move(plan_);
  }

 private:
  [[nodiscard]] fs::path beside(const YamlNode& node) const {
    return node ? (folder_ / node.text()).lexically_normal() : fs::path();
  }

  [[nodiscard]] std::string address(const std::string& text) const {
    const bool is_server = text.starts_with("PG:") || text.find("://") != std::string::npos;
    return is_server ? text : (folder_ / text).lexically_normal().string();
  }

  [[nodiscard]] DepositSource source_of(const YamlNode& node) const {
    using Kind = DepositSource::Kind;
    if (node["members"]) return {Kind::members, {}, false};
    if (const auto list = node["list"])
      return {Kind::list, beside(list), node["servers"].is_true()};
    return {Kind::folder, beside(node["folder"]), node["servers"].is_true()};
  }

  void read_choice() {
    plan_.themes = node_["themes"].texts_or_none();
    for (auto& theme : plan_.themes)
      if (theme.ends_with(".yaml")) theme = (folder_ / theme).lexically_normal().string();
    plan_.territories = node_["territories"].texts_or_none();
    plan_.producers = node_["producers"].texts_or_none();
    if (const auto order = node_["order"])
      for (const auto& item : order.items())
        plan_.order.push_back(NightOrder(item.one_of({"theme", "territory", "producer"})));
    plan_.side_by_side = static_cast<int>(amount_or(node_["side_by_side"], 0));
  }

  void read_policies() {
    if (const auto policies = node_["policies"]) {
      auto& held = plan_.policies;
      if (const auto errors = policies["validation_errors"])
        held.refuses_validation_errors = errors.one_of({"report", "refuse"}) == 1;
      held.most_contested = amount_or(policies["most_contested"], held.most_contested);
      if (const auto deletion = policies["mass_deletion"])
        held.heeds_confirmations = deletion.one_of({"refuse", "as_confirmed"}) == 1;
    }
    if (const auto retries = node_["retries"]) {
      plan_.tries = static_cast<int>(amount_or(retries["times"], plan_.tries));
      plan_.pause = amount_or(retries["pause"], plan_.pause);
    }
  }

  void read_limits() {
    constexpr double seconds_a_minute = 60;
    if (const auto limits = node_["limits"]) {
      auto& held = plan_.limits;
      held.seconds =
          seconds_a_minute * amount_or(limits["minutes"], held.seconds / seconds_a_minute);
      held.memory_gib = amount_or(limits["memory"], held.memory_gib);
      held.size_gib = amount_or(limits["size"], held.size_gib);
    }
    if (const auto until = node_["until"]) {
      const auto text = until.text();
      plan_.until = 60 * std::stoi(text.substr(0, 2)) + std::stoi(text.substr(3));
    }
  }

  void read_outputs() {
    if (const auto node = node_["packages"]) {
      NightPackages packages;
      packages.packs = node["packs"].texts_or_none();
      packages.form = node["as"].text_or(packages.form);
      packages.differential = node["differential"].is_true();
      plan_.packages = packages;
    }
    if (const auto node = node_["label"])
      plan_.label = {beside(node["key"]), beside(node["attestation"]), beside(node["register"])};
    if (const auto node = node_["publish"])
      plan_.publication = {beside(node["tree"]), node["url"].text_or(""),
                           node["restricted"].is_true()};
    if (const auto node = node_["slurm"]) {
      auto& cluster = plan_.cluster;
      cluster.workers = static_cast<int>(amount_or(node["workers"], cluster.workers));
      cluster.threads = static_cast<int>(amount_or(node["threads"], cluster.threads));
      cluster.options = node["options"].texts_or_none();
    }
    for (const auto* of_packages : {"label", "publish"})
      if (node_[of_packages] && !plan_.packages)
        node_[of_packages].key().fail(msg("Without “packages” there is nothing to do it with."));
    plan_.notify = node_["notify"].text_or("");
    plan_.keep_days = static_cast<int>(amount_or(node_["keep_days"], plan_.keep_days));
  }

  fs::path folder_;
  YamlNode node_;
  NightPlan plan_;
};

}  // namespace

NightPlan load_night_plan(const fs::path& path) { return Reading(path).read(); }

void fail_at(const NightPlan& plan, const std::string& list, std::size_t index,
             const std::string& message) {
  const auto node = load_yaml(plan.file);
  const auto items = (list == "packs" ? node["packages"][list] : node[list]).items();
  if (index < items.size()) items[index].fail(message);
  node.fail(message);  // it has been written anew meanwhile
}

}  // namespace bdf::rules

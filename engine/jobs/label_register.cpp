// SPDX-License-Identifier: MIT
#include "jobs/label_register.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "base/error.h"
#include "base/message.h"
#include "credential/status_list.h"
#include "crypto/canonical_json.h"
#include "io/folder_lock.h"
#include "io/output_folder.h"
#include "jobs/signing_method.h"
#include "package/utc_time.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* register_name = "register.json";
constexpr const char* list_name = "status.json";

void replace(const fs::path& path, const std::string& text) {
  io::OutputFile file(path, true);
  io::write_text(file.path(), text);
  file.commit();
}

/// Others are waited for: they are done in a moment.
std::unique_ptr<io::FolderLock> locked(const fs::path& folder) {
  constexpr std::chrono::milliseconds pause(50);
  for (int tries = 200; tries > 0; --tries) {
    try {
      return std::make_unique<io::FolderLock>(folder);
    } catch (const StoreError&) {
      if (tries == 1 || !fs::is_directory(folder)) throw;
    }
    std::this_thread::sleep_for(pause);
  }
  return nullptr;
}

void require_own(const fs::path& folder, const LabelRegister& labels,
                 const std::string& organisation) {
  if (labels.organisation != organisation)
    throw RightsError(msg("{} is the register of {}, and the key is of {}", folder.string(),
                          labels.organisation, organisation));
}

void write_register(const fs::path& folder, const LabelRegister& labels) {
  auto all = json::array();
  for (const auto& label : labels.labels)
    all.push_back({{"id", label.id},
                   {"subject", label.subject},
                   {"issued", label.issued},
                   {"index", label.index},
                   {"revoked", label.revoked},
                   {"reason", label.reason}});
  const json document{{"version", 1},
                      {"list", labels.list},
                      {"organisation", labels.organisation},
                      {"labels", std::move(all)}};
  replace(folder / register_name, document.dump(1) + "\n");
}

std::string days_after(const std::string& time, int days) {
  using namespace std::chrono;
  const auto utc = package::utc_time_of(time);
  const auto then = year_month_day(sys_days(year(utc.year) / month(utc.month) / day(utc.day)) +
                                   std::chrono::days(days));
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(then.year()),
                     static_cast<unsigned>(then.month()), static_cast<unsigned>(then.day()),
                     time.substr(10));
}

/// The register is what counts: the list is made of it, whatever a run that died left.
void write_list(const fs::path& folder, const LabelRegister& labels, const ListSigning& signing) {
  const auto method = signing_method(signing.method, signing.own.key.public_key());
  auto list = credential::new_status_list(labels.list, method.did);
  list.valid_from = signing.time;
  list.valid_until = days_after(signing.time, signing.days);
  for (const auto& label : labels.labels)
    if (!label.revoked.empty()) credential::set_status(list, label.index, true);
  replace(folder / list_name,
          credential::issue_status_list(list, signing.own.key, {method.url, signing.time, ""}));
}

std::uint64_t free_index(const LabelRegister& labels) {
  std::set<std::uint64_t> taken;
  for (const auto& label : labels.labels) taken.insert(label.index);
  if (taken.size() >= credential::fewest_statuses)
    throw InputError(msg("the register of labels is full: begin another one"));
  std::random_device source;
  std::uniform_int_distribution<std::uint64_t> any(0, credential::fewest_statuses - 1);
  auto index = any(source);
  while (taken.contains(index)) index = any(source);
  return index;
}

}  // namespace

LabelRegister read_register(const fs::path& folder) {
  const auto path = folder / register_name;
  if (!fs::exists(path))
    throw InputError(
        msg("{} has no register of labels: make one with bdf label register", folder.string()));
  try {
    const auto document = crypto::parse_strictly(rules::read_text(path));
    LabelRegister labels{
        document.at("list").get<std::string>(), document.at("organisation").get<std::string>(), {}};
    for (const auto& one : document.at("labels"))
      labels.labels.push_back(
          {one.at("id").get<std::string>(), one.at("subject").get<std::string>(),
           one.at("issued").get<std::string>(), one.at("index").get<std::uint64_t>(),
           one.at("revoked").get<std::string>(), one.at("reason").get<std::string>()});
    return labels;
  } catch (const json::exception&) {
    throw InputError(msg("{} is no register of labels", path.string()));
  }
}

void renew_register(const fs::path& folder, const std::string& url, const ListSigning& signing) {
  fs::create_directories(folder);
  const auto lock = locked(folder);
  if (fs::exists(folder / register_name)) {
    const auto labels = read_register(folder);
    require_own(folder, labels, signing.own.organisation);
    if (!url.empty() && url != labels.list)
      throw UsageError(
          msg("--url {}: the register's list is published at {}, where labels look for it", url,
              labels.list));
    return write_list(folder, labels, signing);
  }
  if (url.empty()) throw UsageError(msg("say with --url where the list will be published"));
  const LabelRegister labels{url, signing.own.organisation, {}};
  write_list(folder, labels, signing);
  write_register(folder, labels);
}

credential::StatusEntry enter_label(const fs::path& folder, RegisteredLabel label,
                                    const std::string& organisation) {
  const auto lock = locked(folder);
  auto labels = read_register(folder);
  require_own(folder, labels, organisation);
  const auto found = std::find_if(labels.labels.begin(), labels.labels.end(),
                                  [&](const auto& one) { return one.id == label.id; });
  if (found != labels.labels.end())
    return {std::string(credential::revocation_purpose), found->index, labels.list};
  label.index = free_index(labels);
  labels.labels.push_back(label);
  write_register(folder, labels);
  return {std::string(credential::revocation_purpose), label.index, labels.list};
}

std::size_t revoke_labels(const fs::path& folder, const std::string& id_or_subject,
                          const std::string& reason, const ListSigning& signing) {
  const auto lock = locked(folder);
  auto labels = read_register(folder);
  require_own(folder, labels, signing.own.organisation);
  bool is_known = false;
  std::size_t count = 0;
  for (auto& label : labels.labels) {
    if (label.id != id_or_subject && label.subject != id_or_subject) continue;
    is_known = true;
    if (!label.revoked.empty()) continue;
    ++count;
    label.revoked = signing.time;
    label.reason = reason;
  }
  if (!is_known) throw InputError(msg("{} has no label “{}”", folder.string(), id_or_subject));
  write_register(folder, labels);
  write_list(folder, labels, signing);
  return count;
}

}  // namespace bdf::jobs

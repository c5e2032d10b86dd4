// SPDX-License-Identifier: MIT
#include "jobs/earlier_entries.h"

#include <map>
#include <set>
#include <utility>

#include "base/message.h"
#include "jobs/admission.h"

namespace bdf::jobs {

namespace {

using refbase::Entry;
using refbase::EntryStatus;
using refbase::SqlSession;

/// What is sent now.
struct Asked {
  const refbase::Contribution& contribution;
  const std::vector<Entry>& entries;
};

/// Entries of one contribution that go in together.
using Group = std::pair<std::int64_t, std::int64_t>;

Group group_of(const Entry& entry) { return {entry.number, entry.together}; }

/// What waits and is asked anew: whole groups, of contributions that are not newer.
void take_back(SqlSession& session, const std::vector<Entry>& earlier, const Asked& now) {
  std::set<ThingName> asked;
  for (const auto& entry : now.entries) asked.insert(name_of(entry));
  std::set<Group> kept;
  std::map<std::int64_t, std::string> made;
  for (const auto& entry : earlier) {
    if (!made.contains(entry.number))
      made[entry.number] = refbase::find_contribution(session, entry.number)->made;
    if (!asked.contains(name_of(entry)) || made[entry.number] > now.contribution.made)
      kept.insert(group_of(entry));
  }
  for (auto entry : earlier) {
    if (kept.contains(group_of(entry))) continue;
    entry.status = EntryStatus::replaced;
    entry.decided = now.contribution.number;
    refbase::settle(session, entry);
  }
}

}  // namespace

void heed_earlier(SqlSession& session, const refbase::Contribution& contribution,
                  std::vector<Entry>& entries) {
  std::vector<Entry> waiting;
  std::map<ThingName, Entry> rejected;
  for (auto& entry : refbase::undone_entries_of(session, contribution.organisation))
    if (entry.status == EntryStatus::waiting)
      waiting.push_back(entry);
    else
      rejected[name_of(entry)] = entry;
  take_back(session, waiting, {contribution, entries});
  const auto before = [&](const Entry& entry) -> const Entry* {
    const auto found = rejected.find(name_of(entry));
    const bool same = found != rejected.end() && found->second.sent == entry.sent &&
                      found->second.values.reference == entry.values.reference;
    return same ? &found->second : nullptr;
  };
  std::set<std::int64_t> open;
  for (const auto& entry : entries)
    if (entry.status == EntryStatus::waiting && before(entry) == nullptr)
      open.insert(entry.together);
  for (auto& entry : entries) {
    if (entry.status != EntryStatus::waiting || open.contains(entry.together)) continue;
    const auto* earlier = before(entry);
    entry.status = EntryStatus::rejected;
    entry.decided = earlier->decided;
    entry.answer = earlier->answer;
    entry.reason = msg("an operator has rejected it before");
  }
}

}  // namespace bdf::jobs

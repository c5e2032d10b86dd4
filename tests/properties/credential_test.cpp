// SPDX-License-Identifier: MIT
// No mutation of a signed credential is believed, unless it is the same JSON value; and judging
// never fails, whatever the text.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"
#include "credential/judgement.h"
#include "credential/trust_list.h"
#include "crypto/canonical_json.h"
#include "support/credential_samples.h"
#include "support/random_triple.h"

namespace bdf::credential {
namespace {

using Json = nlohmann::json;
using tests::at;
using tests::did;
using tests::method;
using tests::sample_key;

const std::uint32_t mutations = tests::seed_count() * 50;

/// What mutations are cut from, and glued in.
const std::vector<std::string> scraps{"\"",
                                      "{",
                                      "}",
                                      "[",
                                      "]",
                                      ",",
                                      ":",
                                      R"(\u0000)",
                                      R"(\ud800)",
                                      "null",
                                      "0",
                                      "-0",
                                      "1e0",
                                      "1E400",
                                      " ",
                                      "\n",
                                      "\t",
                                      "\xff",
                                      "\xc3",
                                      "é",
                                      "\"id\"",
                                      "\"proof\"",
                                      "z",
                                      "@context",
                                      "\"a\":1,",
                                      "[1],",
                                      "did:",
                                      "#",
                                      "+01:00",
                                      "9007199254740993",
                                      "\"type\":\"x\",",
                                      R"(\u0069d)",
                                      "\"issuer\":"};

class Mutator {
 public:
  Mutator(std::uint32_t seed, std::string other) : random_(seed), other_(std::move(other)) {}

  std::string mutated(std::string text) {
    for (auto times = 1 + random_() % 3; times > 0; --times) text = once(std::move(text));
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % std::max<std::size_t>(bound, 1); }

  std::string piece_of(const std::string& text) {
    const auto from = below(text.size());
    return text.substr(from, 1 + below(40));
  }

  std::string once(std::string text) {
    const auto place = below(text.size());
    switch (random_() % 9) {
      case 0:
        text[place] = static_cast<char>(text[place] ^ (1 << random_() % 8));
        break;
      case 1:
        text.erase(place, 1 + below(20));
        break;
      case 2:
        text.insert(place, scraps[below(scraps.size())]);
        break;
      case 3:
        text.insert(place, piece_of(text));
        break;
      case 4:
        text.insert(place, piece_of(other_));
        break;
      case 5:
        text.replace(place, 1 + below(10), scraps[below(scraps.size())]);
        break;
      case 6:
        text.resize(place);
        break;
      default:
        return with_changed_value(std::move(text));
    }
    return text;
  }

  /// A change that leaves it JSON, where it is.
  std::string with_changed_value(std::string text) {
    auto json = Json::parse(text, nullptr, false);
    const auto other = Json::parse(other_, nullptr, false);
    if (json.is_discarded() || !json.is_structured()) return text;
    const auto flat = json.flatten();
    const auto place = any_place(flat);
    if (place.empty()) return text;
    const auto theirs = other.contains(place) ? other.at(place) : Json(nullptr);
    auto& parent = json.at(place.parent_pointer());
    switch (random_() % 6) {
      case 0:
        json[place] = theirs;
        break;
      case 1:
        json[place] = Json::array({json[place]});
        break;
      case 2:
        json[place] = random_() % 1000;
        break;
      case 3:
        json[place] = Json(json.at(any_place(flat).parent_pointer()));
        break;
      case 4:
        if (parent.is_object()) parent.erase(place.back());
        break;
      default:
        if (parent.is_object()) parent[place.back() + "x"] = theirs;
        if (parent.is_array()) std::reverse(parent.begin(), parent.end());
    }
    return json.dump(static_cast<int>(random_() % 3) - 1, ' ', random_() % 2 == 0,
                     Json::error_handler_t::replace);
  }

  Json::json_pointer any_place(const Json& flat) {
    auto member = flat.begin();
    std::advance(member, static_cast<std::ptrdiff_t>(below(flat.size())));
    return Json::json_pointer(member.key());
  }

  std::mt19937 random_;
  std::string other_;
};

/// Its canonical form, or "" where it has none.
std::string canonical(const std::string& text) {
  try {
    return crypto::canonical_json(crypto::parse_strictly(text));
  } catch (const InputError&) {
    return "";
  }
}

struct Outcome {
  std::uint32_t same = 0;     ///< still good, and the same JSON value
  std::uint32_t altered = 0;  ///< read, and found to be signed otherwise
};

/// Mutates `text`, which is good, and looks at each with `verdict`.
Outcome mutate(const std::string& text, const std::string& other,
               const std::function<Verdict(const std::string&)>& verdict) {
  EXPECT_EQ(verdict(text), Verdict::good);
  const auto value = canonical(text);
  Outcome outcome;
  for (std::uint32_t seed = 0; seed < mutations; ++seed) {
    const auto mutation = Mutator(seed, other).mutated(text);
    const auto found = verdict(mutation);
    if (found == Verdict::altered) ++outcome.altered;
    if (found == Verdict::good) ++outcome.same;
    EXPECT_EQ(found == Verdict::good, canonical(mutation) == value) << mutation;
  }
  return outcome;
}

/// Mutations reach both the strict reading and what is behind it.
void expect_reached(const Outcome& outcome) {
  EXPECT_GT(outcome.same, mutations / 1000);
  EXPECT_GT(outcome.altered, mutations / 200);
}

const Trust trust{
    trusted_keys({{sample_key(1).public_key(), "DDT 51"}, {sample_key(2).public_key(), "DDT 52"}}),
    {}};
const Question question{at("2026-11-25T00:00:00Z"), "", tests::label_type};

TEST(CredentialMutations, NoneIsBelievedUnlessItIsTheSameValue) {
  const auto text = tests::issued(tests::sample_credential());
  auto other = tests::sample_credential(2);
  other.id += "0";
  expect_reached(mutate(text, tests::issued(other, 2), [](const std::string& mutation) {
    return judge(mutation, trust, question, std::nullopt).finding.verdict;
  }));
}

TEST(CredentialMutations, NoListHidesARevocation) {
  const auto text = tests::issued(tests::revocable_credential());
  auto list = tests::sample_status_list();
  const auto before = issue_status_list(list, sample_key(1), tests::proof_options());
  set_status(list, 94567, true);
  const auto revoking = issue_status_list(list, sample_key(1), tests::proof_options());
  list.issuer = did(2);
  const auto other =
      issue_status_list(tests::sample_status_list(2), sample_key(2), tests::proof_options(2));
  expect_reached(mutate(before, other, [&](const std::string& mutation) {
    const auto found = judge(text, trust, question, mutation).finding;
    EXPECT_NE(found.verdict, Verdict::revoked) << mutation;
    // That the list was altered is told as a status that nobody knows.
    const bool altered = found.reason.find("has not signed") != std::string::npos;
    return altered ? Verdict::altered : found.verdict;
  }));
  for (std::uint32_t seed = 0; seed < mutations; ++seed) {
    const auto mutation = Mutator(seed, before).mutated(revoking);
    const auto found = judge(text, trust, question, mutation).finding.verdict;
    EXPECT_TRUE(found != Verdict::good || canonical(mutation) == canonical(before)) << mutation;
  }
}

TEST(CredentialMutations, NoTrustListIsBelievedUnlessItIsTheSameValue) {
  TrustList list{did(1), 3, "2026-11-01T00:00:00Z", "2027-01-01T00:00:00Z", {}};
  list.keys = {{"DDT 51",
                method(3),
                sample_key(3).public_key(),
                {"rivers"},
                "2026-01-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
                {}},
               {"DDT 70",
                method(4),
                sample_key(4).public_key(),
                {"rivers", "hedges"},
                "2026-01-01T00:00:00Z",
                "",
                KeyRevocation{"2026-06-01T00:00:00Z", RevocationReason::superseded, {}}}};
  const auto text = issue_trust_list(list, sample_key(1), tests::proof_options());
  list.keys[0].themes = {"roads"};
  const auto other = issue_trust_list(list, sample_key(1), tests::proof_options());
  expect_reached(mutate(text, other, [](const std::string& mutation) {
    return judge_trust_list(mutation, trust, question.now, std::nullopt).finding.verdict;
  }));
}

}  // namespace
}  // namespace bdf::credential

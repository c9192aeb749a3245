// Who has the message already does not get it again; in doubt everybody gets it.
#include "engine/duplicates.h"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace waybill;
using engine::Arrival;
using engine::Sighting;
using message::Verdict;

namespace {

constexpr std::int64_t kNow = 1767225600;
using Names = std::vector<std::string>;

// As the port says; without expiry.
class Memory final : public engine::Seen {
 public:
  base::Result<std::vector<std::optional<Sighting>>> meet(const Arrival& arrival) noexcept override {
    if (is_broken) return base::Error{base::ErrorKind::Unavailable, "disk full"};
    std::erase_if(rows, [&](const Row& row) {
      return !row.is_proven && row.here.queue_id == arrival.here.queue_id && row.here.hub == arrival.here.hub;
    });
    std::vector<std::optional<Sighting>> out;
    for (const Arrival::To& to : arrival.recipients) {
      out.push_back(find(arrival, to.address));
      if (!out.back() && to.in_place) rows.push_back({arrival.id, arrival.way, to.address, arrival.here});
    }
    return out;
  }
  base::Result<std::string> position(const std::string&) noexcept override { return std::string(); }
  std::optional<base::Error> prove(const std::string& hub, const std::vector<engine::Proof>& proofs, const std::string&,
                                   std::int64_t) noexcept override {
    for (Row& row : rows) {
      for (const engine::Proof& proof : proofs) {
        const bool is_it =
            row.here.queue_id == proof.queue_id && row.here.hub == hub && row.recipient == proof.recipient;
        row.is_proven = row.is_proven || is_it;
      }
    }
    return std::nullopt;
  }

  struct Row {
    std::string id, way, recipient;
    Sighting here;
    bool is_proven = false;
  };
  std::vector<Row> rows;
  bool is_broken = false;

 private:
  std::optional<Sighting> find(const Arrival& arrival, const std::string& recipient) const {
    for (const Row& row : rows) {
      const bool is_it = row.id == arrival.id && row.way == arrival.way && row.recipient == recipient;
      if (is_it && row.is_proven) return row.here;
    }
    return std::nullopt;
  }
};

message::Message mail(std::string queue_id) {
  message::Message out;
  out.envelope.sender = "anna@example.com";
  out.envelope.queue_id = std::move(queue_id);
  out.headers = {{"Message-ID", " <1@client.example.com>"}, {"Date", " Thu, 1 Jan 2026 00:00:00 +0000"}};
  return out;
}

// One copy for each list of recipients, the first in place.
message::Outcome outcome(const std::vector<Names>& copies) {
  message::Outcome out;
  out.id = "v1:id";
  for (const Names& names : copies) {
    message::Copy& copy = out.copies.emplace_back();
    copy.recipients = copy.suppressible = names;
  }
  return out;
}

struct World {
  message::Outcome meet(const message::Message& message, const message::Outcome& outcome) const {
    return here.meet(message, outcome, kNow);
  }
  void prove(const std::string& queue_id, const Names& recipients = {"a@example.net"}) const {
    for (const std::string& to : recipients) memory->prove("mx1", {{queue_id, to}}, "", kNow);
  }

  std::shared_ptr<Memory> memory = std::make_shared<Memory>();
  engine::Duplicates here{memory, "mx1"};
  engine::Duplicates next{memory, "mx2"};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_duplicates)

BOOST_AUTO_TEST_CASE(a_second_arrival_is_suppressed_once_the_first_is_proven) {
  const World w;
  w.meet(mail("Q1"), outcome({{"bob@example.net"}}));
  BOOST_TEST(w.meet(mail("Q2"), outcome({{"bob@example.net"}})).copies[0].recipients.size() == 1U);
  w.prove("Q1", {"bob@example.net"});
  BOOST_TEST(w.meet(mail("Q4"), outcome({{"Bob@example.net"}})).copies[0].duplicates.empty());
  const auto third = w.meet(mail("Q3"), outcome({{"bob@EXAMPLE.net"}}));
  BOOST_TEST(third.copies[0].recipients.empty());
  BOOST_TEST((third.copies[0].verdict == Verdict::Discard));
  BOOST_REQUIRE(third.copies[0].duplicates.size() == 1U);
  BOOST_TEST(third.copies[0].duplicates[0].recipient == "bob@EXAMPLE.net");
  BOOST_TEST((third.copies[0].duplicates[0].earlier == Sighting{"mx1", "Q1", kNow}));
}

BOOST_AUTO_TEST_CASE(only_who_has_it_is_taken_out) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net", "b@example.net"}}));
  w.prove("Q1", {"a@example.net", "b@example.net"});
  const auto second = w.meet(mail("Q2"), outcome({{"b@example.net", "c@example.net"}}));
  BOOST_TEST(second.copies[0].recipients == Names{"c@example.net"}, boost::test_tools::per_element());
  BOOST_TEST((second.copies[0].verdict == Verdict::Accept));
}

BOOST_AUTO_TEST_CASE(what_makes_it_another_message) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net"}}));
  w.prove("Q1");
  const auto passes = [&](const message::Message& message, const message::Outcome& decided) {
    return w.meet(message, decided).copies[0].duplicates.empty();
  };
  const auto same = outcome({{"a@example.net"}});
  BOOST_TEST(!passes(mail("Q2"), same));
  auto other_id = same;
  other_id.id = "v1:other";
  BOOST_TEST(passes(mail("Q3"), other_id));
  auto from_another = mail("Q4");
  from_another.envelope.sender = "list-bounces@example.org";
  BOOST_TEST(passes(from_another, same));
  auto by_a_list = mail("Q5");
  by_a_list.headers.push_back({"List-Id", " <list.example.org>"});
  BOOST_TEST(passes(by_a_list, same));
}

BOOST_AUTO_TEST_CASE(what_goes_on_from_hub_to_hub_is_no_duplicate_of_itself) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net"}}));
  w.prove("Q1");
  auto further_on = mail("Q2");
  further_on.headers.insert(further_on.headers.begin(), {"X-Waybill-Hop", " mx1 Q1"});
  BOOST_TEST(w.next.meet(further_on, outcome({{"a@example.net"}}), kNow).copies[0].duplicates.empty());
  w.memory->prove("mx2", {{"Q2", "a@example.net"}}, "", kNow);
  further_on.envelope.queue_id = "Q3";
  BOOST_TEST(w.next.meet(further_on, outcome({{"a@example.net"}}), kNow).copies[0].duplicates.size() == 1U);
}

BOOST_AUTO_TEST_CASE(nor_where_the_field_of_hops_was_stripped_on_the_way) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net"}}));
  w.prove("Q1");
  auto further_on = mail("Q2");
  further_on.headers.push_back({"Received", " from x by mx1 (Postfix) with ESMTP id Q1; Thu, 1 Jan 2026"});
  BOOST_TEST(w.next.meet(further_on, outcome({{"a@example.net"}}), kNow).copies[0].duplicates.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_passes_and_clears_its_queue_id) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net"}}));
  auto anonymous = mail("Q1");
  anonymous.headers.clear();
  w.meet(anonymous, outcome({{"a@example.net"}}));
  BOOST_TEST(w.memory->rows.empty());
  w.prove("Q1");
  BOOST_TEST(w.meet(mail("Q2"), outcome({{"a@example.net"}})).copies[0].duplicates.empty());
  auto unread = outcome({{"b@example.net"}});
  unread.id.clear();
  w.meet(mail("Q3"), unread);
  BOOST_TEST(w.memory->rows.size() == 1U);
  w.memory->is_broken = true;
  BOOST_TEST(w.meet(anonymous, outcome({{"a@example.net"}})).seen_failure.empty());
}

BOOST_AUTO_TEST_CASE(strangers_stand_for_nobody_inside) {
  const World w;
  auto decided = outcome({{"a@example.net"}});
  w.meet(mail("Q1"), decided);
  w.prove("Q1");
  decided.inside = true;
  BOOST_TEST(w.meet(mail("Q2"), decided).copies[0].duplicates.empty());
}

BOOST_AUTO_TEST_CASE(only_for_whom_it_is_asked_and_who_gets_it) {
  const World w;
  auto decided = outcome({{"a@example.net", "b@example.net"}, {"c@example.net"}});
  decided.copies[0].suppressible = {"b@example.net"};
  decided.copies[1].verdict = Verdict::Reject;
  w.meet(mail("Q1"), decided);
  BOOST_REQUIRE(w.memory->rows.size() == 1U);
  BOOST_TEST(w.memory->rows[0].recipient == "b@example.net");
}

BOOST_AUTO_TEST_CASE(copies_that_were_sent_are_candidates_under_their_own_queue_ids) {
  const World w;
  const auto decided = outcome({{"a@example.net"}, {"b@example.net"}, {"c@example.net"}});
  auto met = w.meet(mail("Q1"), decided);
  met.copies[1].queue_id = "Q1b";  // the MTA did not say what it calls the third
  w.here.note_sent(mail("Q1"), met, kNow);
  w.prove("Q1", {"b@example.net", "c@example.net"});
  w.prove("Q1b", {"b@example.net"});
  const auto second = w.meet(mail("Q2"), decided);
  BOOST_TEST(second.copies[0].duplicates.empty());
  BOOST_TEST(second.copies[2].duplicates.empty());
  BOOST_REQUIRE(second.copies[1].duplicates.size() == 1U);
  BOOST_TEST(second.copies[1].duplicates[0].earlier.queue_id == "Q1b");
  BOOST_TEST((second.copies[1].verdict == Verdict::Discard));
}

BOOST_AUTO_TEST_CASE(a_memory_that_cannot_be_asked_lets_all_pass_and_is_told) {
  const World w;
  w.meet(mail("Q1"), outcome({{"a@example.net"}}));
  w.prove("Q1");
  w.memory->is_broken = true;
  const auto second = w.meet(mail("Q2"), outcome({{"a@example.net"}}));
  BOOST_TEST(second.copies[0].recipients.size() == 1U);
  BOOST_TEST(second.seen_failure == "disk full");
}

BOOST_AUTO_TEST_SUITE_END()

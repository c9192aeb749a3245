// Messages under way are counted; a message keeps its judge.
#include "milter/service.h"

#include <boost/test/unit_test.hpp>
#include <thread>

using namespace waybill;
using std::chrono::milliseconds;

namespace {

class Nobody final : public milter::Judge {
 public:
  message::Outcome decide(const message::Message&) const override { return {}; }
  std::optional<std::string> send_others(const message::Message&, message::Outcome&) const override { return {}; }
  void note_accepted(const message::Message&, const message::Outcome&) const override {}
  void note_finished(const engine::Finished&) const override {}
  const base::Limits& limits() const override { return limits_; }

 private:
  base::Limits limits_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_service)

BOOST_AUTO_TEST_CASE(replace_counts_for_those_who_ask_later) {
  const auto first = std::make_shared<Nobody>();
  const auto second = std::make_shared<Nobody>();
  milter::Service service(first);
  const auto kept = service.judge();
  service.replace(second);
  BOOST_TEST((kept == first));
  BOOST_TEST((service.judge() == second));
}

BOOST_AUTO_TEST_CASE(it_is_idle_when_the_last_ticket_is_gone) {
  milter::Service service(std::make_shared<Nobody>());
  BOOST_TEST(service.wait_until_idle(milliseconds(0)));
  {
    milter::Service::Ticket ticket(service);
    milter::Service::Ticket moved(std::move(ticket));
    BOOST_TEST(service.messages_under_way() == 1U);
    BOOST_TEST(!service.wait_until_idle(milliseconds(0)));
  }
  BOOST_TEST(service.messages_under_way() == 0U);
}

BOOST_AUTO_TEST_CASE(who_waits_is_woken) {
  milter::Service service(std::make_shared<Nobody>());
  auto ticket = std::make_unique<milter::Service::Ticket>(service);
  std::thread ender([&] { ticket.reset(); });
  BOOST_TEST(service.wait_until_idle(std::chrono::minutes(1)));
  ender.join();
}

BOOST_AUTO_TEST_SUITE_END()

// The queue before a file: what it tells of losses.
#include "store/behind.h"

#include <spdlog/sinks/ostream_sink.h>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <sstream>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

// Takes all, and does what its options say at each write.
class Taker {
 public:
  using Record = int;
  using Options = std::function<void()>;

  static base::Result<Taker> open(const Options& options, std::chrono::milliseconds) { return Taker(options); }
  std::optional<base::Error> write(const std::vector<int>&, std::int64_t) const {
    at_write_();
    return std::nullopt;
  }

 private:
  explicit Taker(Options at_write) : at_write_(std::move(at_write)) {}
  Options at_write_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_behind)

BOOST_AUTO_TEST_CASE(losses_at_one_write_after_the_other_are_told_when_they_begin_and_when_they_end) {
  std::ostringstream log;
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
  sink->set_pattern("%v");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  constexpr int kLosses = 10;
  std::atomic<int> writes = 0;
  std::atomic<store::Behind<Taker>*> self = nullptr;
  const auto lose = [&] {
    if (self == nullptr || ++writes > kLosses) return;
    self.load()->note_lost();
    self.load()->add(0, 1);  // so that it is written again
  };
  store::Behind<Taker> behind("it", lose, {.gather = 1ms, .idle = 1h});
  self = &behind;
  behind.add(0, 1);
  for (int i = 0; i < 4000 && writes <= kLosses; ++i) std::this_thread::sleep_for(5ms);
  behind.finish();
  BOOST_TEST(log.str() == "it: 1 records were lost\nit: 9 records were lost\n");
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("none"));
}

BOOST_AUTO_TEST_SUITE_END()

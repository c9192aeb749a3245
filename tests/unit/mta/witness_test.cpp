#include "mta/witness.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/unit/mta/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::line_of;

namespace {

constexpr auto kPatience = 30s;

// Keeps what it is told, unless it is out of order.
class Keeper {
 public:
  std::optional<std::string> position() {
    const std::lock_guard lock(mutex_);
    ++asked_;
    changed_.notify_all();
    return is_out_of_order_ ? std::nullopt : std::optional(position_);
  }
  bool keep(const std::vector<mta::Proof>& proofs, const std::string& position) {
    const std::lock_guard lock(mutex_);
    ++asked_;
    changed_.notify_all();
    if (is_out_of_order_) return false;
    kept_.insert(kept_.end(), proofs.begin(), proofs.end());
    position_ = position;
    return true;
  }
  void set_out_of_order(bool is) {
    const std::lock_guard lock(mutex_);
    is_out_of_order_ = is;
  }
  bool wait_for_ids(const std::string& ids) {
    return wait([&] { return tests::ids_of(kept_) == ids; });
  }
  bool wait_for_another_position(const std::string& than = {}) {
    return wait([&] { return position_ != than; });
  }
  bool wait_for_questions(int more) {
    const int until = asked_ + more;
    return wait([&] { return asked_ >= until; });
  }
  std::string kept_position() {
    const std::lock_guard lock(mutex_);
    return position_;
  }

 private:
  template <class Claim>
  bool wait(Claim claim) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return claim(); });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<mta::Proof> kept_;
  std::string position_;
  bool is_out_of_order_ = false;
  std::atomic<int> asked_ = 0;
};

struct Fixture {
  tests::Folder folder;
  Keeper keeper;
  std::ostringstream told;  // complete when the witness was stopped

  Fixture() {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(told)));
    spdlog::set_pattern("%l: %v");
  }
  ~Fixture() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("")); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  std::unique_ptr<mta::Witness> start(std::chrono::milliseconds keep_position = 1ms) {
    return std::make_unique<mta::Witness>(
        mta::WitnessOptions{folder.file("mail.log"), {}, 1ms, 1ms, keep_position}, [this] { return keeper.position(); },
        [this](const auto& proofs, const std::string& position) { return keeper.keep(proofs, position); });
  }
  void write(const std::string& id) const { folder.append("mail.log", line_of(id)); }
};

bool becomes(const mta::Witness& witness, bool works) {
  for (const auto end = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < end;) {
    if (witness.works() == works) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mta_witness, Fixture)

BOOST_AUTO_TEST_CASE(proofs_are_kept_as_they_come) {
  write("000000");
  const auto witness = start();
  BOOST_TEST(keeper.wait_for_another_position());
  write("000001");
  BOOST_TEST(keeper.wait_for_ids("000001"));
  write("000002");
  BOOST_TEST(keeper.wait_for_ids("000001 000002"));
  BOOST_TEST(becomes(*witness, true));
  witness->stop();
  BOOST_TEST(told.str() == "");
}

BOOST_AUTO_TEST_CASE(it_goes_on_where_it_kept_last) {
  write("000000");
  auto witness = start();
  BOOST_TEST(keeper.wait_for_another_position());
  write("000001");
  BOOST_TEST(keeper.wait_for_ids("000001"));
  witness.reset();
  write("000002");
  witness = start();
  BOOST_TEST(keeper.wait_for_ids("000001 000002"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_kept_is_told_again_and_nothing_is_skipped) {
  write("000000");
  auto witness = start();
  BOOST_TEST(keeper.wait_for_another_position());
  BOOST_TEST(becomes(*witness, true));
  keeper.set_out_of_order(true);
  write("000001");
  BOOST_TEST(keeper.wait_for_questions(5));
  BOOST_TEST(becomes(*witness, false));
  write("000002");
  BOOST_TEST(keeper.wait_for_questions(5));
  keeper.set_out_of_order(false);
  BOOST_TEST(keeper.wait_for_ids("000001 000002"));
  BOOST_TEST(becomes(*witness, true));
  keeper.set_out_of_order(true);
  write("000003");
  BOOST_TEST(keeper.wait_for_questions(5));
  witness.reset();  // while it cannot be kept
  keeper.set_out_of_order(false);
  witness = start();
  BOOST_TEST(keeper.wait_for_ids("000001 000002 000003"));
}

BOOST_AUTO_TEST_CASE(nobody_says_where_to_begin) {
  write("000000");
  keeper.set_out_of_order(true);
  const auto witness = start();
  BOOST_TEST(keeper.wait_for_questions(5));
  BOOST_TEST(!witness->works());
  keeper.set_out_of_order(false);
  BOOST_TEST(keeper.wait_for_another_position());
  write("000001");
  BOOST_TEST(keeper.wait_for_ids("000001"));
}

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_read_is_told_once) {
  const auto witness = start();
  std::this_thread::sleep_for(50ms);  // some tries
  BOOST_TEST(!witness->works());
  write("000001");
  BOOST_TEST(keeper.wait_for_ids("000001"));
  BOOST_TEST(becomes(*witness, true));
  witness->stop();
  BOOST_TEST(told.str() == "warning: the MTA's log cannot be read: " + folder.file("mail.log") +
                               ": No such file or directory; duplicates of mail that comes meanwhile pass\n"
                               "info: the MTA's log can be read again\n");
}

BOOST_AUTO_TEST_CASE(the_position_moves_on_without_proofs) {
  write("000000");
  const auto witness = start();
  BOOST_TEST(keeper.wait_for_another_position());
  const std::string first = keeper.kept_position();
  folder.append("mail.log", "Nov 26 18:03:52 mx postfix/smtpd[1]: connect from unknown[127.0.0.1]\n");
  BOOST_TEST(keeper.wait_for_another_position(first));
}

BOOST_AUTO_TEST_CASE(but_not_often) {
  write("000000");
  const auto witness = start(1h);
  BOOST_TEST(keeper.wait_for_another_position());
  const std::string first = keeper.kept_position();
  folder.append("mail.log", "Nov 26 18:03:52 mx postfix/smtpd[1]: connect from unknown[127.0.0.1]\n");
  std::this_thread::sleep_for(50ms);  // some looks
  BOOST_TEST(keeper.kept_position() == first);
  write("000001");
  BOOST_TEST(keeper.wait_for_ids("000001"));
}

BOOST_AUTO_TEST_SUITE_END()

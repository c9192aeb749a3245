// Knocking at sockets of this test.
#include "doctor/milter_probe.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>

using namespace waybill::doctor;
using namespace std::chrono_literals;

namespace {

// Takes one connection, reads what comes at first and answers.
class Peer {
 public:
  explicit Peer(const std::string& answer, bool is_silent = false) {
    folder_ = (std::filesystem::temp_directory_path() / "waybill-probe-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(folder_.data()) != nullptr);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    socket_ = socket(AF_UNIX, SOCK_STREAM, 0);
    BOOST_REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    BOOST_REQUIRE(listen(socket_, 1) == 0);
    if (is_silent) return;
    thread_ = std::thread([this, answer] {
      const int client = accept(socket_, nullptr, nullptr);
      std::array<char, 17> offer = {};
      const ssize_t count = recv(client, offer.data(), offer.size(), MSG_WAITALL);
      offer_.assign(offer.data(), static_cast<std::size_t>(count));
      (void)send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      close(client);
    });
  }
  ~Peer() {
    if (thread_.joinable()) thread_.join();
    close(socket_);
    std::filesystem::remove_all(folder_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::string path() const { return folder_ + "/s"; }
  std::string offer() {
    thread_.join();
    return offer_;
  }

 private:
  std::string folder_;
  int socket_ = -1;
  std::thread thread_;
  std::string offer_;
};

const std::string kAnswer("\0\0\0\x0DO\0\0\0\x06\0\0\x01\xFF\0\0\0\0", 17);

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_milter_probe)

BOOST_AUTO_TEST_CASE(a_milter_answers) {
  Peer peer(kAnswer);
  const Probe probe = probe_milter("unix:" + peer.path(), 5s);
  BOOST_TEST((probe.step == Probe::Step::Done));
  BOOST_TEST(probe.peer.value_or(12345) == geteuid());
  BOOST_TEST(peer.offer() == std::string("\0\0\0\x0DO\0\0\0\x06\0\0\x01\xFF\0\x1F\xFF\xFF", 17));
}

BOOST_AUTO_TEST_CASE(somebody_else_answers) {
  for (const std::string& answer : {std::string("220 mx ESMTP\r\n"), std::string("x"), std::string()}) {
    Peer peer(answer);
    const Probe probe = probe_milter("unix:" + peer.path(), 5s);
    BOOST_TEST((probe.step == Probe::Step::Answer));
    BOOST_TEST(probe.error == 0);
  }
}

BOOST_AUTO_TEST_CASE(nobody_answers) {
  const Peer peer({}, true);
  const Probe probe = probe_milter("unix:" + peer.path(), 50ms);
  BOOST_TEST((probe.step == Probe::Step::Answer));
  BOOST_TEST(probe.error == ETIMEDOUT);
}

BOOST_AUTO_TEST_CASE(nobody_listens) {
  BOOST_TEST(probe_milter("unix:/nowhere/s", 5s).error == ENOENT);
  BOOST_TEST(probe_milter("local:/nowhere/s", 5s).error == ENOENT);
  BOOST_TEST(probe_milter("inet:1@127.0.0.1", 5s).error == ECONNREFUSED);
  BOOST_TEST((probe_milter("inet:1@127.0.0.1", 5s).step == Probe::Step::Connect));
}

BOOST_AUTO_TEST_CASE(through_a_pipe) {
  const Probe probe = from_line(to_line({Probe::Step::Answer, EACCES}));
  BOOST_TEST((probe.step == Probe::Step::Answer));
  BOOST_TEST(probe.error == EACCES);
}

BOOST_AUTO_TEST_SUITE_END()

// tests/bench/directory.cpp: what a look-up costs: kept, asked of a server beside libldap alone, and loading an LDIF
// file.
//
// usage: bench_directory LDIF COUNT URI BASE BIND-DN PASSWORD-FILE: people p0@example.com and so on, in both
#include <fmt/format.h>
#include <ldap.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "ldap/filter.h"
#include "ldap/ldif_directory.h"
#include "ldap/schema.h"
#include "ldap/server_directory.h"
#include "message/attribute_map.h"
#include "tests/bench/process_use.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr int kRuns = 7;  // the median counts
constexpr int kKeptPeople = 1000;
constexpr int kKeptLookUps = 200000;
constexpr int kServerLookUps = 2000;

// Those of the tokens, as shipped.
std::vector<std::string_view> attributes() {
  static const message::AttributeMap kMap;
  return kMap.ldap_attributes();
}

double seconds(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return Seconds(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

message::Query person(int number) { return {message::QueryKind::Person, fmt::format("p{}@example.com", number), {}}; }

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "bench_directory: {}\n", why);
  std::exit(1);
}

void look_up(engine::Directory& directory, const message::Query& query) {
  const auto facts = directory.ask({query}, Clock::now() + std::chrono::seconds(5));
  if (!std::holds_alternative<message::Found>(facts.front())) give_up(message::to_string(query) + ": not found");
}

// Seconds, those of the processor alone (others may use it), and bytes: the peak of what is resident, and what stays.
struct Load {
  double seconds = 0;
  double processor = 0;
  double peak = 0;
  double stays = 0;
};

Load load_here(const std::string& file) {
  Load out;
  std::unique_ptr<ldap::LdifDirectory> directory;
  out.seconds = seconds([&] {
    auto loaded = ldap::LdifDirectory::load(file, attributes());
    if (!loaded) give_up(loaded.error().text);
    directory = std::move(*loaded);
  });
  out.processor = processor_time(getpid());
  look_up(*directory, person(0));
  out.peak = static_cast<double>(peak_resident(getpid()));
  out.stays = static_cast<double>(anonymous_memory(getpid()));
  return out;
}

// In a process of its own.
Load load_in_child(const std::string& file) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    const Load load = load_here(file);
    _exit(write(ends[1], &load, sizeof load) == sizeof load ? 0 : 1);
  }
  Load out;
  if (read(ends[0], &out, sizeof out) != sizeof out) give_up("the load failed");
  waitpid(child, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
  return out;
}

void bench_ldif(const std::string& file, int count) {
  std::vector<double> times;
  std::vector<double> processor;
  std::vector<double> peaks;
  std::vector<double> stays;
  for (int i = 0; i < kRuns; ++i) {
    const Load load = load_in_child(file);
    times.push_back(load.seconds);
    processor.push_back(load.processor);
    peaks.push_back(load.peak);
    stays.push_back(load.stays);
  }
  fmt::print(
      "an LDIF file of {} people: loaded in {:.2f} s, {:.2f} s of them processor time; {:.0f} MB resident at most, "
      "{:.0f} MB stay\n",
      count, median(times), median(processor), median(peaks) / 1e6, median(stays) / 1e6);
}

void bench_kept(const ldap::Options& options) {
  ldap::Caches caches;
  ldap::ServerDirectory directory(options, attributes(), caches);
  std::vector<message::Query> people;
  for (int i = 0; i < kKeptPeople; ++i) people.push_back(person(i));
  for (const message::Query& query : people) look_up(directory, query);
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    times.push_back(seconds([&] {
                      for (int i = 0; i < kKeptLookUps; ++i)
                        look_up(directory, people[static_cast<std::size_t>(i * 7 % kKeptPeople)]);
                    }) /
                    kKeptLookUps);
  }
  fmt::print("a look-up that is kept: {:.2f} microseconds\n", median(times) * 1e6);
}

// libldap alone: one connection, and the search that the directory sends for a person.
class Bare {
 public:
  explicit Bare(const ldap::Options& options) : base_(options.base) {
    const int version = LDAP_VERSION3;
    std::string password;
    std::ifstream file(options.password_file);
    std::getline(file, password);
    berval secret{password.size(), password.data()};
    ldap_initialize(&handle_, options.uris.front().c_str());
    ldap_set_option(handle_, LDAP_OPT_PROTOCOL_VERSION, &version);
    const int code = ldap_sasl_bind_s(handle_, options.bind_dn.c_str(), nullptr, &secret, nullptr, nullptr, nullptr);
    if (code != LDAP_SUCCESS) give_up(ldap_err2string(code));
    for (const std::string& name : names_) attributes_.push_back(const_cast<char*>(name.c_str()));
    attributes_.push_back(nullptr);
  }
  ~Bare() { ldap_unbind_ext_s(handle_, nullptr, nullptr); }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;

  void look_up(const message::Query& query) {
    LDAPMessage* answer = nullptr;
    const int code =
        ldap_search_ext_s(handle_, base_.c_str(), LDAP_SCOPE_SUBTREE, ldap::address_filter(query.subject, true).c_str(),
                          attributes_.data(), 0, nullptr, nullptr, nullptr, 0, &answer);
    if (code != LDAP_SUCCESS || ldap_count_entries(handle_, answer) != 1) give_up(ldap_err2string(code));
    if (read_values(ldap_first_entry(handle_, answer)) == 0) give_up("no values");
    ldap_msgfree(answer);
  }

 private:
  // Who asks wants the values.
  int read_values(LDAPMessage* entry) {
    int count = 0;
    BerElement* cursor = nullptr;
    for (char* name = ldap_first_attribute(handle_, entry, &cursor); name != nullptr;
         name = ldap_next_attribute(handle_, entry, cursor)) {
      berval** values = ldap_get_values_len(handle_, entry, name);
      count += ldap_count_values_len(values);
      ldap_value_free_len(values);
      ldap_memfree(name);
    }
    ber_free(cursor, 0);
    return count;
  }

  std::string base_;
  LDAP* handle_ = nullptr;
  std::vector<std::string> names_ = ldap::fetched_attributes(attributes());
  std::vector<char*> attributes_;
};

void bench_server(ldap::Options options, int count) {
  options.cache_lifetime = options.negative_lifetime = std::chrono::milliseconds(0);
  ldap::Caches caches;
  ldap::ServerDirectory directory(options, attributes(), caches);
  Bare bare(options);
  std::vector<double> ours;
  std::vector<double> floor;
  for (int i = 0; i < kServerLookUps; ++i) {
    const message::Query query = person(i * 17 % count);
    ours.push_back(seconds([&] { look_up(directory, query); }));
    floor.push_back(seconds([&] { bare.look_up(query); }));
  }
  fmt::print("a look-up at the server: {:.0f} microseconds; the same search by libldap alone: {:.0f}; {:.2f} times\n",
             median(ours) * 1e6, median(floor) * 1e6, median(ours) / median(floor));
}

}  // namespace
}  // namespace waybill::bench

int main(int argc, char** argv) {
  namespace bench = waybill::bench;
  if (argc != 7) bench::give_up("usage: bench_directory LDIF COUNT URI BASE BIND-DN PASSWORD-FILE");
  const int count = std::atoi(argv[2]);
  waybill::ldap::Options options;
  options.kind = waybill::ldap::Kind::Ldap;
  options.uris = {argv[3]};
  options.base = argv[4];
  options.bind_dn = argv[5];
  options.password_file = argv[6];
  bench::bench_ldif(argv[1], count);
  bench::bench_kept(options);
  bench::bench_server(options, count);
  return 0;
}

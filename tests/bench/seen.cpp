// How many candidates a second the memory of seen messages takes: each looked up, then on disk (SQLite).
#include "store/seen.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>
#include <vector>

using namespace waybill;

namespace {

constexpr int kThreads = 8;
constexpr int kArrivals = 25'000;  // of each thread

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void arrive(store::Seen& seen, int thread, std::int64_t now) {
  for (int i = 0; i < kArrivals; ++i) {
    const std::string number = fmt::format("{}-{}", thread, i);
    // As long as a real ID; digits of it differ from its beginning on, as those of a hash.
    const std::string id = fmt::format("v2:{:016x}{:027}", std::hash<std::string>()(number), i);
    const auto met = seen.meet({id,
                                "abcdefghijklmnopqrstuv.0",
                                {"mx1.example.com", "4c" + number, now},
                                {{"somebody." + number + "@example.net"}}});
    if (!met || met->front()) std::abort();
  }
}

}  // namespace

int main() {
  std::string folder = (std::filesystem::temp_directory_path() / "waybill-bench-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const store::SeenOptions options{.path = folder + "/seen.db"};
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t lost = 0;
  {
    store::Seen seen(options, {.most_waiting_bytes = 1024UL * 1024 * 1024});
    const std::int64_t now = std::time(nullptr);
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([&seen, i, now] { arrive(seen, i, now); });
    threads.clear();
    fmt::print("look-ups by {} threads: {:.0f} /s\n", kThreads, kThreads * kArrivals / seconds_since(begin));
    seen.finish();
    lost = seen.lost();
  }
  const double took = seconds_since(begin);
  fmt::print("candidates, looked up and in the file: {:.0f} /s ({} lost); a candidate takes {} bytes there\n",
             kThreads * kArrivals / took, lost,
             std::filesystem::file_size(options.path) / (static_cast<std::uintmax_t>(kThreads) * kArrivals));
  std::filesystem::remove_all(folder);
  return lost == 0 ? 0 : 1;
}

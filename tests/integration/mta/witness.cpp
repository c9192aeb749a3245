// tests/integration/mta/witness.cpp: mta::Witness as a program, for the tests with real MTAs.
//
// usage: witness LOG POSITION-FILE [JOURNAL-FOLDER]
// Prints "QUEUEID all" or "QUEUEID RECIPIENT" for each proof, then keeps the position in the file. Ends on SIGTERM.
#include "mta/witness.h"

#include <spdlog/spdlog.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace waybill;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool keep(const std::string& path, const std::vector<mta::Proof>& proofs, const std::string& position) {
  for (const mta::Proof& proof : proofs) {
    std::cout << proof.queue_id << ' ' << proof.recipient << '\n';
  }
  std::cout << std::flush;
  if (!(std::ofstream(path + ".new", std::ios::binary) << position)) return false;
  std::filesystem::rename(path + ".new", path);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const std::string kept = arguments[2];
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // of the witness' thread as well
  mta::WitnessOptions options;
  options.log = arguments[1];
  if (count > 3) options.journal_folder = arguments[3];
  options.keep_position = std::chrono::milliseconds(0);
  const mta::Witness witness(
      options, [&] { return read_file(kept); },
      [&](const auto& proofs, const std::string& position) { return keep(kept, proofs, position); });
  int signal = 0;
  sigwait(&ends, &signal);
}

// tests/integration/smtp/submit.cpp: smtp::Client as a program, for the tests with real MTAs.
//
// usage: submit SERVER SENDER[;;PARAMETER...] MESSAGE-FILE TIMES THREADS RECIPIENT[;;PARAMETER...]...
//   Each of THREADS hands the message over TIMES times. The origin is client.example.net [192.0.2.7], queue id 4Origin.
//   Between two messages it waits for a line on stdin when TIMES is given as "N?".
// Prints a line for each reply and warning.
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "smtp/client.h"

using namespace waybill;

namespace {

struct Address {
  std::string address;
  std::vector<std::string> parameters;
};

// NOTIFY has commas itself, hence ";;".
Address parse_address(std::string_view text) {
  Address out;
  std::size_t end = std::min(text.find(";;"), text.size());
  out.address = text.substr(0, end);
  while (end < text.size()) {
    text.remove_prefix(end + 2);
    end = std::min(text.find(";;"), text.size());
    out.parameters.emplace_back(text.substr(0, end));
  }
  return out;
}

std::string read_file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string to_text(const base::Result<message::Receipt>& receipt) {
  if (!receipt) return "error: " + receipt.error().text + '\n';
  std::string out;
  for (const std::string& warning : receipt->warnings) out += "warning: " + warning + '\n';
  for (const message::Reply& reply : receipt->replies) out += to_string(reply) + '\n';
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 7) return 2;
  const std::string text = read_file(arguments[3]);
  const Address sender = parse_address(arguments[2]);
  message::Submission submission{sender.address, sender.parameters, {}, {}, {text}};
  submission.origin = {"client.example.net", "192.0.2.7", "1025", "ESMTP", "helo.example.net", "4Origin"};
  for (int i = 6; i < count; ++i) {
    const Address recipient = parse_address(arguments[i]);
    submission.recipients.push_back({recipient.address, "", recipient.parameters});
  }
  const auto client = smtp::Client::make({.server = arguments[1]});
  if (!client) return 2;
  const bool waits = std::string_view(arguments[4]).ends_with('?');
  std::mutex printing;
  const auto work = [&] {
    for (int i = 0; i < std::atoi(arguments[4]); ++i) {
      std::string line;
      if (waits && i > 0) std::getline(std::cin, line);
      const auto receipt = (*client)->deliver(submission, std::chrono::steady_clock::now() + std::chrono::seconds(30));
      const std::lock_guard lock(printing);
      std::cout << to_text(receipt) << std::flush;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(arguments[5]); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

// tests/corpus/delivery_report.cpp: engine::delivery_report() as a program, for test_delivery_reports.py.
//
// usage: delivery_report MESSAGE-FILE SENDER ENVID REPLY-TEXT ADDRESS NOTIFY ORCPT [ADDRESS NOTIFY ORCPT]...
// Empty arguments are options that were not given. Prints the report, or nothing when there is none.
#include "engine/delivery_report.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include "message/raw_message.h"

using namespace waybill;

namespace {

void put(std::vector<std::string>& parameters, const std::string& name, const std::string& value) {
  if (!value.empty()) parameters.push_back(name + '=' + value);
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 7) return 2;
  std::ifstream in(words[0], std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  message::Message message;
  message.envelope.sender = words[1];
  message.headers = message::read(bytes).headers;
  std::vector<std::string> parameters;
  put(parameters, "ENVID", words[2]);
  std::vector<engine::RefusedRecipient> refused;
  for (std::size_t i = 4; i + 2 < words.size(); i += 3) {
    refused.push_back({{words[i], "", {}}, {550, "5.7.1", words[3]}});
    put(refused.back().recipient.parameters, "NOTIFY", words[i + 1]);
    put(refused.back().recipient.parameters, "ORCPT", words[i + 2]);
  }
  const auto report = engine::delivery_report(message, parameters, refused, {"mx.example.com", 1767225600});
  if (report) std::cout << report->text;
}

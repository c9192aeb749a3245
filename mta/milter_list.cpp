// mta/milter_list.cpp: items, braces, and addresses that are known.
#include "mta/milter_list.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace waybill::mta {
namespace {

constexpr std::string_view kSeparators = ", \t\r\n";

// The next item from `at` on, which moves behind it; empty at the end.
std::string_view next_item(std::string_view list, std::size_t& at) {
  at = list.find_first_not_of(kSeparators, at);
  if (at == std::string_view::npos) return {};
  const std::size_t close = list[at] == '{' ? list.find('}', at) : std::string_view::npos;
  const std::size_t end = close == std::string_view::npos ? list.find_first_of(kSeparators, at) : close + 1;
  const std::string_view item = list.substr(at, end - at);
  at += item.size();
  return item;
}

// As next_item(), but braces are words too.
std::string_view next_word(std::string_view list, std::size_t& at) {
  at = std::min(list.find_first_not_of(kSeparators, at), list.size());
  const bool is_brace = at < list.size() && (list[at] == '{' || list[at] == '}');
  const std::size_t end = is_brace ? at + 1 : std::min(list.find_first_of(", \t\r\n{}", at), list.size());
  const std::string_view word = list.substr(at, end - at);
  at = end;
  return word;
}

Milter read_milter(std::string_view item) {
  Milter out{std::string(item), std::string(item)};
  if (!item.starts_with('{') || !item.ends_with('}')) return out;
  const std::string_view inside = item.substr(1, item.size() - 2);
  std::size_t at = 0;
  out.address = next_item(inside, at);
  for (std::string_view word = next_item(inside, at); !word.empty(); word = next_item(inside, at)) {
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) out.settings.emplace(word.substr(0, equals), word.substr(equals + 1));
  }
  return out;
}

// Words in addresses, and the ports of programs' own examples.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPrograms = {{{"opendkim", "opendkim"},
                                                                                     {":8891", "opendkim"},
                                                                                     {"rspamd", "rspamd"},
                                                                                     {":11332", "rspamd"},
                                                                                     {"amavis", "amavis"},
                                                                                     {"dkimpy", "dkimpy-milter"}}};

}  // namespace

std::vector<Milter> read_milters(std::string_view list) {
  std::vector<Milter> out;
  std::size_t at = 0;
  for (std::string_view item = next_item(list, at); !item.empty(); item = next_item(list, at)) {
    out.push_back(read_milter(item));
  }
  return out;
}

std::string write_milters(const std::vector<Milter>& milters) {
  std::string out;
  for (const Milter& milter : milters) out += (out.empty() ? "" : ", ") + milter.text;
  return out;
}

std::string write_tight(const std::vector<Milter>& milters) {
  std::string out;
  const std::string list = write_milters(milters);
  std::size_t at = 0;
  for (std::string_view word = next_word(list, at); !word.empty(); word = next_word(list, at)) {
    const bool joins = out.empty() || out.ends_with('{') || word.starts_with('}');
    out += (joins ? "" : ",") + std::string(word);
  }
  return out;
}

std::string describe(const Milter& milter) {
  for (const auto& [word, program] : kPrograms) {
    const bool is_end = word.front() != ':' || milter.address.ends_with(word);
    if (is_end && milter.address.find(word) != std::string::npos) {
      return milter.address + " (" + std::string(program) + ')';
    }
  }
  return milter.address;
}

}  // namespace waybill::mta

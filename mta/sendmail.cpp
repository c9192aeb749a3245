// mta/sendmail.cpp: m4 once for what comes out, and once for what was called.
#include "mta/sendmail.h"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/text.h"
#include "mta/program.h"

namespace waybill::mta {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::string_view kTrace = "m4trace:";

// m4 quotes with ` and ', which nest: `a `b' c' is one argument.
std::vector<std::string> parse_arguments(std::string_view text) {
  std::vector<std::string> out;
  std::string argument;
  int depth = 0;
  for (const char c : text) {
    if (c == '\'' && --depth == 0) {
      out.push_back(std::move(argument));
      argument.clear();
    }
    if (depth > 0) argument += c;
    if (c == '`') ++depth;
    if (c == ')' && depth == 0) break;
  }
  return out;
}

// FILE:LINE: -DEPTH- NAME(`argument', ...)
MacroCall parse_call(std::string_view record) {
  MacroCall out;
  const std::size_t depth = record.find(": -");
  const std::size_t colon = record.rfind(':', depth - 1);
  const std::size_t begin = record.find("- ", depth);
  if (depth == std::string_view::npos || colon == std::string_view::npos || begin == std::string_view::npos) return out;
  out.file = record.substr(0, colon);
  std::from_chars(record.data() + colon + 1, record.data() + depth, out.line);
  const std::string_view call = record.substr(begin + 2);
  const std::size_t end = call.find_first_of("(\n");
  out.name = call.substr(0, end);
  if (end != std::string_view::npos && call[end] == '(') out.arguments = parse_arguments(call.substr(end));
  return out;
}

// `O NAME=value`, in their order.
std::vector<std::string> options_named(std::string_view name, std::string_view cf) {
  const std::string begin = "O " + std::string(name) + '=';
  std::vector<std::string> out;
  for (const std::string_view line : base::split(cf, '\n')) {
    if (line.starts_with(begin)) out.emplace_back(base::trim(line.substr(begin.size())));
  }
  return out;
}

}  // namespace

std::vector<std::string> items_in(std::string_view list, char separator) {
  std::vector<std::string> out;
  for (const std::string_view item : base::split(list, separator)) {
    if (!base::trim(item).empty()) out.emplace_back(base::trim(item));
  }
  return out;
}

std::vector<MacroCall> parse_trace(std::string_view trace) {
  std::vector<MacroCall> out;
  for (std::size_t at = trace.find(kTrace); at != std::string_view::npos;) {
    const std::size_t next = trace.find('\n' + std::string(kTrace), at);
    out.push_back(parse_call(trace.substr(at + kTrace.size(), next - at - kTrace.size())));
    at = next == std::string_view::npos ? next : next + 1;
  }
  return out;
}

base::Result<Sendmail> read_sendmail(const std::string& file) {
  Sendmail out{file, {}, {}, {}, {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorKind::Invalid, "cannot read " + file + ": " + std::generic_category().message(errno)};
  out.text.assign(std::istreambuf_iterator<char>(in), {});
  const std::string folder = "--include=" + std::filesystem::path(file).parent_path().string();
  const auto cf = run({"m4", folder, file});
  if (!cf) return cf.error();
  out.daemons = options_named("DaemonPortOptions", *cf);
  if (out.daemons.empty()) return Error{ErrorKind::Invalid, file + " makes no sendmail.cf: it does not include cf.m4"};
  for (const std::string& list : options_named("InputMailFilters", *cf)) out.filters = items_in(list, ',');
  const auto traced = run_for_both({"m4", folder, "--debug=aflq", "--trace=INPUT_MAIL_FILTER", "--trace=MAIL_FILTER",
                                    "--trace=DAEMON_OPTIONS", "--trace=MAILER", "--trace=MAILER_DEFINITIONS",
                                    "--trace=include", "--trace=sinclude", file});
  if (!traced) return traced.error();
  out.calls = parse_trace(traced->error);
  return out;
}

}  // namespace waybill::mta

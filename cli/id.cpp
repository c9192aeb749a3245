// cli/id.cpp: one line an ID, the canonical form below it.
#include "cli/id.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "cli/offline.h"
#include "cli/print_diagnostics.h"
#include "config/build_policy.h"
#include "dedupe/canonical_form.h"
#include "dedupe/dedupe_id.h"
#include "dedupe/message_id.h"
#include "message/raw_message.h"

namespace waybill::cli {
namespace {

using nlohmann::ordered_json;

struct Settled {
  std::string key;
  base::Limits limits;
};

std::optional<Settled> settle(const IdOptions& options) {
  std::error_code code;
  if (!options.config_is_named && !std::filesystem::exists(options.config, code)) return Settled();
  base::Diagnostics diagnostics;
  const auto configuration = config::load(options.config, diagnostics);
  print(diagnostics);
  if (!configuration) return std::nullopt;
  return Settled{configuration->policy->dedupe_key, configuration->policy->limits};
}

struct Made {
  std::string form;
  std::string id;
};

base::Result<Made> make(const IdOptions& options, const Settled& settled, const std::string& path) {
  const auto bytes = read_input(path);
  if (!bytes) return bytes.error();
  const message::RawMessage raw = message::read(*bytes);
  message::Message message{{}, raw.headers, raw.body, raw.line_end};
  message.envelope.queue_id = options.queue_id;
  const auto table = mime::scan(message.headers, message.body, settled.limits);
  if (!table) return base::Error{table.error().kind, path + ": " + table.error().text};
  std::string form = dedupe::canonical_form(message, *table);
  const std::string id = dedupe::id_of_form(form, settled.key);
  return Made{std::move(form), options.queue_id.empty() ? id : dedupe::stamped(message, id)};
}

std::vector<std::string_view> lines_of(const std::string& form) {
  std::vector<std::string_view> lines = base::split(form, '\n');
  lines.pop_back();  // behind the last line end
  return lines;
}

void show(const std::string& path, const Made& made) {
  fmt::print("{}  {}\n", made.id, base::printable(path));
  for (const std::string_view line : lines_of(made.form))
    fmt::print("    {}\n", base::printable(line, 4 * line.size()));
}

void show_json(const ordered_json& object) {
  fmt::print("{}\n", object.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

}  // namespace

int run_id(const IdOptions& options) {
  const auto settled = settle(options);
  if (!settled) return 1;
  int exit_code = 0;
  for (const Input& input : list_inputs(options.inputs)) {
    const auto made = make(options, *settled, input.path);
    if (!made) {
      exit_code = 2;
      fmt::print(stderr, "waybill: {}\n", made.error().text);
      if (options.json) show_json({{"id", nullptr}, {"message", input.path}, {"error", made.error().text}});
    } else if (!options.json) {
      show(input.path, *made);
    } else {
      show_json({{"id", made->id}, {"message", input.path}, {"error", nullptr}, {"form", lines_of(made->form)}});
    }
  }
  return exit_code;
}

}  // namespace waybill::cli

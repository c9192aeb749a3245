// cli/setup.cpp: prints what an MTA needs, or has it written, behind copies of its files.
#include "cli/setup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/print_diagnostics.h"
#include "config/build_policy.h"
#include "doctor/postfix.h"
#include "mta/postfix.h"
#include "mta/postfix_setup.h"
#include "mta/program.h"
#include "mta/sendmail.h"
#include "mta/sendmail_setup.h"

namespace waybill::cli {
namespace {

// What `set_up` has to know of an MTA beside its plan.
struct Mta {
  std::string name;
  std::vector<std::filesystem::path> files;  // what is kept before something is written
  std::string afterwards;                    // commands
};

std::optional<config::Settings> load_settings(const std::string& file) {
  base::Diagnostics diagnostics;
  auto configuration = config::load(file, diagnostics);
  print(diagnostics);
  if (!configuration) return std::nullopt;
  return std::move(configuration->settings);
}

// FILE.waybill-20261126T093000Z beside each.
std::optional<std::string> back_up(const std::vector<std::filesystem::path>& files) {
  const std::string stamp = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::time(nullptr)));
  for (const std::filesystem::path& file : files) {
    const std::string copy = file.string() + ".waybill-" + stamp;
    std::error_code failed;
    std::filesystem::copy_file(file, copy, failed);
    if (failed) return fmt::format("cannot copy {} to {}: {}", file.string(), copy, failed.message());
    fmt::print("# kept: {}\n", copy);
  }
  return std::nullopt;
}

// `show` prints a step's change; `carry_out` does all, or tells what went wrong.
template <class Change, class Show, class CarryOut>
int set_up(const mta::Plan<Change>& plan, const Mta& mta, bool apply, Show show, CarryOut carry_out) {
  for (const std::string& problem : plan.problems) fmt::print(stderr, "waybill: {}\n", problem);
  if (!plan.problems.empty()) return 1;
  for (const std::string& note : plan.notes) fmt::print("# left as it is: {}\n", note);
  if (plan.steps.empty()) {
    fmt::print("# {} has all that Waybill needs\n", mta.name);
    return 0;
  }
  if (const auto failed = apply ? back_up(mta.files) : std::nullopt) return complain(*failed);
  for (const auto& step : plan.steps) {
    if (!step.why.empty()) fmt::print("# {}\n", step.why);
    show(step.change);
  }
  if (const auto failed = apply ? carry_out() : std::nullopt) return complain(*failed);
  fmt::print("# {}\n{}\n", apply ? "Written. What is left to do" : "Then", mta.afterwards);
  return 0;
}

// ---- Sendmail ----

bool write(const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  return out.good();
}

// The file with the changes; as it was when m4 then does not make of it what was planned.
std::optional<std::string> change(const mta::Sendmail& sendmail, const mta::SendmailPlan& plan, const mta::Wish& wish) {
  if (!write(sendmail.file, mta::changed_text(sendmail.text, plan))) return "cannot write " + sendmail.file;
  const auto changed = mta::read_sendmail(sendmail.file);
  if (changed && mta::plan_sendmail(*changed, wish).steps.empty()) return std::nullopt;
  write(sendmail.file, sendmail.text);
  return sendmail.file + " is as it was: " +
         (changed ? "with these lines in it m4 does not make of it what was planned" : changed.error().text);
}

void print_change(const mta::Sendmail& sendmail, const mta::LineChange& change) {
  const auto lines = base::split(sendmail.text, '\n');
  const std::string_view line = change.line <= lines.size() ? lines[change.line - 1] : "";
  const char* how = change.removed == 0 ? "before" : change.text.empty() ? "without" : "in place of";
  fmt::print("# {} line {} of {}: {}\n{}", how, change.line, sendmail.file, line, change.text);
}

}  // namespace

int run_setup_postfix(const SetupOptions& options) {
  const auto settings = load_settings(options.config);
  if (!settings) return 1;
  const auto postfix = mta::read_postfix(options.mta_config);
  if (!postfix) return complain(postfix.error().text);
  const auto plan = mta::plan_postfix(*postfix, doctor::wish_of(*settings));
  const std::filesystem::path folder = postfix->value("config_directory");
  const std::string named = options.mta_config.empty() ? std::string() : " -c " + options.mta_config;
  const auto command = [&](const mta::PostconfCall& call) { return mta::postconf(options.mta_config, call.arguments); };
  return set_up(
      plan, {"Postfix", {folder / "main.cf", folder / "master.cf"}, "postfix" + named + " reload"}, options.apply,
      [&](const mta::PostconfCall& call) { fmt::print("{}\n", mta::shell_form(command(call))); },
      [&]() -> std::optional<std::string> {
        for (const auto& step : plan.steps) {
          if (const auto done = mta::run(command(step.change)); !done) return done.error().text;
        }
        return std::nullopt;
      });
}

int run_setup_sendmail(const SetupOptions& options) {
  const auto settings = load_settings(options.config);
  if (!settings) return 1;
  const auto sendmail = mta::read_sendmail(options.mta_config);
  if (!sendmail) return complain(sendmail.error().text);
  mta::Wish wish = doctor::wish_of(*settings);
  wish.milter = settings->milter.socket;
  const auto plan = mta::plan_sendmail(*sendmail, wish);
  const std::string folder = std::filesystem::path(sendmail->file).parent_path().string();
  return set_up(
      plan, {"Sendmail", {sendmail->file}, "make -C " + folder + "\nservice sendmail restart"}, options.apply,
      [&](const mta::LineChange& change) { print_change(*sendmail, change); },
      [&] { return change(*sendmail, plan, wish); });
}

}  // namespace waybill::cli

// cli/waybill.cpp: the administrator's command.
#include <fmt/format.h>
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <string>

#include "base/place.h"
#include "cli/apply.h"
#include "cli/doctor.h"
#include "cli/explain.h"
#include "cli/id.h"
#include "cli/import.h"
#include "cli/log.h"
#include "cli/lookup.h"
#include "cli/offline.h"
#include "cli/print_diagnostics.h"
#include "cli/reload.h"
#include "cli/schema.h"
#include "cli/seen.h"
#include "cli/setup.h"
#include "cli/track.h"
#include "cli/version.h"
#include "cli/words.h"
#include "config/build_policy.h"
#include "config/settings.h"
#include "message/address.h"
#include "rules/check.h"
#include "tracking/trail.h"

namespace waybill::cli {
namespace {

// `waybill check`: warnings alone are fine.
int run_check(const std::string& config) {
  base::Diagnostics diagnostics;
  const auto configuration = config::load(config, diagnostics);
  print(diagnostics);
  return configuration ? 0 : 1;
}

int run_rules(const std::string& config) {
  base::Diagnostics diagnostics;
  const auto configuration = config::load(config, diagnostics);
  print(diagnostics);
  if (!configuration) return 1;
  fmt::print("{}", rules::to_toml(configuration->policy->rules));
  return 0;
}

void add_config(CLI::App* command, std::string& config) {
  command->add_option("-c,--config", config, "the configuration")->capture_default_str();
}

void add_offline(CLI::App* command, OfflineOptions& options) {
  add_config(command, options.config);
  command->add_option("--sender", options.sender, "MAIL FROM; '<>' is the null sender (default: the From address)");
  command->add_option("--recipient", options.recipients, "RCPT TO, once for each (default: To and Cc)")
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  command->add_option("--auth", options.auth_user, "SASL login of the client");
  command->add_option("--client-ip", options.client_ip, "address of the client (default: 127.0.0.1)");
  command->add_option("--now", options.now, "the time, as 2026-01-31T12:00:00Z (default: the clock's)");
  command->add_option("MESSAGE", options.inputs, "message files or folders; - reads standard input")->required();
}

void add_setup_options(CLI::App* command, SetupOptions& options) {
  add_config(command, options.config);
  command->add_flag("--apply", options.apply, "write it, behind copies of the files");
}

void add_setups(CLI::App* setup, SetupOptions& postfix, SetupOptions& sendmail, int& exit_code) {
  setup->require_subcommand(1);
  auto* for_postfix = setup->add_subcommand("postfix", "main.cf and master.cf, through postconf");
  for_postfix->add_option("--postfix-config", postfix.mta_config, "folder of main.cf (default: Postfix' own)");
  for_postfix->callback([&] { exit_code = run_setup_postfix(postfix); });
  add_setup_options(for_postfix, postfix);
  auto* for_sendmail = setup->add_subcommand("sendmail", "sendmail.mc, of which m4 makes sendmail.cf");
  for_sendmail->add_option("--sendmail-config", sendmail.mta_config, "the sendmail.mc")->capture_default_str();
  for_sendmail->callback([&] { exit_code = run_setup_sendmail(sendmail); });
  add_setup_options(for_sendmail, sendmail);
}

CLI::App* add_doctor(CLI::App& app, DoctorOptions& options) {
  auto* doctor = app.add_subcommand("doctor", "look at the whole installation: what is wrong, why, and what mends it");
  add_config(doctor, options.look.config);
  doctor->add_option("--postfix-config", options.look.mta_config, "folder of main.cf (default: Postfix' own)");
  doctor->add_flag("-v,--verbose", options.verbose, "tell also what is fine");
  doctor->add_flag("--json", options.json, "one JSON object");
  std::vector<std::string> names;
  for (const doctor::CheckRow& row : doctor::checks()) names.emplace_back(row.name);
  doctor->add_option("--ignore", options.ignored, "leave out warnings of this check; once for each")
      ->check(CLI::IsMember(names))
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  doctor->add_option("--send-test", options.look.test_recipient, "send a test mail to this address, which discards it");
  doctor->add_option("--smtp", options.look.smtp_server, "where the test mail goes")->capture_default_str();
  doctor->add_option("--log", options.look.log, "waybilld's log, where it is not the journal");
  return doctor;
}

CLI::App* add_schema(CLI::App& app, SchemaOptions& options) {
  auto* schema = app.add_subcommand("schema", "compare tokens with the directory: its schema, and who has a value");
  add_config(schema, options.config);
  auto* csv = schema->add_flag("--csv", options.csv, "which person lacks which token");
  schema->add_flag("--json", options.json, "one JSON object")->excludes(csv);
  schema->add_flag("--all", options.all, "all tokens, not only those that rules show");
  schema->add_option("--limit", options.limit, "look at so many people at most (default: everybody)")
      ->check(CLI::PositiveNumber);
  return schema;
}

CLI::App* add_id(CLI::App& app, IdOptions& options) {
  auto* id = app.add_subcommand("id", "print the dedupe ID of messages, and what it is made of");
  auto* config = id->add_option("-c,--config", options.config, "the configuration, whose key counts when it has one");
  config->capture_default_str();
  id->add_option("--queue-id", options.queue_id, "the queue id that the MTA had given the message");
  id->add_flag("--json", options.json, "one JSON object a line");
  id->add_option("MESSAGE", options.inputs, "message files or folders; - reads standard input")->required();
  id->parse_complete_callback([config, &options] { options.config_is_named = config->count() > 0; });
  return id;
}

std::string why_no_address(const std::string& text) {
  return message::domain_of(message::strip_brackets(text)).empty() ? text + ": expected an address" : "";
}

void add_track(CLI::App& app, TrackOptions& options, std::string& forgotten, int& exit_code) {
  constexpr std::int64_t kMost = 100'000;
  auto* track = app.add_subcommand("track", "find what became of messages, or forget an address");
  track->require_subcommand(0, 1);
  add_config(track, options.config);
  track->add_option("--message-id", options.message_id, "the Message-ID, with or without its brackets");
  track->add_option("--queue-id", options.queue_id, "what the MTA calls the message");
  track->add_option("--sender", options.sender, "address of Sender, From or MAIL FROM; '<>' is the null sender");
  track->add_option("--recipient", options.recipient, "address of a recipient");
  const std::vector<std::string> events(tracking::kEventIds.begin(), tracking::kEventIds.end());
  track->add_option("--event", options.event, "only this event")->transform(CLI::IsMember(events, CLI::ignore_case));
  track->add_option("--since", options.since, "not before this time (UTC), or 2h: so long ago")->check(why_no_moment);
  track->add_option("--until", options.until, "before this time")->check(why_no_moment);
  track->add_option("--limit", options.limit, "the newest so many events")
      ->check(CLI::Range(std::int64_t{1}, kMost))
      ->capture_default_str();
  track->add_option("--format", options.format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str();
  auto* forget = track->add_subcommand("forget", "take an address out of all that was tracked");
  add_config(forget, options.config);
  forget->add_option("ADDRESS", forgotten, "an e-mail address")->required()->check(why_no_address);
  track->callback([=, &options, &forgotten, &exit_code] {
    exit_code = forget->parsed() ? run_track_forget(options.config, forgotten) : run_track(options);
  });
}

void add_seen(CLI::App& app, SeenListOptions& options, std::string& subject, int& exit_code) {
  constexpr std::int64_t kMost = 100'000;
  auto* seen = app.add_subcommand("seen", "list, show or forget what is remembered to suppress duplicates");
  seen->require_subcommand(1);
  auto* list = seen->add_subcommand("list", "the newest arrivals");
  add_config(list, options.config);
  list->add_option("--recipient", options.recipient, "address of a recipient")->check(why_no_address);
  list->add_option("--queue-id", options.queue_id, "what the MTA calls the message");
  list->add_option("--limit", options.limit, "the newest so many")
      ->check(CLI::Range(std::int64_t{1}, kMost))
      ->capture_default_str();
  list->add_option("--format", options.format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  list->callback([&] { exit_code = run_seen_list(options); });
  auto* show = seen->add_subcommand("show", "all that is known of one message");
  add_config(show, options.config);
  const auto why_empty = [](const std::string& text) {
    return text.empty() ? "expected a dedupe ID or an address" : "";
  };
  show->add_option("ID", subject, "its dedupe ID")->required()->check(why_empty);
  show->callback([&] { exit_code = run_seen_show(options.config, subject); });
  auto* forget = seen->add_subcommand("forget", "let what comes next of a message, or for an address, pass");
  add_config(forget, options.config);
  forget->add_option("ID|ADDRESS", subject, "a dedupe ID, or the address of a recipient")->required()->check(why_empty);
  forget->callback([&] { exit_code = run_seen_forget(options.config, subject); });
}

int run(int argc, char** argv) {
  set_log_level("off");  // commands say themselves what they find
  CLI::App app("Exchange transport rules for Postfix and Sendmail", "waybill");
  app.set_version_flag("-V,--version", kVersion);
  app.require_subcommand(1);
  OfflineOptions options;
  int exit_code = 0;

  auto* check = app.add_subcommand("check", "check configuration and rules; touches nothing");
  add_config(check, options.config);
  check->callback([&] { exit_code = run_check(options.config); });

  bool json = false;
  auto* explain = app.add_subcommand("explain", "tell what would happen to messages, and why");
  add_offline(explain, options);
  explain->add_flag("--json", json, "one JSON object a line");
  explain->callback([&] { exit_code = run_explain(options, json); });

  std::string output;
  auto* apply = app.add_subcommand("apply", "write the messages as the rules make them");
  add_offline(apply, options);
  apply->add_option("--output", output, "a folder, or - for standard output")->required();
  apply->callback([&] { exit_code = run_apply(options, output); });

  IdOptions ids;
  add_id(app, ids)->callback([&] { exit_code = run_id(ids); });

  std::string address;
  bool trace = false;
  auto* lookup = app.add_subcommand("lookup", "show what the directory says of an address");
  add_config(lookup, options.config);
  lookup->add_option("ADDRESS|LOGIN", address, "an e-mail address, or a login name")->required();
  lookup->add_flag("--trace", trace, "tell what is asked of which server, as it happens");
  lookup->callback([&] { exit_code = run_lookup(options.config, address, trace); });

  SchemaOptions schemas{options.config};
  add_schema(app, schemas)->callback([&] { exit_code = run_schema(schemas); });

  bool toml = true;
  auto* rules = app.add_subcommand("rules", "print the rules in the order in which they run");
  add_config(rules, options.config);
  rules->add_flag("--toml", toml, "as a rules file (the default)");
  rules->callback([&] { exit_code = run_rules(options.config); });

  ImportOptions imports;
  auto* importing = app.add_subcommand("import", "make a rules file of scripts and exports of Exchange; runs nothing");
  importing->add_option("FILE", imports.inputs, "scripts, XML collections, Clixml or JSON of rules")->required();
  importing->add_option("--output", imports.output, "the rules file (default: standard output)");
  importing->add_option("--report", imports.report, "what could not be taken over (default: standard error)");
  importing->callback([&] { exit_code = run_import(imports); });

  SetupOptions postfix;
  SetupOptions sendmail{.mta_config = "/etc/mail/sendmail.mc"};
  add_setups(app.add_subcommand("setup", "tell what the MTA needs to have Waybill as its milter, or write it"), postfix,
             sendmail, exit_code);

  DoctorOptions looks{{options.config}};
  add_doctor(app, looks)->callback([&] { exit_code = run_doctor(looks); });
  auto* reload = app.add_subcommand("reload", "check the configuration, and have the running daemon take it");
  add_config(reload, options.config);
  reload->callback([&] { exit_code = run_reload(options.config); });

  TrackOptions tracks{options.config};
  std::string forgotten;
  add_track(app, tracks, forgotten, exit_code);

  SeenListOptions seen{options.config};
  std::string subject;
  add_seen(app, seen, subject, exit_code);

  std::string word;
  auto* words = app.add_subcommand("words", "print the reference of rule parameters, or of one");
  words->add_option("NAME", word, "a parameter of New-TransportRule");
  words->callback([&] { exit_code = run_words(word); });

  auto* settings = app.add_subcommand("settings", "print the reference of waybill.toml, as docs/settings.md");
  settings->callback([] { fmt::print("{}", config::settings_markdown()); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EX_OK : EX_USAGE;
  }
  return exit_code;
}

}  // namespace
}  // namespace waybill::cli

int main(int argc, char** argv) { return waybill::cli::run(argc, argv); }

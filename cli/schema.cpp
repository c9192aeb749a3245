// cli/schema.cpp: one look at the schema, one at the people, and what came of it in one of three forms.
#include "cli/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "base/text.h"
#include "cli/print_diagnostics.h"
#include "config/build_policy.h"
#include "doctor/rules.h"
#include "ldap/any_server.h"
#include "ldap/people.h"
#include "ldap/published_schema.h"
#include "message/attribute_map.h"

namespace waybill::cli {
namespace {

constexpr int kFine = 0;
constexpr int kWarning = 1;
constexpr int kError = 2;
constexpr int kNotSeen = 3;

struct Token {
  const message::AttributeName* name;
  std::vector<std::string> sources = {};
  std::vector<std::string> undefined = {};  // those that the schema does not have
  std::size_t filled = 0;                   // people

  bool is_impossible() const { return undefined.size() == sources.size(); }
  bool is_empty() const { return filled == 0 && !sources.empty(); }  // without sources it is meant to be
};

struct Survey {
  std::string source = {};  // the server that was asked, or the file
  std::size_t types = 0;    // in its schema
  std::string no_schema = {};
  ldap::Streamed people = {};
  std::vector<Token> tokens = {};

  bool is_whole() const { return no_schema.empty() && people.end != ldap::End::CutOff; }
  bool has_empty() const {
    return people.entries == 0 ||
           std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.is_empty(); });
  }
};

std::vector<Token> tokens_of(const engine::Policy& policy, bool all) {
  const auto named = doctor::named_in(policy).tokens;
  const auto is_named = [&](const message::AttributeName& name) {
    return std::any_of(named.begin(), named.end(), [&](const auto& token) {
      return std::string_view(token.first).substr(0, token.first.find('.')) == name.name;  // Manager.Title: has one
    });
  };
  std::vector<Token> out;
  for (const message::AttributeName& name : message::attribute_names()) {
    if (!all && !named.empty() && !is_named(name)) continue;
    Token token{&name};
    for (const auto& source : policy.attributes.sources(name)) token.sources.push_back(to_string(source));
    out.push_back(std::move(token));
  }
  return out;
}

class Look {
 public:
  Look(const message::AttributeMap& attributes, const SchemaOptions& options, std::vector<Token> tokens)
      : attributes_(attributes), options_(options) {
    out_.tokens = std::move(tokens);
  }

  base::Result<Survey> run(const ldap::Options& directory) && {
    const auto people = directory.kind == ldap::Kind::Ldif ? read_file(directory) : ask_server(directory);
    if (!people) return people.error();
    out_.people = *people;
    return std::move(out_);
  }

 private:
  base::Result<ldap::Streamed> read_file(const ldap::Options& directory) {
    out_.source = directory.file;
    return ldap::read_people(directory.file, attributes_.ldap_attributes(), options_.limit,
                             [&](const message::Entry& person) { take(person); });
  }

  base::Result<ldap::Streamed> ask_server(const ldap::Options& directory) {
    auto connection = ldap::connect_to_any(directory);
    if (!connection) return connection.error();
    out_.source = connection->uri();
    const auto deadline = std::chrono::steady_clock::now() + directory.timeout;
    const auto schema = ldap::read_schema(*connection, directory.base, deadline);
    if (schema) {
      compare(*schema);
    } else {
      out_.no_schema = schema.error().text;
    }
    return ldap::read_people(*connection, directory.base, attributes_.ldap_attributes(), options_.limit,
                             [&](const message::Entry& person) { take(person); });
  }

  void compare(const ldap::PublishedSchema& schema) {
    out_.types = schema.types();
    for (Token& token : out_.tokens) {
      for (const auto& source : attributes_.sources(*token.name)) {
        if (!schema.defines(source.attribute)) token.undefined.push_back(source.attribute);
      }
    }
  }

  void take(const message::Entry& person) {
    for (Token& token : out_.tokens) {
      const bool has = !attributes_.value(token.name->name, person).empty();
      token.filled += has ? 1 : 0;
      if (has || !options_.csv) continue;
      const std::string row = fmt::format("{},{},{}\n", base::csv_field(attributes_.value("Email", person)),
                                          base::csv_field(person.dn), token.name->name);
      std::fputs(row.c_str(), stdout);  // whoever reads it may have gone
    }
  }

  const message::AttributeMap& attributes_;
  const SchemaOptions& options_;
  Survey out_;
};

double percent(const Token& token, const Survey& survey) {
  const auto all = static_cast<double>(std::max<std::size_t>(survey.people.entries, 1));
  return 100.0 * static_cast<double>(token.filled) / all;
}

std::string end_of(const Survey& survey) {
  switch (survey.people.end) {
    case ldap::End::Complete:
      return survey.people.entries == 0 ? "nobody has an e-mail address that can be read" : "";
    case ldap::End::Enough:
      return "there are more (--limit)";
    case ldap::End::CutOff:
      return "a size limit of the server cuts off the others";
  }
  return {};
}

// ---- Text ----

void print_schema(const Survey& survey) {
  if (!survey.no_schema.empty()) fmt::print("  schema not seen: {}\n", base::printable(survey.no_schema));
  if (survey.types != 0) fmt::print("  schema: {} attribute types\n", survey.types);
  for (const Token& token : survey.tokens) {
    if (token.undefined.empty()) continue;
    fmt::print("  %%{}%%: not in the schema: {}{}\n", token.name->name, fmt::join(token.undefined, ", "),
               token.is_impossible() ? "; always empty" : "");
  }
}

void print_text(const Survey& survey) {
  fmt::print("directory {}\n", survey.source);
  print_schema(survey);
  const std::string end = end_of(survey);
  fmt::print("  people: {}{}{}\n\n", survey.people.entries, end.empty() ? "" : "; ", end);
  fmt::print("  {:<20}  {:>8}  {:>7}  {}\n", "token", "filled", "percent", "attributes");
  for (const Token& token : survey.tokens) {
    fmt::print("  {:<20}  {:>8}  {:>7.1f}  {}\n", token.name->name, token.filled, percent(token, survey),
               fmt::join(token.sources, ", "));
  }
}

// ---- JSON ----

nlohmann::ordered_json json_of(const Survey& survey) {
  nlohmann::ordered_json out = {{"source", survey.source},
                                {"attribute_types", survey.types},
                                {"schema_error", survey.no_schema},
                                {"people", survey.people.entries},
                                {"complete", survey.people.end == ldap::End::Complete}};
  out["tokens"] = nlohmann::ordered_json::array();
  for (const Token& token : survey.tokens) {
    out["tokens"].push_back({{"token", token.name->name},
                             {"attributes", token.sources},
                             {"not_in_schema", token.undefined},
                             {"filled", token.filled},
                             {"percent", percent(token, survey)}});
  }
  return out;
}

void print_json(const std::vector<Survey>& surveys) {
  nlohmann::ordered_json out = {{"directories", nlohmann::ordered_json::array()}};
  for (const Survey& survey : surveys) out["directories"].push_back(json_of(survey));
  fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int exit_code(const std::vector<Survey>& surveys) {
  const auto any = [&](auto test) { return std::any_of(surveys.begin(), surveys.end(), test); };
  if (any([](const Survey& survey) { return survey.has_empty(); })) return kWarning;
  return any([](const Survey& survey) { return !survey.is_whole(); }) ? kNotSeen : kFine;
}

}  // namespace

int run_schema(const SchemaOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // libldap writes to servers that may be gone
  base::Diagnostics diagnostics;
  const auto configuration = config::load(options.config, diagnostics);
  print(diagnostics);
  if (!configuration) return kError;
  const std::vector<ldap::Options> directories = configuration->settings.directories();
  if (directories.empty()) return complain("no directory is configured");
  if (options.csv) fmt::print("address,entry,token\n");
  std::vector<Survey> surveys;
  int failed = kFine;
  const engine::Policy& policy = *configuration->policy;
  for (const ldap::Options& directory : directories) {
    auto survey = Look(policy.attributes, options, tokens_of(policy, options.all)).run(directory);
    if (!survey) {
      failed = complain(base::to_string(survey.error()));
      continue;
    }
    const std::string end = end_of(*survey);
    if (options.csv && !end.empty()) fmt::print(stderr, "waybill: {}: {}\n", survey->source, end);
    surveys.push_back(std::move(*survey));
  }
  if (options.json) print_json(surveys);
  for (const Survey& one : surveys) {
    if (!options.json && !options.csv) print_text(one);
  }
  return failed != kFine ? failed : exit_code(surveys);
}

}  // namespace waybill::cli

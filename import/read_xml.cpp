// import/read_xml.cpp: which file it is, and the commands in a collection.
#include "import/read_xml.h"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/text.h"
#include "import/clixml.h"
#include "import/read_script.h"
#include "import/rule_objects.h"

namespace waybill::import {
namespace {

std::vector<unsigned> version_numbers(std::string_view text) {
  std::vector<unsigned> out;
  for (const std::string_view part : base::split(text, '.')) {
    out.push_back(0);
    std::from_chars(part.data(), part.data() + part.size(), out.back());
  }
  return out;
}

// The command of the newest version of the rule; empty: there is none.
pugi::xml_node command_of(const pugi::xml_node& rule) {
  pugi::xml_node best;
  std::vector<unsigned> newest;
  for (const pugi::xml_node& version : rule.children("version")) {
    const pugi::xml_node block = version.child("commandBlock");
    const auto numbers = version_numbers(version.attribute("requiredMinVersion").value());
    if (!block || (best && numbers < newest)) continue;
    best = block;
    newest = numbers;
  }
  return best;
}

class Collection {
 public:
  Collection(const TextPlaces& places, const Limits& limits, base::Diagnostics& diagnostics)
      : places_(places), limits_(limits), diagnostics_(diagnostics) {}

  std::vector<Command> read(const pugi::xml_node& root) && {
    for (const pugi::xml_node& rule : root.children("rule")) read_rule(rule);
    const bool states = std::any_of(commands_.begin(), commands_.end(),
                                    [](const Command& command) { return command.find("Enabled") != nullptr; });
    if (!commands_.empty() && !states) {
      diagnostics_.warn(place_of(root, places_),
                        "a collection does not say which rules were switched off; look at each");
    }
    return std::move(commands_);
  }

 private:
  void read_rule(const pugi::xml_node& rule) {
    const pugi::xml_node block = command_of(rule);
    if (!block) {
      return diagnostics_.error(place_of(rule, places_),
                                "a rule without a command, as Exchange 2007 and 2010 export it; export the rules there "
                                "with Get-TransportRule | Export-Clixml");
    }
    std::string text;
    for (const pugi::xml_node& part : block.children()) text += part.value();  // ]]> divides a text
    for (Command& command : read_script(text, place_of(block.first_child(), places_), limits_, diagnostics_)) {
      compare_names(rule, command);
      commands_.push_back(std::move(command));
    }
  }

  void compare_names(const pugi::xml_node& rule, const Command& command) {
    const Argument* name = command.find("Name");
    const std::string_view expected = rule.attribute("name").value();
    if (name == nullptr || expected.empty() || name->parameter.values.empty()) return;
    if (name->parameter.values.front().text == expected) return;
    diagnostics_.warn(name->parameter.place, "Name: another one than that of the element; it is the rule's name");
  }

  const TextPlaces& places_;
  const Limits& limits_;
  base::Diagnostics& diagnostics_;
  std::vector<Command> commands_;
};

}  // namespace

std::vector<Command> read_xml(std::string_view text, const base::Place& start, const Limits& limits,
                              base::Diagnostics& diagnostics) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                                           pugi::encoding_utf8);
  const TextPlaces places(text, start);
  if (!parsed) {
    diagnostics.error(places.at(static_cast<std::size_t>(parsed.offset)),
                      "no well-formed XML: " + std::string(parsed.description()));
    return {};
  }
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  if (name == "rules") return Collection(places, limits, diagnostics).read(root);
  if (name == "Objs") return rule_commands(clixml_objects(root, places, limits), diagnostics);
  diagnostics.error(places.at(0), "neither a collection of transport rules nor Clixml");
  return {};
}

}  // namespace waybill::import

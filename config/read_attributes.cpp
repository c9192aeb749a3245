// config/read_attributes.cpp: a token a key, a source or several a value.
#include "config/read_attributes.h"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "config/settings.h"

namespace waybill::config {
namespace {

class TokenReader {
 public:
  TokenReader(const std::string& file, message::AttributeMap& out, base::Diagnostics& diagnostics)
      : file_(file), out_(out), diagnostics_(diagnostics) {}

  void read(const toml::key& key, const toml::node& node) {
    const message::AttributeName* name = message::find_attribute(key.str());
    if (name == nullptr) return unknown(key);
    if (!seen_.insert(name).second) {
      return fail(key.source(), fmt::format("a second list for the token {}", name->name));
    }
    std::vector<message::AttributeSource> sources;
    const toml::array* list = node.as_array();
    if (list == nullptr) read_source(key, node, sources);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) read_source(key, (*list)[i], sources);
    out_.set(*name, std::move(sources));
  }

 private:
  void fail(const toml::source_region& where, std::string text) {
    diagnostics_.error({file_, static_cast<int>(where.begin.line), static_cast<int>(where.begin.column)},
                       std::move(text));
  }

  void unknown(const toml::key& key) {
    std::vector<std::string_view> known = {"profile"};
    for (const message::AttributeName& name : message::attribute_names()) known.push_back(name.name);
    const std::string_view near = base::closest(key.str(), known);
    fail(key.source(),
         fmt::format("unknown token in [attributes] \"{}\"; {}", base::printable(key.str()),
                     near.empty() ? "expected one such as DisplayName" : fmt::format("did you mean \"{}\"?", near)));
  }

  void read_source(const toml::key& key, const toml::node& node, std::vector<message::AttributeSource>& out) {
    const auto text = node.value_exact<std::string_view>();
    if (!text) {
      return fail(node.source(), fmt::format("attributes.{}: expected {}", key.str(), describe(Type::TextList)));
    }
    auto source = message::parse_source(*text);
    if (source) return out.push_back(std::move(*source));
    fail(node.source(),
         fmt::format("attributes.{} = \"{}\": expected an LDAP attribute such as displayName, cn;lang-de, "
                     "telephoneNumber[2] or ou[*]",
                     key.str(), base::printable(*text)));
  }

  const std::string& file_;
  message::AttributeMap& out_;
  base::Diagnostics& diagnostics_;
  std::set<const message::AttributeName*> seen_;
};

}  // namespace

bool is_attribute_setting(std::string_view key) { return find_setting(fmt::format("attributes.{}", key)) != nullptr; }

void read_attributes(const toml::table& table, const std::string& file, message::AttributeMap& out,
                     base::Diagnostics& diagnostics) {
  TokenReader reader(file, out, diagnostics);
  for (const auto& [key, node] : table) {
    if (!is_attribute_setting(key.str())) reader.read(key, node);
  }
}

}  // namespace waybill::config

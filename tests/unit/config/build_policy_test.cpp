// Loading of a whole configuration from a folder: complete, or nothing and all that is wrong.
#include "config/build_policy.h"

#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

using namespace waybill;
namespace fs = std::filesystem;

namespace {

constexpr const char* kRule = R"([[TransportRule]]
Name = "%"
FromScope = "InOrganization"
ApplyHtmlDisclaimerText = '''<p>%%DisplayName%%</p>'''
)";

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "waybill-config-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << text;
  }
  void write_rule(const std::string& file, const std::string& name) {
    std::string text = kRule;
    text.replace(text.find('%'), 1, name);
    write(file, text);
  }
  std::optional<config::Configuration> load() { return config::load((path / "waybill.toml").string(), said); }
  // What was said, without the folder.
  std::string messages() const {
    std::string out;
    for (const base::Diagnostic& diagnostic : said.all()) out += to_string(diagnostic) + '\n';
    const std::string folder = path.string() + '/';
    for (std::size_t at = 0; (at = out.find(folder)) != std::string::npos;) out.erase(at, folder.size());
    return out;
  }

  fs::path path;
  base::Diagnostics said;
};

std::vector<std::string> names(const std::optional<config::Configuration>& loaded) {
  std::vector<std::string> out;
  if (!loaded) return out;
  for (const rules::Rule& rule : loaded->policy->rules) out.push_back(rule.name);
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(config_build_policy, Folder)

BOOST_AUTO_TEST_CASE(a_policy_holds_rules_templates_and_settings) {
  write("waybill.toml",
        "[organization]\ndomains = \"Example.com\"\n[rules]\nfiles = \"rules.toml\"\n[limits]\nparts = 9\n");
  write_rule("rules.toml", "Signature");
  const auto loaded = load();
  BOOST_REQUIRE_MESSAGE(loaded.has_value(), messages());
  BOOST_TEST((names(loaded) == std::vector<std::string>{"Signature"}));
  BOOST_REQUIRE(loaded->policy->signatures.size() == 1U);
  BOOST_REQUIRE(loaded->policy->signatures[0].has_value());
  BOOST_TEST((loaded->policy->signatures[0]->tokens() == std::vector<std::string>{"DisplayName"}));
  BOOST_TEST((loaded->policy->organization.domains == std::vector<std::string>{"example.com"}));
  BOOST_TEST(loaded->policy->limits.parts == 9U);
}

BOOST_AUTO_TEST_CASE(patterns_are_sorted_and_a_file_counts_once) {
  write("waybill.toml", "[rules]\nfiles = [\"d/b.toml\", \"d/*.toml\"]\n");
  write_rule("d/c.toml", "c");
  write_rule("d/b.toml", "b");
  write_rule("d/a.toml", "a");
  write("d/notes.txt", "not rules");
  const auto loaded = load();
  BOOST_TEST((names(loaded) == std::vector<std::string>{"b", "a", "c"}), messages());
}

BOOST_AUTO_TEST_CASE(both_kinds_of_rules_files_are_read) {
  write("waybill.toml", "[rules]\nfiles = [\"a.toml\", \"b.ps1\"]\n");
  write_rule("a.toml", "from toml");
  write("b.ps1",
        "New-TransportRule -Name 'from script' -FromScope InOrganization "
        "-ApplyHtmlDisclaimerText '<p>x</p>'\n");
  const auto loaded = load();
  BOOST_TEST((names(loaded) == std::vector<std::string>{"from toml", "from script"}), messages());
}

BOOST_AUTO_TEST_CASE(missing_files_are_errors_at_the_line_that_names_them) {
  write("waybill.toml", "[rules]\nfiles = [\"none.toml\", \"rules.txt\"]\n");
  write("rules.txt", "");
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages() ==
             "waybill.toml:2:10: error: none.toml: cannot be read: No such file or directory\n"
             "waybill.toml:2:23: error: rules.txt: a rules file ends in .toml or .ps1\n");
}

BOOST_AUTO_TEST_CASE(a_pattern_without_files_is_a_warning) {
  write("waybill.toml", "[rules]\nfiles = \"rules.d/*.toml\"\n");
  BOOST_TEST(load().has_value());
  BOOST_TEST(messages() == "waybill.toml:2:9: warning: rules.d/*.toml: matches no file\n");
}

BOOST_AUTO_TEST_CASE(errors_of_settings_and_rules_are_said_together) {
  write("waybill.toml", "[milter]\nsockett = 1\n[rules]\nfiles = \"rules.toml\"\n");
  write("rules.toml", "[[TransportRule]]\nName = \"x\"\nFromMemberOff = \"y\"\n");
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages().find("waybill.toml:2:1: error: unknown key") != std::string::npos, messages());
  BOOST_TEST(messages().find("rules.toml:3:1: error: ") != std::string::npos, messages());
}

BOOST_AUTO_TEST_CASE(too_large_a_rules_file_is_refused) {
  write("waybill.toml", "[rules]\nfiles = \"rules.toml\"\n[limits]\nrule_file_bytes = \"1KB\"\n");
  write("rules.toml", std::string(1025, '#'));
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages() == "waybill.toml:2:9: error: rules.toml: larger than 1024 bytes\n");
}

BOOST_AUTO_TEST_CASE(no_settings_file_is_no_configuration) {
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages().find("cannot be read: No such file or directory") != std::string::npos);
  fs::create_directory(path / "waybill.toml");
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages().find("Is a directory") != std::string::npos, messages());
}

BOOST_AUTO_TEST_CASE(signatures_come_from_files_beside_the_rules_file) {
  write("waybill.toml", "[rules]\nfiles = [\"d/rules.toml\", \"d/rules.ps1\"]\n");
  write("d/rules.toml",
        "[[TransportRule]]\nName = \"a\"\nFrom = \"a@b\"\nApplyHtmlDisclaimerFile = \"s/a.html\"\n"
        "ApplyTextDisclaimerFile = \"s/a.txt\"\nEmptyLines = \"Keep\"\n");
  write("d/rules.ps1", "New-TransportRule b -From a@b -ApplyHtmlDisclaimerFile 's/../s/a.html'\n");
  write("d/s/a.html", "\xEF\xBB\xBF<p>%%Title%%</p>\n");
  write("d/s/a.txt", "-- \nTitle: %%Title%%\n");
  const auto nothing = [](std::string_view) { return std::string(); };
  const auto loaded = load();
  BOOST_REQUIRE_MESSAGE(loaded.has_value(), messages());
  BOOST_TEST(messages() == "");
  const auto fragment = render(*loaded->policy->signatures.at(0), nothing, 0);
  BOOST_TEST(fragment.html == "<div><p></p>\n</div>");
  BOOST_TEST(fragment.text == "-- \nTitle: ");
  BOOST_TEST(render(*loaded->policy->signatures.at(1), nothing, 0).html == "");
  write("d/s/a.txt", "changed");
  BOOST_TEST(render(*load()->policy->signatures.at(0), nothing, 0).text == "changed");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_in_a_signature_file_is_said_there) {
  write("waybill.toml", "[rules]\nfiles = [\"rules.toml\"]\n");
  write("rules.toml",
        "[[TransportRule]]\nName = \"a\"\nFrom = \"a@b\"\nApplyHtmlDisclaimerFile = \"a.html\"\n"
        "ApplyTextDisclaimerFile = \"a.txt\"\n");
  write("a.html", "<p>\n  %%If Title%%</p>%%EndIf%%\n%%Xyzzy%%");
  write("a.txt",
        "ok\nGr\xFC\xDF"
        "e");
  BOOST_TEST(!load().has_value());
  BOOST_TEST(
      messages() ==
      "a.html:2:19: error: %%EndIf%% stands in no element and its %%If Title%% in <p>: a section begins and ends "
      "in the same element\n"
      "a.html:3:1: warning: unknown token %%Xyzzy%% stays as written\n"
      "a.txt:2:3: error: not UTF-8; save the file as UTF-8\n");
}

BOOST_AUTO_TEST_CASE(a_signature_file_that_cannot_be_read_is_an_error_where_it_is_named) {
  write("waybill.toml", "[rules]\nfiles = [\"rules.toml\"]\n[limits]\ntemplate_bytes = 1024\n");
  write("rules.toml",
        "[[TransportRule]]\nName = \"a\"\nFrom = \"a@b\"\nApplyHtmlDisclaimerFile = \"none.html\"\n"
        "ApplyTextDisclaimerFile = \"a.txt\"\n"
        "[[TransportRule]]\nName = \"b\"\nFrom = \"a@b\"\nApplyHtmlDisclaimerFile = \"blank.html\"\n"
        "ApplyTextDisclaimerFile = \"nul.txt\"\n");
  write("a.txt", std::string(1025, 'a'));
  write("blank.html", "\n \n");
  write("nul.txt", std::string("a\0b", 3));
  BOOST_TEST(!load().has_value());
  BOOST_TEST(messages() ==
             "rules.toml:4:28: error: none.html: cannot be read: No such file or directory\n"
             "rules.toml:5:28: error: a.txt: larger than 1024 bytes\n"
             "blank.html:1:1: error: the file is empty\n"
             "nul.txt:1:2: error: not UTF-8; save the file as UTF-8\n");
}

BOOST_AUTO_TEST_SUITE_END()

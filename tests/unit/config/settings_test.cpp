// The table of settings, and what the reader says about a file that is not right.
#include "config/settings.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "config/read_file.h"
#include "config/read_settings.h"

using namespace waybill;
using namespace std::chrono_literals;

namespace {

struct Read {
  explicit Read(const std::string& text) : settings(config::read_settings(text, "/etc/waybill/waybill.toml", said)) {}

  base::Diagnostics said;
  config::Settings settings;

  // All that was said, without the folder; the warning about missing rules left out.
  std::string messages() const {
    std::string out;
    for (const base::Diagnostic& diagnostic : said.all()) {
      if (diagnostic.text.find("rules.files is not set") != std::string::npos) continue;
      out += to_string(diagnostic).substr(std::string("/etc/waybill/waybill.toml:").size()) + '\n';
    }
    return out;
  }
};

std::string messages(const std::string& text) { return Read(text).messages(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(config_settings)

BOOST_AUTO_TEST_CASE(an_empty_file_gives_the_defaults) {
  const Read read("");
  BOOST_TEST(read.messages() == "");
  BOOST_TEST(!read.said.has_errors());
  BOOST_TEST(read.settings.milter.socket == "unix:/run/waybill/waybill.sock");
  BOOST_TEST((read.settings.directory.kind == ldap::Kind::None));
  BOOST_REQUIRE(read.settings.organization.trusted_networks.size() == 2U);
  BOOST_TEST(read.settings.organization.trusted_networks[0].contains("127.1.2.3"));
  BOOST_TEST(read.settings.organization.trusted_networks[1].contains("::1"));
}

BOOST_AUTO_TEST_CASE(every_setting_is_read) {
  const Read read(R"([milter]
socket = "inet:8891@127.0.0.1"
socket_mode = "0666"
socket_group = "postfix"
drain = "500ms"
[organization]
domains = ["Example.COM", "example.net"]
trusted_networks = ["192.0.2.0/24"]
[rules]
files = ["rules.toml", "/srv/*.ps1"]
[directory]
kind = "ldap"
uris = ["ldap://a.example.com", "ldap://b.example.com:3890/"]
base = "dc=example,dc=com"
bind_dn = "cn=waybill,dc=example,dc=com"
password_file = "secret/ldap"
start_tls = true
ca_file = "../ca.pem"
cert_file = "w.crt"
key_file = "w.key"
recipient_delimiter = "+-"
timeout = "3s"
cache_lifetime = "1h"
[log]
level = "Debug"
[limits]
header_bytes = "2MB"
parts = 7
text_bytes = 4096
[tracking]
enabled = false
path = "track.db"
log_addresses = "Hashed"
log_subjects = "off"
key_file = "track.key"
retention = "7d"
most_bytes = "20MB"
)");
  BOOST_TEST(!read.said.has_errors());
  const config::Settings& s = read.settings;
  BOOST_TEST(s.milter.socket == "inet:8891@127.0.0.1");
  BOOST_TEST(s.milter.socket_mode == 0666);
  BOOST_TEST(s.milter.socket_group == "postfix");
  BOOST_TEST((s.milter.drain == 500ms));
  BOOST_TEST((s.organization.domains == std::vector<std::string>{"example.com", "example.net"}));
  BOOST_REQUIRE(s.organization.trusted_networks.size() == 1U);
  BOOST_TEST(s.organization.trusted_networks[0].contains("192.0.2.9"));
  BOOST_REQUIRE(s.rule_files.size() == 2U);
  BOOST_TEST(s.rule_files[0].text == "/etc/waybill/rules.toml");
  BOOST_TEST(s.rule_files[1].text == "/srv/*.ps1");
  BOOST_TEST((s.rule_files[1].place == base::Place{"/etc/waybill/waybill.toml", 10, 24}));
  BOOST_TEST((s.directory.kind == ldap::Kind::Ldap));
  BOOST_TEST(s.directory.uris.size() == 2U);
  BOOST_TEST(s.directory.base == "dc=example,dc=com");
  BOOST_TEST(s.directory.bind_dn == "cn=waybill,dc=example,dc=com");
  BOOST_TEST(s.directory.password_file == "/etc/waybill/secret/ldap");
  BOOST_TEST(s.directory.ca_file == "/etc/ca.pem");
  BOOST_TEST(s.directory.cert_file == "/etc/waybill/w.crt");
  BOOST_TEST(s.directory.key_file == "/etc/waybill/w.key");
  BOOST_TEST(s.directory.recipient_delimiter == "+-");
  BOOST_TEST(!s.directory.sasl_external);
  BOOST_TEST(s.directory.start_tls);
  BOOST_TEST((s.directory.timeout == 3s));
  BOOST_TEST((s.directory.cache_lifetime == 1h));
  BOOST_TEST(s.log.level == "debug");
  BOOST_TEST(s.limits.header_bytes == 2U * 1024 * 1024);
  BOOST_TEST(s.limits.parts == 7U);
  BOOST_TEST(s.limits.text_bytes == 4096U);
  BOOST_TEST((s.tracking == store::TrackingOptions{false, "/etc/waybill/track.db", "/etc/waybill/track.key",
                                                   tracking::Show::Hashed, tracking::Show::Off, 168h, 20 << 20}));
}

BOOST_AUTO_TEST_CASE(unknown_words_name_the_nearest) {
  BOOST_TEST(messages("[milter]\nsockett = \"unix:/x\"\n") ==
             "2:1: error: unknown key in [milter] \"sockett\"; did you mean \"socket\"?\n");
  BOOST_TEST(messages("[directry]\nkind = \"ldif\"\n") ==
             "1:2: error: unknown table \"directry\"; did you mean \"directory\"?\n");
  BOOST_TEST(messages("socket = 1\n") == "1:1: error: unknown setting \"socket\"\n");
  BOOST_TEST(messages("milter = 1\n") == "1:1: error: [milter] is a table, found a number\n");
  BOOST_TEST(
      messages("[log]\nlevel = \"debg\"\n") ==
      "2:9: error: log.level = \"debg\": expected one of debug, info, warning, error; did you mean \"debug\"?\n");
}

BOOST_AUTO_TEST_CASE(tokens_stand_where_the_file_says) {
  const auto read = Read(
      "[attributes]\nprofile = \"inetOrgPerson\"\nphone = [\"mobile\", \"telephoneNumber[2]\"]\n"
      "Notes = []\nDisplayName = \"cn;lang-de\"\n");
  BOOST_TEST(read.messages() == "");
  const auto sources = [&](const char* token) {
    std::string out;
    for (const auto& source : read.settings.attributes.sources(*message::find_attribute(token))) {
      out += to_string(source) + ' ';
    }
    return out;
  };
  BOOST_TEST(sources("PhoneNumber") == "mobile telephoneNumber[2] ");
  BOOST_TEST(sources("Notes") == "");
  BOOST_TEST(sources("DisplayName") == "cn;lang-de ");
  BOOST_TEST(sources("Department") == "departmentNumber ou ");
}

BOOST_AUTO_TEST_CASE(wrong_tokens_and_attributes_are_told) {
  BOOST_TEST(messages("[attributes]\nTitl = \"title\"\n") ==
             "2:1: error: unknown token in [attributes] \"Titl\"; did you mean \"Title\"?\n");
  BOOST_TEST(messages("[attributes]\nX = \"title\"\n") ==
             "2:1: error: unknown token in [attributes] \"X\"; expected one such as DisplayName\n");
  BOOST_TEST(messages("[attributes]\nTitle = [\"title\", \"ti tle\"]\n") ==
             "2:19: error: attributes.Title = \"ti tle\": expected an LDAP attribute such as displayName, cn;lang-de, "
             "telephoneNumber[2] or ou[*]\n");
  BOOST_TEST(messages("[attributes]\nTitle = 3\n") ==
             "2:9: error: attributes.Title: expected a list of texts in quotes\n");
  BOOST_TEST(messages("[attributes]\nPhone = \"a\"\nPhoneNumber = \"b\"\n") ==
             "3:1: error: a second list for the token PhoneNumber\n");
  BOOST_TEST(messages("[attributes]\nprofile = \"ads\"\n") ==
             "2:11: error: attributes.profile = \"ads\": expected one of both, ad, inetorgperson; did you mean "
             "\"ad\"?\n");
}

BOOST_AUTO_TEST_CASE(several_directories_are_a_list_of_tables) {
  const auto read = Read(
      "[[directory]]\nkind = \"ldap\"\nuris = \"ldaps://a.example\"\nbase = \"dc=a\"\ntimeout = \"3s\"\n"
      "[[directory]]\nkind = \"ldif\"\nfile = \"people.ldif\"\ntimeout = \"4s\"\n");
  BOOST_TEST(read.messages() == "");
  const auto directories = read.settings.directories();
  BOOST_REQUIRE(directories.size() == 2U);
  BOOST_TEST(directories[0].base == "dc=a");
  BOOST_TEST(directories[1].file == "/etc/waybill/people.ldif");
  BOOST_TEST(directories[1].uris.empty());
  BOOST_TEST((read.settings.directory_timeout() == 4s));
  BOOST_TEST(Read("").settings.directories().empty());
  const auto one = Read("[[directory]]\nkind = \"ldif\"\nfile = \"a\"\n");
  BOOST_TEST(one.messages() == "");
  BOOST_TEST(one.settings.directories().size() == 1U);
}

BOOST_AUTO_TEST_CASE(each_directory_is_looked_at) {
  const std::string first = "[[directory]]\nkind = \"ldap\"\nuris = \"ldaps://a.example\"\nbase = \"dc=a\"\n";
  BOOST_TEST(messages(first + "[[directory]]\nkind = \"ldap\"\nuris = \"ldaps://b.example\"\n") ==
             "5:1: error: directory.base is needed when directory.kind = \"ldap\"\n");
  BOOST_TEST(messages(first + "[[directory]]\nkind = \"ldif\"\nfile = \"b\"\nbase = \"dc=b\"\n") ==
             "8:1: warning: directory.base has no effect when directory.kind = \"ldif\"\n");
  BOOST_TEST(messages(first + "[[directory]]\nfile = \"b\"\n") ==
             "5:1: error: each of several [[directory]] needs a kind: ldif or ldap\n");
  BOOST_TEST(messages(first + "[[directory]]\nkin = \"ldap\"\n") ==
             "6:1: error: unknown key in [directory] \"kin\"; did you mean \"kind\"?\n"
             "5:1: error: each of several [[directory]] needs a kind: ldif or ldap\n");
  BOOST_TEST(messages("directory = []\n") == "1:1: error: [directory] is a table, found a list\n");
}

BOOST_AUTO_TEST_CASE(classifications_are_a_list_of_tables) {
  base::Diagnostics diagnostics;
  const config::Settings read = config::read_settings(
      "[[classification]]\nname = \"Internal\"\nid = \"03b1\"\nkeep = false\n[[classification]]\nname = \"Public\"\n",
      "f", diagnostics);
  BOOST_REQUIRE(read.classifications.size() == 2U);
  BOOST_TEST(read.classifications.at(0).id == "03b1");
  BOOST_TEST(!read.classifications.at(0).keep);
  BOOST_TEST(read.classifications.at(1).name == "Public");
  BOOST_TEST(!diagnostics.has_errors());
  BOOST_TEST(messages("[classification]\nname = \"a\"\n") ==
             "1:2: error: [[classification]] is a list of tables: it wants two brackets\n");
  BOOST_TEST(messages("[[classification]]\nnam = \"a\"\n") ==
             "2:1: error: unknown key in [[classification]] \"nam\"; did you mean \"name\"?\n"
             "1:1: error: a [[classification]] without name\n");
  BOOST_TEST(messages("[[classification]]\nname = 1\nkeep = 2\n") ==
             "3:8: error: classification.keep: expected true or false\n"
             "2:8: error: classification.name: expected a line of text in quotes\n"
             "1:1: error: a [[classification]] without name\n");
  BOOST_TEST(messages("[[classification]]\nname = \"a\"\n[[classification]]\nname = \"A\"\n") ==
             "3:1: error: a second classification \"A\"\n");
}

BOOST_AUTO_TEST_CASE(another_type_says_what_was_expected) {
  BOOST_TEST(messages("[milter]\nsocket = 8891\n") ==
             "2:10: error: milter.socket: expected text in quotes, found a number\n");
  BOOST_TEST(messages("[milter]\nsocket_mode = 660\n") ==
             "2:15: error: milter.socket_mode: expected access rights such as \"0660\", found a number\n");
  BOOST_TEST(messages("[directory]\ntimeout = 5\n") ==
             "2:11: error: directory.timeout: expected a duration such as \"2s\" or \"500ms\", found a number\n");
  BOOST_TEST(messages("[directory]\ntimeout = \"5 parsecs\"\n") ==
             "2:11: error: directory.timeout: expected a duration such as \"2s\" or \"500ms\", found \"5 parsecs\"\n");
  BOOST_TEST(
      messages("[limits]\nheader_bytes = \"9999999999GB\"\n").find("2:16: error: limits.header_bytes: expected") == 0U);
  BOOST_TEST(messages("[limits]\nparts = 1.5\n") ==
             "2:9: error: limits.parts: expected a number, found a number with a fraction\n");
  BOOST_TEST(messages("[organization]\ndomains = [\"a.example\", 7]\n") ==
             "2:25: error: organization.domains: expected a list of texts in quotes, found a number\n");
}

BOOST_AUTO_TEST_CASE(bounds_are_held) {
  BOOST_TEST(messages("[directory]\ntimeout = \"61s\"\n") ==
             "2:11: error: directory.timeout: 61s is not between 100ms and 1m\n");
  BOOST_TEST(messages("[directory]\ntimeout = \"60s\"\n") == "");
  BOOST_TEST(messages("[limits]\nparts = 0\n") == "2:9: error: limits.parts: 0 is not between 1 and 1000000\n");
  BOOST_TEST(messages("[limits]\nspool_bytes = -1\n").find("2:15: error: limits.spool_bytes: -1 is not between") == 0U);
  BOOST_TEST(messages("[milter]\nsocket_mode = \"1777\"\n") ==
             "2:15: error: milter.socket_mode: 1777 is not between 0000 and 0777\n");
}

BOOST_AUTO_TEST_CASE(values_are_looked_at) {
  for (const char* bad :
       {"8891@127.0.0.1", "inet:8891", "inet:0@localhost", "inet:70000@localhost", "unix:", "tcp:1@a"}) {
    BOOST_TEST(
        messages("[milter]\nsocket = \"" + std::string(bad) + "\"\n").find("2:10: error: milter.socket = ") == 0U, bad);
  }
  for (const char* bad : {"9466", "127.0.0.1", "10.0.0.1:9466", "localhost:9466", "unix:/run/a", "[::]:9466"}) {
    BOOST_TEST(messages("[http]\nlisten = \"" + std::string(bad) + "\"\n").find("2:10: error: http.listen = ") == 0U,
               bad);
  }
  BOOST_TEST(messages("[http]\nlisten = \"[::1]:9466\"\n") == "");
  BOOST_TEST(
      messages("[organization]\ntrusted_networks = [\"10.0.0.0/8\", \"10.0.0.0/40\"]\n") ==
      "2:35: error: organization.trusted_networks = \"10.0.0.0/40\": \"10.0.0.0/40\" needs a prefix length from 0 "
      "to 32\n");
  BOOST_TEST(messages("[organization]\ndomains = \"a@example.com\"\n").find("2:11: error: ") == 0U);
  BOOST_TEST(messages("[organization]\ndomains = \"example.com\"\n") == "");
  BOOST_TEST(
      messages("[directory]\nkind = \"ldap\"\nuris = \"http://a\"\nbase = \"nonsense\"\n") ==
      "4:8: error: directory.base = \"nonsense\": expected a DN such as ou=people,dc=example,dc=com\n"
      "3:8: error: directory.uris = \"http://a\": expected a URI that begins with ldap://, ldaps:// or ldapi://\n");
}

BOOST_AUTO_TEST_CASE(uris_of_servers) {
  const auto told = [](const std::string& uri) {
    return messages("[directory]\nkind = \"ldap\"\nbase = \"dc=a\"\nuris = \"" + uri + "\"\n");
  };
  for (const char* good : {"ldap://a", "ldap://a/", "ldaps://a:636", "LDAP://[::1]", "ldap://[::1]:389/",
                           "ldap://10.0.0.1:1", "ldap://a:65535", "ldapi://", "ldapi://%2Frun%2Fslapd:1.sock"}) {
    BOOST_TEST(told(good) == "");
  }
  BOOST_TEST(
      told("ldap://user:secret@127.0.0.1") ==
      "4:8: error: directory.uris = \"ldap://...@127.0.0.1\": expected a URI without login: directory.bind_dn and "
      "directory.password_file are for that\n");
  for (const char* bad :
       {"ldap://a:99999", "ldap://a:0", "ldaps://a:", "ldap://a:389x", "ldap://[::1]:70000/", "ldap://::1"}) {
    BOOST_TEST(told(bad) ==
               "4:8: error: directory.uris = \"" + std::string(bad) + "\": expected a port from 1 to 65535\n");
  }
  BOOST_TEST(told("ldap://[::1") == "4:8: error: directory.uris = \"ldap://[::1\": expected ] behind the address\n");
}

BOOST_AUTO_TEST_CASE(settings_must_go_together) {
  BOOST_TEST(messages("[directory]\nkind = \"ldif\"\n") ==
             "1:2: error: directory.file is needed when directory.kind = \"ldif\"\n");
  BOOST_TEST(messages("[directory]\nkind = \"ldap\"\n") ==
             "1:2: error: directory.uris is needed when directory.kind = \"ldap\"\n"
             "1:2: error: directory.base is needed when directory.kind = \"ldap\"\n");
  BOOST_TEST(messages("[directory]\nkind = \"ldap\"\nuris = \"ldaps://a\"\nbase = \"dc=a\"\nbind_dn = \"cn=w\"\n"
                      "start_tls = true\n") ==
             "5:1: error: directory.bind_dn needs directory.password_file\n"
             "6:1: error: directory.start_tls is for ldap:// only, not for ldaps://a\n");
}

BOOST_AUTO_TEST_CASE(settings_of_redis_must_go_together) {
  const auto told = [](const std::string& redis) { return messages("[dedupe]\nstore = \"redis\"\n[redis]\n" + redis); };
  BOOST_TEST(told("") == "");
  BOOST_TEST(told("user = \"waybill\"\n") == "4:1: error: redis.user needs redis.password_file\n");
  BOOST_TEST(told("cert_file = \"a\"\n") == "4:1: error: redis.cert_file and redis.key_file need each other\n");
  BOOST_TEST(told("prefix = \"\"\n").starts_with("4:1: error: redis.prefix is empty: expected"));
  BOOST_TEST(told("servers = []\n").starts_with("4:1: error: redis.servers is empty: expected"));
  BOOST_TEST(told("tls = true\nca_file = \"/nowhere/ca\"\n") == "");  // read where it is used
  BOOST_TEST(told("servers = \"unix:/run/redis\"\ntls = true\n") ==
             "5:1: error: redis.tls needs hosts, not unix sockets\n");
  BOOST_TEST(messages("[redis]\nprefix = \"\"\n") == "");  // nobody asks
}

BOOST_AUTO_TEST_CASE(logins_fit_the_servers) {
  const std::string servers = "[directory]\nkind = \"ldap\"\nbase = \"dc=a\"\n";
  const std::string external = servers + "sasl = \"external\"\n";
  const std::string certificate = "cert_file = \"a\"\nkey_file = \"b\"\n";
  BOOST_TEST(messages(external + "uris = \"ldapi://\"\n") == "");
  BOOST_TEST(messages(external + "uris = [\"ldaps://a\", \"ldapi://\"]\n" + certificate) == "");
  BOOST_TEST(messages(external + "start_tls = true\nuris = \"ldap://a\"\n" + certificate) == "");
  for (const std::string uri : {"\"ldaps://a\"", "\"ldap://a\""}) {
    BOOST_TEST(messages(external + "uris = " + uri + '\n').starts_with("4:1: error: EXTERNAL needs ldapi://, or TLS"),
               uri);
  }
  BOOST_TEST(messages(external + "uris = \"ldap://a\"\n" + certificate).starts_with("4:1: error: EXTERNAL needs"));
  BOOST_TEST(messages(external + "bind_dn = \"cn=w\"\npassword_file = \"p\"\nuris = \"ldapi://\"\n") ==
             "5:1: error: directory.bind_dn does not go with directory.sasl = \"EXTERNAL\"\n");
  BOOST_TEST(messages(servers + "uris = \"ldaps://a\"\nkey_file = \"b\"\n") ==
             "5:1: error: directory.cert_file and directory.key_file need each other\n");
  BOOST_TEST(messages(servers + "uris = \"ldaps://a\"\nsasl = \"PLAIN\"\n").starts_with("5:8: error: directory.sasl"));
  BOOST_TEST(messages(servers + "uris = \"ldaps://a\"\nrecipient_delimiter = \"x\"\n")
                 .starts_with("5:23: error: directory.recipient_delimiter"));
}

BOOST_AUTO_TEST_CASE(what_is_slow_or_without_effect_is_warned_of) {
  BOOST_TEST(messages("[milter]\nsocket = \"inet:8891@127.0.0.1\"\n").find("2:1: warning: over TCP") == 0U);
  BOOST_TEST(messages("[directory]\nfile = \"people.ldif\"\n") ==
             "2:1: warning: directory.file has no effect when directory.kind = \"none\"\n");
  BOOST_TEST(messages("[directory]\nkind = \"ldap\"\nuris = \"ldap://a\"\nbase = \"dc=a\"\nbind_dn = \"cn=w\"\n"
                      "password_file = \"p\"\n") ==
             "3:1: warning: the password goes to ldap://a in clear text: use ldaps:// or directory.start_tls\n");
}

BOOST_AUTO_TEST_CASE(a_syntax_error_is_the_only_one) {
  const Read read("[milter]\nsockett = 1\nsocket = \n");
  BOOST_TEST(read.said.has_errors());
  BOOST_TEST(read.said.all().size() == 1U);
  BOOST_TEST(read.said.all().front().place.line == 3);
}

BOOST_AUTO_TEST_CASE(columns_count_characters) {
  BOOST_TEST(messages("[organization]\ndomains = [\"ä\u2003ü.example\", 7]\n").find("2:12: error: ") == 0U);
  BOOST_TEST(messages("[organization]\ndomains = [\"ä\u2003ü.example\", 7]\n").find("\n2:27: error: ") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(defaults_of_the_table_are_those_of_the_settings) {
  std::string text;
  for (const config::Setting& row : config::settings()) {
    const std::size_t dot = row.name.find('.');
    BOOST_REQUIRE(dot != std::string_view::npos);
    const std::string table = "[" + std::string(row.name.substr(0, dot)) + "]\n";
    if (text.find(table) == std::string::npos) text += table;
    text += std::string(row.name.substr(dot + 1)) + " = " + std::string(row.fallback) + '\n';
  }
  const Read read(text);
  BOOST_TEST(!read.said.has_errors(), read.messages());
  const config::Settings plain;
  const config::Settings& s = read.settings;
  BOOST_TEST(s.milter.socket == plain.milter.socket);
  BOOST_TEST(s.milter.socket_mode == plain.milter.socket_mode);
  BOOST_TEST((s.milter.drain == plain.milter.drain));
  BOOST_TEST((s.directory.timeout == plain.directory.timeout));
  BOOST_TEST((s.directory.cache_lifetime == plain.directory.cache_lifetime));
  BOOST_TEST(s.log.level == plain.log.level);
  const auto& networks = s.organization.trusted_networks;
  BOOST_REQUIRE(networks.size() == plain.organization.trusted_networks.size());
  for (std::size_t i = 0; i < networks.size(); ++i) {
    BOOST_TEST((networks[i].address == plain.organization.trusted_networks[i].address));
    BOOST_TEST(networks[i].prefix == plain.organization.trusted_networks[i].prefix);
  }
  using L = base::Limits;
  for (const auto member :
       {&L::header_bytes, &L::field_value_bytes, &L::parts, &L::nesting, &L::text_bytes, &L::rules, &L::rule_file_bytes,
        &L::template_bytes, &L::attribute_bytes, &L::question_rounds, &L::copies, &L::spool_bytes, &L::attachments,
        &L::archive_depth, &L::unpacked_bytes, &L::attachment_text_bytes}) {
    BOOST_TEST((s.limits.*member == plain.limits.*member));
  }
  // Every limit is in the table: each is one size_t.
  BOOST_TEST(sizeof(L) == 16 * sizeof(std::size_t));
}

BOOST_AUTO_TEST_CASE(every_row_is_complete_and_on_the_page) {
  std::set<std::string_view> names;
  const std::string page = config::settings_markdown();
  for (const config::Setting& row : config::settings()) {
    BOOST_TEST(names.insert(row.name).second, row.name);
    BOOST_TEST(row.sentence.ends_with('.'), row.name);
    BOOST_TEST((row.set != nullptr), row.name);
    BOOST_TEST(page.find("`" + std::string(row.name.substr(row.name.find('.') + 1)) + "`") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(numbers_are_written_as_one_would) {
  using config::Type;
  BOOST_TEST(config::write_number(Type::Size, 1048576) == "1MB");
  BOOST_TEST(config::write_number(Type::Size, 1000) == "1000");
  BOOST_TEST(config::write_number(Type::Duration, 90000) == "90s");
  BOOST_TEST(config::write_number(Type::Duration, 0) == "0ms");
  BOOST_TEST(config::write_number(Type::Mode, 0660) == "0660");
}

// Written by `waybill settings > docs/settings.md`.
BOOST_AUTO_TEST_CASE(the_document_is_the_table) {
  const auto document = config::read_file(WAYBILL_DOCS "/settings.md", 1024 * 1024);
  BOOST_REQUIRE(document.ok());
  BOOST_TEST(*document == config::settings_markdown());
}

BOOST_AUTO_TEST_SUITE_END()

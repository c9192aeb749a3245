// What rules name, asked of a directory in a file.
#include "doctor/rules.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "config/build_policy.h"
#include "ldap/make_directory.h"
#include "ldap/presence.h"
#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::told;

namespace {

constexpr const char* kPeople =
    "dn: uid=anna,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: anna\ncn: Anna\nmail: anna@example.com\n"
    "mailAlternateAddress: a@example.com\n\n"
    "dn: cn=Sales,dc=example,dc=com\nobjectClass: groupOfNames\ncn: Sales\nmember: uid=anna,dc=example,dc=com\n";

// A folder with people, rules and settings.
class Installation {
 public:
  explicit Installation(const std::string& rules) {
    folder_ = (std::filesystem::temp_directory_path() / "waybill-doctor-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(folder_.data()) != nullptr);
    std::ofstream(folder_ + "/people.ldif") << kPeople;
    std::ofstream(folder_ + "/rules.toml") << rules;
    std::ofstream(folder_ + "/waybill.toml") << "[organization]\ndomains = [\"example.com\"]\n[rules]\nfiles = "
                                                "[\"rules.toml\"]\n[directory]\nkind = \"ldif\"\nfile = "
                                                "\"people.ldif\"\n";
    base::Diagnostics diagnostics;
    configuration_ = config::load(folder_ + "/waybill.toml", diagnostics);
    for (const base::Diagnostic& diagnostic : diagnostics.all()) BOOST_TEST_MESSAGE(to_string(diagnostic));
    BOOST_REQUIRE(configuration_.has_value());
    named_ = named_in(*configuration_->policy);
  }
  ~Installation() { std::filesystem::remove_all(folder_); }
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  const Named& named() const { return named_; }
  std::string rules_file() const { return folder_ + "/rules.toml"; }

  Findings groups() const { return check_groups(named_, ask(group_questions(named_))); }
  Findings addresses() const { return check_addresses(named_, ask(address_questions(named_))); }
  Findings tokens() const {
    std::map<std::string_view, bool> present;
    for (const auto& [token, rule] : named_.tokens) {
      const auto attributes = attributes_of(token, named_);
      const auto found = ldap::find_present(configuration_->settings.directory, attributes);
      BOOST_REQUIRE(found.ok());
      for (std::size_t i = 0; i < attributes.size(); ++i) present[attributes[i]] = (*found)[i];
    }
    return check_tokens(named_, present);
  }

 private:
  std::vector<message::Fact> ask(const std::vector<message::Query>& questions) const {
    ldap::Caches caches;
    const auto directory = ldap::make_directory(configuration_->settings.directory,
                                                configuration_->settings.attributes.ldap_attributes(), caches);
    BOOST_REQUIRE(directory.ok());
    return (*directory)->ask(questions, {});
  }

  std::string folder_;
  std::optional<config::Configuration> configuration_;
  Named named_;
};

std::string rule(const std::string& more) {
  return "[[TransportRule]]\nName = \"One\"\nApplyHtmlDisclaimerText = \"<b>%%DisplayName%%</b>\"\n" + more + '\n';
}

std::vector<message::Fact> down(std::size_t count) {
  return std::vector<message::Fact>(count, message::Unavailable{"down"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_rules)

BOOST_AUTO_TEST_CASE(all_clean) {
  const Installation here(rule("FromMemberOf = \"Sales\"\nSentTo = \"anna@example.com\""));
  BOOST_TEST(told(here.groups(), Check::RuleGroups) == "ok: groups that rules name exist: 1\n");
  BOOST_TEST(told(here.addresses(), Check::RuleAddresses) ==
             "ok: recipients that rules name are primary addresses: 1\n");
  BOOST_TEST(told(here.tokens(), Check::RuleTokens) == "ok: tokens that somebody has: 1\n");
}

BOOST_AUTO_TEST_CASE(groups_that_are_not_there) {
  const Installation here(rule("FromMemberOf = [\"Sales\", \"Sails\"]\nExceptIfSentToMemberOf = \"Nobody\""));
  const Findings findings = here.groups();
  BOOST_TEST(told(findings, Check::RuleGroups) ==
             "error: the rule \"One\" names the group \"Nobody\", which the directory does not have\n"
             "error: the rule \"One\" names the group \"Sails\", which the directory does not have\n");
  BOOST_TEST(findings[0].fix == "editor +1 " + here.rules_file() + "\nsystemctl reload waybill");
}

BOOST_AUTO_TEST_CASE(rules_that_are_off_name_nothing) {
  const Installation here(rule("FromMemberOf = \"Sails\"\nEnabled = false"));
  BOOST_TEST(here.named().groups.empty());
  BOOST_TEST(here.named().tokens.empty());
}

BOOST_AUTO_TEST_CASE(what_could_not_be_asked_is_not_missing) {
  const Installation here(rule("FromMemberOf = [\"Sales\", \"Sails\"]\nSentTo = \"a@example.com\""));
  BOOST_TEST(told(check_groups(here.named(), down(2)), Check::RuleGroups) ==
             "unknown: the directory could not be asked: down\n");
  BOOST_TEST(told(check_addresses(here.named(), down(1)), Check::RuleAddresses) ==
             "unknown: the directory could not be asked: down\n");
  BOOST_TEST(told(check_tokens(here.named(), base::Error{base::ErrorKind::TimedOut, "slow"}), Check::RuleTokens) ==
             "unknown: the directory could not be asked: slow\n");
}

BOOST_AUTO_TEST_CASE(other_addresses_of_a_recipient) {
  const Installation here(rule("SentTo = \"a@example.com\""));
  BOOST_TEST(told(here.addresses(), Check::RuleAddresses) ==
             "warning: the rule \"One\" names \"a@example.com\", whose primary address is \"anna@example.com\"\n");
  // A sender may write from any of hers, and the original recipient is compared as it is.
  BOOST_TEST(Installation(rule("From = \"a@example.com\"")).named().addresses.empty());
  BOOST_TEST(
      Installation(rule("SentTo = \"a@example.com\"\nRecipientAddressType = \"Original\"")).named().addresses.empty());
}

BOOST_AUTO_TEST_CASE(tokens_that_nobody_has) {
  const Installation here(rule("ApplyTextDisclaimerText = \"%%Title%% %%Manager.Fax%%\""));
  BOOST_TEST(told(here.tokens(), Check::RuleTokens) ==
             "warning: nobody in the directory has a value for %%Manager.FaxNumber%% (facsimileTelephoneNumber) of "
             "the rule \"One\"\n"
             "warning: nobody in the directory has a value for %%Title%% (title) of the rule \"One\"\n");
}

BOOST_AUTO_TEST_SUITE_END()

// Address lists as mail really has them, and what must never be taken for an address.
#include "message/address.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::message;

namespace {

std::string addresses(std::string_view value) {
  std::string out;
  for (const Mailbox& mailbox : parse_mailboxes(value)) out += (out.empty() ? "" : " ") + mailbox.address;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_address)

BOOST_AUTO_TEST_CASE(plain_and_named_mailboxes) {
  const auto list = parse_mailboxes(" Chris Lee <Chris@Example.com>, \"Doe, Jane\" <jane@example.com>,pat@example.com");
  BOOST_REQUIRE(list.size() == 3U);
  BOOST_TEST((list[0] == Mailbox{"Chris Lee", "Chris@Example.com"}));
  BOOST_TEST((list[1] == Mailbox{"Doe, Jane", "jane@example.com"}));
  BOOST_TEST((list[2] == Mailbox{"", "pat@example.com"}));
}

BOOST_AUTO_TEST_CASE(folding_comments_and_blanks_do_not_matter) {
  BOOST_TEST(addresses("(c (nested \\) ) x) Chris\n <chris@example.com> (Lee)") == "chris@example.com");
  BOOST_TEST(addresses("chris . lee @ example . com") == "chris.lee@example.com");
  BOOST_TEST(addresses("< chris(a)@(b)example.com >") == "chris@example.com");
}

BOOST_AUTO_TEST_CASE(groups_give_their_members) {
  BOOST_TEST(addresses("undisclosed-recipients:;").empty());
  BOOST_TEST(addresses("Team: a@x.org, B <b@x.org>;, c@x.org") == "a@x.org b@x.org c@x.org");
}

BOOST_AUTO_TEST_CASE(obsolete_routes_give_the_address) {
  BOOST_TEST(addresses("<@relay.org,@other.org:chris@example.com>") == "chris@example.com");
}

BOOST_AUTO_TEST_CASE(quoted_local_parts_and_domain_literals) {
  BOOST_TEST(addresses("\"a b\\\"c\"@example.com") == "\"a b\\\"c\"@example.com");
  BOOST_TEST(addresses("<\"x@y\"@example.com>") == "\"x@y\"@example.com");
  BOOST_TEST(addresses("a@[192.0.2.1], b@[IPv6:2001:db8::1]") == "a@[192.0.2.1] b@[IPv6:2001:db8::1]");
}

BOOST_AUTO_TEST_CASE(names_stay_raw) {
  const auto list = parse_mailboxes("=?utf-8?Q?J=C3=BCrgen?= <j@example.com>, [EXT] Pat <p@example.com>");
  BOOST_REQUIRE(list.size() == 2U);
  BOOST_TEST(list[0].display_name == "=?utf-8?Q?J=C3=BCrgen?=");
  BOOST_TEST(list[1].display_name == "[EXT] Pat");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_skipped) {
  for (const char* bad : {"", ",,;", "Chris Lee", "a@", "@b", "a@b@c", "<a@b", "a@b>x@y", "a b@c", "<a@b> tail",
                          "<a@b><c@d>", "\"open <a@b>", "a@[1.2.3.4", "a@b c", "a\\@b", "\x01@b", "\"a\"b@c", "(a@b"}) {
    BOOST_TEST(addresses(bad).empty(), bad << " gave " << addresses(bad));
  }
  BOOST_TEST(addresses("nobody, <a@b> tail, good@example.com") == "good@example.com");
}

BOOST_AUTO_TEST_CASE(lax_addresses_of_real_people_are_read) {
  BOOST_TEST(addresses("a..b.@example.com, \xC3\xBC@ex\xC3\xA4mple.com") ==
             "a..b.@example.com \xC3\xBC@ex\xC3\xA4mple.com");
}

BOOST_AUTO_TEST_CASE(hostile_lists_end) {
  for (const char* piece : {"(", "<", "\"", "[", "a@b,", "a@b ", ":", "<@a,", "\\", "\"\\"}) {
    std::string value;
    for (int i = 0; i < 20000; ++i) value += piece;
    BOOST_TEST(parse_mailboxes(value).size() <= 20000U);
  }
}

BOOST_AUTO_TEST_CASE(smtp_paths_lose_brackets_and_route) {
  BOOST_TEST(strip_brackets("<a@b>") == "a@b");
  BOOST_TEST(strip_brackets("a@b") == "a@b");
  BOOST_TEST(strip_brackets("<>").empty());
  BOOST_TEST(strip_brackets(" <@x,@y:a@b> ") == "a@b");
}

BOOST_AUTO_TEST_CASE(addresses_compare_in_lower_case) {
  BOOST_TEST(normalized("Chris@EXAMPLE.com") == "chris@example.com");
  BOOST_TEST(normalized("Jürgen@Müller.Example") == "jürgen@xn--mller-kva.example");
  BOOST_TEST(unicode_address("jürgen@xn--mller-kva.example") == "jürgen@müller.example");
  BOOST_TEST(domain_of("\"a@b\"@example.com") == "example.com");
  BOOST_TEST(domain_of("nobody").empty());
}

BOOST_AUTO_TEST_CASE(an_extension_is_split_as_postfix_does) {
  BOOST_TEST(without_extension("Anna+news@Example.com", "+") == "Anna@Example.com");
  BOOST_TEST(without_extension("anna-a+b@x", "+-") == "anna@x");
  BOOST_TEST(without_extension("anna+@x", "+") == "anna@x");
  BOOST_TEST(without_extension("owner-list+x@x", "+") == "owner-list@x");
  for (const char* whole : {"anna@x", "+anna@x", "\"a+b\"@x", "", "anna", "anna@x+y", "MAILER-DAEMON@x",
                            "double-bounce@x", "owner-list@x", "list-request@x"}) {
    BOOST_TEST(without_extension(whole, "+-") == "", whole);
  }
  BOOST_TEST(without_extension("anna+news@x", "") == "");
  BOOST_TEST(without_extension("anna+news", "+") == "");
}

BOOST_AUTO_TEST_SUITE_END()

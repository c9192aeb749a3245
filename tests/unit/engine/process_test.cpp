// Properties of the one function: rounds, order, Kleene's unknown, and that no edit goes unverified.
#include "engine/process.h"

#include <boost/test/unit_test.hpp>

#include "engine/once.h"
#include "message/compose.h"
#include "rules/check.h"

using namespace waybill;
using message::Query;
using message::QueryKind;

namespace {

constexpr const char* kAnna = "anna@example.com";

rules::RawParameter parameter(std::string name, std::string value,
                              rules::RawValue::Kind kind = rules::RawValue::Kind::Text) {
  return {std::move(name), {}, {{kind, std::move(value), {}}}, false};
}

rules::RawRule signature_rule(const std::string& name, const std::string& html) {
  return {{}, {parameter("Name", name), parameter("ApplyHtmlDisclaimerText", html)}};
}

rules::RawRule with(rules::RawRule rule, std::string name, std::string value) {
  rule.parameters.push_back(parameter(std::move(name), std::move(value)));
  return rule;
}

engine::Policy policy_of(std::vector<rules::RawRule> raw) {
  base::Diagnostics diagnostics;
  engine::Policy policy;
  policy.rules = rules::check({{rules::Insertion::Declared, std::move(raw)}}, policy.limits, diagnostics);
  for (const rules::Rule& rule : policy.rules) {
    policy.signatures.push_back(
        signature::Signature{signature::Template::parse(rule.disclaimer->html.text, {}, diagnostics)});
  }
  policy.organization.trusted_networks.push_back(*message::parse_network("127.0.0.0/8"));
  for (const auto& diagnostic : diagnostics.all()) BOOST_TEST_MESSAGE(to_string(diagnostic));
  BOOST_REQUIRE(!diagnostics.has_errors());
  return policy;
}

message::Message plain_mail() {
  message::Message message;
  message.envelope.sender = kAnna;
  message.envelope.client_ip = "127.0.0.1";
  message.envelope.recipients = {{"bob@example.org", "<bob@example.org>", {}}};
  message.headers = {{"From", std::string(" Anna <") + kAnna + ">"}, {"Subject", " hello"}};
  message.body = "Hello Bob\r\n";
  return message;
}

message::Outcome outcome_of(const engine::Policy& policy, const message::Message& message,
                            const message::Facts& facts = {}) {
  const auto prepared = engine::prepare(message, policy.limits);
  const auto step = engine::process(policy, prepared, facts, 0);
  BOOST_REQUIRE(std::holds_alternative<message::Outcome>(step));
  return std::get<message::Outcome>(step);
}

std::string body_after(const message::Message& message, const message::Outcome& outcome) {
  return message::apply_to_body(message.body, outcome.copies.at(0).edits);
}

// What the next server gets; `body` holds its bytes.
message::Message after(message::Message message, const message::Outcome& outcome, std::string& body) {
  message.body = body = body_after(message, outcome);
  message.headers = message::apply_to_headers(message.headers, outcome.copies.at(0).edits);
  return message;
}

bool is_left_as_signed(const message::Outcome& outcome) {
  const auto& left = outcome.copies.at(0).left_alone;
  return left && left->reason == message::Reason::AlreadySigned && left->fallback == "none" &&
         !message::changes_body(outcome.copies.at(0).edits);
}

message::Message html_mail() {
  auto message = plain_mail();
  message.headers.push_back({"Content-Type", " text/html"});
  message.body = "<p>Yes.</p>\r\n<blockquote type=\"cite\"><p>Hello</p></blockquote>\r\n";
  return message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_process)

BOOST_AUTO_TEST_CASE(all_questions_of_a_rule_come_in_one_round) {
  const auto policy = policy_of({with(signature_rule("s", "%%Title%%"), "FromMemberOf", "All Users")});
  const auto message = plain_mail();
  const auto prepared = engine::prepare(message, policy.limits);
  const auto step = engine::process(policy, prepared, {}, 0);
  BOOST_REQUIRE(std::holds_alternative<engine::Need>(step));
  const auto& queries = std::get<engine::Need>(step).queries;
  BOOST_REQUIRE(queries.size() == 2U);
  BOOST_TEST((queries[0] == Query{QueryKind::Person, kAnna}));
  BOOST_TEST((queries[1] == Query{QueryKind::Member, kAnna, "All Users"}));
}

BOOST_AUTO_TEST_CASE(rules_act_in_their_order_and_see_what_earlier_ones_did) {
  const auto policy = policy_of({signature_rule("first", "one"), signature_rule("second", "two")});
  const auto message = plain_mail();
  const std::string body = body_after(message, outcome_of(policy, message));
  BOOST_TEST(body.starts_with("Hello Bob\r\n"));
  BOOST_TEST(body.find("one") < body.find("two"));
  BOOST_TEST(body.find("two") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_marker_is_found_in_what_an_earlier_rule_wrote) {
  const auto marker = with(with(signature_rule("second", "two"), "ApplyHtmlDisclaimerLocation", "Marker"),
                           "ApplyHtmlDisclaimerMarker", "#here#");
  const auto policy = policy_of({signature_rule("first", "one<br>#here#<br>three"), marker});
  for (const std::string encoding : {" 7bit", " quoted-printable", " base64"}) {
    auto message = plain_mail();
    message.headers.push_back({"Content-Transfer-Encoding", encoding});
    if (encoding == " base64") message.body = "SGVsbG8gQm9iDQo=\r\n";
    const auto outcome = outcome_of(policy, message);
    BOOST_TEST(outcome.rules.at(1).placed == "text: marker");
    BOOST_TEST(!outcome.copies.at(0).left_alone);
    const std::string wanted = "Hello Bob\r\n\r\none\r\ntwo\r\nthree\r\n";
    const std::string coded = "SGVsbG8gQm9iDQoNCm9uZQ0KdHdvDQp0aHJlZQ0K\r\n";
    BOOST_TEST(body_after(message, outcome) == (encoding == " base64" ? coded : wanted));
  }
}

BOOST_AUTO_TEST_CASE(where_a_signature_went_is_said_and_taken_back_with_it) {
  const auto rule = with(signature_rule("s", "text"), "ApplyHtmlDisclaimerLocation", "UnderReply");
  auto message = plain_mail();
  BOOST_TEST(outcome_of(policy_of({rule}), message).rules.at(0).placed == "text: append: no quote found");
  message.body = "Hello Bob\r\n> quoted\r\n";
  const auto outcome = outcome_of(policy_of({rule}), message);
  BOOST_TEST(outcome.rules.at(0).placed == "text: under-reply");
  BOOST_TEST(body_after(message, outcome) == "Hello Bob\r\n\r\ntext\r\n\r\n> quoted\r\n");
  message.headers.push_back({"Content-Type", " text/html"});
  message.body = "<p>Hello<!-- never closed\r\n";
  BOOST_TEST(outcome_of(policy_of({rule}), message).rules.at(0).placed == "");
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_down_ignores_or_defers_but_never_says_no) {
  message::Facts facts;
  facts.add({QueryKind::Member, kAnna, "All Users"}, message::Unavailable{"connection refused"});
  const auto rule = with(signature_rule("s", "text"), "FromMemberOf", "All Users");
  const auto ignored = outcome_of(policy_of({rule}), plain_mail(), facts);
  BOOST_TEST((ignored.rules.at(0).matched == base::Truth::Unknown));
  BOOST_TEST((ignored.copies.at(0).verdict == message::Verdict::Accept));
  BOOST_TEST((ignored.copies.at(0).left_alone.value().reason == message::Reason::DirectoryUnknown));
  const auto deferred = outcome_of(policy_of({with(rule, "RuleErrorAction", "Defer")}), plain_mail(), facts);
  BOOST_TEST((deferred.copies.at(0).verdict == message::Verdict::Tempfail));
  BOOST_TEST(to_string(deferred.copies.at(0).reply.value()).starts_with("451 4.7.1 "));
}

BOOST_AUTO_TEST_CASE(attributes_that_cannot_be_asked_count_as_unknown_too) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, message::Unavailable{"timed out"});
  const auto outcome = outcome_of(policy_of({signature_rule("s", "%%Title%%")}), plain_mail(), facts);
  BOOST_TEST((outcome.copies.at(0).left_alone.value().reason == message::Reason::DirectoryUnknown));
  BOOST_TEST(!message::changes_body(outcome.copies.at(0).edits));
}

BOOST_AUTO_TEST_CASE(from_outside_nobodys_attributes_are_asked) {
  auto message = plain_mail();
  message.envelope.client_ip = "192.0.2.1";
  const auto policy = policy_of({signature_rule("s", "by %%DisplayName%%!")});
  const auto outcome = outcome_of(policy, message);
  BOOST_TEST(body_after(message, outcome).find("by") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_stamp_is_the_same_for_the_same_message_and_another_for_another) {
  const auto policy = policy_of({});
  auto message = plain_mail();
  const std::string id = outcome_of(policy, message).id;
  BOOST_TEST(!id.empty());
  message.headers.insert(message.headers.begin(), {"Received", " from other.example"});
  BOOST_TEST(outcome_of(policy, message).id == id);
  message.body = "Hello Rob\r\n";
  BOOST_TEST(outcome_of(policy, message).id != id);
}

BOOST_AUTO_TEST_CASE(a_message_beyond_the_limits_passes_unsigned) {
  auto policy = policy_of({signature_rule("s", "text")});
  policy.limits.parts = 2;
  auto message = plain_mail();
  message.headers.push_back({"Content-Type", " multipart/mixed; boundary=b"});
  message.body = "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b\r\n\r\nthree\r\n--b--\r\n";
  const auto outcome = outcome_of(policy, message);
  BOOST_TEST((outcome.copies.at(0).verdict == message::Verdict::Accept));
  BOOST_TEST((outcome.copies.at(0).left_alone.value().reason == message::Reason::Limit));
  BOOST_TEST(!message::changes_body(outcome.copies.at(0).edits));
}

BOOST_AUTO_TEST_CASE(an_unbalanced_comment_in_the_mail_goes_by_the_fallback) {
  auto message = plain_mail();
  message.headers.push_back({"Content-Type", " text/html"});
  message.body = "<p>Hello<!-- never closed\r\n";
  const auto rule = signature_rule("s", "text");
  const auto ignored = outcome_of(policy_of({with(rule, "ApplyHtmlDisclaimerFallbackAction", "Ignore")}), message);
  BOOST_TEST(body_after(message, ignored) == message.body);
  const auto wrapped = outcome_of(policy_of({rule}), message);
  BOOST_TEST(body_after(message, wrapped).find("message/rfc822") != std::string::npos);
  const auto refused = outcome_of(policy_of({with(rule, "ApplyHtmlDisclaimerFallbackAction", "Reject")}), message);
  BOOST_TEST((refused.copies.at(0).verdict == message::Verdict::Reject));
  BOOST_TEST(refused.copies.at(0).edits.empty());
}

BOOST_AUTO_TEST_CASE(a_second_pass_signs_once_wherever_it_stands) {
  for (const char* once : {"OncePerMessage", "OncePerConversation"}) {
    for (const char* location : {"Append", "Prepend", "UnderReply"}) {
      const std::string text = "Example GmbH<br>Signatures for mail<br>Berlin";  // longer than a name
      const auto rule = with(signature_rule("s", text), "ApplyHtmlDisclaimerLocation", location);
      const auto policy = policy_of({with(rule, "Once", once)});
      for (const auto& mail : {plain_mail(), html_mail()}) {
        const auto first = outcome_of(policy, mail);
        BOOST_TEST(!first.copies.at(0).left_alone.has_value());
        std::string body;
        auto second = after(mail, first, body);
        BOOST_TEST(is_left_as_signed(outcome_of(policy, second)));
        second.headers = mail.headers;  // without our field
        BOOST_TEST(is_left_as_signed(outcome_of(policy, second)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(always_leaves_no_mark_and_signs_again) {
  const auto policy = policy_of({signature_rule("s", "Example GmbH")});
  std::string body;
  const auto second = after(html_mail(), outcome_of(policy, html_mail()), body);
  BOOST_TEST(second.body.find("waybill") == std::string::npos);
  BOOST_TEST((message::find(second.headers, "X-Waybill-Signed") == nullptr));
  BOOST_TEST(body_after(second, outcome_of(policy, second)).size() > second.body.size());
}

BOOST_AUTO_TEST_CASE(a_wrapped_mail_is_wrapped_once) {
  auto mail = plain_mail();
  mail.headers.push_back({"Content-Type", " multipart/signed; boundary=b"});
  mail.body = "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n";
  const auto policy = policy_of({with(signature_rule("s", "Example GmbH"), "Once", "OncePerMessage")});
  const auto first = outcome_of(policy, mail);
  BOOST_TEST((first.copies.at(0).left_alone.value().reason == message::Reason::Signed));
  std::string body;
  BOOST_TEST(is_left_as_signed(outcome_of(policy, after(mail, first, body))));
}

BOOST_AUTO_TEST_CASE(marks_tell_senders_apart_where_the_text_does) {
  const auto mark = [](const char* html, const char* sender) {
    const auto policy = policy_of({with(signature_rule("s", html), "Once", "OncePerMessage")});
    return engine::mark_of(policy.rules.at(0), *policy.signatures.at(0), sender);
  };
  BOOST_TEST(mark("%%Title%%", kAnna) != mark("%%Title%%", "bert@example.com"));
  BOOST_TEST(mark("text", kAnna) == mark("text", "bert@example.com"));
  BOOST_TEST(mark("text", kAnna) != mark("text", "anna@example.org"));
}

BOOST_AUTO_TEST_CASE(what_is_told_of_a_rule_and_of_where_a_message_came_from) {
  auto mail = plain_mail();
  auto policy = policy_of({with(with(signature_rule("s", "x"), "Mode", "Audit"), "PrependSubject", "[s] ")});
  const auto inside = outcome_of(policy, mail);
  BOOST_TEST(inside.inside.value());
  BOOST_TEST(inside.rules.at(0).audits_only);
  BOOST_TEST((std::vector<std::string_view>(inside.rules[0].actions.begin(), inside.rules[0].actions.end()) ==
              std::vector<std::string_view>{"PrependSubject", "ApplyHtmlDisclaimer"}));
  mail.envelope.client_ip = "192.0.2.1";
  BOOST_TEST(!outcome_of(policy, mail).inside.value());
}

BOOST_AUTO_TEST_CASE(who_gets_a_redirected_message_in_whose_place) {
  auto mail = plain_mail();
  mail.envelope.recipients.push_back({"carl@example.org", "<carl@example.org>", {}});
  auto policy = policy_of(
      {with(with(signature_rule("s", "x"), "SentTo", "bob@example.org"), "RedirectMessageTo", "deputy@example.org")});
  message::Facts facts;
  for (const char* person : {kAnna, "bob@example.org", "carl@example.org"}) {
    facts.add({QueryKind::Person, person}, message::NotFound{});
  }
  policy.per_recipient = engine::PerRecipient::Single;
  const auto outcome = outcome_of(policy, mail, facts);
  const message::Copy& copy = outcome.copies.at(0);
  BOOST_TEST(copy.recipients == (std::vector<std::string>{"carl@example.org", "deputy@example.org"}));
  BOOST_TEST(copy.instead_of == std::vector<std::string>{"bob@example.org"});
  BOOST_TEST(copy.redirected_to == std::vector<std::string>{"deputy@example.org"});
}

BOOST_AUTO_TEST_CASE(the_field_lists_all_signatures) {
  const auto once = [](const char* name) { return with(signature_rule(name, name), "Once", "OncePerMessage"); };
  const auto policy = policy_of({once("a"), signature_rule("always", "x"), once("b")});
  std::string body;
  const auto second = after(plain_mail(), outcome_of(policy, plain_mail()), body);
  for (const std::size_t i : {0U, 2U}) {
    const std::string mark = engine::mark_of(policy.rules[i], *policy.signatures[i], kAnna);
    BOOST_TEST(engine::is_listed(second.headers, mark));
    BOOST_TEST(!engine::is_listed(second.headers, mark.substr(1)));
  }
}

BOOST_AUTO_TEST_SUITE_END()

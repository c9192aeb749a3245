// What commands do to rules, one after the other.
#include <boost/test/unit_test.hpp>

#include "tests/unit/import/imported.h"

using namespace waybill::import;

BOOST_AUTO_TEST_SUITE(import_rule_list)

BOOST_AUTO_TEST_CASE(priority_inserts_and_moves_the_others_down) {
  BOOST_TEST(shown("New-TransportRule a\nNew-TransportRule b -Priority 0\nNew-TransportRule c -Priority 1\n"
                   "Set-TransportRule a -Priority 0") == ">\"a\"||>\"b\"||>\"c\"|");
  BOOST_TEST(shown("New-TransportRule a -Priority 7") ==
             ">\"a\"|f:1:21: error: Priority: past the end; the rule stands last\n");
  BOOST_TEST(has(shown("New-TransportRule a -Priority $p"), "|Enabled = false|f:1:21: error: Priority: $p: a value"));
}

BOOST_AUTO_TEST_CASE(later_commands_change_earlier_rules) {
  const std::string script = "New-TransportRule a -Mode Audit -SentTo x@y, z@y -Comments c\n";
  BOOST_TEST(shown(script + "Set-TransportRule -Identity A -Mode Enforce -Comments $null -Name b") ==
             ">\"b\"|Mode = \"Enforce\"|SentTo = [\"x@y\", \"z@y\"]|");
  BOOST_TEST(shown(script + "Set-TransportRule a -SentTo @{Add='n@y'; Remove='X@Y'}") ==
             ">\"a\"|Comments = \"c\"|Mode = \"Audit\"|SentTo = [\"z@y\", \"n@y\"]|");
  BOOST_TEST(shown(script + "Disable-TransportRule a -Confirm:$false") ==
             ">\"a\"|Comments = \"c\"|Mode = \"Audit\"|Enabled = false|SentTo = [\"x@y\", \"z@y\"]|");
  BOOST_TEST(shown("New-TransportRule a -Enabled $false\nEnable-TransportRule a") == ">\"a\"|");
  BOOST_TEST(shown("New-TransportRule a\nNew-TransportRule b\nRemove-TransportRule a -Confirm:$false") == ">\"b\"|");
  BOOST_TEST(shown("New-TransportRule a\nGet-TransportRule 'a' | Set-TransportRule -Mode Audit") ==
             ">\"a\"|Mode = \"Audit\"|");
  BOOST_TEST(shown("New-TransportRule a\nGet-TransportRule a | Disable-TransportRule -WhatIf") ==
             ">\"a\"|f:2:23: warning: WhatIf: it changes nothing\n");
  BOOST_TEST(shown("Set-TransportRule a -Mode Audit") ==
             "f:1:1: error: no rule of this name in what was read before\n");
  BOOST_TEST(shown("Remove-TransportRule a") == "f:1:1: warning: no rule of this name in what was read before\n");
  BOOST_TEST(shown("New-TransportRule a\nRemove-TransportRule $x") ==
             ">\"a\"|f:2:1: error: which rule is meant only a run could know\n");
}

BOOST_AUTO_TEST_CASE(files_follow_one_another) {
  const Result result =
      import_all({{"a", "New-TransportRule x"}, {"b", "Set-TransportRule x -Mode Audit\nNew-TransportRule X"}});
  BOOST_TEST(result.toml == "[[TransportRule]]\nName = \"x\"\nMode = \"Audit\"\n");
  BOOST_TEST(result.report == "b:2:1: error: a second rule of the name of the one at a:1:1; the first stays\n");
}

BOOST_AUTO_TEST_CASE(a_rule_that_loses_a_condition_is_switched_off) {
  BOOST_TEST(
      shown("New-TransportRule a -MessageContainsDataClassifications @{Name='x'} -DeleteMessage $true") ==
      "# Switched off, because the import could not take over|#   MessageContainsDataClassifications (f:1:21)|"
      ">\"a\"|Enabled = false|DeleteMessage = true|"
      "f:1:21: error: MessageContainsDataClassifications: not possible here: it needs the data loss prevention of "
      "Exchange; the rule is switched off\n");
  const std::string exception = shown("New-TransportRule a -ExceptIfFrom $x");
  BOOST_TEST(has(exception, "#   ExceptIfFrom (f:1:35)|>\"a\"|Enabled = false|f:1:35: error: ExceptIfFrom: $x: "),
             exception);
  BOOST_TEST(has(shown("New-TransportRule a -SentToScop x -Foo 1"),
                 "error: Foo: unknown parameter; the rule is switched off"));
  BOOST_TEST(has(shown("New-TransportRule a -ToScope x"), "ToScope: unknown parameter; did you mean SentToScope?"));
  BOOST_TEST(has(shown("New-TransportRule a -Conditions $c"), "the way of Exchange 2007"));
  BOOST_TEST(has(shown("New-TransportRule a -Mode Audit -Mode Enforce"),
                 "error: Mode: given twice; the rule is switched off"));
  BOOST_TEST(
      has(shown("New-TransportRule -Name $n -Mode Audit"), ">\"Unnamed rule 1\"|Enabled = false|Mode = \"Audit\"|"));
}

BOOST_AUTO_TEST_CASE(names_of_parameters_cannot_break_the_comment) {
  BOOST_TEST(has(shown("New-TransportRule a -X\x01 1 -X\x01 2"), "#   X\\x01 (f:1:21),|#   X\\x01 (f:1:27)|>\"a\"|"));
}

BOOST_AUTO_TEST_CASE(what_is_given_later_is_not_lost) {
  BOOST_TEST(
      shown("New-TransportRule a -SentTo $x\nSet-TransportRule a -SentTo b@c") ==
      ">\"a\"|SentTo = [\"b@c\"]|f:1:29: error: SentTo: $x: a value that only a run could know; the rule is switched "
      "off\n");
}

BOOST_AUTO_TEST_CASE(actions_that_only_exchange_has_are_dropped) {
  BOOST_TEST(
      shown("New-TransportRule a -ApplyOME $true -From b@c -RemoveOME $false") ==
      ">\"a\"|From = [\"b@c\"]|f:1:21: error: ApplyOME: not possible here: it needs Microsoft's message encryption "
      "service; it is dropped\n");
}

BOOST_AUTO_TEST_CASE(values_are_written_as_rules_files_want_them) {
  const auto one = [](const std::string& argument) { return shown("New-TransportRule a " + argument); };
  BOOST_TEST(one("-MessageSizeOver 10MB") == ">\"a\"|MessageSizeOver = 10485760|");
  BOOST_TEST(one("-MessageSizeOver '10 MB (10,485,760 bytes)'") == ">\"a\"|MessageSizeOver = 10485760|");
  BOOST_TEST(one("-AttachmentSizeOver '512 B'") == ">\"a\"|AttachmentSizeOver = 512|");
  BOOST_TEST(one("-AttachmentSizeOver 02b") == ">\"a\"|AttachmentSizeOver = 2|");
  BOOST_TEST(one("-AttachmentSizeOver '007 B'") == ">\"a\"|AttachmentSizeOver = 7|");
  BOOST_TEST(one("-SetSCL '-1'") == ">\"a\"|SetSCL = -1|");
  BOOST_TEST(one("-fromscope inorganization") == ">\"a\"|FromScope = \"InOrganization\"|");
  BOOST_TEST(one("-StopRuleProcessing 1") == ">\"a\"|StopRuleProcessing = true|");
  BOOST_TEST(one("-ExpiryDate 2026-03-31") == ">\"a\"|ExpiryDate = \"2026-03-31\"|");
  BOOST_TEST(has(one("-ExpiryDate '03/31/2026'"), "error: ExpiryDate: no date that reads the same everywhere"));
  BOOST_TEST(has(one("-StopRuleProcessing 'False'"), "error: StopRuleProcessing: neither $true nor $false"));
  BOOST_TEST(has(one("-Mode 1"), "error: Mode: a number where a name is meant"));
  BOOST_TEST(has(one("-Mode Foo"), "error: Mode: none of its values"));
  BOOST_TEST(has(one("-Comments a,b"), "error: Comments: several values where one is meant"));
}

BOOST_AUTO_TEST_CASE(what_says_nothing_about_a_rule_is_left_out) {
  BOOST_TEST(shown("New-TransportRule a -DomainController dc -Confirm:$false -ErrorAction Stop -Verbose") == ">\"a\"|");
}

BOOST_AUTO_TEST_CASE(too_many_rules) {
  Limits limits;
  limits.rules = 1;
  BOOST_TEST(shown("New-TransportRule a\nNew-TransportRule b", limits) == ">\"a\"|f:2:1: error: more than 1 rules\n");
}

BOOST_AUTO_TEST_SUITE_END()

// Scripts as administrators have them: pasted, continued, abbreviated, broken.
#include "config/read_powershell.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "config/read_toml_rules.h"
#include "signature/template.h"

using namespace waybill;
using namespace waybill::config;

namespace {

std::string said(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) out += to_string(diagnostic) + '\n';
  return out;
}

std::string file(const char* name) {
  std::ifstream in(std::string(WAYBILL_TEST_DATA "/") + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string show(const rules::RawParameter& parameter) {
  constexpr const char* kKinds = "tibd";
  std::string out = parameter.name + (parameter.is_list ? "[" : "=");
  for (const rules::RawValue& value : parameter.values) {
    out += std::string(1, kKinds[static_cast<int>(value.kind)]) + ':' + value.text + '|';
  }
  return out;
}

// Each parameter as Name=kind:value| or Name[kind:value|..., then what was said.
std::string read(std::string_view script) {
  base::Diagnostics diagnostics;
  std::string out;
  for (const rules::RawRule& rule : read_powershell(script, "r.ps1", {}, diagnostics).rules) {
    for (const rules::RawParameter& parameter : rule.parameters) out += show(parameter) + ' ';
    out += "; ";
  }
  return out + said(diagnostics);
}

// Of one command with these arguments.
std::string arguments(const std::string& text) { return read("New-TransportRule " + text); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(config_read_powershell)

BOOST_AUTO_TEST_CASE(the_rule_that_began_it_reads_as_it_stands) {
  base::Diagnostics diagnostics;
  const auto script = read_powershell(file("seed/rules.ps1"), "rules.ps1", {}, diagnostics);
  const auto toml = read_toml_rules(file("seed/rules.toml"), "rules.toml", {}, diagnostics);
  const rules::Ruleset a = rules::check({script}, {}, diagnostics);
  const rules::Ruleset b = rules::check({toml}, {}, diagnostics);
  BOOST_TEST(said(diagnostics) == "");
  BOOST_REQUIRE(a.size() == 1U);
  BOOST_REQUIRE(b.size() == 1U);
  BOOST_TEST(to_toml(a) == to_toml(b));
  BOOST_TEST(a[0].name == "StandardSignature");
  BOOST_TEST(a[0].conditions.at(0).values.at(0) == "All Users");
  BOOST_TEST(a[0].disclaimer->html.text == b[0].disclaimer->html.text);
  BOOST_TEST(a[0].disclaimer->html.text ==
             " <table border=\"1\" cellspacing=\"0\" cellpadding=\"2\" width=\"256\"><tbody><tr><td valign=\"top\" "
             "width=\"167\"><strong>%%DisplayName%% <br /></strong>%%Title%% <br /> <br />%%Company%% <br />%%City%%, "
             "%%State%%</td> <td valign=\"top\" width=\"49\"><a href=\"\"><img src=\"\" width=\"52\" height=\"52\" "
             "/></a></td></tr></tbody></table>");
  BOOST_TEST(a[0].disclaimer->html.place.line == 1);
  BOOST_TEST(a[0].disclaimer->html.place.column == 189);
}

BOOST_AUTO_TEST_CASE(any_quote_of_a_kind_closes_any_other) {
  BOOST_TEST(arguments("-Name \u2018a\u201b") == "Name=t:a| ; ");
  BOOST_TEST(arguments("-Name \u201ca\u201e") == "Name=t:a| ; ");
  BOOST_TEST(arguments("-Name 'don\u2019\u2019t \"x\" `n $y'") == "Name=t:don\u2019t \"x\" `n $y| ; ");
  BOOST_TEST(arguments("-Name \"a\"\"b 'c'\"") == "Name=t:a\"b 'c'| ; ");
  BOOST_TEST(arguments("\u2013Name x \u2014Comments y \u2015Mode z") == "Name=t:x| Comments=t:y| Mode=t:z| ; ");
  BOOST_TEST(arguments("-Name \u00abx\u00bb") == "Name=t:\u00abx\u00bb| ; ");
}

BOOST_AUTO_TEST_CASE(escapes_belong_to_double_quotes) {
  BOOST_TEST(arguments("-Name \"a`tb`nc`\"d`$e``f`qg\"") == "Name=t:a\tb\nc\"d$e`fqg| ; ");
  BOOST_TEST(arguments("-Name \"\\.com$\"") == "Name=t:\\.com$| ; ");
  BOOST_TEST(arguments("-Name \"100$ or $true\"") == "Name=t:100$ or True| ; ");
  BOOST_TEST(arguments("-Name a`,b\"c d\"e") == "Name=t:a,bc de| ; ");
}

BOOST_AUTO_TEST_CASE(here_strings_are_verbatim_lines) {
  BOOST_TEST(arguments("-Comments @'  \r\n<p>\r\n 'a' \"b\" $c '@ `n\r\n'@ -Name x") ==
             "Comments=t:<p>\r\n 'a' \"b\" $c '@ `n| Name=t:x| ; ");
  BOOST_TEST(arguments("-Comments @\"\na `\"b`\" \"\"c\"\"\n\"@\n") == "Comments=t:a \"b\" \"\"c\"\"| ; ");
  BOOST_TEST(arguments("-Comments @'\n'@") == "Comments=t:| ; ");
  BOOST_TEST(has(arguments("-Comments @'x\n'@"), "r.ps1:1:29: error: behind the quote of a here-string"));
}

BOOST_AUTO_TEST_CASE(arrays_in_all_their_forms) {
  for (const char* form :
       {"a,b", "'a','b'", "'a' , \n \"b\"", "@('a','b')", "@('a'\n'b')", "@('a';'b')", "('a','b')", "@('a',('b'))"}) {
    BOOST_TEST(arguments("-From " + std::string(form)) == "From[t:a|t:b| ; ", form);
  }
  BOOST_TEST(arguments("-From ,'a'") == "From[t:a| ; ");
  BOOST_TEST(arguments("-From @()") == "From[ ; ");
  BOOST_TEST(arguments("-From 'a,b'") == "From=t:a,b| ; ");
  BOOST_TEST(arguments("-From $null") == "From= ; ");
  for (const char* wrong : {"a,,b", "a,", "@('a',)", "@('a' 'b')", ",", "a, -Name x"}) {
    BOOST_TEST(has(arguments("-From " + std::string(wrong)), "error: "), wrong);
  }
}

BOOST_AUTO_TEST_CASE(values_have_their_kind) {
  BOOST_TEST(arguments("-Enabled $TRUE -Priority 3") == "Enabled=b:true| Priority=i:3| ; ");
  BOOST_TEST(arguments("-Enabled:$false -Priority: 0") == "Enabled=b:false| Priority=i:0| ; ");
  BOOST_TEST(arguments("-SetSCL -1 -MessageSizeOver 10MB") == "SetSCL=i:-1| MessageSizeOver=i:10485760| ; ");
  BOOST_TEST(arguments("-Priority 0x1F") == "Priority=i:31| ; ");
  BOOST_TEST(arguments("-Priority '5'") == "Priority=t:5| ; ");
  BOOST_TEST(arguments("-Name 9999999999999999pb") == "Name=t:9999999999999999pb| ; ");
  BOOST_TEST(arguments("-Name 1.5") == "Name=t:1.5| ; ");
  BOOST_TEST(arguments("-Name a#b@c.d[e]") == "Name=t:a#b@c.d[e]| ; ");
}

BOOST_AUTO_TEST_CASE(names_may_be_cut_and_written_in_any_case) {
  BOOST_TEST(arguments("-NAME x -comm y -applyhtmldisclaimert z -SubjectContains w") ==
             "Name=t:x| Comments=t:y| ApplyHtmlDisclaimerText=t:z| SubjectContainsWords=t:w| ; ");
  BOOST_TEST(arguments("-From a -SentTo b -Mode c") == "From=t:a| SentTo=t:b| Mode=t:c| ; ");
  BOOST_TEST(has(arguments("-Subject x"), "-Subject is the beginning of several parameters: SubjectContainsWords"));
  BOOST_TEST(arguments("-ToScope x") == "ToScope=t:x| ; ");  // check() says what it is not
}

BOOST_AUTO_TEST_CASE(switches_and_common_parameters) {
  BOOST_TEST(arguments("-Confirm:$false -WhatIf -Name x") == "Confirm=b:false| WhatIf=b:true| Name=t:x| ; ");
  BOOST_TEST(arguments("-ErrorAction Stop -Verbose -ea SilentlyContinue x") == "Name=t:x| ; ");
  BOOST_TEST(arguments("-cf x") == "Confirm=b:true| Name=t:x| ; ");
}

BOOST_AUTO_TEST_CASE(the_name_may_stand_alone_anywhere) {
  BOOST_TEST(arguments("'My rule' -From a@b") == "Name=t:My rule| From=t:a@b| ; ");
  BOOST_TEST(arguments("-From a@b \"My rule\"") == "From=t:a@b| Name=t:My rule| ; ");
  BOOST_TEST(arguments("-ExpiryDate '03/31/2017'-Name x") == "ExpiryDate=t:03/31/2017| Name=t:x| ; ");
}

BOOST_AUTO_TEST_CASE(statements_comments_and_continuation) {
  BOOST_TEST(read("# head\n<# block\n 'quote #>\nNew-TransportRule a `\r\n  -Mode b # tail\n; ;"
                  "Exchange\\new\u2013transportrule c | Out-Null; New-TransportRule d > $null\r"
                  "New-TransportRule\u00a0e 2>&1 |\n fl Name,Mode\n") ==
             "Name=t:a| Mode=t:b| ; Name=t:c| ; Name=t:d| ; Name=t:e| ; ");
  BOOST_TEST(read("").empty());
  BOOST_TEST(has(read("New-TransportRule a | Set-Content x"), "only commands that print"));
}

BOOST_AUTO_TEST_CASE(what_only_a_run_could_know_is_named) {
  for (const char* value : {"$groups", "\"a $b\"", "\"$(Get-Date)\"", "$env:NAME", "$x.Name", "(Get-Content x)",
                            "@(Get-Group)", "\"${a b}\"", "x$y", "$($a + \"b\")"}) {
    const std::string out = arguments("-Name r -FromMemberOf " + std::string(value));
    BOOST_TEST(has(out, ": a value that only a run could know"), value << ": " << out);
    BOOST_TEST(!has(out, "Name="), value);
  }
  BOOST_TEST(has(arguments("@params -Name x"), "r.ps1:1:19: error: @params: a value that only a run could know"));
}

BOOST_AUTO_TEST_CASE(other_commands_are_refused_at_their_place) {
  const std::string out = read(
      "$x = @{\n a = 'b'; c = 'New-TransportRule d'\n}\n  Set-TransportRule y\n"
      "New-TransportRule z\nConnect-ExchangeOnline\n");
  BOOST_TEST(out.starts_with("Name=t:z| ; r.ps1:4:3: error: only New-TransportRule commands") == true, out);
  BOOST_TEST(has(out, "\nr.ps1:6:1: error: Connect-ExchangeOnline is skipped; only New-TransportRule commands"));
}

BOOST_AUTO_TEST_CASE(variables_that_are_known_need_no_run) {
  BOOST_TEST(read("$a = 'x', 'y'\nNew-TransportRule r -SentTo $a -Comments \"to $a\"") ==
             "Name=t:r| SentTo[t:x|t:y| Comments=t:to x y| ; ");
  BOOST_TEST(has(read("New-TransportRule r -SentTo @{Add='x'}"), "r.ps1:1:21: error: a table @{ }"));
}

BOOST_AUTO_TEST_CASE(a_syntax_error_is_named_where_it_opened_and_does_not_lose_the_others) {
  BOOST_TEST(read("New-TransportRule a -Comments 'open\n  -Mode b\n\nNew-TransportRule c -Mode d\n") ==
             "Name=t:c| Mode=t:d| ; r.ps1:1:31: error: the text that begins here has no closing quote\n");
  BOOST_TEST(read("New-TransportRule a -From @('x'\n-Mode b\nnew-transportrule c\n") ==
             "Name=t:c| ; r.ps1:1:27: error: the bracket that opens here is not closed\n");
  const std::string stray = read("New-TransportRule a -Comments 'don't do'\nNew-TransportRule c\n");
  BOOST_TEST(stray.starts_with("Name=t:c| ; r.ps1:1:36: error: an argument without a parameter") == true, stray);
  BOOST_TEST(has(read("<# open\nNew-TransportRule a\n"), "r.ps1:1:1: error: the comment that begins here has no end"));
  BOOST_TEST(has(read("New-TransportRule -Name"), "error: -Name needs a value"));
}

BOOST_AUTO_TEST_CASE(columns_count_characters) {
  BOOST_TEST(has(read("New-TransportRule \u2018\u00e4\u00f6\u2019 -From $x"), "r.ps1:1:30: error: $x"));
}

BOOST_AUTO_TEST_CASE(files_come_in_several_encodings) {
  const std::string expected = "Name=t:\u00fc\u2019| ; ";
  BOOST_TEST(read("New-TransportRule \"\u00fc\u2019\"") == expected);
  BOOST_TEST(read("\xEF\xBB\xBFNew-TransportRule \"\u00fc\u2019\"") == expected);
  BOOST_TEST(read("New-TransportRule \"\xFC\x92\"") == expected);
  std::string little = "\xFF\xFE";
  std::string big = "\xFE\xFF";
  for (const char16_t unit : std::u16string(u"New-TransportRule \"\u00fc\u2019\"")) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  BOOST_TEST(read(little) == expected);
  BOOST_TEST(read(big) == expected);
  BOOST_TEST(has(read("\xFF\xFE"
                      "a"),
                 "save the file as UTF-8"));
}

BOOST_AUTO_TEST_CASE(hostile_scripts_end) {
  for (const char* piece : {"'", "\"", "@'\n", "@(", "(", "{", "<#", "$(", "`", "-", ",", "\nNew-TransportRule '",
                            "\nNew-TransportRule @(", ";x", "\"$("}) {
    std::string script = "New-TransportRule ";
    for (int i = 0; i < 5000; ++i) script += piece;
    base::Diagnostics diagnostics;
    read_powershell(script, "r", {}, diagnostics);
    BOOST_TEST(diagnostics.all().size() < 200U);
  }
}

BOOST_AUTO_TEST_CASE(a_text_with_escapes_knows_where_each_character_stands) {
  const auto place_of_error = [](const std::string& written) {
    base::Diagnostics diagnostics;
    const auto script =
        read_powershell("New-TransportRule a -From a@b -ApplyHtmlDisclaimerText " + written, "r.ps1", {}, diagnostics);
    const rules::Ruleset rules = rules::check({script}, {}, diagnostics);
    BOOST_REQUIRE(rules.size() == 1U);
    const rules::DisclaimerText& html = rules[0].disclaimer->html;
    signature::Template::parse(html.text, html.place, diagnostics, html.jumps);
    BOOST_REQUIRE_MESSAGE(diagnostics.all().size() == 1U, said(diagnostics));
    const base::Place& place = diagnostics.all()[0].place;
    return std::to_string(place.line) + ':' + std::to_string(place.column);
  };
  BOOST_TEST(place_of_error("'ab%%EndIf%%'") == "1:59");
  BOOST_TEST(place_of_error("'it''s%%EndIf%%'") == "1:62");
  BOOST_TEST(place_of_error("\"a`\"b\"\"`n`t%%EndIf%%\"") == "1:67");
  BOOST_TEST(place_of_error("\"a`\"b\nc%%EndIf%%\"") == "2:2");
  BOOST_TEST(place_of_error("@'\na\n  %%EndIf%%\n'@") == "3:3");
  BOOST_TEST(place_of_error("@\"\r\na`$\r\n b`\"%%EndIf%%\r\n\"@") == "3:5");
}

BOOST_AUTO_TEST_CASE(our_own_parameters_make_no_abbreviation_ambiguous) {
  BOOST_TEST(arguments("-ApplyHtmlDisclaimerF Ignore") == "ApplyHtmlDisclaimerFallbackAction=t:Ignore| ; ");
  BOOST_TEST(arguments("-ApplyHtmlDisclaimerFile x") == "ApplyHtmlDisclaimerFile=t:x| ; ");
}

BOOST_AUTO_TEST_SUITE_END()

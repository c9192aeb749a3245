// Scripts as administrators write them: what is known without a run, and what is not.
#include <boost/test/unit_test.hpp>

#include "tests/unit/import/imported.h"

using namespace waybill::import;

namespace {

constexpr const char* kOnlyRun = "a value that only a run could know";

}  // namespace

BOOST_AUTO_TEST_SUITE(import_script)

BOOST_AUTO_TEST_CASE(every_quote_and_dash_reads_as_powershell_reads_it) {
  for (const char* quoted :
       {"'a b'", "\u2018a b\u2019", "\u201aa b\u201b", "\"a b\"", "\u201ca b\u201d", "\u201ea b\"", "@'\na b\n'@",
        "@\"\r\na b\r\n\"@", "a` b", "a\" b\"", "$('a b')", "('a b')", "([string]'a b')"}) {
    BOOST_TEST(value("", quoted) == "\"a b\"|", quoted);
  }
  for (const char* dash : {"-", "\u2013", "\u2014", "\u2015"}) {
    BOOST_TEST(shown("New" + std::string(dash) + "TransportRule " + dash + "Name r") == ">\"r\"|", dash);
  }
  BOOST_TEST(value("", "'it''s \u2019\u2019 `n $x'") == "\"it's \u2019 `n $x\"|");
  BOOST_TEST(value("", "\"a`tb`$c`u`\"\"\"d\"") == "'a\tb$cu\"\"d'|");
}

BOOST_AUTO_TEST_CASE(variables_are_known_from_literals) {
  BOOST_TEST(value("$x = 'a'", "$x") == "\"a\"|");
  BOOST_TEST(value("$X = 'a'", "\"<$x> ${x} $($x) $script:x\"") == "'''<a> a a a'''|");
  BOOST_TEST(value("$x = 'a' + \"b\" + 5", "$x") == "\"ab5\"|");
  BOOST_TEST(value("$x = 'a'; $x += 'b'; $x += $x", "$x") == "\"abab\"|");
  BOOST_TEST(value("$x = 1; $x++; $x += 3", "\"$x\"") == "\"5\"|");
  BOOST_TEST(value("$x = @('a'; 'b') + 'c'", "($x -join ', ')") == "\"a, b, c\"|");
  BOOST_TEST(value("$x = -join ('a','b')", "\"$x $true$null.\"") == "\"ab True.\"|");
  BOOST_TEST(value("[string]$x = 5\n[string[]]$y = 'b'", "\"$x $y\"") == "\"5 b\"|");
  BOOST_TEST(value("$x = @{ a = 'v' }; $x.b = 'w'; $x['c'] = 'x'; $x.Add('d', 'y')",
                   "\"$($x.a)$($x['b'])$($x.c)$($x.D)\"") == "\"vwxy\"|");
  BOOST_TEST(value("$a = 'x'\n$h = @\"\n<p>$a</p>\n\"@", "$h") == "'''<p>x</p>'''|");
  BOOST_TEST(value("$x = 'a','b'", "$x[1]") == "\"b\"|");
}

BOOST_AUTO_TEST_CASE(what_a_run_would_set_is_not_known) {
  for (const char* script : {"$x = Get-Content f", "$x = 'a'; $x = $env:N", "$x = 'a'; while (1) { $x = 'b' }",
                             "$x = 'a'; if (Test-Path f) { $x = 'b' }", "$x = 'a'.Trim()", "$x = '{0}' -f 'a'",
                             "$x = 'a'; switch (1) { 1 { $x = 'b' } }", "$x = 'a'; 1 | ForEach-Object { $x = 'b' }",
                             "param($x = 'a')", "$x = if ($y) { 'a' } else { 'b' }", "$x = 'a'; . ./other.ps1",
                             "$x = 'a', 'b'; $x[0] = $y", "$x, $y = 'a', 'b'"}) {
    const std::string out = value(script, "$x");
    BOOST_TEST(has(out, "|Enabled = false|"), script << ": " << out);
    BOOST_TEST(has(out, "error: Comments: $x: "), script << ": " << out);
    BOOST_TEST(!has(out, "\"a\""), script << ": " << out);
  }
  BOOST_TEST(has(value("", "(Get-Content f -Raw)"), "error: Comments: the text of a file: a value that only a run"));
  BOOST_TEST(has(value("", "\"$(Get-Date)\""), kOnlyRun));
}

BOOST_AUTO_TEST_CASE(splatting) {
  BOOST_TEST(shown("$p = @{\n  Name = 'r' # the name\n  SentTo = 'a@b', 'c@d'\n  'Comm' = \"x\"; WhatIf = $false\n}\n"
                   "New-TransportRule @p -Enabled $false | Out-Null") ==
             ">\"r\"|Comments = \"x\"|WhatIf = false|Enabled = false|SentTo = [\"a@b\", \"c@d\"]|");
  BOOST_TEST(shown("$p = [ordered]@{}; $p.Name = 'r'\n$p += @{ Comments = 'x' }\nNew-TransportRule @p") ==
             ">\"r\"|Comments = \"x\"|");
  const std::string out = shown("New-TransportRule @p -Name r");
  BOOST_TEST(has(out, "could not take over|#   @p (f:1:19)|>\"r\"|Enabled = false|"), out);
  BOOST_TEST(has(out, "f:1:19: error: @p: a value that only a run could know; the rule is switched off"), out);
}

BOOST_AUTO_TEST_CASE(results_may_be_assigned_or_thrown_away) {
  BOOST_TEST(shown("$r = New-TransportRule a\n$null = New-TransportRule b\n[void](New-TransportRule c)\n"
                   "New-TransportRule d | Out-Null\n(New-TransportRule e)\nNew-TransportRule f > $null") ==
             ">\"a\"||>\"b\"||>\"c\"||>\"d\"||>\"e\"||>\"f\"|");
}

BOOST_AUTO_TEST_CASE(rules_of_a_script_are_not_there_yet) {
  const std::string warning = "f:1:1: warning: if: read as if the rules of this script were not there yet\n";
  for (const char* script :
       {"if (Get-TransportRule 'r' -ErrorAction 0) { Set-TransportRule r } else { New-TransportRule r }",
        "if (Get-TransportRule r)\n{\n  Set-TransportRule r\n}\nelseif ($false) { }\nelse\n{\n  New-TransportRule r\n}",
        "if (-not (Get-TransportRule r)) { New-TransportRule r }",
        "if (!(Get-TransportRule r)) { New-TransportRule r }",
        "if ($null -eq (Get-TransportRule r)) { New-TransportRule r }",
        "if ((Get-TransportRule | Where-Object { $_.Name -eq 'r' }) -eq $null) { New-TransportRule r }"}) {
    BOOST_TEST(shown(script) == ">\"r\"|" + warning, script);
  }
  BOOST_TEST(shown("$r = Get-TransportRule r\nif (-not $r) { New-TransportRule r }") == ">\"r\"|");
  const std::string out = shown("New-TransportRule a\nif (Test-Path x) { New-TransportRule b }");
  BOOST_TEST(has(out, ">\"a\"|f:2:1: error: if: which branch is taken only a run could know; the rules in it"), out);
}

BOOST_AUTO_TEST_CASE(loops_over_known_lists_are_unrolled) {
  BOOST_TEST(shown("foreach ($d in 'a.com', 'b.com') {\n  New-TransportRule \"Block $d\" -SenderDomainIs $d\n}") ==
             ">\"Block a.com\"|SenderDomainIs = [\"a.com\"]||>\"Block b.com\"|SenderDomainIs = [\"b.com\"]|");
  BOOST_TEST(shown("$n = @(@{n='x'}, @{n='y'})\nforeach ($i in $n) { New-TransportRule $i.n }") == ">\"x\"||>\"y\"|");
  BOOST_TEST(shown("foreach ($i in 1..2) { New-TransportRule \"r$i\" }") == ">\"r1\"||>\"r2\"|");
  BOOST_TEST(
      has(shown("foreach ($d in Get-Domain) { New-TransportRule $d }"), "f:1:1: error: foreach: over what it goes"));
  BOOST_TEST(has(shown("foreach ($i in 1,2) { New-TransportRule \"r$i\"; break }"), "error: break: when it leaves"));
  BOOST_TEST(shown("try { New-TransportRule a } catch [System.Exception] { Write-Host 'x' } finally { $x = 1 }") ==
             ">\"a\"|");
}

BOOST_AUTO_TEST_CASE(what_is_not_read_is_said) {
  for (const char* script :
       {"function f { New-TransportRule a }", "while ($true) { New-TransportRule a }", "& { New-TransportRule a }",
        "'a' | ForEach-Object { New-TransportRule $_ }", "switch (1) { 1 { New-TransportRule a } }",
        "Get-TransportRule | Remove-TransportRule", "Get-TransportRule | ? { 1 } | Set-TransportRule -Mode Audit",
        "Invoke-Expression $x", ". ./rules.ps1", "Import-TransportRuleCollection -FileData $x",
        "Invoke-Command -ScriptBlock { New-TransportRule a }", "do { New-TransportRule a } while (1)",
        "New-TransportRule a | Set-Content x", "for ($i = 0; $i -lt 2; $i++)\n{\n New-TransportRule a\n}"}) {
    const Result result = import_one(script + std::string("\nNew-TransportRule z"));
    BOOST_TEST(result.toml == "[[TransportRule]]\nName = \"z\"\n", script << result.toml);
    BOOST_TEST(result.report.starts_with("f:1:"), script << result.report);
    BOOST_TEST(result.has_errors, script << result.report);
  }
  BOOST_TEST(shown("Connect-ExchangeOnline -Credential $c\nWrite-Host 'hi'; Write-Host \"$x\"\nNew-TransportRule a") ==
             ">\"a\"|f:1:1: warning: Connect-ExchangeOnline is skipped\nf:2:1: warning: Write-Host is skipped\n");
}

BOOST_AUTO_TEST_CASE(a_syntax_error_loses_only_its_statement) {
  const std::string out = shown(
      "New-TransportRule a\nNew-TransportRule b -Comments 'open\nNew-TransportRule c\n"
      "  New-TransportRule d -From @('x'\n\nSet-TransportRule a -Mode Audit\n}\nNew-TransportRule e");
  BOOST_TEST(has(out, ">\"a\"|Mode = \"Audit\"||>\"c\"||>\"e\"|"), out);
  BOOST_TEST(has(out, "f:2:31: error: the text that begins here ends only in line 4; is its closing quote missing?\n"),
             out);
  BOOST_TEST(has(out, "f:4:29: error: the bracket that opens here is not closed\n"), out);
}

BOOST_AUTO_TEST_CASE(what_does_not_continue_a_line) {
  for (const char* end : {"\\", "` "}) {
    const std::string out = shown("New-TransportRule a " + std::string(end) + "\n  -Mode Audit\nNew-TransportRule b");
    BOOST_TEST(has(out, ">\"b\"|f:1:21: error: this does not continue the line"), out);
    BOOST_TEST(has(out, "f:2:3: error: a parameter without a command"), out);
  }
}

BOOST_AUTO_TEST_CASE(no_value_is_repeated) {
  const std::string secret = "S3cret";
  for (const char* script :
       {"New-TransportRule r -Comments 'S3cret' 'S3cret'", "New-TransportRule r -Mode S3cret",
        "New-TransportRule 'S3cret", "New-TransportRule r -ExpiryDate 'S3cret'",
        "New-TransportRule r -StopRuleProcessing 'S3cret'", "$p = ConvertTo-SecureString 'S3cret' -AsPlainText",
        "Set-TransportRule 'S3cret' -Mode Audit", "New-TransportRule r -Comments (S3cret)",
        "New-TransportRule r -Comments 'S3cret'x", "S3cret -Password S3cret",
        "New-TransportRule r -From @{S3cret='S3cret'}", "New-TransportRule r -Comments \"$(S3cret)\"",
        "New-TransportRule S3cret\nNew-TransportRule S3cret"}) {
    const Result result = import_one(script);
    BOOST_TEST(!has(result.report, secret), script << ": " << result.report);
    BOOST_TEST(!result.report.empty(), script);
  }
}

BOOST_AUTO_TEST_CASE(bounds_hold) {
  Limits limits;
  limits.nesting = 8;
  limits.statements = 20;
  limits.value_bytes = 4000;
  limits.nodes = 100;
  BOOST_TEST(!has(shown("New-TransportRule r -Comments (((((((('x'))))))))", limits), "error"));
  BOOST_TEST(has(shown("New-TransportRule r -Comments ((((((((('x')))))))))", limits), "inside each other"));
  BOOST_TEST(!has(shown("foreach ($i in 1..9) { New-TransportRule \"$i\" }", limits), "error"));
  BOOST_TEST(has(shown("foreach ($i in 1..30) { New-TransportRule \"$i\" }", limits), "too much to read"));
  BOOST_TEST(has(shown("$x = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'\n$x += $x\n$x += $x\n$x += $x\n$x += $x\n$x += "
                       "$x\n$x += $x\n$x += $x\n"
                       "New-TransportRule r -Comments $x",
                       limits),
                 "Comments: $x: too large a value"));
  std::string list = "'a'";
  for (int i = 0; i < 200; ++i) list += ",'a'";
  BOOST_TEST(has(shown("New-TransportRule r -From " + list, limits), "the statement is too large"));
}

BOOST_AUTO_TEST_CASE(hostile_scripts_end_soon) {
  for (const char* piece : {"(",
                            "@(",
                            "@{a=",
                            "$(",
                            "\"$(",
                            "[",
                            "-not ",
                            "$x=",
                            "'a'+",
                            "{",
                            "if(1){",
                            ".a",
                            "a,",
                            "[void]",
                            "\nNew-TransportRule '",
                            "$x+=$x\n",
                            "foreach($i in 1..999){",
                            "\"$($x)\"\n",
                            "<#",
                            "`"}) {
    std::string script = "$x = 'abcdefgh'\nNew-TransportRule ";
    for (int i = 0; i < 3000; ++i) script += piece;
    const Result result = import_one(script);
    BOOST_TEST(result.report.size() < 400000U, piece);
  }
}

BOOST_AUTO_TEST_SUITE_END()

// Export-Clixml of Get-TransportRule.
#include "import/clixml.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/import/imported.h"

using namespace waybill::import;

namespace {

std::string objects(const std::string& text) {
  return "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n" + text + "</Objs>";
}

std::string rule(const std::string& name, int priority, const std::string& properties) {
  return "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Deserialized.X.TransportRule</T></TN><ToString>" + name +
         "</ToString><Props><I32 N=\"Priority\">" + std::to_string(priority) + "</I32><S N=\"Name\">" + name +
         "</S><Obj N=\"State\" "
         "RefId=\"9\"><TN><T>System.Enum</T></TN><ToString>Enabled</ToString><I32>0</I32></Obj>\n" +
         properties + "</Props><MS><S N=\"PSComputerName\">x</S></MS></Obj>\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_clixml)

BOOST_AUTO_TEST_CASE(properties_are_parameters) {
  const std::string out = shown(objects(
      rule("b", 1,
           "<Nil N=\"From\" /><B N=\"DeleteMessage\">false</B><S N=\"Comments\"></S><S N=\"Mode\">Enforce</S>") +
      rule("a", 0,
           "<Obj N=\"SubjectContainsWords\" RefId=\"1\"><TN RefId=\"1\"><T>System.Collections.ArrayList</T></TN>"
           "<LST><S>w_x0026__xD83C__xDFB5_</S><S>v</S></LST></Obj>"
           "<Obj N=\"FromScope\" RefId=\"2\"><ToString>InOrganization</ToString><I32>0</I32></Obj>"
           "<S N=\"MessageSizeOver\">10 MB (10,485,760 bytes)</S><B N=\"StopRuleProcessing\">true</B>"
           "<DT N=\"ExpiryDate\">2030-02-05T05:43:05.507+00:00</DT><G N=\"Guid\">1</G>"
           "<Obj N=\"ApplyHtmlDisclaimerLocation\" RefId=\"3\"><ToString>Append</ToString></Obj>")));
  BOOST_TEST(out ==
             ">\"a\"|ExpiryDate = \"2030-02-05T05:43:05.507+00:00\"|SubjectContainsWords = [\"w&\U0001F3B5\", \"v\"]|"
             "FromScope = \"InOrganization\"|MessageSizeOver = 10485760|StopRuleProcessing = true||>\"b\"|");
}

BOOST_AUTO_TEST_CASE(state_and_added_properties) {
  BOOST_TEST(shown(objects("<Obj><MS><S N=\"Name\">a</S><S N=\"State\">Disabled</S></MS></Obj>")) ==
             ">\"a\"|Enabled = false|");
  BOOST_TEST(
      has(shown(objects("<Obj><MS><S N=\"Name\">a</S><S N=\"State\">7</S></MS></Obj>")), "error: Enabled: State is"));
}

BOOST_AUTO_TEST_CASE(references_are_followed) {
  BOOST_TEST(shown(objects(rule(
                 "a", 0, "<Obj N=\"From\" RefId=\"7\"><LST><S>x</S></LST></Obj><Ref N=\"SentTo\" RefId=\"7\"/>"))) ==
             ">\"a\"|From = [\"x\"]|SentTo = [\"x\"]|");
  BOOST_TEST(
      has(shown(objects(rule("a", 0, "<Ref N=\"From\" RefId=\"8\"/>"))), "error: From: a reference to an object"));
  const std::string circle = "<Obj N=\"From\" RefId=\"7\"><LST><Ref RefId=\"7\"/><Ref RefId=\"7\"/></LST></Obj>";
  Limits limits;
  limits.values = 500;
  BOOST_TEST(has(shown(objects(rule("a", 0, circle)), limits), "error: From: too large an object"));
}

BOOST_AUTO_TEST_CASE(what_may_be_a_condition_is_not_lost_in_silence) {
  const std::string out = shown(objects(rule("a", 0, "<S N=\"NewCondition\">x</S>")));
  BOOST_TEST(has(out, "#   NewCondition (f:3:1)|>\"a\"|Enabled = false|f:3:1: error: NewCondition: unknown parameter"),
             out);
  BOOST_TEST(has(shown(objects(rule("a", 0, "<B N=\"ManuallyModified\">true</B>"))), "warning: ManuallyModified"));
}

BOOST_AUTO_TEST_CASE(other_objects_are_skipped) {
  BOOST_TEST(shown(objects("<S>x</S>" + rule("a", 0, ""))) ==
             ">\"a\"|f:2:1: warning: what is no transport rule is skipped\n");
  BOOST_TEST(shown(objects("<Obj><LST>" + rule("a", 0, "") + "</LST></Obj>")) == ">\"a\"|");
  BOOST_TEST(has(shown(objects("")), "error: no transport rule in it"));
}

BOOST_AUTO_TEST_CASE(escapes_are_utf16_units) {
  BOOST_TEST(clixml_text("a_x000D__x000A_b") == "a\r\nb");
  BOOST_TEST(clixml_text("_x005F_x0041_") == "_x0041_");
  BOOST_TEST(clixml_text("_xD83C__xDFB5_") == "\U0001F3B5");
  BOOST_TEST(clixml_text("_xD83C_x") == "\uFFFDx");
  BOOST_TEST(clixml_text("_x12_ _x_ _xGGGG_ _x0041") == "_x12_ _x_ _xGGGG_ _x0041");
}

BOOST_AUTO_TEST_SUITE_END()

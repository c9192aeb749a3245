// Where the newest text ends in plain text: attributions, headers and quotes as clients write them.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "signature/place.h"

using namespace waybill::signature;

namespace {

// The text with "^" where the signature went; "append: ..." when there was no place.
std::string marked(std::string_view text) {
  const Placement placement = place_plain(text, Location::UnderReply, "S", {false, false, "\n"});
  if (placement.how != "under-reply") return std::string(placement.how);
  return std::string(text).insert(placement.offset, "^");
}

std::string without_mark(std::string text) { return text.erase(text.find('^'), 1); }

void expect(const std::string& text) { BOOST_TEST(marked(without_mark(text)) == text); }

std::string under(std::string_view text, bool flowed = false, bool delsp = false) {
  const Placement placement = place_plain(text, Location::UnderReply, "S\nT", {flowed, delsp, "\n"});
  return std::string(text).insert(placement.offset, placement.bytes);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_reply_plain)

BOOST_AUTO_TEST_CASE(an_attribution_in_each_language_belongs_to_the_quote) {
  for (const std::string attribution : {"On Mon, Apr 2, 2012 at 5:44 PM, Bob Doe <bob@example.org> wrote:",
                                        "On 02/04/12 17:44, Bob wrote:",
                                        "At 6/16/2016 08:32 PM, you wrote:",
                                        "Bob Doe <bob@example.org> wrote:",
                                        "Am 02.04.2012 um 17:44 schrieb Bob Doe <bob@example.org>:",
                                        "Am Mo., 2. Apr. 2012 um 17:44 Uhr schrieb Bob <bob@example.org>:",
                                        "Bob Doe <bob@example.org> schrieb am Mo., 2. Apr. 2012 um 17:44 Uhr:",
                                        "Le lun. 2 avr. 2012 à 17:44, Bob Doe <bob@example.org> a écrit :",
                                        "El lun, 2 abr 2012 a las 17:44, Bob (<bob@example.org>) escribió:",
                                        "Il giorno lun 2 apr 2012 alle ore 17:44 Bob <bob@example.org> ha scritto:",
                                        "Em seg., 2 de abr. de 2012 às 17:44, Bob <bob@example.org> escreveu:",
                                        "Op ma 2 apr. 2012 om 17:44 schreef Bob <bob@example.org>:",
                                        "Op 2 apr. 2012 om 17:44 heeft Bob <bob@example.org> het volgende geschreven:",
                                        "Den mån 2 apr. 2012 kl 17:44 skrev Bob <bob@example.org>:",
                                        "Den man. 2. apr. 2012 kl. 17.44 skrev Bob <bob@example.org>:",
                                        "man. 2. apr. 2012 kl. 17:44 skrev Bob <bob@example.org>:",
                                        "ma 2. huhtik. 2012 klo 17.44 Bob (bob@example.org) kirjoitti:",
                                        "pon., 2 kwi 2012 o 17:44 Bob <bob@example.org> napisał(a):",
                                        "W dniu 02.04.2012 o 17:44, Bob pisze:",
                                        "Dne 2.4.2012 v 17:44 Bob napsal(a):",
                                        "po 2. 4. 2012 v 17:44 odesílatel Bob <bob@example.org> napsal:",
                                        "пн, 2 апр. 2012 г. в 17:44, Bob <bob@example.org>:",
                                        "02.04.2012 17:44, Bob пишет:",
                                        "2 апреля 2012 г. 17:44 пользователь Bob <bob@example.org> написал:",
                                        "пн, 2 квіт. 2012 р. о 17:44 Bob <bob@example.org> пише:",
                                        "2012年4月2日(月) 17:44 Bob <bob@example.org>:",
                                        "在 2012年4月2日，下午5:44，Bob <bob@example.org> 写道：",
                                        "Bob <bob@example.org> 于2012年4月2日周一 17:44写道：",
                                        "2012-04-02 17:44 GMT+02:00 Bob <bob@example.org>:",
                                        "---- On Mon, 02 Apr 2012 17:44:36 +0200 Bob <bob@example.org> wrote ----"}) {
    expect("Hello\n\n^" + attribution + "\n> Hi\n");
    expect("Hello\n^" + attribution + "\n\n> Hi\n>\n> Bob\n");
  }
}

BOOST_AUTO_TEST_CASE(an_attribution_may_be_broken) {
  expect("Hello\n\n^On Mon, Apr 2, 2012 at 5:44 PM, Bob Doe <\nbob@example.org> wrote:\n\n> Hi\n");
  expect("Hello\n\n^On Mon, Apr 2, 2012 at 5:44 PM, Bob Doe <bob@example.org\n> wrote:\n\n> Hi\n");
  expect("Hello\n\n^Am 21.04.2016 17:48 schrieb \"Bob Doe\" <bob@example.org\n>:\n\n> Hi\n");
  expect("Hello\n^Le 4 janv. 2016 19:03, \"Bob Doe\"\n<bob@example.org>\na écrit :\n\n> Hi\n");
  expect("Hello\n^Op 16 aug. 2014 05:13 schreef \"bob\" <bob@example.org> het\nvolgende geschreven:\n\n> Hi\n");
  expect("Hello\n\n^2017-02-05 13:29 GMT+02:00 A long name <\nbob@example.org>:\n\n> Hi\n");
}

BOOST_AUTO_TEST_CASE(prose_above_an_attribution_is_own_text) {
  expect("On this day\nI wrote:\n\nOn Monday\n\n^On 28 Jan 2016, at 19:04, Bob wrote:\n\n> Hi\n");
  expect("See here:\n^> Hi\n");
  expect("As I said.\nOn the whole, yes.\n^On 28 Jan 2016, at 19:04, Bob wrote:\n> Hi\n");
}

BOOST_AUTO_TEST_CASE(what_is_below_an_attribution_may_be_unmarked) {
  expect("Hello\n\n^On Sun, Feb 7, 2016 at 12:12 AM -0800, \"Bob\" <bob@example.org> wrote:\n\nHi\n\nBob\n");
}

BOOST_AUTO_TEST_CASE(dividers_in_each_language) {
  for (const std::string divider : {"-----Original Message-----",
                                    "----- Original Message -----",
                                    "-------- Original message --------",
                                    "*-------- Original Message --------*",
                                    "-----Ursprüngliche Nachricht-----",
                                    "-----Message d'origine-----",
                                    "-----Mensaje original-----",
                                    "-----Messaggio originale-----",
                                    "-----Mensagem original-----",
                                    "-----Oorspronkelijk bericht-----",
                                    "-----Ursprungligt meddelande-----",
                                    "-----Oprindelig meddelelse-----",
                                    "-----Opprinnelig melding-----",
                                    "-----Alkuperäinen viesti-----",
                                    "-----Wiadomość oryginalna-----",
                                    "-----Původní zpráva-----",
                                    "-----Исходное сообщение-----",
                                    "-----Оригінальне повідомлення-----",
                                    "-----元のメッセージ-----",
                                    "------------------ 原始邮件 ------------------",
                                    "---------- Forwarded message ---------",
                                    "---------- Weitergeleitete Nachricht ---------",
                                    "Begin forwarded message:",
                                    "Anfang der weitergeleiteten Nachricht:",
                                    "Début du message transféré :",
                                    "Inicio del mensaje reenviado:"}) {
    expect("Hello\n\n^" + divider + "\nFrom: Bob\n\nHi\n");
  }
  expect("Hello\n\n^---------- Mensahe nga gipasa ---------\nGikan: Bob <bob@example.org>\n\nHi\n");
}

BOOST_AUTO_TEST_CASE(headers_in_each_language) {
  for (const std::string header :
       {"From: Bob\nSent: Monday\nTo: Anna\nSubject: x", "*From:* Bob\n*Date:* Monday\n*To:* Anna\n*Subject:* x",
        "Von: Bob\nGesendet: Montag\nAn: Anna\nBetreff: x", "De : Bob\nEnvoyé : lundi\nÀ : Anna\nObjet : x",
        "De: Bob\nEnviado el: lunes\nPara: Anna\nAsunto: x", "Da: Bob\nInviato: lunedì\nA: Anna\nOggetto: x",
        "De: Bob\nEnviada em: segunda\nPara: Anna\nAssunto: x", "Van: Bob\nVerzonden: maandag\nAan: Anna\nOnderwerp: x",
        "Från: Bob\nSkickat: den 2 april\nTill: Anna\nÄmne: x", "Fra: Bob\nSendt: 2. april\nTil: Anna\nEmne: x",
        "Lähettäjä: Bob\nLähetetty: maanantai\nVastaanottaja: Anna\nAihe: x",
        "Od: Bob\nWysłano: poniedziałek\nDo: Anna\nTemat: x", "Od: Bob\nOdesláno: pondělí\nKomu: Anna\nPředmět: x",
        "От: Bob\nОтправлено: 2 апреля\nКому: Anna\nТема: x", "Від: Bob\nНадіслано: 2 квітня\nКому: Anna\nТема: x",
        "差出人: Bob\n送信日時: 2012\n宛先: Anna\n件名: x", "发件人： Bob\n发送时间： 2012\n收件人： Anna\n主题： x"}) {
    expect("Hello\n\n^" + header + "\n\nHi\n");
    expect("Hello\n\n^________________________________\n" + header + "\n\nHi\n");
  }
  expect("Hello\n^_____________________________\nGikan: Bob <bob@example.org>\nPetsa: 2012\nNgadto: Anna\n\nHi\n");
  expect("Hello\n\n^From: Bob\nDate: Monday\nSubject: one that\ngoes on\nTo: Anna\n\nHi\n");
}

BOOST_AUTO_TEST_CASE(a_travel_request_is_no_header) {
  BOOST_TEST(marked("Please book\nFrom: Berlin\nTo: Paris\nDate: Monday\nThanks\n") == "append: no quote found");
}

BOOST_AUTO_TEST_CASE(text_below_a_quote_is_appended_to) {
  const std::string why = "append: text below the quote";
  BOOST_TEST(marked("On 2.4.2012 17:44, Bob wrote:\n> Hi\n\nHello\n") == why);
  BOOST_TEST(marked("> Hi\nHello\n") == why);
  BOOST_TEST(marked("Dear Bob,\n> one\nyes\n> two\nno\n") == why);
  BOOST_TEST(marked("On 2.4.2012 17:44, Bob wrote:\n> one\nyes\n> two\n") == why);
  BOOST_TEST(marked("On 2.4.2012 17:44, Bob wrote:\n\nunmarked, then\nHello\n") == why);
  expect("> you asked\nyes\n\n^On 2.4.2012 17:44, Bob wrote:\n> Hi\n");
  expect("> you asked\nyes\n\n^From: Bob\nSent: Monday\nTo: Anna\nSubject: x\n\nHi\n");
}

BOOST_AUTO_TEST_CASE(a_signature_or_a_list_footer_below_a_quote_is_no_answer) {
  expect("Hello\n\n^On 2.4.2012 17:44, Bob wrote:\n> Hi\n\n-- \nAnna\nExample GmbH\n");
  expect("Hello\n\n^On 2.4.2012 17:44, Bob wrote:\n> Hi\n____________________________________\nlist\nunsubscribe\n");
}

BOOST_AUTO_TEST_CASE(without_own_text_a_forward_is_signed_above) {
  expect("\n^---------- Forwarded message ---------\nFrom: Bob\n\nHi\n");
  expect("^On 2.4.2012 17:44, Bob wrote:\n> Hi\n");
  BOOST_TEST(marked("> Hi\n") == "append: no text above the quote");
}

BOOST_AUTO_TEST_CASE(without_a_quote_it_is_appended) {
  const std::string why = "append: no quote found";
  for (const std::string text :
       {"", "\n\n", "Hello\n", "Hello\n-- \nAnna\n", "This is no ---------- divider.\n--\n***\n",
        "See:\n-----\nFrom now on: x\n", "We wrote:\nmore\n", ":\n:\n:\n"}) {
    BOOST_TEST(marked(text) == why, text);
  }
}

BOOST_AUTO_TEST_CASE(empty_lines_stand_around_it) {
  BOOST_TEST(under("x\n\n> q\n") == "x\n\nS\nT\n\n> q\n");
  BOOST_TEST(under("x\n> q\n") == "x\n\nS\nT\n\n> q\n");
  BOOST_TEST(under("x\n\n\n> q") == "x\n\n\nS\nT\n\n> q");
  BOOST_TEST(under("On 2.4.2012 17:44, Bob wrote:\n> q\n") == "S\nT\n\nOn 2.4.2012 17:44, Bob wrote:\n> q\n");
}

BOOST_AUTO_TEST_CASE(a_flowed_line_above_does_not_join) {
  BOOST_TEST(under("x \ny\n> q\n", true) == "x \ny\n\nS\nT\n\n> q\n");
  BOOST_TEST(under("x \n> q\n", true, true) == "x \n\nS\nT\n\n> q\n");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_stays_first) {
  BOOST_TEST(under("\xEF\xBB\xBFOn 2.4.2012 17:44, Bob wrote:\n> q\n") ==
             "\xEF\xBB\xBFS\nT\n\nOn 2.4.2012 17:44, Bob wrote:\n> q\n");
}

BOOST_AUTO_TEST_CASE(two_signatures_stand_in_their_order) {
  const std::string once = under("x\n\n> q\n");
  const Placement second = place_plain(once, Location::UnderReply, "U", {false, false, "\n"});
  BOOST_TEST(std::string(once).insert(second.offset, second.bytes) == "x\n\nS\nT\n\nU\n\n> q\n");
}

BOOST_AUTO_TEST_SUITE_END()

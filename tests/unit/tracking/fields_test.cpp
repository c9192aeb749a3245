// The fields of Exchange's log in their order, and lines that its readers can read.
#include "tracking/fields.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::tracking;

namespace {

struct Sample {
  Trail trail{1'700'000'000'123, "192.0.2.1", "mx", "4cXy",        "<1@x>", "v1:id", 2048,
              "Offer, \"now\"",  "a@x",       "<>", "Originating", {}};
  Event event{"FAIL",
              "AGENT",
              1'700'000'000'130,
              "Transport Rule Agent",
              {{"b@x", "550 5.7.1 a;b"}, {"c@x"}},
              {"d@x"},
              "S:TRA=ETR|ruleId=A",
              "17.2"};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tracking_fields)

BOOST_AUTO_TEST_CASE(a_line) {
  const Sample sample;
  BOOST_TEST(csv_line(sample.trail, sample.event) ==
             "2023-11-14T22:13:20.130Z,192.0.2.1,,,mx,Transport Rule Agent,,AGENT,FAIL,4cXy,<1@x>,v1:id,b@x;c@x,"
             "\"550 5.7.1 a,b;\",2048,2,d@x,,\"Offer, \"\"now\"\"\",a@x,<>,,Originating,,192.0.2.1,,"
             "S:TRA=ETR|ruleId=A,Email,17.2,\n");
}

BOOST_AUTO_TEST_CASE(lists_of_what_is_not_shown_are_empty_and_others_keep_their_order) {
  Sample sample;
  sample.event.recipients = {{""}, {""}};
  sample.event.related = {"", "d@x"};
  const std::string line = csv_line(sample.trail, sample.event);
  BOOST_TEST(line.find(",v1:id,,,2048,2,;d@x,") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(the_head_names_the_fields_of_exchange_in_its_order) {
  BOOST_TEST(csv_head("0.1.0", 0) ==
             "#Software: Waybill\n#Version: 0.1.0\n#Log-type: Message Tracking Log\n#Date: 1970-01-01T00:00:00.000Z\n"
             "#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,"
             "source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,"
             "total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,"
             "return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data,"
             "transport-traffic-type,log-id,schema-version\n");
}

BOOST_AUTO_TEST_CASE(times) {
  BOOST_TEST(date_time(1'700'000'000'005) == "2023-11-14T22:13:20.005Z");
  BOOST_TEST(date_time(0) == "1970-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()

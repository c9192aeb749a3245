// store/tracking_schema.h: the tables of message tracking (docs/formats.md), for those who write and who read them.
//
// What: message is what all events of a message share, event and recipient are as tracking/trail.h has them. What goes
// with a message goes by a trigger.
#pragma once

#include "store/database.h"

namespace waybill::store {

inline const Schema& tracking_schema() {
  static const Schema kSteps = {
      "CREATE TABLE message (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, queue_id TEXT NOT NULL,"
      " message_id TEXT NOT NULL, dedupe_id TEXT NOT NULL, client_ip TEXT NOT NULL, server TEXT NOT NULL,"
      " bytes INTEGER NOT NULL, subject TEXT NOT NULL, sender TEXT NOT NULL, return_path TEXT NOT NULL,"
      " directionality TEXT NOT NULL);"
      "CREATE INDEX message_by_time ON message (at);"
      "CREATE INDEX message_by_queue_id ON message (queue_id);"
      "CREATE INDEX message_by_message_id ON message (message_id);"
      "CREATE INDEX message_by_sender ON message (sender);"
      "CREATE INDEX message_by_return_path ON message (return_path);"
      "CREATE TABLE event (message INTEGER NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL, event_id TEXT NOT "
      "NULL,"
      " source TEXT NOT NULL, context TEXT NOT NULL, custom_data TEXT NOT NULL, PRIMARY KEY (message, place))"
      " WITHOUT ROWID;"
      "CREATE TABLE recipient (message INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL,"
      " related INTEGER NOT NULL, address TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY (message, event, place))"
      " WITHOUT ROWID;"
      "CREATE INDEX recipient_by_address ON recipient (address);"
      "CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN"
      " DELETE FROM event WHERE message = old.id; DELETE FROM recipient WHERE message = old.id; END;",
  };
  return kSteps;
}

}  // namespace waybill::store

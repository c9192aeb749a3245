// engine/branch.cpp: the actions of rules on one copy, and its end.
#include "engine/branch.h"

#include <algorithm>
#include <utility>

#include "dedupe/dedupe_id.h"
#include "dedupe/hop.h"
#include "dedupe/message_id.h"
#include "engine/change_header.h"
#include "engine/copy_mark.h"
#include "engine/dkim.h"
#include "engine/once.h"
#include "message/address.h"
#include "signature/mark.h"

namespace waybill::engine {
namespace {

using message::Reason;
using message::Verdict;

constexpr const char* kNoFallback = "none";

signature::Spot place_of(const rules::Disclaimer& disclaimer) {
  switch (disclaimer.location) {
    case rules::DisclaimerLocation::Append:
      return signature::Location::Append;
    case rules::DisclaimerLocation::Prepend:
      return signature::Location::Prepend;
    case rules::DisclaimerLocation::UnderReply:
      return signature::Location::UnderReply;
    case rules::DisclaimerLocation::Marker:
      return {signature::Location::Marker, disclaimer.marker};
  }
  return signature::Location::Append;
}

signature::Spot spot_of(const rules::Disclaimer& disclaimer) {
  signature::Spot spot = place_of(disclaimer);
  spot.replaces_client_signature = disclaimer.replaces_client_signature;
  return spot;
}

// Whether the rule's fallback action answers for this reason; for all others the mail is left alone.
bool has_fallback(Reason reason) {
  return reason == Reason::Signed || reason == Reason::Encrypted || reason == Reason::UnclosedHtml ||
         reason == Reason::VerifyFailed;
}

const char* name_of(rules::Fallback fallback) {
  switch (fallback) {
    case rules::Fallback::Wrap:
      return "wrap";
    case rules::Fallback::Ignore:
      return "ignore";
    case rules::Fallback::Reject:
      return "reject";
  }
  return kNoFallback;
}

// What a Message-ID of ours ends in: only who owns a domain may name things in it.
std::string naming_domain(const Scene& scene) {
  const std::vector<std::string>& ours = scene.policy.organization.domains;
  std::string domain(message::domain_of(scene.sender));
  if (std::find(ours.begin(), ours.end(), domain) != ours.end()) return domain;
  return ours.empty() ? "waybill.invalid" : ours.front();  // RFC 2606, 2
}

message::Reply reply_of(const rules::Rejection& rejection) {
  return {rejection.code, rejection.status, rejection.text};
}

// Then two messages with one ID may look different: somebody who has one could put the other in its place.
bool is_read_differently(const base::Result<mime::PartTable>& scanned) {
  if (!scanned) return true;
  const mime::PartTable& table = *scanned;
  return table.is_ambiguous() || std::any_of(table.parts().begin(), table.parts().end(),
                                             [](const mime::Part& part) { return part.is_contradictory; });
}

}  // namespace

Branch::Branch(const Scene& scene) : scene_(&scene), draft_(scene.prepared, scene.policy.limits) {
  for (const message::Recipient& to : scene.prepared.message.envelope.recipients) {
    copy_.recipients.push_back(to.address);
    normalized_.push_back(message::normalized(to.address));
  }
  added_.resize(normalized_.size());
  suppresses_duplicates_ = scene.policy.suppress_duplicates;
  draft_.header().remove(kCopyFieldName);  // of a copy that is none of ours
  if (!scene.inside) draft_.header().remove_if(is_foreign_mark);
  if (!dedupe::is_stamped(draft_.headers())) draft_.header().remove(dedupe::kFieldName);
}

Branch Branch::split_off(std::vector<bool> which) {  // a copy: it may be our own added()
  Branch other = *this;
  const auto keep = [&](Branch& branch, bool value) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < which.size(); ++i) {
      if (which[i] != value) continue;
      branch.copy_.recipients[kept] = branch.copy_.recipients[i];
      branch.normalized_[kept] = branch.normalized_[i];
      branch.added_[kept++] = branch.added_[i];
    }
    branch.copy_.recipients.resize(kept);
    branch.normalized_.resize(kept);
    branch.added_.resize(kept);
  };
  keep(*this, false);
  keep(other, true);
  other.copy_.instead_of.clear();
  other.copy_.redirected_to.clear();
  return other;
}

void Branch::skip_all_rules() {
  copy_.left_alone = message::LeftAlone{{}, Reason::Report, kNoFallback};
  suppresses_duplicates_ = false;
}

void Branch::act(const rules::Rule& rule, const std::optional<Signing>& signing, const std::string& manager) {
  change_header(draft_.header(), rule.actions, scene_->policy);
  if (signing) sign(*signing);
  if (!is_open()) return;  // the fallback rejected it
  suppresses_duplicates_ = suppresses_duplicates_ || rule.actions.suppress_duplicates;
  const rules::Actions& actions = rule.actions;
  const bool to_manager = actions.add.manager == rules::Recipients::Redirect && !manager.empty();
  if (actions.reject) {
    const bool is_final = actions.reject->code >= 500;
    end(is_final ? Verdict::Reject : Verdict::Tempfail, reply_of(*actions.reject));
  } else if (!actions.redirect.empty() || to_manager) {
    std::vector<std::string> addresses = actions.redirect;
    if (to_manager) addresses.push_back(manager);
    redirect(std::move(addresses));
  } else if (actions.quarantine) {
    add_recipients(actions.add, manager);
    end(Verdict::Quarantine);
  } else if (actions.delete_message) {
    end(Verdict::Discard);
  } else {
    add_recipients(actions.add, manager);
  }
}

void Branch::end(Verdict verdict, std::optional<message::Reply> reply) {
  copy_.verdict = verdict;
  copy_.reply = std::move(reply);
}

void Branch::add_recipients(const rules::AddedRecipients& added, const std::string& manager) {
  for (const std::string& address : added.to) add_recipient(address, "To");
  for (const std::string& address : added.cc) add_recipient(address, "Cc");
  for (const std::string& address : added.bcc) add_recipient(address, nullptr);
  if (manager.empty() || !added.manager) return;
  const bool is_hidden = *added.manager == rules::Recipients::Bcc;
  add_recipient(manager, is_hidden ? nullptr : *added.manager == rules::Recipients::To ? "To" : "Cc");
}

void Branch::add_recipient(const std::string& address, const char* field) {
  if (field != nullptr) add_mailbox(draft_.header(), field, address);
  if (std::find(normalized_.begin(), normalized_.end(), address) != normalized_.end()) return;
  copy_.recipients.push_back(address);
  normalized_.push_back(address);
  added_.push_back(true);
}

void Branch::redirect(std::vector<std::string> addresses) {
  const auto& envelope = scene_->prepared.message.envelope.recipients;
  for (std::size_t i = 0; i < normalized_.size(); ++i) {
    const bool stays = std::find(addresses.begin(), addresses.end(), normalized_[i]) != addresses.end();
    const auto is_it = [&](const message::Recipient& to) { return to.address == copy_.recipients[i]; };
    if (!stays && std::any_of(envelope.begin(), envelope.end(), is_it)) {
      copy_.instead_of.push_back(copy_.recipients[i]);
    }
  }
  copy_.recipients = addresses;
  copy_.redirected_to = addresses;
  normalized_ = std::move(addresses);
  added_.assign(normalized_.size(), false);
}

void Branch::could_not_ask(const rules::Rule& rule) {
  if (rule.disclaimer) leave_alone(rule, Reason::DirectoryUnknown, kNoFallback);
  if (rule.error_action != rules::ErrorAction::Defer) return;
  end(Verdict::Tempfail, message::Reply{451, "4.7.1", "The rules cannot be decided now, try again later"});
}

void Branch::sign(const Signing& wanted) {
  Signing signing = wanted;
  const rules::Rule& rule = *signing.rule;
  if (is_signed_already(signing)) return leave_alone(rule, Reason::AlreadySigned, kNoFallback);
  if (!signing.mark.empty()) signing.fragment.html = signature::with_mark(signing.fragment.html, signing.mark);
  if (first_.rule == nullptr) first_ = signing;
  const auto obstacle = draft_.sign(signing.fragment, spot_of(*rule.disclaimer));
  if (obstacle) return fall_back(signing, *obstacle);
  if (!draft_.placed().empty()) placed_[rule.name] = draft_.placed();
  note_mark(signing);
}

bool Branch::is_signed_already(const Signing& signing) {
  if (signing.mark.empty()) return false;
  const bool is_quoted_too = signing.rule->disclaimer->once == rules::Once::PerConversation;
  return is_listed(draft_.headers(), signing.mark) ||
         draft_.holds({signing.fragment, signing.mark},
                      is_quoted_too ? signature::Within::All : signature::Within::Newest);
}

void Branch::note_mark(const Signing& signing) {
  if (!signing.mark.empty() && !signing.fragment.html.empty()) marks_.push_back(signing.mark);
}

void Branch::fall_back(const Signing& signing, Reason reason) {
  const rules::Rule& rule = *signing.rule;
  if (!has_fallback(reason)) return leave_alone(rule, reason, kNoFallback);
  leave_alone(rule, reason, name_of(rule.disclaimer->fallback));
  if (rule.disclaimer->fallback == rules::Fallback::Wrap) {
    draft_.wrap(signing.fragment);
    note_mark(signing);
  }
  if (rule.disclaimer->fallback == rules::Fallback::Reject) {
    end(Verdict::Reject, message::Reply{550, "5.7.1", "The company signature cannot be added to this message"});
  }
}

void Branch::leave_alone(const rules::Rule& rule, Reason reason, const char* fallback) {
  if (!copy_.left_alone) copy_.left_alone = message::LeftAlone{rule.name, reason, fallback};
}

message::Copy Branch::conclude(const std::string& id) {
  copy_.edits = finish(id);
  if (scene_->policy.on_broken_dkim == OnBrokenDkim::LeaveAlone) spare_dkim(id);
  stamp(id);
  if (copy_.verdict != Verdict::Accept && copy_.verdict != Verdict::Quarantine) copy_.edits.clear();
  const bool remove = scene_->policy.on_broken_dkim == OnBrokenDkim::Remove;
  const message::Message& message = scene_->prepared.message;
  if (suppresses_duplicates_ && !is_read_differently(scene_->prepared.table)) copy_.suppressible = copy_.recipients;
  copy_.broken_dkim = remove ? remove_broken_dkim(message, copy_.edits) : broken_dkim(message, copy_.edits);
  return std::move(copy_);
}

message::Edits Branch::finish(const std::string& id) {
  auto edits = draft_.finish(id);
  while (!edits) {  // at most twice: the signed text, then its wrap
    take_back(edits.error().text);
    edits = draft_.finish(id);
  }
  return std::move(*edits);
}

// The verification refused the edits: the signing rule's fallback decides, and is verified itself.
void Branch::take_back(const std::string& difference) {
  const bool may_fall_back = !draft_.is_wrapped();
  draft_.drop_text_changes();
  marks_.clear();
  placed_.clear();
  copy_.left_alone.reset();
  if (may_fall_back) {
    fall_back(first_, Reason::VerifyFailed);
  } else {
    leave_alone(*first_.rule, Reason::VerifyFailed, kNoFallback);
  }
  copy_.left_alone->detail = difference;
}

// The text stays when its change would break a DKIM or ARC signature; not for one that other changes break anyway.
void Branch::spare_dkim(const std::string& id) {
  if (!draft_.changes_text() || copy_.verdict != Verdict::Accept) return;
  const message::Message& message = scene_->prepared.message;
  auto broken = broken_dkim(message, copy_.edits);
  if (broken.empty()) return;
  Draft spared = draft_;
  spared.drop_text_changes();
  message::Edits edits = *spared.finish(id);
  for (const message::BrokenDkim& anyway : broken_dkim(message, edits)) {
    std::erase_if(broken,
                  [&](const auto& each) { return each.field == anyway.field && each.instance == anyway.instance; });
  }
  if (broken.empty()) return;
  draft_ = std::move(spared);
  copy_.edits = std::move(edits);
  marks_.clear();
  placed_.clear();
  copy_.left_alone = message::LeftAlone{first_.rule->name, Reason::DkimSigned, kNoFallback, to_string(broken.front())};
}

void Branch::stamp(const std::string& id) {
  const auto put_on_top = [&](message::Edit edit) { copy_.edits.insert(copy_.edits.begin(), std::move(edit)); };
  if (!marks_.empty()) put_on_top(list_field(marks_));
  if (id.empty()) return;
  const auto& hub = scene_->policy.hub;
  const auto& queue_id = scene_->prepared.message.envelope.queue_id;
  if (!hub.empty()) put_on_top(message::InsertHeader{dedupe::kHopField, dedupe::hop(hub, queue_id)});
  const bool has_id = message::find(draft_.headers(), dedupe::kFieldName) != nullptr;
  if (!has_id) put_on_top(message::InsertHeader{dedupe::kFieldName, ' ' + id});
  add_message_id(id);
}

// Not where a signature says that there is none: one that was broken is the greater harm. Added and not inserted:
// Sendmail 8.17.1.9 takes an added field in place of the Message-ID that it would write itself, and would write both
// else.
void Branch::add_message_id(const std::string& id) {
  constexpr const char* kName = "Message-ID";
  const message::HeaderField* const there = message::find(draft_.headers(), kName);
  if (there != nullptr && !message::unfold(there->value).empty()) return;
  const message::Message& message = scene_->prepared.message;
  const std::string value = ' ' + dedupe::made_message_id(message, id, naming_domain(*scene_));
  message::Edit edit = message::AddHeader{kName, value};
  if (there != nullptr) edit = message::ChangeHeader{kName, 1, value};
  if (broken_dkim(message, {edit}).empty()) copy_.edits.insert(copy_.edits.begin(), std::move(edit));
}

}  // namespace waybill::engine

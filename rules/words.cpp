// rules/words.cpp: the table of rule words, and look-up in it.
#include "rules/words.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "rules/actions.h"
#include "rules/attachment_conditions.h"
#include "rules/conditions.h"
#include "rules/message_conditions.h"
#include "rules/properties.h"
#include "rules/recipient_conditions.h"
#include "rules/text_conditions.h"

namespace waybill::rules {
namespace {

constexpr std::string_view kExcept = "ExceptIf";

// Why words are refused.
constexpr std::string_view kRequireTls = "a filter cannot choose how the MTA delivers later; use smtp_tls_policy_maps";
constexpr std::string_view kOme = "it needs Microsoft's message encryption service";
constexpr std::string_view kDlp = "it needs the data loss prevention of Exchange";
constexpr std::string_view kSupervision = "supervision lists exist in Exchange Online only";
constexpr std::string_view kNotices = "it sends messages of its own, which needs a store Waybill does not have yet";
constexpr std::string_view kModeration = "messages would have to wait for a decision, which needs a store";

using Type = ValueType;

constexpr Word condition(std::string_view name, Type type, Looks looks, std::string_view sentence,
                         std::string_view example) {
  return {.name = name,
          .kind = WordKind::Condition,
          .type = type,
          .looks = looks,
          .sentence = sentence,
          .example = example};
}
constexpr Word action(std::string_view name, Type type, std::string_view sentence, std::string_view example) {
  return {.name = name, .kind = WordKind::Action, .type = type, .sentence = sentence, .example = example};
}
constexpr Word property(std::string_view name, Type type, std::string_view sentence, std::string_view example) {
  return {.name = name, .kind = WordKind::Property, .type = type, .sentence = sentence, .example = example};
}

constexpr Word done(Word word, Observe observe) {
  word.status = Status::Done;
  word.observe = observe;
  return word;
}
constexpr Word done(Word word, Set set) {
  word.status = Status::Done;
  word.set = set;
  return word;
}
constexpr Word never(Word word, std::string_view reason) {
  word.status = Status::Never;
  word.reason = reason;
  return word;
}
constexpr Word choice(std::string_view choices, Word word) {
  word.choices = choices;
  return word;
}
constexpr Word beside(std::string_view needs, Word word) {
  word.needs = needs;
  return word;
}
constexpr Word instead_of(std::string_view other, Word word) {
  word.instead = other;
  return word;
}
constexpr Word also(std::string_view name, Word word) {
  word.also = name;
  return word;
}
constexpr Word at_most(std::size_t characters, Word word) {
  word.most = characters;
  return word;
}
constexpr Word own(Word word) {
  word.own = true;
  return word;
}

constexpr auto kMessage = Looks::Message;
constexpr auto kSender = Looks::Sender;
constexpr auto kRecipient = Looks::Recipient;
constexpr auto kBoth = Looks::SenderAndRecipient;
constexpr Observe kGoesWithPartner = nullptr;  // its partner observes for both

constexpr auto kProperties = std::to_array<Word>({
    done(at_most(64, property("Name", Type::Text, "What the rule is called; required, unique.", R"("Signature")")),
         set_name),
    done(at_most(1024, property("Comments", Type::Text, "Free text.", R"("Company signature")")), set_comments),
    done(property("Enabled", Type::Boolean, "A rule that is not enabled is skipped.", "true"), set_enabled),
    done(property("Priority", Type::Integer, "The rule's rank; 0 runs first.", "0"), set_priority),
    done(choice("Enforce|Audit|AuditAndNotify",
                property("Mode", Type::Choice, "Audit: the rule is tried and logged, but changes nothing.",
                         R"("Enforce")")),
         set_mode),
    done(property("ActivationDate", Type::Date, "The rule does nothing before.", R"("2026-01-01T00:00:00Z")"),
         set_activation),
    done(property("ExpiryDate", Type::Date, "The rule does nothing from then on.", R"("2026-12-31T00:00:00Z")"),
         set_expiry),
    done(choice("Ignore|Defer",
                property("RuleErrorAction", Type::Choice,
                         "When the directory cannot be asked: Ignore passes the mail without this rule, Defer has it "
                         "tried again later.",
                         R"("Ignore")")),
         set_error_action),
    done(choice("None|Dlp", property("RuleSubType", Type::Choice, "None; Dlp needs Exchange.", R"("None")")),
         set_rule_sub_type),
    done(choice("Header|Envelope|HeaderOrEnvelope",
                property("SenderAddressLocation", Type::Choice,
                         "Which address the conditions on the sender look at: From, MAIL FROM, or either.",
                         R"("Header")")),
         set_sender_address_location),
    done(property("WhatIf", Type::Boolean, "The rule counts as switched off.", "false"), set_what_if),
    done(property("Confirm", Type::Boolean, "No effect.", "false"), set_nothing),
    done(property("DomainController", Type::Text, "No effect.", R"("dc1.example.com")"), set_nothing),
    done(property("UseLegacyRegex", Type::Boolean,
                  "Patterns are in the dialect of Exchange 2010, where . + ? [ ] { } stand for themselves.", "false"),
         set_legacy_patterns),
    done(choice("Resolved|Original",
                property("RecipientAddressType", Type::Choice,
                         "The address conditions on recipients look at: her primary one, or the one that was written.",
                         R"("Resolved")")),
         set_recipient_address_type),
    never(property("DlpPolicy", Type::Text, "The DLP policy the rule belongs to.", R"("Policy")"), kDlp),
    own(done(
        choice("Remove|Keep", property("EmptyLines", Type::Choice,
                                       "Whether signature lines all of whose tokens are empty vanish.", R"("Remove")")),
        set_empty_lines)),
});

constexpr auto kActions = std::to_array<Word>({
    done(at_most(5000, action("ApplyHtmlDisclaimerText", Type::Text,
                              "The signature or disclaimer: HTML with %%tokens%% filled from the sender's entry.",
                              "'''<p>%%DisplayName%%</p>'''")),
         set_disclaimer_html),
    own(done(instead_of("ApplyHtmlDisclaimerText",
                        action("ApplyHtmlDisclaimerFile", Type::Text, "The file, in UTF-8, that holds the HTML.",
                               R"("signatures/standard.html")")),
             set_disclaimer_html_file)),
    own(done(beside("ApplyHtmlDisclaimerText",
                    action("ApplyTextDisclaimerText", Type::Text,
                           "The signature for plain text; without it the text is read off the HTML.",
                           R"("%%DisplayName%%")")),
             set_disclaimer_text)),
    own(done(instead_of("ApplyTextDisclaimerText",
                        beside("ApplyHtmlDisclaimerText",
                               action("ApplyTextDisclaimerFile", Type::Text,
                                      "The file, in UTF-8, that holds that text.", R"("signatures/standard.txt")"))),
             set_disclaimer_text_file)),
    done(
        beside("ApplyHtmlDisclaimerText",
               also("ApplyHtmlDisclaimerTextLocation",
                    choice("Append|Prepend|UnderReply|Marker",
                           action("ApplyHtmlDisclaimerLocation", Type::Choice,
                                  "Where the text goes: at the end, at the start; our own: above what is quoted, or in "
                                  "place of a marker.",
                                  R"("Append")")))),
        set_disclaimer_location),
    own(done(beside("ApplyHtmlDisclaimerText",
                    action("ApplyHtmlDisclaimerMarker", Type::Text,
                           "With Location Marker: what a user types where she wants the text.", R"("%%Signature%%")")),
             set_disclaimer_marker)),
    done(beside("ApplyHtmlDisclaimerText",
                choice("Wrap|Ignore|Reject",
                       action("ApplyHtmlDisclaimerFallbackAction", Type::Choice,
                              "What happens to mail that cannot be changed: signed, encrypted, broken HTML.",
                              R"("Wrap")"))),
         set_disclaimer_fallback),
    own(done(beside("ApplyHtmlDisclaimerText",
                    choice("Always|OncePerMessage|OncePerConversation",
                           action("Once", Type::Choice,
                                  "Not where this signature stands already: in the newest text, or in quoted text too.",
                                  R"("OncePerMessage")"))),
             set_once)),
    own(done(beside("ApplyHtmlDisclaimerText",
                    action("ReplaceClientSignature", Type::Boolean,
                           "The text replaces the signature of the user's mail program, where there is one.", "true")),
             set_replace_client_signature)),
    done(action("StopRuleProcessing", Type::Boolean, "No later rule is tried.", "true"), set_stop_rule_processing),
    done(choice("To|Cc|Bcc|Redirect", action("AddManagerAsRecipientType", Type::Choice,
                                             "The sender's manager becomes a recipient.", R"("Cc")")),
         set_add_manager),
    done(action("AddToRecipients", Type::Addresses, "These become To recipients.", R"(["a@example.com"])"),
         set_add_to_recipients),
    done(action("BlindCopyTo", Type::Addresses, "These become hidden recipients.", R"(["a@example.com"])"),
         set_blind_copy_to),
    done(action("CopyTo", Type::Addresses, "These become Cc recipients.", R"(["a@example.com"])"), set_copy_to),
    done(action("RedirectMessageTo", Type::Addresses, "Only these get the mail.", R"(["a@example.com"])"),
         set_redirect_to),
    never(action("RouteMessageOutboundRequireTls", Type::Boolean, "Delivery only over TLS.", "true"), kRequireTls),
    never(action("RouteMessageOutboundConnector", Type::Text, "Delivery by a connector.", R"("Partner")"),
          "connectors exist in Exchange Online only; use transport maps of the MTA"),
    done(action("DeleteMessage", Type::Boolean, "The mail is dropped in silence.", "true"), set_delete_message),
    done(action("Disconnect", Type::Boolean, "The SMTP connection is closed.", "true"), set_disconnect),
    own(done(action("SuppressDuplicates", Type::Boolean,
                    "Recipients who have this mail from an earlier arrival do not get it twice.", "true"),
             set_suppress_duplicates)),
    done(action("Quarantine", Type::Boolean, "The mail goes to the hold queue.", "true"), set_quarantine),
    done(action("RejectMessageReasonText", Type::Text, "The mail is refused with this text.", R"("Not allowed")"),
         set_reject_text),
    done(action("RejectMessageEnhancedStatusCode", Type::Text, "The mail is refused with this status.", R"("5.7.1")"),
         set_reject_status),
    done(action("SmtpRejectMessageRejectStatusCode", Type::Integer, "The mail is refused with this code.", "550"),
         set_smtp_reject_code),
    done(action("SmtpRejectMessageRejectText", Type::Text, "The mail is refused with this text.", R"("Not allowed")"),
         set_reject_text),
    done(action("ApplyClassification", Type::Text, "The mail gets this classification.", R"("Internal")"),
         set_classification),
    done(action("PrependSubject", Type::Text, "This goes before the subject.", R"("[EXT] ")"), set_prepend_subject),
    done(action("RemoveHeader", Type::HeaderName, "Fields of this name are removed.", R"("X-Mailer")"),
         set_remove_header),
    done(beside("SetHeaderValue", action("SetHeaderName", Type::HeaderName, "This field is set.", R"("X-Checked")")),
         set_header_name),
    done(beside("SetHeaderName", action("SetHeaderValue", Type::Text, "The value of the field.", R"("yes")")),
         set_header_value),
    done(action("SetSCL", Type::Integer, "The spam confidence level, -1 to 9.", "-1"), set_scl),
    done(choice("DoNotAudit|Low|Medium|High",
                action("SetAuditSeverity", Type::Choice, "The severity in the log.", R"("Low")")),
         set_audit_severity),
    done(action("LogEventText", Type::Text, "This goes to the log.", R"("seen")"), set_log_event),
    never(action("GenerateIncidentReport", Type::Address, "A report goes to this person.", R"("a@example.com")"),
          kNotices),
    never(action("IncidentReportContent", Type::Texts, "What the report has.", R"(["Sender"])"), kNotices),
    never(choice("IncludeOriginalMail|DoNotIncludeOriginalMail",
                 action("IncidentReportOriginalMail", Type::Choice, "Whether the report has the mail.",
                        R"("IncludeOriginalMail")")),
          kNotices),
    never(action("GenerateNotification", Type::Text, "Recipients get a notice.", R"("<p>Note</p>")"), kNotices),
    never(action("ModerateMessageByManager", Type::Boolean, "The sender's manager decides.", "true"), kModeration),
    never(action("ModerateMessageByUser", Type::Addresses, "These people decide.", R"(["a@example.com"])"),
          kModeration),
    never(choice("NotifyOnly|RejectMessage|RejectUnlessFalsePositiveOverride|RejectUnlessSilentOverride|"
                 "RejectUnlessExplicitOverride",
                 action("NotifySender", Type::Choice, "The sender is told by a policy tip.", R"("NotifyOnly")")),
          kDlp),
    never(action("ApplyOME", Type::Boolean, "The mail is encrypted.", "true"), kOme),
    never(
        action("ApplyRightsProtectionCustomizationTemplate", Type::Text, "How the encrypted mail looks.", R"("Brand")"),
        kOme),
    never(action("ApplyRightsProtectionTemplate", Type::Text, "The mail gets rights protection.", R"("Encrypt")"),
          "it needs Microsoft's rights management"),
    never(action("RemoveOME", Type::Boolean, "Encryption is removed.", "true"), kOme),
    never(action("RemoveOMEv2", Type::Boolean, "Encryption is removed.", "true"), kOme),
    never(action("RemoveRMSAttachmentEncryption", Type::Boolean, "Encryption of attachments is removed.", "true"),
          kOme),
});

constexpr auto kSenderConditions = std::to_array<Word>({
    done(condition("From", Type::Addresses, kSender, "The sender is one of these.", R"(["chris@example.com"])"), from),
    done(condition("FromMemberOf", Type::Groups, kSender,
                   "The sender is a member of one of these groups (name, DN or address), nested ones too.",
                   R"(["All Users"])"),
         from_member_of),
    done(choice("InOrganization|NotInOrganization",
                condition("FromScope", Type::Choice, kSender,
                          "InOrganization: the mail comes from inside, and the sender has a domain of ours or is in "
                          "the directory.",
                          R"("InOrganization")")),
         from_scope),
    done(condition("FromAddressContainsWords", Type::Words, kSender, "The sender's address has one of these words.",
                   R"(["sales"])"),
         sender_address_has),
    done(condition("SenderDomainIs", Type::Domains, kSender, "The sender's domain is one of these.",
                   R"(["example.com"])"),
         sender_domain_is),
    done(condition("SenderADAttributeContainsWords", Type::AttributeWords, kSender,
                   "The sender's directory entry has one of the words in that attribute.",
                   R"(["Department:Sales,Human Resources"])"),
         sender_attribute_has),
    done(condition("FromAddressMatchesPatterns", Type::Patterns, kSender,
                   "The sender's address matches one of these patterns.", R"(['^sales@'])"),
         sender_address_has),
    done(condition("SenderADAttributeMatchesPatterns", Type::AttributePatterns, kSender,
                   "The sender's directory entry matches one of the patterns in that attribute.",
                   R"(['Department:^Sales'])"),
         sender_attribute_has),
    done(condition("SenderIpRanges", Type::IpRanges, kMessage,
                   "The address of the client that sent the mail is in one of these ranges: a-b, CIDR or single.",
                   R"(["192.0.2.0/24", "2001:db8::1-2001:db8::9"])"),
         client_is_in),
    done(choice("Manager|DirectReport",
                condition("SenderManagementRelationship", Type::Choice, kBoth,
                          "The sender is the recipient's manager, or reports to her.", R"("Manager")")),
         sender_manages),
    done(beside("ManagerAddresses", choice("Sender|Recipient", condition("ManagerForEvaluatedUser", Type::Choice, kBoth,
                                                                         "Whose manager ManagerAddresses "
                                                                         "names.",
                                                                         R"("Sender")"))),
         kGoesWithPartner),
    done(beside("ManagerForEvaluatedUser", condition("ManagerAddresses", Type::Addresses, kBoth,
                                                     "The manager is one of these.", R"(["boss@example.com"])")),
         manager_is),
    done(condition("ADComparisonAttribute", Type::Attribute, kBoth,
                   "Sender and recipient have the same value of this attribute (or another, ADComparisonOperator).",
                   R"("Department")"),
         attributes_compare),
    done(beside("ADComparisonAttribute",
                choice("Equal|NotEqual",
                       condition("ADComparisonOperator", Type::Choice, kBoth,
                                 "How ADComparisonAttribute compares; Equal where it is not given.", R"("Equal")"))),
         kGoesWithPartner),
    done(beside("BetweenMemberOf2", condition("BetweenMemberOf1", Type::Groups, kBoth,
                                              "One of sender and recipient is in one of these groups, the other in one "
                                              "of BetweenMemberOf2.",
                                              R"(["Sales"])")),
         between_members),
    done(beside("BetweenMemberOf1",
                condition("BetweenMemberOf2", Type::Groups, kBoth, "The groups of the other side.", R"(["Support"])")),
         kGoesWithPartner),
    never(condition("HasSenderOverride", Type::Boolean, kMessage, "The sender overrode a policy tip.", "true"), kDlp),
    never(condition("SenderInRecipientList", Type::Words, kRecipient, "Reserved.", R"(["list"])"), kSupervision),
});

constexpr auto kRecipientConditions = std::to_array<Word>({
    done(condition("SentTo", Type::Addresses, kRecipient, "The recipient is one of these.", R"(["pat@example.com"])"),
         sent_to),
    done(condition("SentToMemberOf", Type::Groups, kRecipient, "The recipient is in one of these groups.",
                   R"(["Sales"])"),
         sent_to_member_of),
    done(choice("InOrganization|NotInOrganization|ExternalPartner|ExternalNonPartner",
                condition("SentToScope", Type::Choice, kRecipient, "Whether the recipient is one of ours.",
                          R"("NotInOrganization")")),
         sent_to_scope),
    done(condition("RecipientAddressContainsWords", Type::Words, kRecipient, "The recipient's address has a word.",
                   R"(["sales"])"),
         recipient_address_has),
    done(condition("RecipientAddressMatchesPatterns", Type::Patterns, kRecipient,
                   "The recipient's address matches one of these patterns.", R"(['^sales@'])"),
         recipient_address_has),
    done(condition("RecipientADAttributeContainsWords", Type::AttributeWords, kRecipient,
                   "The recipient's directory entry has one of the words in that attribute.",
                   R"(["City:London,Paris"])"),
         recipient_attribute_has),
    done(
        condition("RecipientADAttributeMatchesPatterns", Type::AttributePatterns, kRecipient,
                  "The recipient's directory entry matches one of the patterns in that attribute.", R"(['City:^Lon'])"),
        recipient_attribute_has),
    done(condition("RecipientDomainIs", Type::Domains, kRecipient, "The recipient's domain is one of these.",
                   R"(["example.org"])"),
         recipient_domain_is),
    done(condition("AnyOfRecipientAddressContainsWords", Type::Words, kMessage, "A recipient's address has a word.",
                   R"(["sales"])"),
         any_of_recipient_address_has),
    done(condition("AnyOfRecipientAddressMatchesPatterns", Type::Patterns, kMessage,
                   "A recipient's address matches one of these patterns.", R"(['^sales@'])"),
         any_of_recipient_address_has),
    done(condition("AnyOfToHeader", Type::Addresses, kMessage, "To names one of these.", R"(["pat@example.com"])"),
         any_of_to_header),
    done(condition("AnyOfToHeaderMemberOf", Type::Groups, kMessage, "To names a member of one of these groups.",
                   R"(["Sales"])"),
         any_of_to_header_member_of),
    done(condition("AnyOfCcHeader", Type::Addresses, kMessage, "Cc names one of these.", R"(["pat@example.com"])"),
         any_of_cc_header),
    done(condition("AnyOfCcHeaderMemberOf", Type::Groups, kMessage, "Cc names a member of one of these groups.",
                   R"(["Sales"])"),
         any_of_cc_header_member_of),
    done(condition("AnyOfToCcHeader", Type::Addresses, kMessage, "To or Cc names one of these.",
                   R"(["pat@example.com"])"),
         any_of_to_cc_header),
    done(condition("AnyOfToCcHeaderMemberOf", Type::Groups, kMessage, "To or Cc names a member of one of these groups.",
                   R"(["Sales"])"),
         any_of_to_cc_header_member_of),
    never(condition("RecipientInSenderList", Type::Words, kRecipient, "Reserved.", R"(["list"])"), kSupervision),
});

constexpr auto kMessageConditions = std::to_array<Word>({
    done(at_most(128, condition("SubjectContainsWords", Type::Words, kMessage, "The subject has one of these words.",
                                R"(["offer", "price list"])")),
         subject_has),
    done(beside("HeaderContainsWords", condition("HeaderContainsMessageHeader", Type::HeaderName, kMessage,
                                                 "The field HeaderContainsWords looks at.", R"("X-Department")")),
         kGoesWithPartner),
    done(beside("HeaderContainsMessageHeader", condition("HeaderContainsWords", Type::Words, kMessage,
                                                         "The header field has one of these words.", R"(["Sales"])")),
         header_has),
    done(beside("HeaderMatchesPatterns", condition("HeaderMatchesMessageHeader", Type::HeaderName, kMessage,
                                                   "The field HeaderMatchesPatterns looks at.", R"("X-Mailer")")),
         kGoesWithPartner),
    done(beside("HeaderMatchesMessageHeader",
                condition("HeaderMatchesPatterns", Type::Patterns, kMessage,
                          "The header field matches one of these patterns.", R"(['^Outlook'])")),
         header_has),
    done(condition("SubjectMatchesPatterns", Type::Patterns, kMessage, "The subject matches one of these patterns.",
                   R"(['^Re:'])"),
         subject_has),
    done(at_most(128, condition("SubjectOrBodyContainsWords", Type::Words, kMessage,
                                "The subject, or a text of the mail that is no attachment, has one of these words.",
                                R"(["offer", "price list"])")),
         subject_or_body_has),
    done(condition("SubjectOrBodyMatchesPatterns", Type::Patterns, kMessage,
                   "The subject, or a text of the mail that is no attachment, matches one of these patterns.",
                   R"(['\d{4}'])"),
         subject_or_body_has),
    done(choice("OOF|AutoForward|Encrypted|Calendaring|PermissionControlled|Voicemail|Signed|ApprovalRequest|"
                "ReadReceipt|AutoAccept|RSS",
                condition("MessageTypeMatches", Type::Choices, kMessage,
                          "The mail is of this type, or (our own) one of these; AutoAccept and RSS are never met.",
                          R"(["Signed", "Encrypted"])")),
         message_type_is),
    done(condition("MessageSizeOver", Type::Size, kMessage, "The mail, header included, has this size or more.",
                   R"("10MB")"),
         size_reaches),
    done(choice("Low|Normal|High",
                condition("WithImportance", Type::Choice, kMessage,
                          "The importance, by Importance, X-Priority, X-MSMail-Priority or Priority; else Normal.",
                          R"("High")")),
         importance_is),
    done(condition("SCLOver", Type::SpamLevel, kMessage,
                   "The spam confidence level in X-MS-Exchange-Organization-SCL is this or more.", "5"),
         spam_level_reaches),
    done(condition("HasClassification", Type::Text, kMessage,
                   "The mail has the classification of this name or id; see [[classification]].", R"("Internal")"),
         classification_is),
    done(condition("HasNoClassification", Type::Boolean, kMessage,
                   "true: the mail has no classification; false: it has one.", "true"),
         no_classification),
    done(condition("ContentCharacterSetContainsWords", Type::Charsets, kMessage,
                   "A text part names a charset that has one of these words.", R"(["koi8-r", "Japanese/iso-2022-jp"])"),
         charset_has),
    done(condition("AttachmentContainsWords", Type::Words, kMessage,
                   "An attachment's text has one of these words; of text and HTML files, in archives too.",
                   R"(["offer"])"),
         attachment_text_has),
    done(condition("AttachmentExtensionMatchesWords", Type::Words, kMessage,
                   "An attachment, or a member of an archive, has one of these extensions; with or without a dot.",
                   R"(["exe", "tar.gz"])"),
         attachment_extension_matches_words),
    done(condition("AttachmentHasExecutableContent", Type::Boolean, kMessage,
                   "An attachment, or a member of an archive, is a program by its content, whatever its name.", "true"),
         attachment_has_executable_content),
    done(condition("AttachmentIsPasswordProtected", Type::Boolean, kMessage,
                   "An attachment asks for a password: archives, Office documents, PDF.", "true"),
         attachment_is_password_protected),
    done(condition("AttachmentIsUnsupported", Type::Boolean, kMessage,
                   "An attachment is neither text nor an archive that can be opened.", "true"),
         attachment_is_unsupported),
    done(condition("AttachmentMatchesPatterns", Type::Patterns, kMessage,
                   "An attachment's text matches one of these patterns; of text and HTML files, in archives too.",
                   R"(['\d{4}'])"),
         attachment_text_has),
    done(condition("AttachmentNameMatchesPatterns", Type::Patterns, kMessage,
                   "The file name of an attachment, or of a member of an archive, matches one of these patterns.",
                   R"(['^invoice.*\.exe$'])"),
         attachment_name_has),
    done(condition("AttachmentProcessingLimitExceeded", Type::Boolean, kMessage,
                   "An attachment was too large or too deep to be looked into.", "true"),
         attachment_processing_limit_exceeded),
    done(condition("AttachmentPropertyContainsWords", Type::PropertyWords, kMessage,
                   "A custom property of an attached Office document has one of these words.", R"(["Project:Apollo"])"),
         attachment_property_contains_words),
    done(condition("AttachmentSizeOver", Type::Size, kMessage, "An attachment has this size, decoded, or more.",
                   R"("5MB")"),
         attachment_size_over),
    never(condition("MessageContainsDataClassifications", Type::Table, kMessage, "Sensitive information is in it.",
                    R"("x")"),
          kDlp),
    never(condition("MessageContainsAllDataClassifications", Type::Table, kMessage, "Reserved.", R"("x")"), kDlp),
});

std::vector<Word> all_words() {
  std::vector<Word> out(kProperties.begin(), kProperties.end());
  out.insert(out.end(), kActions.begin(), kActions.end());
  out.insert(out.end(), kSenderConditions.begin(), kSenderConditions.end());
  out.insert(out.end(), kRecipientConditions.begin(), kRecipientConditions.end());
  out.insert(out.end(), kMessageConditions.begin(), kMessageConditions.end());
  return out;
}

using Index = std::map<std::string, Parameter, message::NoCaseLess>;

Index index_of(const std::vector<Word>& words) {
  Index out;
  for (const Word& word : words) {
    for (const std::string_view name : {word.name, word.also}) {
      if (name.empty()) continue;
      out.emplace(name, Parameter{&word, false});
      if (word.kind == WordKind::Condition) out.emplace(std::string(kExcept).append(name), Parameter{&word, true});
    }
  }
  return out;
}

const Index& index() {
  static const Index kIndex = index_of(words());
  return kIndex;
}

}  // namespace

const std::vector<Word>& words() {
  static const std::vector<Word> kWords = all_words();
  return kWords;
}

std::string Parameter::name() const { return (exception ? std::string(kExcept) : std::string()).append(word->name); }

std::optional<Parameter> find_parameter(std::string_view name) {
  const auto found = index().find(name);
  return found == index().end() ? std::nullopt : std::optional<Parameter>(found->second);
}

const std::vector<std::string_view>& parameter_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> out;
    for (const auto& [name, parameter] : index()) {
      if (!base::equals_ignore_case(name, parameter.word->also)) out.push_back(name);
    }
    return out;
  }();
  return kNames;
}

}  // namespace waybill::rules

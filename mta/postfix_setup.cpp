// mta/postfix_setup.cpp: one function a setting.
#include "mta/postfix_setup.h"

#include <algorithm>
#include <cstdlib>

#include "mta/milter_list.h"

namespace waybill::mta {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr int kProtocol = 6;
constexpr const char* kMarks = "Waybill knows its copies again there and takes its mark off; others sign them";

class Planner {
 public:
  Planner(const Postfix& postfix, const Wish& wish)
      : postfix_(postfix), wish_(wish), milter_(address_of(postfix, wish)) {}

  PostfixPlan run() && {
    look_for_chroots();
    if (!plan_.problems.empty()) return std::move(plan_);
    put_first("smtpd_milters", Need::SmtpMilters,
              "Mail by SMTP. Waybill is first: a signer of DKIM behind it signs what it made");
    put_first("non_smtpd_milters", Need::LocalMilters, "Mail by sendmail(1)");
    for (const Service& service : postfix_.services) override_milters(service);
    set_default_action();
    set_protocol();
    set_timeout();
    if (!wish_.reinject.empty()) add_port();
    return std::move(plan_);
  }

 private:
  std::string queue() const { return postfix_.value("queue_directory") + '/'; }

  void add(Need need, std::string why, std::vector<std::string> arguments) {
    plan_.steps.push_back({std::move(why), {need, std::move(arguments)}});
  }

  void set(Need need, std::string why, const std::string& parameter, const std::string& value) {
    add(need, std::move(why), {"-e", parameter + " = " + value});
  }

  void look_for_chroots() {
    if (!wish_.milter.starts_with(kUnix) || milter_ != wish_.milter) return;
    std::string chrooted;
    for (const Service& service : postfix_.services) {
      const bool asks = service.program == "smtpd" || service.program == "cleanup";
      if (asks && service.is_chrooted) chrooted += (chrooted.empty() ? "" : ", ") + service.name;
    }
    if (chrooted.empty()) return;
    const std::string folder = queue() + "waybill";
    plan_.problems.push_back(
        chrooted + " run in a chroot (fifth column of master.cf) and reach no socket outside of " + queue() +
        ".\nIn waybill.toml, [milter], write\n  socket = \"unix:" + folder +
        "/waybill.sock\"\n  socket_group = \"\"\nand then\n  install -d -o waybill -g postfix -m 2750 " + folder +
        "\n  systemctl restart waybill");
  }

  bool is_ours(const Milter& milter) const { return milter.address == milter_ || milter.address == wish_.milter; }

  using Milters = std::vector<Milter>;
  Milters::const_iterator find_ours(const Milters& milters) const {
    return std::find_if(milters.begin(), milters.end(), [&](const Milter& milter) { return is_ours(milter); });
  }

  // The list with Waybill at its head, as it is there or new.
  Milters with_ours_first(Milters milters) const {
    const auto ours = milters.begin() + (find_ours(milters) - milters.cbegin());
    if (ours == milters.end()) {
      milters.insert(milters.begin(), {milter_, milter_});
    } else {
      std::rotate(milters.begin(), ours, ours + 1);
    }
    return milters;
  }

  // Why the order matters; empty: Waybill is not in the list.
  std::string why_order(const Milters& milters) const {
    const auto ours = find_ours(milters);
    if (ours == milters.end()) return {};
    std::string others;
    for (auto other = milters.begin(); other != ours; ++other)
      others += (others.empty() ? "" : ", ") + describe(*other);
    return "Waybill has to be first: what " + others + " saw or signed, it changes afterwards";
  }

  void put_first(const std::string& parameter, Need need, const std::string& why) {
    const Milters before = read_milters(postfix_.value(parameter));
    const Milters after = with_ours_first(before);
    if (after == before) return;
    const std::string order = why_order(before);
    if (!order.empty()) need = Need::Order;
    set(need, order.empty() ? why : order, parameter, write_milters(after));
  }

  void override_milters(const Service& service) {
    const auto own = service.overrides.find("smtpd_milters");
    if (own == service.overrides.end()) return;
    const bool takes_copies = service.name == wish_.reinject + "/inet";
    const Milters before = read_milters(own->second);
    if (before.empty() && !takes_copies) {
      plan_.notes.push_back(service.name + " has no milters (-o smtpd_milters=): its mail does not pass Waybill");
      return;
    }
    const Milters after = with_ours_first(before);
    if (after == before) return;
    const std::string order = why_order(before);
    const std::string why = takes_copies ? kMarks : service.name + " has milters of its own";
    add(order.empty() ? Need::ServiceMilters : Need::Order, why + (order.empty() ? "" : ". " + order),
        {"-P", service.name + "/smtpd_milters=" + write_tight(after)});
  }

  void set_default_action() {
    const std::string action = postfix_.value("milter_default_action");
    if (action == "tempfail" || action == "shutdown") return;
    set(Need::DefaultAction, "While Waybill is down, mail waits; " + action + " would let it pass or drop it",
        "milter_default_action", "tempfail");
  }

  void set_protocol() {
    if (std::atoi(postfix_.value("milter_protocol").c_str()) >= kProtocol) return;
    set(Need::Protocol, "Waybill speaks version 6", "milter_protocol", std::to_string(kProtocol));
  }

  void set_timeout() {
    if (read_interval(postfix_.value("milter_content_timeout")) >= wish_.patience) return;
    set(Need::Timeout, "Directory and copies may take that long", "milter_content_timeout",
        std::to_string(wish_.patience.count()) + "s");
  }

  // docs/operations.md
  void add_port() {
    const std::string name = wish_.reinject + "/inet";
    if (postfix_.find_service(name) != nullptr) return;
    add(Need::Port, std::string("The port for copies. ") + kMarks,
        {"-M", name + "=" + wish_.reinject + " inet n - n - - smtpd"});
    const std::string milters = write_tight(with_ours_first(read_milters(postfix_.value("smtpd_milters"))));
    for (const std::string& option : {"smtpd_milters=" + milters, std::string("mynetworks=127.0.0.0/8"),
                                      std::string("smtpd_recipient_restrictions=permit_mynetworks,reject"),
                                      std::string("smtpd_authorized_xforward_hosts=127.0.0.0/8")}) {
      add(Need::Port, "", {"-P", name + "/" + option});
    }
  }

  const Postfix& postfix_;
  const Wish& wish_;
  std::string milter_;  // as it is written
  PostfixPlan plan_;
};

}  // namespace

std::string address_of(const Postfix& postfix, const Wish& wish) {
  const std::string queue = std::string(kUnix) + postfix.value("queue_directory") + '/';
  return wish.milter.starts_with(queue) ? std::string(kUnix) + wish.milter.substr(queue.size()) : wish.milter;
}

PostfixPlan plan_postfix(const Postfix& postfix, const Wish& wish) { return Planner(postfix, wish).run(); }

}  // namespace waybill::mta

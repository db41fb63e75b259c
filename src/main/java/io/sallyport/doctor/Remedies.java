package io.sallyport.doctor;

import io.sallyport.config.PortRange;
import io.sallyport.files.Verdict;
import io.sallyport.files.Verdict.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What can be done about a verdict, exactly: commands and lines that can be used as they are.
final class Remedies {

  /// What is proposed where no range of ports is known.
  private static final PortRange USUAL = new PortRange(40000, 40100);

  /// Ports as close together as this come from a range that somebody has set.
  private static final int NARROW = 1000;

  private final Surroundings around;

  Remedies(Surroundings around) {
    this.around = around;
  }

  /// What can be done.
  Finding of(Verdict verdict) {
    return new Finding(verdict, remedies(verdict));
  }

  private List<Remedy> remedies(Verdict verdict) {
    Software software = around.software();
    return switch (verdict.code()) {
      case CONNECT_TIMED_OUT, CONNECT_REFUSED ->
          open(Side.SERVER, "", around.gateway(), port(around.settings().firstPort()));
      case PASSIVE_TIMED_OUT, PASSIVE_REJECTED -> openPassive(verdict, "");
      case PASSIVE_REFUSED -> setting("", software.passiveOn());
      case ACTIVE_NOBODY_CAME, ACTIVE_REJECTED -> openActive("");
      case ACTIVE_REFUSED -> setting("", software.activeOn());
      case ACTIVE_ILLEGAL_ADDRESS -> gateway("", "active-address: " + around.gateway());
      case BOTH_BLOCKED, NO_MODE -> either(verdict);
      case MODE_NOT_ALLOWED -> gateway("", "modes: auto");
      case UNROUTABLE_ADDRESS -> setting("", software.passiveAddress(around.server()));
      case SESSION_REUSE_REQUIRED -> setting("", software.sessionReuseOff());
      case CERTIFICATE_EXPIRED,
          CERTIFICATE_NOT_YET_VALID,
          CERTIFICATE_ISSUER,
          CERTIFICATE_HOST,
          CERTIFICATE_PIN ->
          List.of(
              new Remedy(
                  Side.GATEWAY,
                  Remedy.Kind.GATEWAY_SETTING,
                  "",
                  "",
                  List.of("tls: {pin: [\"" + verdict.parameters().get("fingerprint") + "\"]}")));
      case RENAME_REFUSED ->
          List.of(
              new Remedy(
                  Side.GATEWAY, Remedy.Kind.GATEWAY_SETTING, "", "", List.of("upload: direct")));
      case WORKS,
          HOST_UNKNOWN,
          NO_ROUTE,
          ADDRESS_UNREACHABLE,
          NO_GREETING,
          HANGS_UP,
          NOT_FTP,
          BUSY,
          LOGIN_REFUSED,
          CONTROL_LOST,
          FOLDER_REFUSED,
          TLS_NOT_OFFERED,
          TLS_FAILED,
          NO_TLS,
          TLS_DATA_FAILED,
          PASSIVE_GARBLED,
          ACTIVE_WRONG_PEER,
          LISTING_REFUSED,
          EPSV_UNSUPPORTED,
          EPSV_GARBLED,
          NAMES_NOT_UTF8,
          WRITE_WORKS,
          WRITE_REFUSED,
          DELETE_REFUSED ->
          List.of();
    };
  }

  private List<Remedy> either(Verdict both) {
    String passive = both.parameters().getOrDefault("passive", "");
    String active = both.parameters().getOrDefault("active", "");
    List<Remedy> a =
        passive.equals(Verdict.Code.PASSIVE_REFUSED.text())
            ? setting("a", around.software().passiveOn())
            : openPassive(both, "a");
    List<Remedy> b =
        active.equals(Verdict.Code.ACTIVE_REFUSED.text())
            ? setting("b", around.software().activeOn())
            : active.equals(Verdict.Code.ACTIVE_ILLEGAL_ADDRESS.text())
                ? gateway("b", "active-address: " + around.gateway())
                : openActive("b");
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  /// Both are needed: the setting keeps the server within what the firewall lets through.
  private List<Remedy> openPassive(Verdict verdict, String option) {
    PortRange range = range(verdict.parameters().getOrDefault("ports", ""));
    List<Remedy> remedies =
        new ArrayList<>(
            setting(option, around.software().passivePorts(range.first(), range.last())));
    remedies.addAll(open(Side.SERVER, option, around.gateway(), range));
    return remedies;
  }

  private List<Remedy> openActive(String option) {
    PortRange configured = around.settings().data().activePorts();
    PortRange range = configured == null ? USUAL : configured;
    List<Remedy> remedies = new ArrayList<>();
    if (configured == null) {
      remedies.addAll(gateway(option, "active-ports: " + range.first() + "-" + range.last()));
    }
    remedies.addAll(open(Side.GATEWAY, option, around.server(), range));
    return remedies;
  }

  /// The hundreds that the seen ports lie in, if they are close together.
  private static PortRange range(String ports) {
    int[] seen =
        Stream.of(ports.split("\\D+", -1))
            .filter(text -> !text.isEmpty())
            .mapToInt(Integer::parseInt)
            .sorted()
            .toArray();
    if (seen.length < 2 || seen[seen.length - 1] - seen[0] > NARROW) {
      return USUAL;
    }
    int first = seen[0] / 100 * 100;
    return new PortRange(first, Math.min(65535, (seen[seen.length - 1] / 100 + 1) * 100));
  }

  private static PortRange port(int port) {
    return new PortRange(port, port);
  }

  private List<Remedy> setting(String option, List<String> lines) {
    return lines.isEmpty()
        ? List.of()
        : List.of(
            new Remedy(Side.SERVER, Remedy.Kind.SETTING, option, around.software().file(), lines));
  }

  /// A line of the entry's `data`.
  private static List<Remedy> gateway(String option, String line) {
    return List.of(
        new Remedy(
            Side.GATEWAY,
            Remedy.Kind.GATEWAY_SETTING,
            option,
            "",
            List.of("data: {" + line + "}")));
  }

  /// Lets connections to `ports` in on one side, from the other side only.
  private List<Remedy> open(Side side, String option, String from, PortRange ports) {
    String source = around.seen(from);
    boolean v6 = around.server().contains(":");
    boolean one = ports.first() == ports.last();
    String nft =
        "nft insert rule inet filter input "
            + (source.isEmpty() ? "" : (v6 ? "ip6" : "ip") + " saddr " + source + " ")
            + "tcp dport "
            + (one ? ports.first() : ports.first() + "-" + ports.last())
            + " accept";
    String iptables =
        (v6 ? "ip6tables" : "iptables")
            + " -I INPUT -p tcp "
            + (source.isEmpty() ? "" : "-s " + source + " ")
            + "--dport "
            + (one ? ports.first() : ports.first() + ":" + ports.last())
            + " -j ACCEPT";
    return List.of(
        new Remedy(side, Remedy.Kind.NFT, option, "", List.of(nft)),
        new Remedy(side, Remedy.Kind.IPTABLES, option, "", List.of(iptables)));
  }
}

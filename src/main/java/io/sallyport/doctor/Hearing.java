package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.ftp.data.Endpoints;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Dialogue;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Hears one control connection and makes steps of its way from the name to the login, as it goes.
/// For the connection's thread.
final class Hearing implements Dialogue {

  private final FtpSettings settings;
  private final Consumer<Step> out;
  private final String user;
  private final String shownUser;
  private final List<Step.Said> said = new ArrayList<>();
  private final List<Step.Said> all = new ArrayList<>();
  private List<InetAddress> addresses = List.of();
  private @Nullable InetAddress connected;
  private boolean greeted;
  private boolean secured;
  private boolean tlsRefused;

  /// @param out takes the steps up to the login and FEAT
  Hearing(FtpSettings settings, Consumer<Step> out) {
    this(settings, out, "", "");
  }

  /// @param user who logs in
  /// @param shownUser whom to call it
  Hearing(FtpSettings settings, Consumer<Step> out, String user, String shownUser) {
    this.settings = settings;
    this.out = out;
    this.user = user;
    this.shownUser = shownUser;
  }

  /// The addresses of the name.
  List<InetAddress> addresses() {
    return addresses;
  }

  /// The address that TCP stands with, or stood with at last.
  Optional<InetAddress> connected() {
    return Optional.ofNullable(connected);
  }

  /// Whether the server has said something.
  boolean greeted() {
    return greeted;
  }

  /// Whether TLS stands.
  boolean secured() {
    return secured;
  }

  /// Everything that was said.
  List<Step.Said> all() {
    return List.copyOf(all);
  }

  /// What was said since the last time.
  List<Step.Said> take() {
    List<Step.Said> taken = List.copyOf(said);
    said.clear();
    return taken;
  }

  /// The last reply to a command that starts like this.
  Optional<Reply> reply(String command) {
    return all.reversed().stream()
        .filter(each -> each.command().startsWith(command) && !each.command().isEmpty())
        .map(Step.Said::reply)
        .findFirst();
  }

  @Override
  public void resolved(List<InetAddress> found, Duration took) {
    addresses = found;
    tell(
        Step.Id.RESOLVE,
        Step.State.OK,
        took,
        Map.of(
            "host",
            settings.firstHost(),
            "addresses",
            found.stream().map(Endpoints::literal).toList()));
  }

  @Override
  public void connected(InetAddress address, Duration took) {
    boolean again = address.equals(connected);
    connected = address;
    greeted = false;
    if (!again) {
      tell(Step.Id.TCP, Step.State.OK, took, at(address));
    }
  }

  @Override
  public void failed(InetAddress address, IOException reason, Duration took) {
    Map<String, Object> facts = new LinkedHashMap<>(at(address));
    facts.put("reason", String.valueOf(reason.getMessage()));
    if (!address.equals(connected)) {
      tell(Step.Id.TCP, Step.State.FAILED, took, facts);
    } else if (reason instanceof TlsRefused refused) {
      tls(refused, took);
    } else if (reason instanceof ControlLost && !greeted) {
      tell(Step.Id.GREETING, Step.State.FAILED, took, facts);
    }
  }

  private void tls(TlsRefused refused, Duration took) {
    String reason = String.valueOf(refused.getMessage());
    if (refused.doubt().isEmpty()) {
      tlsRefused = false;
      Step.State state =
          refused.reason() == TlsRefused.Reason.NOT_OFFERED
              ? Step.State.REFUSED
              : Step.State.FAILED;
      String answer =
          reply("AUTH").filter(said -> !said.isPositive()).map(Reply::oneLine).orElse(reason);
      tell(Step.Id.TLS, state, took, Map.of("reason", answer));
      return;
    }
    tell(Step.Id.TLS, Step.State.OK, took, Map.of());
    Map<String, Object> facts = CertificateFacts.of(refused.chain());
    facts.put("doubt", Verdict.text(refused.doubt().get()));
    facts.put("reason", reason);
    tell(Step.Id.CERTIFICATE, Step.State.FAILED, Duration.ZERO, facts);
  }

  @Override
  public void secured(SSLSession session, Duration took) {
    secured = true;
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", session.getProtocol());
    facts.put("cipher", session.getCipherSuite());
    tell(Step.Id.TLS, Step.State.OK, took, facts);
    tell(Step.Id.CERTIFICATE, Step.State.OK, Duration.ZERO, CertificateFacts.of(chain(session)));
  }

  private static List<X509Certificate> chain(SSLSession session) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate each : session.getPeerCertificates()) {
        if (each instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
      return chain;
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  @Override
  public void replied(String command, Reply reply, Duration took) {
    if (tlsRefused && !command.startsWith("AUTH")) {
      tlsRefused = false;
      String answer = reply("AUTH").map(Reply::oneLine).orElse("");
      tell(Step.Id.TLS, Step.State.REFUSED, took, Map.of("reason", answer));
    }
    Step.Said one =
        isLogin(command) ? shown(command, reply, took) : new Step.Said(command, reply, took);
    said.add(one);
    all.add(one);
    if (command.isEmpty() && !greeted) {
      greeted = true;
      tell(
          Step.Id.GREETING,
          reply.isPositive() ? Step.State.OK : Step.State.REFUSED,
          took,
          Map.of());
    } else if (command.startsWith("AUTH")) {
      // Another word for the same may follow; what comes of it shows with the next command.
      tlsRefused = !reply.isPositive();
    } else if (isLogin(command) && !reply.isIntermediate()) {
      Duration whole =
          said.stream()
              .filter(each -> isLogin(each.command()))
              .map(Step.Said::took)
              .reduce(Duration.ZERO, Duration::plus);
      tell(Step.Id.LOGIN, reply.isPositive() ? Step.State.OK : Step.State.REFUSED, whole, Map.of());
    } else if (command.equals("FEAT")) {
      boolean known = reply.code() == 211;
      tell(
          Step.Id.FEATURES,
          known ? Step.State.OK : Step.State.REFUSED,
          took,
          known ? Map.of("features", features(reply)) : Map.of());
    }
  }

  /// Servers repeat the user's name.
  private Step.Said shown(String command, Reply reply, Duration took) {
    return user.equals(shownUser)
        ? new Step.Said(command, reply, took)
        : new Step.Said(
            command.replace(user, shownUser),
            new Reply(reply.code(), reply.text().replace(user, shownUser)),
            took);
  }

  private static boolean isLogin(String command) {
    return command.startsWith("USER ") || command.startsWith("PASS ");
  }

  private static List<String> features(Reply reply) {
    List<String> lines = reply.text().lines().map(String::strip).toList();
    return lines.size() < 3 ? List.of() : lines.subList(1, lines.size() - 1);
  }

  private Map<String, Object> at(InetAddress address) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("address", Endpoints.literal(address));
    facts.put("port", settings.firstPort());
    return facts;
  }

  private void tell(Step.Id id, Step.State state, Duration took, Map<String, Object> facts) {
    out.accept(new Step(id, state, took, take(), null, facts));
  }
}

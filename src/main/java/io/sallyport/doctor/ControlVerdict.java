package io.sallyport.doctor;

import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.tls.TlsRefused;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Why there is no login.
final class ControlVerdict {

  private ControlVerdict() {}

  /// What `failure` means.
  ///
  /// @param user whom to call the login
  /// @param hearing of the connection that failed
  static Verdict of(Failure failure, Surroundings around, String user, Hearing hearing) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("host", around.settings().firstHost());
    parameters.put("server", around.server());
    parameters.put("port", Integer.toString(around.settings().firstPort()));
    parameters.put("gateway", around.gateway());
    failure.reply().map(Reply::oneLine).ifPresent(reply -> parameters.put("reply", reply));
    return new Verdict(code(failure, user, hearing, parameters), Weight.BLOCKED, parameters);
  }

  private static Code code(
      Failure failure, String user, Hearing hearing, Map<String, String> parameters) {
    switch (failure) {
      case Failure.Busy _ -> {
        return Code.BUSY;
      }
      case Failure.NotLoggedIn _ -> {
        parameters.put("user", user);
        return Code.LOGIN_REFUSED;
      }
      default -> {
        // What became of the connection decides.
      }
    }
    return switch (failure.getCause()) {
      case UnknownHostException _ -> Code.HOST_UNKNOWN;
      case TlsRefused refused -> tls(refused, hearing, parameters);
      case ControlLost lost -> lost(lost, hearing, parameters);
      case SocketTimeoutException _ -> Code.CONNECT_TIMED_OUT;
      case NoRouteToHostException _ -> Code.NO_ROUTE;
      case ConnectException e ->
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unreachable")
              ? Code.NO_ROUTE
              : Code.CONNECT_REFUSED;
      case null, default -> {
        if (hearing.secured() && failure.reply().isPresent()) {
          parameters.put("reason", failure.reply().get().oneLine());
          yield Code.TLS_DATA_FAILED;
        }
        if (hearing.greeted()) {
          parameters.put("command", lastCommand(hearing));
          yield Code.CONTROL_LOST;
        }
        yield Code.NO_ROUTE;
      }
    };
  }

  private static Code lost(ControlLost lost, Hearing hearing, Map<String, String> parameters) {
    if (hearing.greeted()) {
      parameters.put("command", nextCommand(hearing));
      return Code.CONTROL_LOST;
    }
    if (lost.isForeign()) {
      return Code.NOT_FTP;
    }
    return lost.timedOut() ? Code.NO_GREETING : Code.HANGS_UP;
  }

  /// What was sent and not answered.
  private static String nextCommand(Hearing hearing) {
    return switch (lastCommand(hearing)) {
      case "", "AUTH" -> "USER";
      case "USER" -> "PASS";
      default -> "login";
    };
  }

  private static String lastCommand(Hearing hearing) {
    List<Step.Said> all = hearing.all();
    return all.isEmpty() ? "" : all.getLast().command().split(" ", 2)[0];
  }

  /// What is wrong with TLS.
  static Code tls(TlsRefused refused, Hearing hearing, Map<String, String> parameters) {
    parameters.put("reason", String.valueOf(refused.getMessage()));
    if (refused.doubt().isPresent()) {
      certificate(refused.chain().getFirst(), parameters);
      return switch (refused.doubt().get()) {
        case EXPIRED -> Code.CERTIFICATE_EXPIRED;
        case NOT_YET_VALID -> Code.CERTIFICATE_NOT_YET_VALID;
        case ISSUER -> Code.CERTIFICATE_ISSUER;
        case HOST -> Code.CERTIFICATE_HOST;
        case PIN -> Code.CERTIFICATE_PIN;
      };
    }
    if (refused.reason() == TlsRefused.Reason.NOT_OFFERED) {
      parameters.put("reply", hearing.reply("AUTH").map(Reply::oneLine).orElse("-"));
      return Code.TLS_NOT_OFFERED;
    }
    return Code.TLS_FAILED;
  }

  private static void certificate(X509Certificate own, Map<String, String> parameters) {
    Map<String, Object> facts = CertificateFacts.of(List.of(own));
    for (String name : List.of("from", "until", "issuer", "fingerprint")) {
      parameters.put(name, String.valueOf(facts.get(name)));
    }
    parameters.put(
        "names",
        facts.get("names") instanceof List<?> names
            ? String.join(", ", names.stream().limit(5).map(String::valueOf).toList())
            : "");
  }
}

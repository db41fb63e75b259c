package io.sallyport.files;

import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What attempts at data connections tell about the firewalls on the way.
///
/// @param passive what is wrong with passive mode; empty if it works or was not tried
/// @param active what is wrong with active mode; empty if it works or was not tried
public record DataVerdict(Optional<Verdict> passive, Optional<Verdict> active) {

  /// vsftpd and ProFTPD, Pure-FTPd, pyftpdlib: they connect to the client's own address only.
  private static final Pattern ILLEGAL =
      Pattern.compile("(?i)illegal|won't open a connection|foreign|address");

  /// Judges what was tried.
  public static DataVerdict of(List<Attempt> attempts) {
    return new DataVerdict(
        judge(attempts.stream().filter(a -> a.mode().isPassive()).toList(), true),
        judge(attempts.stream().filter(a -> !a.mode().isPassive()).toList(), false));
  }

  /// The one sentence for whoever got no data connection at all; empty where nothing was tried.
  public Optional<Verdict> ofNothing() {
    if (passive.isPresent() && active.isPresent()) {
      Code code =
          isOnTheWay(passive.get()) && isOnTheWay(active.get()) ? Code.BOTH_BLOCKED : Code.NO_MODE;
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("passive", passive.get().code().text());
      parameters.put("active", active.get().code().text());
      parameters.putAll(passive.get().parameters());
      parameters.putAll(active.get().parameters());
      return Optional.of(new Verdict(code, Weight.BLOCKED, parameters));
    }
    return passive.or(() -> active).map(verdict -> verdict.weighing(Weight.BLOCKED));
  }

  /// Whether a firewall or a network does it, rather than the server's settings.
  private static boolean isOnTheWay(Verdict verdict) {
    return switch (verdict.code()) {
      case PASSIVE_TIMED_OUT, PASSIVE_REJECTED, ACTIVE_NOBODY_CAME, ACTIVE_REJECTED -> true;
      default -> false;
    };
  }

  private static Optional<Verdict> judge(List<Attempt> attempts, boolean passive) {
    if (attempts.isEmpty()
        || attempts.stream().anyMatch(a -> a.outcome() == Attempt.Outcome.CONNECTED)) {
      return Optional.empty();
    }
    for (Attempt.Outcome worst :
        List.of(
            Attempt.Outcome.TIMED_OUT,
            Attempt.Outcome.REJECTED,
            Attempt.Outcome.WRONG_PEER,
            Attempt.Outcome.GARBLED,
            Attempt.Outcome.REFUSED_BY_SERVER)) {
      List<Attempt> found = attempts.stream().filter(a -> a.outcome() == worst).toList();
      if (!found.isEmpty()) {
        return Optional.of(
            new Verdict(code(worst, passive, found), Weight.WARNING, parameters(found, passive)));
      }
    }
    return Optional.empty();
  }

  private static Code code(Attempt.Outcome outcome, boolean passive, List<Attempt> found) {
    return switch (outcome) {
      case TIMED_OUT -> passive ? Code.PASSIVE_TIMED_OUT : Code.ACTIVE_NOBODY_CAME;
      case REJECTED -> passive ? Code.PASSIVE_REJECTED : Code.ACTIVE_REJECTED;
      case GARBLED -> Code.PASSIVE_GARBLED;
      case WRONG_PEER -> Code.ACTIVE_WRONG_PEER;
      case REFUSED_BY_SERVER, CONNECTED ->
          passive
              ? Code.PASSIVE_REFUSED
              : found.stream().anyMatch(DataVerdict::isAboutAddress)
                  ? Code.ACTIVE_ILLEGAL_ADDRESS
                  : Code.ACTIVE_REFUSED;
    };
  }

  private static boolean isAboutAddress(Attempt attempt) {
    Reply reply = attempt.reply();
    return reply != null && reply.code() < 502 && ILLEGAL.matcher(reply.text()).find();
  }

  private static Map<String, String> parameters(List<Attempt> found, boolean passive) {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, passive ? "server" : "gateway", found, DataVerdict::host);
    put(parameters, passive ? "ports" : "gatewayPorts", found, DataVerdict::port);
    put(
        parameters,
        passive ? "reply" : "activeReply",
        found,
        a -> a.reply() == null ? "" : a.reply().oneLine());
    return parameters;
  }

  private static void put(
      Map<String, String> parameters,
      String name,
      List<Attempt> found,
      java.util.function.Function<Attempt, String> value) {
    String all =
        found.stream()
            .map(value)
            .filter(Predicate.not(String::isEmpty))
            .distinct()
            .collect(Collectors.joining(name.endsWith("eply") ? " / " : ", "));
    if (!all.isEmpty()) {
      parameters.put(name, all);
    }
  }

  private static String host(Attempt attempt) {
    String address = attempt.address();
    return address == null
        ? ""
        : address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
  }

  private static String port(Attempt attempt) {
    String address = attempt.address();
    return address == null ? "" : address.substring(address.lastIndexOf(':') + 1);
  }
}

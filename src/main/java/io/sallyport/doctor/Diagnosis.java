package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.DataVerdict;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import io.sallyport.files.Wording;
import io.sallyport.ftp.data.Endpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// From what was seen to what it means.
final class Diagnosis {

  /// What is most important comes first.
  private static final List<Weight> ORDER =
      List.of(Weight.BLOCKED, Weight.WARNING, Weight.GOOD, Weight.NOTE);

  private final Surroundings around;
  private final ModeTrials trials;
  private final List<Step> steps;
  private final List<Verdict> noted;
  private final DataVerdict data;

  /// @param steps in order
  /// @param noted what was clear at once
  Diagnosis(Surroundings around, ModeTrials trials, List<Step> steps, List<Verdict> noted) {
    this.around = around;
    this.trials = trials;
    this.steps = steps;
    this.noted = noted;
    this.data = DataVerdict.of(trials.attempts());
  }

  /// The whole.
  ///
  /// @param noLogin why there is no login; empty if there was one
  Report report(Optional<Verdict> noLogin, Instant started, Duration took) {
    FtpSettings settings = around.settings();
    List<Verdict> verdicts = new ArrayList<>(noted);
    noLogin.ifPresent(verdicts::add);
    @Nullable DataMode mode = null;
    if (noLogin.isEmpty()) {
      mode = settings.data().modes().stream().filter(trials::works).findFirst().orElse(null);
      modes(mode, verdicts);
      tls(verdicts);
    }
    addresses(verdicts);
    boolean usable =
        mode != null && verdicts.stream().noneMatch(each -> each.weight() == Weight.BLOCKED);
    if (usable && mode != null) {
      verdicts.add(new Verdict(Code.WORKS, Weight.GOOD, Map.of("mode", mode.name())));
    }
    Remedies remedies = new Remedies(around);
    List<Finding> findings =
        verdicts.stream()
            .sorted(Comparator.comparingInt(verdict -> ORDER.indexOf(verdict.weight())))
            .map(this::complete)
            .map(remedies::of)
            .toList();
    return new Report(
        new FtpUrl(
                settings.tls().mode(),
                null,
                null,
                settings.host(),
                settings.port(),
                settings.root())
            .toString(),
        around.software(),
        started,
        took,
        usable ? mode : null,
        trials.outcomes(),
        findings,
        picture(noLogin),
        steps);
  }

  /// With the addresses that the words may name.
  private Verdict complete(Verdict verdict) {
    Verdict with = verdict;
    for (Map.Entry<String, String> each :
        Map.of("server", around.server(), "gateway", around.gateway()).entrySet()) {
      if (!with.parameters().containsKey(each.getKey())) {
        with = with.with(each.getKey(), each.getValue());
      }
    }
    return with;
  }

  private void modes(@Nullable DataMode mode, List<Verdict> verdicts) {
    Optional<DataMode> any = Stream.of(DataMode.values()).filter(trials::works).findFirst();
    if (any.isEmpty()) {
      nothing(verdicts);
      return;
    }
    if (mode == null) {
      verdicts.add(
          new Verdict(Code.MODE_NOT_ALLOWED, Weight.BLOCKED, Map.of("working", any.get().name())));
    }
    data.passive()
        .map(verdict -> verdict.with(Wording.MEANWHILE, any.get().name()))
        .ifPresent(verdicts::add);
    // Who gets through one way needs no other.
    data.active().map(verdict -> verdict.weighing(Weight.NOTE)).ifPresent(verdicts::add);
    if (trials.works(DataMode.PASV) && !trials.works(DataMode.EPSV)) {
      epsv().ifPresent(verdicts::add);
    }
    advertised().ifPresent(verdicts::add);
  }

  private void nothing(List<Verdict> verdicts) {
    Optional<Step> refused =
        steps.stream()
            .filter(step -> step.id().compareTo(Step.Id.EPSV) >= 0)
            .filter(step -> step.id().compareTo(Step.Id.PORT) <= 0)
            .filter(step -> ModeTrials.reason(step) != null && step.state() != Step.State.SKIPPED)
            .findFirst();
    data.ofNothing()
        .or(() ->
            refused.map(step ->
                new Verdict(
                    around.settings().tls().mode() == TlsSettings.Mode.NONE
                        ? Code.LISTING_REFUSED
                        : Code.TLS_DATA_FAILED,
                    Weight.BLOCKED,
                    Map.of(
                        "reply",
                        String.valueOf(ModeTrials.reason(step)),
                        "reason",
                        String.valueOf(ModeTrials.reason(step))))))
        .ifPresent(verdicts::add);
  }

  private Optional<Verdict> epsv() {
    return attempt(DataMode.EPSV)
        .flatMap(attempt -> {
          Reply reply = attempt.reply();
          Map<String, String> parameters = new LinkedHashMap<>();
          parameters.put("reply", reply == null ? "-" : reply.oneLine());
          return switch (attempt.outcome()) {
            case REFUSED_BY_SERVER ->
                Optional.of(new Verdict(Code.EPSV_UNSUPPORTED, Weight.NOTE, parameters));
            case GARBLED -> Optional.of(new Verdict(Code.EPSV_GARBLED, Weight.NOTE, parameters));
            case REJECTED, TIMED_OUT, WRONG_PEER, CONNECTED -> Optional.empty();
          };
        });
  }

  /// Whether PASV names an address that is not the server's.
  private Optional<Verdict> advertised() {
    return steps.stream()
        .filter(step -> step.id() == Step.Id.PASV)
        .flatMap(step -> step.dialogue().stream())
        .filter(said -> said.command().equals("PASV"))
        .flatMap(said -> Endpoints.passiveHost(said.reply()).stream())
        .filter(named -> !Endpoints.literal(named).equals(around.server()))
        .filter(named -> !around.settings().data().trusts(named))
        .map(named ->
            new Verdict(
                Code.UNROUTABLE_ADDRESS,
                Weight.WARNING,
                Map.of("advertised", Endpoints.literal(named))))
        .findFirst();
  }

  private void tls(List<Verdict> verdicts) {
    Optional<Step> tls = step(Step.Id.TLS);
    boolean none = around.settings().tls().mode() == TlsSettings.Mode.NONE;
    if (tls.map(step -> step.state() != Step.State.OK).orElse(true)) {
      verdicts.add(new Verdict(Code.NO_TLS, Weight.NOTE, Map.of()));
      return;
    }
    boolean resumed = isOk(Step.Id.TLS_DATA_RESUMED);
    Optional<Step> fresh = step(Step.Id.TLS_DATA_NEW);
    if (resumed && fresh.isPresent() && fresh.get().state() != Step.State.OK) {
      verdicts.add(
          new Verdict(
              Code.SESSION_REUSE_REQUIRED, Weight.NOTE, Map.of("reply", said(fresh.get()))));
    }
    Optional<Step> usual = step(Step.Id.TLS_DATA_RESUMED);
    if (!resumed && usual.map(step -> step.state() == Step.State.FAILED).orElse(false)) {
      verdicts.add(
          new Verdict(
              Code.TLS_DATA_FAILED,
              none ? Weight.NOTE : Weight.WARNING,
              Map.of("reason", said(usual.get()))));
    }
  }

  private static String said(Step step) {
    return Optional.ofNullable(ModeTrials.reason(step))
        .or(() ->
            step.dialogue().isEmpty()
                ? Optional.empty()
                : Optional.of(step.dialogue().getLast().reply().oneLine()))
        .orElse("-");
  }

  private void addresses(List<Verdict> verdicts) {
    boolean reached =
        steps.stream().anyMatch(s -> s.id() == Step.Id.TCP && s.state() == Step.State.OK);
    List<String> dead =
        steps.stream()
            .filter(step -> step.id() == Step.Id.TCP && step.state() == Step.State.FAILED)
            .map(step -> String.valueOf(step.facts().get("address")))
            .toList();
    if (reached && !dead.isEmpty()) {
      verdicts.add(
          new Verdict(
              Code.ADDRESS_UNREACHABLE,
              Weight.WARNING,
              Map.of(
                  "host", around.settings().firstHost(), "unreachable", String.join(", ", dead))));
    }
  }

  private Picture picture(Optional<Verdict> noLogin) {
    int port = around.settings().firstPort();
    return new Picture(
        around.gateway(),
        around.server(),
        List.of(
            new Picture.Link(Picture.Kind.HTTP, List.of(), Picture.State.OK),
            new Picture.Link(Picture.Kind.CONTROL, List.of(port), control(noLogin)),
            link(Picture.Kind.PASSIVE, DataMode.EPSV, DataMode.PASV, data.passive()),
            link(Picture.Kind.ACTIVE, DataMode.EPRT, DataMode.PORT, data.active())));
  }

  private static Picture.State control(Optional<Verdict> noLogin) {
    return noLogin
        .map(verdict ->
            switch (verdict.code()) {
              case CONNECT_TIMED_OUT -> Picture.State.DROPPED;
              case CONNECT_REFUSED -> Picture.State.REJECTED;
              case HOST_UNKNOWN, NO_ROUTE -> Picture.State.UNTRIED;
              default -> Picture.State.FAILED;
            })
        .orElse(Picture.State.OK);
  }

  private Picture.Link link(
      Picture.Kind kind, DataMode extended, DataMode plain, Optional<Verdict> verdict) {
    List<Attempt> attempts =
        Stream.of(extended, plain).flatMap(mode -> attempt(mode).stream()).toList();
    List<Integer> ports =
        attempts.stream()
            .map(Attempt::address)
            .filter(address -> address != null)
            .map(address -> Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)))
            .distinct()
            .toList();
    if (trials.works(extended) || trials.works(plain)) {
      return new Picture.Link(kind, ports, Picture.State.OK);
    }
    Picture.State state =
        verdict
            .map(found ->
                switch (found.code()) {
                  case PASSIVE_TIMED_OUT, ACTIVE_NOBODY_CAME -> Picture.State.DROPPED;
                  case PASSIVE_REJECTED, ACTIVE_REJECTED -> Picture.State.REJECTED;
                  case PASSIVE_REFUSED, ACTIVE_REFUSED, ACTIVE_ILLEGAL_ADDRESS ->
                      Picture.State.REFUSED;
                  default -> Picture.State.FAILED;
                })
            .orElse(isTried(extended) ? Picture.State.FAILED : Picture.State.UNTRIED);
    return new Picture.Link(kind, ports, state);
  }

  private boolean isTried(DataMode mode) {
    String outcome = trials.outcomes().get(mode);
    return outcome != null && !outcome.equals("skipped");
  }

  private Optional<Attempt> attempt(DataMode mode) {
    return trials.attempts().stream().filter(each -> each.mode() == mode).findFirst();
  }

  private Optional<Step> step(Step.Id id) {
    return steps.stream().filter(step -> step.id() == id).findFirst();
  }

  private boolean isOk(Step.Id id) {
    return step(id).map(step -> step.state() == Step.State.OK).orElse(false);
  }
}

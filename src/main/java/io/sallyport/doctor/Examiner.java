package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.ftp.Probe;
import io.sallyport.ftp.Probes;
import io.sallyport.ftp.data.Endpoints;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// One examination on its way: what is looked at, in which order, and what at the same time. The
/// passive modes go over the first login and the active ones over a second, because each waits for
/// seconds where packets are dropped; where the server allows one login only, they take turns.
final class Examiner {

  private final FtpSettings settings;
  private final Login login;
  private final boolean write;
  private final String shownUser;
  private final Consumer<Step> out;
  private final List<Step> steps = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final ModeTrials trials = new ModeTrials(this::tell);
  private final Hearing arrival;

  Examiner(FtpSettings settings, Login login, boolean write, boolean discreet, Consumer<Step> out) {
    this.settings = settings;
    this.login = login;
    this.write = write;
    this.out = out;
    this.shownUser = discreet ? "***" : login.user();
    this.arrival = new Hearing(settings, this::tell, login.user(), shownUser);
  }

  /// Looks at everything. Blocks.
  Report examine() throws InterruptedException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    Optional<Failure> failure = Optional.empty();
    try (Probes probes = new Probes(settings)) {
      try (Visit visit = new Visit(settings, probes, login, arrival)) {
        look(probes, visit);
      } catch (Failure e) {
        if (trials.outcomes().isEmpty()) {
          failure = Optional.of(e);
          missing(e);
        } else {
          // The login worked once; what was found until then is the report.
          tell(failed(Step.Id.LIST, e));
        }
      }
    }
    Surroundings around = surroundings();
    Diagnosis diagnosis = new Diagnosis(around, trials, inOrder(), verdicts());
    return diagnosis.report(
        failure.map(e -> ControlVerdict.of(e, around, shownUser, arrival)),
        started,
        ModeTrials.since(start));
  }

  /// The step at which the way ends, where nobody has told it yet.
  private void missing(Failure failure) {
    if (failure.getCause() instanceof java.net.UnknownHostException) {
      tell(failed(Step.Id.RESOLVE, failure));
    } else if (arrival.greeted() && isUntold(Step.Id.LOGIN) && isUntold(Step.Id.TLS)) {
      tell(failed(Step.Id.LOGIN, failure));
    } else if (arrival.greeted() && arrival.secured() && isUntold(Step.Id.LOGIN)) {
      tell(failed(Step.Id.LOGIN, failure));
    }
  }

  private static Step failed(Step.Id id, Failure failure) {
    return new Step(
        id,
        Step.State.FAILED,
        Duration.ZERO,
        List.of(),
        null,
        Map.of("reason", String.valueOf(failure.getMessage())));
  }

  private void look(Probes probes, Visit visit) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> addresses = threads.submit(() -> reachOthers(probes));
      Future<Optional<TlsSettings>> offered = threads.submit(this::offeredTls);
      Future<Boolean> active = threads.submit(() -> activeApart(probes));
      session(visit);
      trials.attempt(visit, DataMode.EPSV);
      trials.attempt(visit, DataMode.PASV);
      if (!result(active)) {
        trials.attempt(visit, DataMode.EPRT);
        trials.attempt(visit, DataMode.PORT);
      }
      Optional<DataMode> working = working();
      if (working.isPresent()) {
        forms(visit, working.get());
        charset(probes);
        dataTls(visit, working.get(), result(offered));
        if (write) {
          WriteProbe.Outcome outcome = WriteProbe.run(visit, working.get());
          tell(outcome.step());
          verdict(outcome.verdict());
        }
      } else {
        List.of(Step.Id.MLSD, Step.Id.LIST, Step.Id.CHARSET)
            .forEach(id -> tell(Step.skipped(id, "No data connection works.")));
      }
      result(addresses);
    }
  }

  /// The first that works, allowed or not.
  private Optional<DataMode> working() {
    return java.util.stream.Stream.concat(
            settings.data().modes().stream(), java.util.Arrays.stream(DataMode.values()))
        .filter(trials::works)
        .findFirst();
  }

  /// What can be asked without a data connection.
  private void session(Visit visit) throws InterruptedException {
    try {
      Probe probe = visit.probe();
      visit.hearing().take();
      long start = System.nanoTime();
      Reply system = probe.control().send("SYST");
      tell(
          Step.Id.SYSTEM,
          system.isPositive() ? Step.State.OK : Step.State.REFUSED,
          start,
          visit,
          system.isPositive() ? Map.of("text", system.text()) : Map.of());
      start = System.nanoTime();
      folder(visit, probe.enterRoot(), start);
      start = System.nanoTime();
      Reply restart = probe.control().send("REST", "1");
      boolean can = restart.isIntermediate();
      if (can) {
        probe.control().send("REST", "0");
      }
      tell(Step.Id.REST, can ? Step.State.OK : Step.State.REFUSED, start, visit, Map.of());
    } catch (ControlLost e) {
      throw new Failure.Unreachable(
          "The FTP server breaks off after the login.", null, e.timedOut(), e);
    }
  }

  private void folder(Visit visit, Reply entered, long start) {
    Map<String, Object> facts = new LinkedHashMap<>();
    arrival.reply("PWD").ifPresent(reply -> facts.put("home", reply.oneLine()));
    facts.put("folder", settings.root());
    tell(
        Step.Id.FOLDER,
        entered.isPositive() ? Step.State.OK : Step.State.REFUSED,
        start,
        visit,
        facts);
    if (!entered.isPositive()) {
      verdict(
          new Verdict(
              Verdict.Code.FOLDER_REFUSED,
              Verdict.Weight.BLOCKED,
              Map.of("reply", entered.oneLine())));
    }
  }

  /// The active modes over a login of their own; false if the server allows none beside the first.
  private boolean activeApart(Probes probes) throws InterruptedException {
    try (Visit visit = new Visit(settings, probes, login, new Hearing(settings, _ -> {}))) {
      visit.probe().enterRoot();
      trials.attempt(visit, DataMode.EPRT);
      trials.attempt(visit, DataMode.PORT);
      return true;
    } catch (Failure | ControlLost e) {
      return false;
    }
  }

  /// Every other address of the name.
  private boolean reachOthers(Probes probes) {
    for (InetAddress address : arrival.addresses()) {
      boolean tried =
          told().stream()
              .anyMatch(step ->
                  step.id() == Step.Id.TCP
                      && Endpoints.literal(address).equals(step.facts().get("address")));
      if (tried) {
        continue;
      }
      long start = System.nanoTime();
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("address", Endpoints.literal(address));
      facts.put("port", settings.firstPort());
      Step.State state = Step.State.OK;
      try {
        probes.reach(address);
      } catch (IOException e) {
        state = Step.State.FAILED;
        facts.put("reason", String.valueOf(e.getMessage()));
      }
      tell(new Step(Step.Id.TCP, state, ModeTrials.since(start), List.of(), null, facts));
    }
    return true;
  }

  /// For a server that is used without TLS: whether it offers some, and how to take it. A
  /// certificate that nobody vouches for is taken for this: without TLS everything goes to whoever
  /// answers anyway.
  private Optional<TlsSettings> offeredTls() {
    if (settings.tls().mode() != TlsSettings.Mode.NONE) {
      return Optional.empty();
    }
    TlsSettings required = TlsSettings.of(TlsSettings.Mode.REQUIRED);
    Hearing hearing =
        new Hearing(
            settings,
            step -> {
              if (step.id() == Step.Id.TLS || step.id() == Step.Id.CERTIFICATE) {
                tell(step);
              }
            });
    try (Probes secured = new Probes(settings.withTls(required));
        ControlConnection control = secured.greet(hearing)) {
      return control.tls().isPresent() ? Optional.of(required) : Optional.empty();
    } catch (Failure e) {
      return e.getCause() instanceof io.sallyport.ftp.tls.TlsRefused refused
              && !refused.chain().isEmpty()
          ? Optional.of(
              new TlsSettings(
                  TlsSettings.Mode.REQUIRED,
                  TlsSettings.Version.AUTO,
                  List.of(),
                  List.of(String.valueOf(CertificateFacts.of(refused.chain()).get("fingerprint"))),
                  null))
          : Optional.empty();
    }
  }

  private void forms(Visit visit, DataMode mode) throws InterruptedException {
    for (Probe.Form form : Probe.Form.values()) {
      Step.Id id = Step.Id.valueOf(form.name());
      try {
        if (form == Probe.Form.MLSD && !visit.probe().features().hasMachineListings()) {
          tell(Step.skipped(id, "The server does not name MLST in FEAT."));
        } else {
          tell(ModeTrials.list(visit, id, mode, form, true));
        }
      } catch (ControlLost e) {
        tell(failed(id, new Failure.Broken(String.valueOf(e.getMessage()), null, false, e)));
      }
    }
  }

  private void charset(Probes probes) throws InterruptedException {
    Names.Evidence evidence = probes.names();
    Map<String, Object> facts = new LinkedHashMap<>();
    boolean named = arrival.reply("FEAT").map(reply -> reply.text().contains("UTF8")).orElse(false);
    facts.put("featUtf8", named);
    facts.put("utf8", evidence.utf8());
    facts.put("foreign", evidence.foreign());
    evidence.charset().ifPresent(charset -> facts.put("charset", charset.name()));
    tell(
        new Step(
            Step.Id.CHARSET,
            Step.State.OK,
            Duration.ZERO,
            arrival.all().stream().filter(said -> said.command().startsWith("OPTS")).toList(),
            null,
            facts));
    if (evidence.foreign() > 0) {
      verdict(
          new Verdict(
              Verdict.Code.NAMES_NOT_UTF8,
              Verdict.Weight.NOTE,
              Map.of(
                  "foreign",
                  Long.toString(evidence.foreign()),
                  "charset",
                  evidence.charset().map(java.nio.charset.Charset::name).orElse("?"))));
    }
  }

  /// Data connections under TLS, with and without the session of the control connection.
  ///
  /// @param offered how to take TLS that the settings do not ask for
  private void dataTls(Visit visit, DataMode mode, Optional<TlsSettings> offered)
      throws InterruptedException {
    boolean usual = settings.tls().mode() != TlsSettings.Mode.NONE;
    if (usual ? !arrival.secured() : offered.isEmpty()) {
      String reason = "The server offers no TLS.";
      tell(Step.skipped(Step.Id.TLS_DATA_RESUMED, reason));
      tell(Step.skipped(Step.Id.TLS_DATA_NEW, reason));
      return;
    }
    if (usual) {
      dataTls(visit, mode);
      return;
    }
    FtpSettings under = settings.withTls(offered.get());
    try (Probes probes = new Probes(under);
        Visit apart = new Visit(under, probes, login, new Hearing(under, _ -> {}))) {
      dataTls(apart, mode);
    } catch (Failure e) {
      tell(failed(Step.Id.TLS_DATA_RESUMED, e));
      tell(Step.skipped(Step.Id.TLS_DATA_NEW, "There is no login under TLS."));
    }
  }

  private void dataTls(Visit visit, DataMode mode) throws InterruptedException {
    for (Step.Id id : List.of(Step.Id.TLS_DATA_RESUMED, Step.Id.TLS_DATA_NEW)) {
      try {
        Probe.Form form = visit.probe().usualForm();
        tell(ModeTrials.list(visit, id, mode, form, id == Step.Id.TLS_DATA_RESUMED));
      } catch (ControlLost e) {
        tell(failed(id, new Failure.Broken(String.valueOf(e.getMessage()), null, false, e)));
      }
    }
  }

  private Surroundings surroundings() {
    Optional<InetAddress> server =
        arrival.connected().or(() -> arrival.addresses().stream().findFirst());
    StringBuilder words = new StringBuilder();
    for (Step.Said said : arrival.all()) {
      words.append(said.reply().text()).append('\n');
    }
    return new Surroundings(
        server.map(Surroundings::egress).orElse(""),
        server.map(Endpoints::literal).orElse(settings.firstHost()),
        Software.of(words.toString()),
        settings);
  }

  private void tell(
      Step.Id id, Step.State state, long start, Visit visit, Map<String, Object> facts) {
    tell(new Step(id, state, ModeTrials.since(start), visit.hearing().take(), null, facts));
  }

  private void tell(Step step) {
    synchronized (steps) {
      steps.add(step);
    }
    out.accept(step);
  }

  private void verdict(Verdict verdict) {
    synchronized (verdicts) {
      verdicts.add(verdict);
    }
  }

  private List<Step> told() {
    synchronized (steps) {
      return List.copyOf(steps);
    }
  }

  private List<Step> inOrder() {
    return told().stream().sorted(java.util.Comparator.comparing(Step::id)).toList();
  }

  private List<Verdict> verdicts() {
    synchronized (verdicts) {
      return List.copyOf(verdicts);
    }
  }

  private boolean isUntold(Step.Id id) {
    return told().stream().noneMatch(step -> step.id() == id);
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of the examination failed", e.getCause());
    }
  }
}

package io.sallyport.doctor;

import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.ftp.Probe;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Listings over data connections of each kind, and what came of them. Thread-safe; each [Visit] is
/// used by one thread.
final class ModeTrials {

  private final Consumer<Step> out;
  private final Map<DataMode, String> outcomes = new EnumMap<>(DataMode.class);
  private final List<Attempt> attempts = new ArrayList<>();

  ModeTrials(Consumer<Step> out) {
    this.out = out;
  }

  /// How each mode went, as [Report#modes] says it.
  synchronized Map<DataMode, String> outcomes() {
    return new EnumMap<>(outcomes);
  }

  /// What the engine tells of each, in the order of the modes.
  synchronized List<Attempt> attempts() {
    return attempts.stream().sorted(java.util.Comparator.comparing(Attempt::mode)).toList();
  }

  /// Whether a listing came through.
  synchronized boolean works(DataMode mode) {
    return "works".equals(outcomes.get(mode));
  }

  /// A listing in the usual form over a data connection of `mode`.
  void attempt(Visit visit, DataMode mode) throws InterruptedException {
    Step.Id id = Step.Id.valueOf(mode.name());
    try {
      if (!visit.probe().isPossible(mode)) {
        skip(mode, id);
        return;
      }
      Step step = list(visit, id, mode, visit.probe().usualForm(), true);
      note(mode, step);
      out.accept(step);
    } catch (ControlLost | Failure e) {
      Step step = failed(id, Duration.ZERO, List.of(), e);
      note(mode, step);
      out.accept(step);
    }
  }

  private void skip(DataMode mode, Step.Id id) {
    synchronized (this) {
      outcomes.put(mode, "skipped");
    }
    out.accept(
        Step.skipped(
            id,
            mode == DataMode.PASV || mode == DataMode.PORT
                ? mode + " knows IPv4 addresses only."
                : "Through a SOCKS5 proxy no server reaches back."));
  }

  private synchronized void note(DataMode mode, Step step) {
    Attempt attempt = step.attempt();
    if (attempt != null) {
      attempts.add(attempt);
    }
    String outcome =
        attempt == null || attempt.outcome() == Attempt.Outcome.CONNECTED
            ? "failed"
            : Verdict.text(attempt.outcome());
    outcomes.put(mode, step.state() == Step.State.OK ? "works" : outcome);
  }

  /// A listing as a step; what goes wrong with it is in the step.
  ///
  /// @throws Failure if the login had to be renewed and could not
  static Step list(Visit visit, Step.Id id, DataMode mode, Probe.Form form, boolean resuming)
      throws ControlLost, InterruptedException {
    Probe probe = visit.probe();
    visit.hearing().take();
    long start = System.nanoTime();
    try {
      Probe.Listed listed = probe.list(mode, form, resuming);
      Map<String, Object> facts = new LinkedHashMap<>();
      if (listed.works()) {
        facts.put("entries", listed.entries());
        facts.put("unreadable", listed.unreadable());
      } else if (listed.end() != null) {
        facts.put("reason", listed.end().oneLine());
      }
      return new Step(
          id, state(listed), since(start), visit.hearing().take(), listed.attempt(), facts);
    } catch (IOException | Failure e) {
      return failed(id, since(start), visit.hearing().take(), e);
    }
  }

  private static Step.State state(Probe.Listed listed) {
    if (listed.works()) {
      return Step.State.OK;
    }
    return listed.attempt().outcome() == Attempt.Outcome.REFUSED_BY_SERVER
        ? Step.State.REFUSED
        : Step.State.FAILED;
  }

  private static Step failed(Step.Id id, Duration took, List<Step.Said> said, Exception e) {
    String reason =
        switch (e) {
          case CommandRefused refused -> refused.reply().oneLine();
          case TlsRefused refused -> String.valueOf(refused.getMessage());
          case ControlLost lost ->
              lost.reply()
                  .map(Reply::oneLine)
                  .orElse("The control connection broke or fell silent.");
          case Failure failure -> failure.getMessage() + reply(failure);
          default -> "The data connection broke: " + e.getMessage();
        };
    Step.State state = e instanceof CommandRefused ? Step.State.REFUSED : Step.State.FAILED;
    return new Step(id, state, took, said, null, Map.of("reason", reason));
  }

  private static String reply(Failure failure) {
    Optional<Reply> reply = failure.reply();
    return reply.map(said -> " (" + said.oneLine() + ")").orElse("");
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// The fact that says why, if there is one.
  static @Nullable String reason(Step step) {
    return step.facts().get("reason") instanceof String reason ? reason : null;
  }
}

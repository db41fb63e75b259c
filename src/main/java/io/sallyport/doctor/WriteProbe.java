package io.sallyport.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.files.TemporaryName;
import io.sallyport.files.Verdict;
import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import io.sallyport.ftp.Probe;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.session.ControlLost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uploads a small file into the folder, under a hidden name that nobody else has, asks for its
/// size, renames and deletes it. Leaves nothing, whatever fails on the way.
final class WriteProbe {

  private static final byte[] CONTENT = "Sallyport was here and is gone.\r\n".getBytes(US_ASCII);

  private final Visit visit;
  private final DataMode mode;
  private final String first = TemporaryName.part();
  private final String second = TemporaryName.part();
  private final List<String> done = new ArrayList<>();
  private @Nullable Verdict wrong;

  private WriteProbe(Visit visit, DataMode mode) {
    this.visit = visit;
    this.mode = mode;
  }

  /// What came of it.
  record Outcome(Step step, Verdict verdict) {}

  /// Does it. Blocks.
  static Outcome run(Visit visit, DataMode mode) throws InterruptedException {
    return new WriteProbe(visit, mode).run();
  }

  private Outcome run() throws InterruptedException {
    long start = System.nanoTime();
    List<Step.Said> said = new ArrayList<>();
    Optional<String> left = Optional.empty();
    try {
      Probe probe = visit.probe();
      visit.hearing().take();
      if (upload(probe)) {
        left = rename(probe);
      }
    } catch (IOException | Failure e) {
      refuse(Code.WRITE_REFUSED, e.getMessage());
    } finally {
      said.addAll(visit.hearing().take());
      left = clean(left);
      said.addAll(visit.hearing().take());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("done", done);
    left.ifPresent(name -> facts.put("left", name));
    Step.State state =
        wrong == null ? Step.State.OK : done.isEmpty() ? Step.State.REFUSED : Step.State.FAILED;
    Duration took = ModeTrials.since(start);
    return new Outcome(
        new Step(Step.Id.WRITE, state, took, said, null, facts),
        wrong == null ? new Verdict(Code.WRITE_WORKS, Weight.NOTE, Map.of()) : wrong);
  }

  private boolean upload(Probe probe) throws IOException {
    Reply stored;
    try {
      stored = probe.store(mode, first, CONTENT);
    } catch (CommandRefused e) {
      refuse(Code.WRITE_REFUSED, e.reply().oneLine());
      return false;
    }
    if (!stored.isPositive()) {
      refuse(Code.WRITE_REFUSED, stored.oneLine());
      return false;
    }
    done.add("upload");
    Reply size = probe.control().send("SIZE", first);
    if (size.code() == 213 && size.text().strip().equals(Integer.toString(CONTENT.length))) {
      done.add("size");
    }
    return true;
  }

  /// Returns the name that it has then.
  private Optional<String> rename(Probe probe) throws ControlLost {
    Reply from = probe.control().send("RNFR", first);
    Reply to = from.isIntermediate() ? probe.control().send("RNTO", second) : from;
    if (to.isPositive()) {
      done.add("rename");
      return Optional.of(second);
    }
    refuse(Code.RENAME_REFUSED, to.oneLine());
    return Optional.of(first);
  }

  /// Deletes what may be there. Returns the name of what stays.
  private Optional<String> clean(Optional<String> known) throws InterruptedException {
    Optional<String> left = known;
    for (String name : known.map(List::of).orElse(List.of(first, second))) {
      try {
        Reply deleted = visit.probe().control().send("DELE", name);
        if (deleted.isPositive()) {
          done.add("delete");
          left = Optional.empty();
        } else if (known.isPresent()) {
          refuse(Code.DELETE_REFUSED, deleted.oneLine());
        }
      } catch (ControlLost | Failure e) {
        if (known.isPresent()) {
          refuse(Code.DELETE_REFUSED, e.getMessage());
        }
      }
    }
    return left;
  }

  private void refuse(Code code, @Nullable String reply) {
    wrong =
        new Verdict(code, Weight.WARNING, Map.of("reply", String.valueOf(reply), "name", first));
  }
}

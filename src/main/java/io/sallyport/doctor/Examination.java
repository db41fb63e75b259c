package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// One server being looked at: steps as they happen, then the report. For one thread; closing it
/// ends it.
public final class Examination implements AutoCloseable {

  private final BlockingQueue<Optional<Step>> steps = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Report report;
  private volatile @Nullable RuntimeException mistake;
  private boolean ended;

  Examination(FtpSettings settings, Login login, boolean write, boolean discreet) {
    Examiner examiner =
        new Examiner(settings, login, write, discreet, step -> steps.add(Optional.of(step)));
    this.thread = Thread.ofVirtual().name("doctor").start(() -> run(examiner));
  }

  private void run(Examiner examiner) {
    try {
      report = examiner.examine();
    } catch (RuntimeException e) {
      mistake = e;
    } catch (InterruptedException e) {
      mistake = new IllegalStateException("the examination was ended", e);
    } finally {
      steps.add(Optional.empty());
    }
  }

  /// The next step, in the order in which they happen; empty after the last. Blocks.
  public Optional<Step> next() throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    Optional<Step> step = steps.take();
    ended = step.isEmpty();
    return step;
  }

  /// The report. Blocks until the last step is done.
  public Report report() throws InterruptedException {
    thread.join();
    if (mistake != null) {
      throw mistake;
    }
    Report done = report;
    if (done == null) {
      throw new IllegalStateException("the examination left no report");
    }
    return done;
  }

  @Override
  public void close() {
    // Closes whatever socket it waits on.
    thread.interrupt();
  }
}

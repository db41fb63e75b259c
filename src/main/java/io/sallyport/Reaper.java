package io.sallyport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.files.Backend;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.TemporaryName;
import io.sallyport.metrics.FtpMeters;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.UploadJournal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the temporary files that uploads left on FTP servers when their gateway died, or lost
/// the server, or when nobody came back to go on with them: with the backend's own login where it
/// has one, else when their user is here the next time, which is the only way for a server that no
/// one configured. What another gateway still uses is not abandoned and stays. Thread-safe.
final class Reaper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final int MAX_VISITORS = 10_000;

  private final UploadJournal journal;
  private final Supplier<List<GuardedBackend>> backends;
  private final Set<Owner> awaited = new HashSet<>();

  /// Who was looked after lately on servers that no round comes to.
  private final Cache<Owner, Boolean> visitors =
      Caffeine.newBuilder().maximumSize(MAX_VISITORS).expireAfterWrite(ROUND).build();

  private final Thread rounds;

  private record Owner(String backend, String user) {}

  private Reaper(UploadJournal journal, Supplier<List<GuardedBackend>> backends) {
    this.journal = journal;
    this.backends = backends;
    this.rounds = Thread.ofVirtual().name("reaper").unstarted(this::run);
  }

  /// Begins its rounds, the first one at once.
  static Reaper start(UploadJournal journal, Supplier<List<GuardedBackend>> backends) {
    Reaper reaper = new Reaper(journal, backends);
    reaper.rounds.start();
    return reaper;
  }

  /// Somebody uses a backend: if they left something there, it is removed meanwhile.
  void seen(Backend backend, Login login) {
    Owner owner = new Owner(backend.name(), login.user());
    boolean expected;
    if (backend instanceof AdHocBackend) {
      expected = visitors.asMap().putIfAbsent(owner, true) == null;
    } else {
      synchronized (awaited) {
        expected = awaited.remove(owner);
      }
    }
    if (expected) {
      Thread.ofVirtual()
          .name("reaper-" + backend.name())
          .start(() -> reap(backend, login, () -> journal.abandoned(backend.name(), login.user())));
    }
  }

  private void run() {
    try {
      while (true) {
        backends.get().forEach(this::round);
        Thread.sleep(ROUND);
      }
    } catch (InterruptedException e) {
      LOG.debug("event=reaper-ended");
    }
  }

  private void round(GuardedBackend backend) {
    try {
      List<UploadJournal.Abandoned> abandoned = journal.abandoned(backend.name());
      Set<Owner> left = new HashSet<>();
      Optional<Login> own = backend.rule().own();
      if (own.isPresent()) {
        // Whoever of the gateway's users it was, the server knows this login alone.
        reap(
            backend.backend(),
            own.get(),
            () -> abandoned.stream().map(UploadJournal.Abandoned::temporary).toList());
      } else {
        abandoned.forEach(each -> left.add(new Owner(backend.name(), each.user())));
      }
      synchronized (awaited) {
        awaited.removeIf(owner -> owner.backend().equals(backend.name()));
        awaited.addAll(left);
      }
    } catch (Failure e) {
      LOG.debug(
          "event=reaper-round-skipped backend={} detail=\"{}\"", backend.name(), e.getMessage());
    } catch (RuntimeException e) {
      // The rounds of the other backends go on.
      LOG.error("event=reaper-failed backend={}", backend.name(), e);
    }
  }

  private void reap(Backend backend, Login login, Supplier<List<ResourcePath>> temporaries) {
    RemoteFiles files = backend.files(login);
    try {
      for (ResourcePath temporary : temporaries.get()) {
        if (isGone(files, temporary)) {
          journal.forget(temporary);
        }
      }
    } catch (Failure e) {
      // The next round tries again.
      LOG.info("event=reaper-put-off backend={} detail=\"{}\"", backend.name(), e.getMessage());
    }
  }

  private static boolean isGone(RemoteFiles files, ResourcePath temporary) {
    if (!TemporaryName.matches(temporary.path().name())) {
      throw new IllegalStateException(temporary + " is no temporary file");
    }
    try {
      files.delete(temporary.path(), Entry.Kind.FILE);
      FtpMeters.uploadReaped();
      LOG.info("event=temporary-file-reaped path={}", temporary);
      return true;
    } catch (Failure.NotFound e) {
      return true;
    } catch (Failure.Denied e) {
      LOG.warn("event=temporary-file-stays path={} detail=\"{}\"", temporary, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}

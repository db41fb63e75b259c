package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.store.Properties;
import io.sallyport.store.ResourcePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dead properties whose resources are gone because another FTP client removed them. Whoever set
/// them is the one to find that out: now and then, when that user asks for a folder, some of the
/// resources that nobody has looked at for long are looked up with that user's login, and what the
/// server says is not there loses its properties. Few at a time, and nobody waits for it.
/// Thread-safe.
final class Orphans {

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private static final int AT_ONCE = 10;

  /// So many users are remembered, so that the memory is bounded; one that is forgotten is looked
  /// after a little sooner.
  private static final int MAX_USERS = 10_000;

  private final Properties properties;
  private final Duration pause;
  private final Duration age;
  private final Map<String, Long> lookedAfterNanos = new ConcurrentHashMap<>();

  /// @param pause between two rounds for one user
  /// @param age of the knowledge that a resource is there, from which on it is looked up again
  Orphans(Properties properties, Duration pause, Duration age) {
    this.properties = properties;
    this.pause = pause;
    this.age = age;
  }

  /// A round for the caller, if it is time. To be called when the response has gone out.
  void lookAfter(Call call) {
    String user = call.doorman().user(call, call.backend());
    if (!isTime(Keyring.principal(call, call.place()))) {
      return;
    }
    String backend = call.place().backend().orElseThrow();
    try {
      List<ResourcePath> unseen = properties.unseen(backend, user, age, AT_ONCE);
      for (ResourcePath resource : unseen) {
        if (isThere(call, resource)) {
          properties.seen(resource);
        } else {
          properties.deleted(resource);
          LOG.info("event=properties-of-gone-resource-removed resource=\"{}\"", resource);
        }
      }
    } catch (Failure e) {
      // The server or the database is not well now; there will be other rounds.
      LOG.debug("event=orphans-not-looked-after backend={}", backend, e);
    }
  }

  private boolean isTime(String principal) {
    long now = System.nanoTime();
    if (lookedAfterNanos.size() >= MAX_USERS) {
      lookedAfterNanos.clear();
    }
    Long then = lookedAfterNanos.get(principal);
    if (then != null && now - then < pause.toNanos()) {
      return false;
    }
    return then == null
        ? lookedAfterNanos.putIfAbsent(principal, now) == null
        : lookedAfterNanos.replace(principal, then, now);
  }

  private static boolean isThere(Call call, ResourcePath resource) {
    try {
      var _ = call.files().stat(resource.path());
      return true;
    } catch (Failure.NotFound e) {
      return false;
    }
  }
}

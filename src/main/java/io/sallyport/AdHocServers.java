package io.sallyport;

import io.sallyport.config.AdHocName;
import io.sallyport.config.AdHocSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ftp.AdHocHosts;
import io.sallyport.ftp.HostLookup;
import io.sallyport.ftp.data.DataModeMemory;
import io.sallyport.store.UploadJournal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The servers that no one configured and that somebody uses now: made when first asked for, pinned
/// to the addresses that the rules allowed, forgotten when idle, never more than the configured
/// number. Thread-safe.
final class AdHocServers implements AutoCloseable {

  /// How long a server stays at the addresses that were looked up: then its name is looked up and
  /// judged again.
  private static final Duration PINNED = Duration.ofMinutes(5);

  private final AdHocSettings settings;
  private final AdHocHosts hosts;
  private final DataModeMemory modes;
  private final Supplier<UploadJournal> journal;
  private final InstantSource clock;
  private final Map<AdHocName, AdHocBackend> servers = new HashMap<>();
  private final List<AdHocBackend> leaving = new ArrayList<>();
  private final ScheduledExecutorService sweeper =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("ad-hoc-sweeper").factory());

  AdHocServers(AdHocSettings settings, DataModeMemory modes, Supplier<UploadJournal> journal) {
    this(settings, modes, journal, HostLookup.SYSTEM, InstantSource.system());
  }

  AdHocServers(
      AdHocSettings settings,
      DataModeMemory modes,
      Supplier<UploadJournal> journal,
      HostLookup lookup,
      InstantSource clock) {
    this.settings = settings;
    this.hosts = new AdHocHosts(settings, lookup);
    this.modes = modes;
    this.journal = journal;
    this.clock = clock;
    if (!settings.allow().isEmpty()) {
      long millis = Math.max(1000, settings.idle().toMillis() / 4);
      var _ = sweeper.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /// The server of a URL's first segment. Blocks while its name is looked up.
  ///
  /// @throws Failure.Malformed if it is no server's name
  /// @throws Failure.Denied with the rule that refuses it
  /// @throws Failure.Unreachable if there is no such host
  /// @throws Failure.Busy if too many are in use
  AdHocBackend named(String segment) {
    AdHocName name;
    try {
      name = AdHocName.parse(segment);
    } catch (IllegalArgumentException e) {
      throw new Failure.Malformed("The URL names no server: " + e.getMessage() + ".");
    }
    Instant now = clock.instant();
    synchronized (this) {
      AdHocBackend known = servers.get(name);
      if (known != null && now.isBefore(known.pinnedAt().plus(PINNED))) {
        known.use(now);
        return known;
      }
    }
    // The lookup may take its time, and nobody else has to wait for it.
    List<InetAddress> addresses = hosts.admit(name);
    synchronized (this) {
      AdHocBackend known = servers.get(name);
      if (known != null && known.addresses().equals(addresses)) {
        known.pin(now);
        known.use(now);
        return known;
      }
      makeRoom(now);
      AdHocBackend fresh = new AdHocBackend(name, addresses, hosts, modes, journal, now);
      AdHocBackend before = servers.put(name, fresh);
      if (before != null) {
        leaving.add(before);
      }
      return fresh;
    }
  }

  /// A login has signed out of the server of that name, if it is still known.
  synchronized void forget(String segment, Login login) {
    for (AdHocBackend each : servers.values()) {
      if (each.name().equals(segment)) {
        each.forget(login);
      }
    }
  }

  /// How many are in use or were lately.
  synchronized int size() {
    return servers.size();
  }

  /// Closes those that nobody has used for long.
  synchronized void sweep() {
    Instant oldest = clock.instant().minus(settings.idle());
    closeIf(servers.values().iterator(), oldest);
    closeIf(leaving.iterator(), Instant.MAX);
  }

  @Override
  public synchronized void close() {
    sweeper.shutdownNow();
    servers.values().forEach(AdHocBackend::close);
    leaving.forEach(AdHocBackend::close);
    servers.clear();
    leaving.clear();
  }

  /// @param usedBefore closes those that were last used before
  private static void closeIf(Iterator<AdHocBackend> all, Instant usedBefore) {
    while (all.hasNext()) {
      AdHocBackend each = all.next();
      if (each.usedAt().isBefore(usedBefore) && !each.isBusy()) {
        all.remove();
        each.close();
      }
    }
  }

  private void makeRoom(Instant now) {
    if (servers.size() < settings.servers()) {
      return;
    }
    // Whoever was asked for just now is about to be used.
    Instant justNow = now.minusSeconds(10);
    closeIf(servers.values().iterator(), justNow);
    if (servers.size() >= settings.servers()) {
      throw new Failure.Busy(
          "The gateway is at work with " + settings.servers() + " other servers.",
          null,
          Duration.ofSeconds(30));
    }
  }
}

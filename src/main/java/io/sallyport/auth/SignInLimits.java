package io.sallyport.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.files.Failure;
import io.sallyport.metrics.HttpMeters;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Slows down whoever guesses passwords: after some wrong ones each further one doubles the time
/// for which nothing is listened to. It is counted for an address and a user together, which is
/// what a drive with an old password runs into; for an address, whoever it claims to be; and for a
/// user, wherever from. The first is strict and the last is lenient, so that guessing from one
/// address locks nobody else out. All nodes count together; while they cannot, each for itself.
/// Thread-safe.
public final class SignInLimits {

  private static final Logger LOG = LoggerFactory.getLogger(SignInLimits.class);

  /// How many wrong ones are free, by what they have in common.
  private static final int FREE_OF_BOTH = 5;

  private static final int FREE_OF_ADDRESS = 20;
  private static final int FREE_OF_USER = 100;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// What is older is forgotten.
  private static final Duration MEMORY = Duration.ofMinutes(30);

  /// What is heard of the others reaches back so far beyond the last time, because their clocks and
  /// ours go on while they are asked.
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  private static final int MAX_REMEMBERED = 100_000;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final WrongSignIns shared;
  private final Cache<String, Tally> tallies =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();
  private volatile Instant heard = Instant.MIN;

  private record Tally(int wrong, Instant last) {
    Tally or(Tally other) {
      return new Tally(Math.max(wrong, other.wrong), last.isAfter(other.last) ? last : other.last);
    }
  }

  private record Key(String digest, int free) {}

  /// For one node alone.
  public SignInLimits(InstantSource clock) {
    this(clock, WrongSignIns.NOWHERE);
  }

  /// @param shared where all nodes count
  public SignInLimits(InstantSource clock, WrongSignIns shared) {
    this.clock = clock;
    this.shared = shared;
  }

  /// Returns if credentials of `user` from `address` are to be looked at. Asks nobody, and so does
  /// not wait.
  ///
  /// @throws TooManyAttempts if they are not
  public void require(InetAddress address, String user) {
    Instant now = clock.instant();
    Instant open = now;
    for (Key key : keys(address, user)) {
      Tally tally = tallies.getIfPresent(key.digest());
      if (tally != null) {
        Instant closedUntil = tally.last().plus(pause(tally.wrong() - key.free()));
        open = closedUntil.isAfter(open) ? closedUntil : open;
      }
    }
    if (open.isAfter(now)) {
      HttpMeters.limited();
      throw new TooManyAttempts(
          Duration.between(now, open).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /// Notes that credentials of `user` from `address` were wrong. Blocks while the others are told.
  public void wrong(InetAddress address, String user) {
    HttpMeters.wrongCredentials();
    Instant now = clock.instant();
    List<String> digests = keys(address, user).stream().map(Key::digest).toList();
    for (String digest : digests) {
      var _ =
          tallies
              .asMap()
              .compute(
                  digest, (_, before) -> new Tally(before == null ? 1 : before.wrong() + 1, now));
    }
    try {
      List<Integer> counts = shared.add(digests, MEMORY);
      for (int i = 0; i < counts.size(); i++) {
        know(digests.get(i), new Tally(counts.get(i), now));
      }
    } catch (Failure.Busy e) {
      LOG.debug("the store is away, so this node counts for itself", e);
    }
  }

  /// Takes over what the other nodes counted since the last time; the first time, all of it.
  /// Blocks.
  ///
  /// @throws Failure.Busy while nobody can be asked
  public void hear() {
    Instant now = clock.instant();
    Duration since = heard.isAfter(now.minus(MEMORY)) ? Duration.between(heard, now) : MEMORY;
    shared
        .since(since.plus(OVERLAP))
        .forEach((digest, count) -> know(digest, new Tally(count.wrong(), now.minus(count.age()))));
    heard = now;
  }

  private void know(String digest, Tally told) {
    var _ = tallies.asMap().merge(digest, told, Tally::or);
  }

  private static Duration pause(int beyond) {
    if (beyond < 0) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofSeconds(1L << Math.min(beyond, 20));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private static List<Key> keys(InetAddress address, String user) {
    String from = network(address);
    return List.of(
        key("b " + from + " " + user, FREE_OF_BOTH),
        key("a " + from, FREE_OF_ADDRESS),
        key("u " + user, FREE_OF_USER));
  }

  /// Whoever reads the store does not see at once who tried.
  private static Key key(String text, int free) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Key(HexFormat.of().formatHex(digest), free);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Who has one IPv6 address has all of its network.
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}

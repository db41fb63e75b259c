package io.sallyport.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.metrics.HttpMeters;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Slows down whoever guesses passwords: after some wrong ones each further one doubles the time
/// for which nothing is listened to. It is counted for an address and a user together, which is
/// what a drive with an old password runs into; for an address, whoever it claims to be; and for a
/// user, wherever from. The first is strict and the last is lenient, so that guessing from one
/// address locks nobody else out. Thread-safe.
public final class SignInLimits {

  /// How many wrong ones are free, by what they have in common.
  private static final int FREE_OF_BOTH = 5;

  private static final int FREE_OF_ADDRESS = 20;
  private static final int FREE_OF_USER = 100;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// What is older is forgotten.
  private static final Duration MEMORY = Duration.ofMinutes(30);

  private static final int MAX_REMEMBERED = 100_000;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final Cache<String, Tally> tallies =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();

  private record Tally(int wrong, Instant closedUntil) {}

  private record Key(String text, int free) {}

  public SignInLimits(InstantSource clock) {
    this.clock = clock;
  }

  /// Returns if credentials of `user` from `address` are to be looked at.
  ///
  /// @throws TooManyAttempts if they are not
  public void require(InetAddress address, String user) {
    Instant now = clock.instant();
    Instant open = now;
    for (Key key : keys(address, user)) {
      Tally tally = tallies.getIfPresent(key.text());
      if (tally != null && tally.closedUntil().isAfter(open)) {
        open = tally.closedUntil();
      }
    }
    if (open.isAfter(now)) {
      HttpMeters.limited();
      throw new TooManyAttempts(
          Duration.between(now, open).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /// Notes that credentials of `user` from `address` were wrong.
  public void wrong(InetAddress address, String user) {
    HttpMeters.wrongCredentials();
    Instant now = clock.instant();
    for (Key key : keys(address, user)) {
      var _ =
          tallies
              .asMap()
              .compute(
                  key.text(),
                  (_, before) -> {
                    int wrong = before == null ? 1 : before.wrong() + 1;
                    return new Tally(wrong, now.plus(pause(wrong - key.free())));
                  });
    }
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
        new Key("b " + from + " " + user, FREE_OF_BOTH),
        new Key("a " + from, FREE_OF_ADDRESS),
        new Key("u " + user, FREE_OF_USER));
  }

  /// Who has one IPv6 address has all of its network.
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}

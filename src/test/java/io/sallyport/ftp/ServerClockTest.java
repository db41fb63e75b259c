package io.sallyport.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ServerClockTest {

  private static final Instant JANUARY = Instant.parse("2026-01-15T10:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-15T10:00:00Z");
  private static final Instant OCTOBER = Instant.parse("2026-10-30T10:00:00Z");

  private final ServerClock clock = new ServerClock();

  @Test
  void isUtc_untilSomethingElseIsLearned() {
    assertEquals(ZoneOffset.UTC, clock.zone());
    assertFalse(clock.tells(JANUARY));
    clock.nobodyKnows();
    assertTrue(clock.tells(JANUARY) && clock.tells(JULY) && clock.tells(OCTOBER));
    assertEquals(ZoneOffset.UTC, clock.zone());
  }

  @Test
  void sameOffsetInWinterAndSummer_isAZoneWithoutDaylightSaving() {
    clock.learn(JANUARY, ZoneOffset.ofHours(8));
    assertTrue(clock.tells(JANUARY));
    assertFalse(clock.tells(JULY) || clock.tells(OCTOBER));
    clock.learn(JULY, ZoneOffset.ofHours(8));
    assertEquals(ZoneOffset.ofHours(8), clock.zone());
    assertTrue(clock.tells(OCTOBER));
  }

  @Test
  void offsetsOfSummerAndWinter_nameAZone() {
    clock.learn(JULY, ZoneOffset.ofHours(2));
    assertEquals(ZoneOffset.ofHours(2), clock.zone());
    clock.learn(JANUARY, ZoneOffset.ofHours(1));
    assertEquals(ZoneId.of("Europe/Berlin"), clock.zone());
  }

  @Test
  void daysOnWhichZonesDiffer_decideBetweenThem() {
    // In the last week of October Europe has winter time and America summer time.
    clock.learn(JANUARY, ZoneOffset.ofHours(-3));
    clock.learn(JULY, ZoneOffset.ofHours(-2));
    clock.learn(OCTOBER, ZoneOffset.ofHours(-2));
    assertEquals(ZoneOffset.ofHours(-2), clock.zone().getRules().getOffset(OCTOBER));
    assertEquals(ZoneOffset.ofHours(-3), clock.zone().getRules().getOffset(JANUARY));
  }

  @Test
  void offsetsOfNoZone_areTakenAsTheyComeLast() {
    clock.learn(JANUARY, ZoneOffset.ofHours(5));
    clock.learn(JULY, ZoneOffset.ofHours(-9));
    assertEquals(ZoneOffset.ofHours(-9), clock.zone());
  }
}

package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Entry;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Answer;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers whose lines tell the time of their own zone, and links in listings.
@Timeout(60)
final class FtpClocksTest {

  private static final DateTimeFormatter LINE =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("'213 'uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server().without("MLSD");
  private final RemoteFiles files = scripted.files();

  /// Some days ago, ten minutes past an hour.
  private final Instant time =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(5, ChronoUnit.DAYS).plusSeconds(36_600);

  @AfterEach
  void close() {
    scripted.close();
  }

  private static String line(Instant time, ZoneOffset zone, String name) {
    return "-rw-r--r-- 1 ftp ftp 3 "
        + LINE.format(ZonedDateTime.ofInstant(time, zone))
        + " "
        + name
        + "\r\n";
  }

  private static List<Entry> entries(RemoteFiles files) {
    List<Entry> entries = new ArrayList<>();
    try (Listing listing = files.list(RemotePath.ROOT)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        entries.add(e.get());
      }
    }
    return entries;
  }

  private static Answer dotted(String lines) {
    return listing(line(Instant.now(), ZoneOffset.UTC, ".").replace("-rw", "drw") + lines);
  }

  @Test
  void offsetIsFoundByOneQuestion_andHoldsForTheFirstListingToo() {
    ZoneOffset kathmandu = ZoneOffset.ofHoursMinutes(5, 45);
    server.on(
        "LIST", dotted(line(time, kathmandu, "a") + line(time.minusSeconds(600), kathmandu, "b")));
    server.on("MDTM", reply(EXACT.format(time.plusSeconds(42))));
    for (int i = 0; i < 3; i++) {
      List<Entry> entries = entries(files);
      assertEquals(time, entries.getFirst().modified());
      assertEquals(time.minusSeconds(600), entries.getLast().modified());
      assertFalse(entries.getFirst().exactTime());
    }
    assertEquals(1, server.count("MDTM"));
  }

  /// The latest such day that has passed, at noon.
  private static Instant noonOf(int month, int day) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate date = LocalDate.of(today.getYear(), month, day);
    return (date.isBefore(today) ? date : date.minusYears(1))
        .atTime(12, 10)
        .toInstant(ZoneOffset.UTC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Sydney"})
  void daylightSaving_isFoundByOneQuestionForSummerAndOneForWinter(String name) {
    ZoneRules rules = ZoneId.of(name).getRules();
    Instant january = noonOf(1, 15);
    Instant july = noonOf(7, 15);
    Instant change = rules.previousTransition(noonOf(11, 20)).getInstant();
    Map<String, Instant> times =
        Map.of(
            "january",
            january,
            "july",
            july,
            "before",
            change.minus(Duration.ofMinutes(70)),
            "after",
            change.plus(Duration.ofMinutes(70)));
    StringBuilder lines = new StringBuilder();
    times.forEach((file, time) -> lines.append(line(time, rules.getOffset(time), file)));
    server.on("LIST", dotted(lines.toString()));
    server.on(
        "MDTM",
        exchange ->
            exchange.reply(EXACT.format(times.get(exchange.command().argument().substring(1)))));
    for (int i = 0; i < 3; i++) {
      for (Entry entry : entries(files)) {
        assertEquals(times.get(entry.name()), entry.modified(), entry.name());
      }
    }
    long asked = server.count("MDTM");
    assertTrue(asked <= 3, "asked " + asked + " times");
    entries(files);
    assertEquals(asked, server.count("MDTM"));
  }

  @Test
  void aFileThatChangesJustNow_isNotBelieved() {
    ZoneOffset newYork = ZoneOffset.ofHours(-5);
    server.on("LIST", dotted(line(time, newYork, "busy") + line(time, newYork, "calm")));
    server.once("MDTM", reply(EXACT.format(time.plusSeconds(500))));
    server.once("MDTM", reply(EXACT.format(time)));
    assertEquals(time, entries(files).getLast().modified());
    assertEquals(2, server.count("MDTM"));
  }

  @Test
  void withoutMdtm_timesAreTakenForUtc() {
    server.without("MDTM").on("LIST", dotted(line(time, ZoneOffset.UTC, "a")));
    assertEquals(time, entries(files).getFirst().modified());
    assertEquals(time, entries(files).getFirst().modified());
    assertEquals(1, server.count("MDTM"));
  }

  @Test
  void aConfiguredZoneIsTaken_andNobodyAsked() {
    try (FtpBackend backend =
        new FtpBackend(
            "zoned", ScriptedBackend.settings(server).withTimeZone(ZoneId.of("Asia/Tokyo")))) {
      server.on("LIST", dotted(line(time, ZoneOffset.ofHours(9), "a")));
      assertEquals(time, entries(backend.files(Login.ANONYMOUS)).getFirst().modified());
      assertEquals(0, server.count("MDTM"));
    }
  }

  @Test
  void mlsdTimesAreUtc_andNobodyIsAsked() {
    try (ScriptedFtpServer modern = ScriptedFtpServer.start();
        FtpBackend backend = new FtpBackend("mlsd", ScriptedBackend.settings(modern))) {
      modern.tree().file("a", "x").modified("a", time);
      Entry entry = entries(backend.files(Login.ANONYMOUS)).getFirst();
      assertEquals(time, entry.modified());
      assertEquals(true, entry.exactTime());
      assertEquals(0, modern.count("MDTM"));
    }
  }

  private static String link(int number) {
    return "lrwxrwxrwx 1 ftp ftp 4 Nov 01 10:00 link-" + number + " -> docs\r\n";
  }

  @Test
  void linksToFoldersAreFolders_afterTheListing_andNotWithoutEnd() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      lines.append(link(i));
    }
    server.on("LIST", dotted(lines.toString()));
    server.on(
        "CWD",
        exchange -> {
          String argument = exchange.command().argument();
          if (argument.startsWith("/link-")) {
            exchange.reply(argument.endsWith("7") ? "250 Here." : "550 Not a directory.");
          } else {
            usual().to(exchange);
          }
        });
    List<Entry> entries = entries(files);
    assertEquals(150, entries.size());
    assertEquals(10, entries.stream().filter(Entry::isFolder).count());
    assertEquals(140, entries.stream().filter(entry -> entry.kind() == Entry.Kind.LINK).count());
    assertEquals(
        100, server.lines().stream().filter(line -> line.startsWith("CWD /link-")).count());
    assertEquals(1, server.connections());
  }

  @Test
  void sessionLostWhileLinksAreTried_costsNothing() {
    server.on("LIST", dotted(link(1) + line(time, ZoneOffset.UTC, "z")));
    server.on(
        "CWD",
        exchange -> {
          if (exchange.command().argument().startsWith("/link-")) {
            exchange.hangUp();
          } else {
            usual().to(exchange);
          }
        });
    assertEquals(List.of("link-1", "z"), names(files, RemotePath.ROOT));
    assertEquals(List.of("link-1", "z"), names(files, RemotePath.ROOT));
  }

  @Test
  void moreEntriesThanCanWait_goOutAsTheyAre() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      lines.append(line(time, ZoneOffset.UTC, "file-" + i));
    }
    server.on("LIST", dotted(lines.toString()));
    assertEquals(2_500, names(files, RemotePath.ROOT).size());
  }
}

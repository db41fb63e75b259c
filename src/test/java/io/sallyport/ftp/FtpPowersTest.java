package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
import io.sallyport.files.CopiesFiles;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.files.Upload;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What only some servers can do, and how it is asked of them.
@Timeout(60)
final class FtpPowersTest {

  private static final Instant TIME = Instant.parse("2021-03-04T05:06:07Z");

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  private void setTime(RemotePath path) {
    ((SetsModified) files).setModified(path, TIME);
  }

  @Test
  void timeIsSetByMfmt() {
    setTime(FILE);
    assertEquals(TIME, files.stat(FILE).modified());
    assertTrue(server.lines().contains("MFMT 20210304050607 /docs/a.txt"));
    assertThrows(Failure.NotFound.class, () -> setTime(RemotePath.of("none")));
  }

  @Test
  void withoutMfmt_timeIsSetByMdtm_andMfmtIsNotAskedAgain() {
    server.without("MFMT");
    server.once("MDTM", reply("213 File modification time set."));
    server.once("MDTM", reply("213 File modification time set."));
    setTime(FILE);
    setTime(FILE);
    assertEquals(1, server.count("MFMT"));
    assertEquals(2, server.count("MDTM"));
    assertTrue(server.lines().contains("MDTM 20210304050607 /docs/a.txt"));
  }

  @Test
  void whereMdtmTakesItForAName_timeIsSetBySiteUtime() {
    server.without("MFMT").on("SITE", reply("200 UTIME done."));
    setTime(FILE);
    setTime(FILE);
    assertEquals(1, server.count("MDTM"));
    assertTrue(server.lines().contains("SITE UTIME 20210304050607 /docs/a.txt"));
  }

  @Test
  void noWayToSetATime_isUnsupported() {
    server.without("MFMT", "MDTM").on("SITE", reply("502 no"));
    assertThrows(Failure.Unsupported.class, () -> setTime(FILE));
  }

  @Test
  void modeIsSetBySiteChmod() {
    ((SetsMode) files).setMode(FILE, 0640);
    assertTrue(server.lines().contains("SITE CHMOD 640 /docs/a.txt"));
    server.on("SITE", reply("504 Unknown SITE command."));
    assertThrows(Failure.Unsupported.class, () -> ((SetsMode) files).setMode(FILE, 0640));
    server.on("SITE", reply("550 SITE CHMOD command failed."));
    assertThrows(Failure.Denied.class, () -> ((SetsMode) files).setMode(FILE, 0640));
  }

  private void append(long sizeBytes, String text) {
    try (Upload upload = ((Appends) files).append(FILE, sizeBytes)) {
      upload.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      upload.commit();
    }
  }

  @Test
  void bytesAreAppended_onlyWhereTheyBelong() {
    append(5, " world");
    assertEquals("hello world", text(files, FILE, ByteRange.ALL));
    assertThrows(Failure.Exists.class, () -> append(5, "!"));
    assertEquals("hello world", text(files, FILE, ByteRange.ALL));
    assertThrows(Failure.NotFound.class, () -> ((Appends) files).append(RemotePath.of("none"), 5));
    assertEquals(1, server.count("APPE"));
    assertEquals(1, server.connections());
  }

  @Test
  void fileOfNoBytes_needNotBeThere() {
    RemotePath fresh = RemotePath.of("docs", "fresh");
    try (Upload upload = ((Appends) files).append(fresh, 0)) {
      upload.write(ByteBuffer.wrap("first".getBytes(UTF_8)));
      upload.commit();
    }
    assertEquals("first", text(files, fresh, ByteRange.ALL));
    assertThrows(
        Failure.MissingParent.class,
        () -> ((Appends) files).append(RemotePath.of("none", "fresh"), 0));
  }

  @Test
  void withoutAppe_restAndStorGoOn_whereTheServerSaysThatItKnowsThem() {
    server.on("APPE", reply("550 Not here."));
    append(5, " world");
    assertEquals("hello world", text(files, FILE, ByteRange.ALL));
    assertTrue(server.lines().contains("REST 5"));
  }

  @Test
  void appendedBytesThatDoNotArrive_areBroken() {
    server.once("SIZE", usual()).once("SIZE", reply("213 7"));
    assertThrows(Failure.Broken.class, () -> append(5, " world"));
  }

  @Test
  void serversThatCannotAppend_areUnsupported() {
    server.without("APPE", "REST");
    assertThrows(Failure.Unsupported.class, () -> append(5, "x"));
    server.without("SIZE");
    assertThrows(Failure.Unsupported.class, () -> append(5, "x"));
  }

  private Optional<Space> space() {
    return ((TellsSpace) files).space(RemotePath.of("docs"));
  }

  @Test
  void roomOnTheDiskIsToldByAvbl_whereTheServerNamesIt() {
    server.on("FEAT", reply("211-Features:\n AVBL\n211 End")).on("AVBL", reply("213 123456789"));
    assertEquals(Optional.of(new Space(OptionalLong.empty(), OptionalLong.of(123456789))), space());
    assertTrue(server.lines().contains("AVBL /docs"));
    server.on("AVBL", reply("213 plenty"));
    assertEquals(Optional.empty(), space());
  }

  @Test
  void quotaIsToldBySiteQuota_inTheUnitsThatProftpdUses() {
    String tally =
        """
        200-The current quota for this session are [current/limit]:
         Name: bob
         Quota Type: User
         Per Session: False
         Limit Type: Hard
           Uploaded %s
           Downloaded Mb:\tunlimited
           Transferred Mb:\t1.00/2.00
        200 Please contact root if these entries are inaccurate\
        """;
    server.on("SITE", reply(tally.formatted("Mb:\t\t1.50/100.00")));
    assertEquals(Optional.of(used(1_572_864, 103_284_736)), space());
    server.on("SITE", reply(tally.formatted("bytes:\t4096.00/4000.00")));
    assertEquals(Optional.of(used(4096, 0)), space());
    server.on("SITE", reply(tally.formatted("Gb:\tunlimited")));
    assertEquals(Optional.empty(), space());
    server.on("SITE", reply("202 No quotas in effect"));
    assertEquals(Optional.empty(), space());
    assertTrue(server.lines().contains("SITE QUOTA"));
  }

  @Test
  void ofQuotaAndDisk_theSmallerRoomIsTold() {
    server
        .on("FEAT", reply("211-Features:\n AVBL\n211 End"))
        .on("AVBL", reply("213 1000"))
        .on("SITE", reply("200-Quota\n  Uploaded bytes:\t10.00/5000.00\n200 End"));
    assertEquals(Optional.of(used(10, 1000)), space());
  }

  @Test
  void serversThatDoNotTellTheirSpace_areAskedOnce() {
    assertEquals(Optional.empty(), space());
    assertEquals(Optional.empty(), space());
    assertEquals(1, server.count("SITE"));
    assertEquals(0, server.count("AVBL"));
  }

  private static Space used(long used, long available) {
    return new Space(OptionalLong.of(used), OptionalLong.of(available));
  }

  private void copying(String answerToCpto) {
    server
        .on("FEAT", reply("211-Features:\n SIZE\n MDTM\n SITE UTIME\n SITE COPY\n211 End"))
        .on(
            "SITE",
            exchange ->
                exchange.reply(
                    exchange.command().argument().startsWith("CPFR")
                        ? "350 File or directory exists, ready for destination name"
                        : answerToCpto));
  }

  private void copy(RemotePath from, RemotePath to) {
    files.power(CopiesFiles.class).orElseThrow().copy(from, to);
  }

  /// The server says so, and there is nothing, or not all of it.
  @Test
  void copyThatIsNotWhole_isNotSeen() {
    copying("250 Copy successful");
    RemotePath copy = RemotePath.of("docs", "copy");
    assertThrows(Failure.Broken.class, () -> copy(FILE, copy));
    assertThrows(Failure.NotFound.class, () -> files.stat(copy));
    assertTrue(server.lines().contains("SITE CPFR /docs/a.txt"), server.lines()::toString);
    String made =
        server.lines().stream().filter(line -> line.startsWith("SITE CPTO")).findFirst().get();
    assertTrue(server.lines().contains(made.replace("SITE CPTO", "DELE")), made);
  }

  @Test
  void copyThatIsRefused_leavesTheWayThroughTheGateway() {
    copying("550 CPTO: Operation not permitted");
    assertThrows(Failure.Unsupported.class, () -> copy(FILE, RemotePath.of("docs", "copy")));
    copying("550 CPTO: No space left on device");
    server.on(
        "SITE",
        exchange ->
            exchange.reply(
                exchange.command().argument().startsWith("CPFR") ? "350 ok" : "552 Disk full."));
    assertThrows(Failure.NoSpace.class, () -> copy(FILE, RemotePath.of("docs", "copy")));
    assertEquals(1, server.connections());
  }

  /// What the server would read as another name is not even begun.
  @Test
  void namesThatWouldBeReadOtherwise_areNotCopiedThere() {
    copying("250 Copy successful");
    for (String name :
        List.of("two  spaces", "trailing ", "\"quoted\"", "it's", "back\\slash", "hash#tag")) {
      server.tree().file("/docs/" + name, "x");
      RemotePath odd = RemotePath.of("docs", name);
      assertThrows(Failure.Unsupported.class, () -> copy(odd, RemotePath.of("docs", "c")), name);
    }
    assertEquals(0, server.count("SITE"));
  }

  @Test
  void serverWithoutTheCommand_isNotAsked() {
    assertThrows(Failure.Unsupported.class, () -> copy(FILE, RemotePath.of("docs", "copy")));
    assertEquals(0, server.count("SITE"));
  }
}

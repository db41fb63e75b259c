package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.PropertyChange;
import io.sallyport.store.PropertyKey;
import io.sallyport.store.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files that another FTP client removes: their properties go too, and no others.
@Timeout(60)
final class OrphansTest {

  private final TestGateway gateway = TestGateway.suspicious();

  OrphansTest() {
    gateway.files().folder("/dir").file("/dir/here", "x").file("/dir/gone", "x");
    set("dir/here", "nobody");
    set("dir/gone", "nobody");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static ResourcePath at(String path) {
    return new ResourcePath("m", RemotePath.parseUri(path));
  }

  private static void set(String path, String user) {
    DeadProperty property = new DeadProperty(new PropertyKey("u:", "p"), "<p xmlns=\"u:\"/>");
    TestGateway.store()
        .properties()
        .change(at(path), user, List.of(new PropertyChange.Set(property)));
  }

  private static boolean has(String path) {
    return !TestGateway.store().properties().of(at(path)).isEmpty();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void look(String... headers) throws Exception {
    String[] all = new String[headers.length + 2];
    all[0] = "Depth";
    all[1] = "1";
    System.arraycopy(headers, 0, all, 2, headers.length);
    assertEquals(207, gateway.status("PROPFIND", "/m/", all));
  }

  @Test
  void removedFile_losesItsProperties() throws Exception {
    gateway.files().delete(RemotePath.of("dir", "gone"), Entry.Kind.FILE);
    look();
    await(() -> !has("dir/gone"));
    assertEquals(true, has("dir/here"));
  }

  /// Somebody else may not see the same files under the same paths.
  @Test
  void anotherUser_doesNotTell() throws Exception {
    gateway.files().delete(RemotePath.of("dir", "gone"), Entry.Kind.FILE);
    set("dir/none", "ann");
    String ann =
        "Basic " + Base64.getEncoder().encodeToString("ann:x".getBytes(StandardCharsets.UTF_8));
    look("Authorization", ann);
    await(() -> !has("dir/none"));
    assertEquals(true, has("dir/gone"));
  }

  @Test
  void serverThatDoesNotSay_keepsThem() throws Exception {
    gateway.files().delete(RemotePath.of("dir", "gone"), Entry.Kind.FILE);
    gateway.files().fail("stat /dir/gone", new Failure.Denied("The server does not say.", null));
    look();
    gateway.files().await("stat /dir/gone");
    look();
    gateway.files().await("stat /dir/gone");
    assertEquals(true, has("dir/gone"));
  }

  @Test
  void many_areLookedUpAFewAtATime() throws Exception {
    IntStream.range(0, 25).forEach(i -> set("dir/none-" + i, "nobody"));
    for (int round = 0; round < 4; round++) {
      look();
      int most = 10 * (round + 1);
      await(() -> lookedUp() >= Math.min(27, most));
    }
    await(() -> IntStream.range(0, 25).noneMatch(i -> has("dir/none-" + i)));
    assertEquals(true, has("dir/here"));
  }

  private long lookedUp() {
    return gateway.files().log().stream().filter(line -> line.startsWith("stat /dir/")).count();
  }
}

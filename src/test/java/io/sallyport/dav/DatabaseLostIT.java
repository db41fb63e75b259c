package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.PostgresqlServer;
import io.sallyport.ground.Relay;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.PropertyChange;
import io.sallyport.store.PropertyKey;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The database goes away in the moment after the FTP server has done its part: what was moved,
/// copied or deleted there is so, the caller is told that it is, and locks and properties follow
/// when the database is back.
@Timeout(120)
final class DatabaseLostIT {

  private Relay relay;
  private Store store;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    relay = new Relay(PostgresqlServer.port());
    store = Store.open(new StoreSettings.Server(PostgresqlServer.urlThrough(relay.port()), "", ""));
    gateway = TestGateway.on(store);
    gateway.files().file("/a", "A").file("/b", "B").folder("/dir").file("/dir/x", "X");
    for (String path : List.of("a", "b", "dir/x")) {
      DeadProperty property = new DeadProperty(new PropertyKey("u:", path), "<p xmlns=\"u:\"/>");
      store.properties().change(at(path), "nobody", List.of(new PropertyChange.Set(property)));
    }
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    store.close();
    relay.close();
  }

  private static ResourcePath at(String path) {
    return new ResourcePath("m", RemotePath.parseUri(path));
  }

  private void losesTheDatabaseAfter(String operation) {
    gateway
        .files()
        .upon(
            operation,
            () -> {
              try {
                relay.cut();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private String locked(String path) throws Exception {
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/" + path, LockTest.lockInfo("exclusive"), "Depth", "0");
    assertEquals(200, locked.statusCode(), locked.body());
    return "(" + locked.headers().firstValue("Lock-Token").orElseThrow() + ")";
  }

  private List<String> properties(String path) {
    while (true) {
      try {
        return store.properties().of(at(path)).stream()
            .map(property -> property.name().local())
            .toList();
      } catch (Failure.Busy e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  @Test
  void move_takesPropertiesAlongAndLeavesNoLock() throws Exception {
    String own = locked("a");
    losesTheDatabaseAfter("rename /a /b");
    HttpResponse<String> moved = gateway.send("MOVE", "/m/a", "Destination", "/m/b", "If", own);
    assertEquals(204, moved.statusCode(), moved.body());
    assertEquals(Optional.of("A"), gateway.files().content("/b"));
    relay.resume();
    assertEquals(List.of("a"), properties("b"));
    assertEquals(List.of(), properties("a"));
    assertEquals(List.of(), store.locks().covering(at("a")));
    assertEquals(201, gateway.sendBody("PUT", "/m/a", "free").statusCode());
    assertEquals(List.of("a"), properties("b"));
  }

  @Test
  void moveOfATree_takesPropertiesAlong() throws Exception {
    losesTheDatabaseAfter("rename /dir /moved");
    assertEquals(201, gateway.status("MOVE", "/m/dir", "Destination", "/m/moved"));
    relay.resume();
    assertEquals(List.of("dir/x"), properties("moved/x"));
    assertEquals(List.of(), properties("dir/x"));
  }

  @Test
  void moveToAnotherServer_leavesNothingBehind() throws Exception {
    losesTheDatabaseAfter("delete /dir/x");
    assertEquals(201, gateway.status("MOVE", "/m/dir", "Destination", "/other/dir"));
    assertEquals(Optional.of("X"), gateway.other().content("/dir/x"));
    relay.resume();
    assertEquals(List.of(), properties("dir/x"));
    assertEquals(
        1, store.properties().of(new ResourcePath("other", RemotePath.of("dir", "x"))).size());
  }

  @Test
  void delete_leavesNoLockAndNoProperty() throws Exception {
    String own = locked("a");
    losesTheDatabaseAfter("delete /a");
    assertEquals(204, gateway.status("DELETE", "/m/a", "If", own));
    assertFalse(gateway.files().exists("/a"));
    // Nobody is told anything of locks and properties that is not so any more.
    assertEquals(503, gateway.sendBody("PUT", "/m/a", "new").statusCode());
    relay.resume();
    assertEquals(List.of(), properties("a"));
    assertEquals(List.of(), store.locks().covering(at("a")));
    assertEquals(201, gateway.sendBody("PUT", "/m/a", "new").statusCode());
  }

  @Test
  void copy_hasTheProperties() throws Exception {
    losesTheDatabaseAfter("commit /new");
    assertEquals(201, gateway.status("COPY", "/m/a", "Destination", "/m/new"));
    assertEquals(Optional.of("A"), gateway.files().content("/new"));
    relay.resume();
    assertEquals(List.of("a"), properties("new"));
    assertEquals(List.of("a"), properties("a"));
  }
}

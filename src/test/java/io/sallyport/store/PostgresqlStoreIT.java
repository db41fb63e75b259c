package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Relay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The store in a PostgreSQL: what happens to it when the database goes and comes.
final class PostgresqlStoreIT {

  private static final ResourcePath FILE = new ResourcePath("outage", RemotePath.of("file"));

  private static LockRequest request() {
    return new LockRequest(FILE, false, true, "ann", "", Duration.ofHours(1));
  }

  @Test
  void packagedGateway_usesItThroughItsOptions() throws Exception {
    try (PackagedGateway gateway =
        PackagedGateway.serving("--state", Postgresql.settings().url())) {
      assertTrue(gateway.url().startsWith("http://127.0.0.1:"));
    }
    try (Store store = Store.open(Postgresql.settings())) {
      assertEquals(List.of(), store.locks().within(FILE));
    }
  }

  @Test
  void databaseAway_isBusyAndComesBackByItself() throws Exception {
    try (Relay relay = new Relay(Postgresql.port());
        Store store =
            Store.open(
                new StoreSettings.Server(
                    "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres", "postgres", ""))) {
      Lock lock = store.locks().take(request());
      UploadJournal.Running upload = store.journal().opened(FILE, "ann");
      relay.cut();
      assertThrows(Failure.Busy.class, () -> store.locks().covering(FILE));
      upload.close();
      relay.resume();
      assertEquals(lock.token(), onceItIsBack(store).getFirst().token());
      ((JdbcStore) store).pulse();
      store.locks().removeAtOrBelow(FILE);
    }
    try (TestStore later = new TestStore(Postgresql.settings())) {
      later.pass(JdbcUploadJournal.SILENCE.multipliedBy(2));
      assertEquals(List.of(), later.store().journal().abandoned("outage"));
    }
  }

  /// For a moment after a failure nobody tries again.
  private static List<Lock> onceItIsBack(Store store) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (true) {
      try {
        return store.locks().covering(FILE);
      } catch (Failure.Busy e) {
        assertTrue(Instant.now().isBefore(end), "it does not come back");
        Thread.sleep(50);
      }
    }
  }

  @Test
  void noDatabase_isToldInOneSentenceWithoutThePassword() throws Exception {
    try (Relay relay = new Relay(Postgresql.port())) {
      relay.cut();
      IOException refused =
          assertThrows(
              IOException.class,
              () ->
                  Store.open(
                      new StoreSettings.Server(
                          "jdbc:postgresql://127.0.0.1:"
                              + relay.port()
                              + "/postgres?user=u&password=s3cret",
                          "",
                          "")));
      String said = String.valueOf(refused.getMessage());
      assertTrue(
          said.startsWith(
              "State cannot be kept in jdbc:postgresql://127.0.0.1:"
                  + relay.port()
                  + "/postgres: "),
          said);
      assertFalse(said.contains("s3cret"), said);
    }
  }
}

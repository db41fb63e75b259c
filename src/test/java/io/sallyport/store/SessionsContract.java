package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What [Sessions] promises, on whichever database.
abstract class SessionsContract extends StoreContract {

  private static final byte[] SEALED = {1, 2, 3};
  private static final byte[] OTHER = {4};

  private final byte[] id = id();

  private static byte[] id() {
    return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
  }

  private Sessions sessions() {
    return store().sessions();
  }

  private void begin() {
    sessions().replace(id, id, Map.of("a", SEALED, "caf\uDCE9", OTHER));
  }

  @Test
  void session_isFoundByItsDigestAlone() {
    begin();
    Map<String, byte[]> found = sessions().find(id).orElseThrow();
    assertArrayEquals(SEALED, found.get("a"));
    assertArrayEquals(OTHER, found.get("caf\uDCE9"));
    assertEquals(2, found.size());
    assertEquals(Optional.empty(), sessions().find(id()));
  }

  @Test
  void replacedSession_isGone() {
    begin();
    byte[] next = id();
    sessions().replace(id, next, Map.of("a", OTHER));
    assertEquals(Optional.empty(), sessions().find(id));
    assertArrayEquals(OTHER, sessions().find(next).orElseThrow().get("a"));
  }

  @Test
  void sessionEndsWithItsLastLogin() {
    begin();
    sessions().remove(id, "a");
    assertEquals(1, sessions().find(id).orElseThrow().size());
    sessions().remove(id, "caf\uDCE9");
    assertEquals(Optional.empty(), sessions().find(id));
  }

  @Test
  void endedSession_isGone() {
    begin();
    sessions().end(id);
    sessions().end(id);
    assertEquals(Optional.empty(), sessions().find(id));
  }

  @Test
  void unusedSession_isGone_andUseKeepsItUntilItIsOld() {
    begin();
    Duration some = Sessions.IDLE.minusMinutes(1);
    Duration age = Duration.ZERO;
    for (; age.plus(some).compareTo(Sessions.AGE) < 0; age = age.plus(some)) {
      assertTrue(sessions().find(id).isPresent(), age.toString());
      pass(some);
      store().pulse();
    }
    assertTrue(sessions().find(id).isPresent());
    pass(Sessions.AGE.minus(age));
    assertEquals(Optional.empty(), sessions().find(id));

    begin();
    pass(Sessions.IDLE);
    assertEquals(Optional.empty(), sessions().find(id));
    store().pulse();
  }

  @Test
  void anotherNode_findsTheSession() {
    begin();
    if (settings() instanceof StoreSettings.Server) {
      try (TestStore other = another()) {
        assertTrue(other.store().sessions().find(id).isPresent());
      }
    } else {
      close();
      open();
      assertTrue(sessions().find(id).isPresent());
    }
  }
}

package io.sallyport.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WebSessionsTest {

  private static final Login U = new Login("u", "p");
  private static final Login V = new Login("v", "q");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final WebSessions sessions = new WebSessions(Duration.ofMinutes(30), () -> now);

  @Test
  void signIn_givesALoginPerBackendUnderANewIdEachTime() {
    String first = sessions.signIn(null, "a", U);
    String second = sessions.signIn(first, "b", V);

    assertNotEquals(first, second);
    assertEquals(43, second.length());
    assertEquals(Optional.empty(), sessions.login(first, "a"));
    assertEquals(Optional.of(U), sessions.login(second, "a"));
    assertEquals(Optional.of(V), sessions.login(second, "b"));
    assertEquals(Optional.empty(), sessions.login(second, "c"));
  }

  @Test
  void plantedId_isNeverUsed() {
    String id = sessions.signIn("planted", "a", U);

    assertNotEquals("planted", id);
    assertEquals(Optional.empty(), sessions.login("planted", "a"));
  }

  @Test
  void unusedSession_isGoneAndUseKeepsIt() {
    String id = sessions.signIn(null, "a", U);
    now = now.plus(Duration.ofMinutes(29));
    assertTrue(sessions.login(id, "a").isPresent());
    now = now.plus(Duration.ofMinutes(29));
    assertTrue(sessions.login(id, "a").isPresent());
    now = now.plus(Duration.ofMinutes(30));
    assertEquals(Optional.empty(), sessions.login(id, "a"));
    now = now.minus(Duration.ofMinutes(30));
    assertEquals(Optional.empty(), sessions.login(id, "a"));
  }

  @Test
  void signOut_forgetsOneLoginAndEndForgetsAll() {
    String id = sessions.signIn(sessions.signIn(null, "a", U), "b", V);

    assertEquals(Optional.of(U), sessions.signOut(id, "a"));
    assertEquals(Optional.empty(), sessions.login(id, "a"));
    assertEquals(Map.of("b", V), sessions.end(id));
    assertEquals(Optional.empty(), sessions.login(id, "b"));
    assertEquals(Optional.empty(), sessions.signOut(id, "b"));
  }
}

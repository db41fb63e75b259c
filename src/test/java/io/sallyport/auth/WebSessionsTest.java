package io.sallyport.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WebSessionsTest {

  private static final Login U = new Login("u", "p");
  private static final Login V = new Login("v", "q");

  private final MemoryVault vault = new MemoryVault();
  private final WebSessions sessions = new WebSessions(vault);

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
  void anotherNode_opensTheSameSession() {
    String id = sessions.signIn(null, "a", U);
    assertEquals(Optional.of(U), new WebSessions(vault).login(id, "a"));
  }

  @Test
  void vaultAlone_givesNeitherIdNorPasswordAway() {
    String id = sessions.signIn(null, "a", new Login("ann", "correct horse"));
    vault
        .content()
        .forEach((digest, logins) -> {
          assertFalse(digest.contains(id));
          // Whoever has the vault has the digest: as an id it opens nothing.
          assertEquals(Optional.empty(), sessions.login(digest, "a"));
          String sealed = new String(logins.get("a"), StandardCharsets.ISO_8859_1);
          assertFalse(sealed.contains("ann") || sealed.contains("horse"), sealed);
        });
    assertEquals(1, vault.content().size());
  }

  @Test
  void sameLogin_isSealedDifferentlyEachTime_andIsNotTakenForAnotherBackend() {
    String one = sessions.signIn(null, "a", U);
    String two = sessions.signIn(null, "a", U);
    assertNotEquals(one, two);
    var all = vault.content().values().stream().map(logins -> logins.get("a")).toList();
    assertFalse(Arrays.equals(all.get(0), all.get(1)));
    // A row moved to another backend, or under another session, opens nothing.
    SessionSeal seal = SessionSeal.of(one);
    byte[] sealed = seal.close("a", U);
    assertEquals(Optional.of(U), seal.open("a", sealed));
    assertEquals(Optional.empty(), seal.open("b", sealed));
    assertEquals(Optional.empty(), SessionSeal.of(two).open("a", sealed));
    sealed[sealed.length - 1] ^= 1;
    assertEquals(Optional.empty(), seal.open("a", sealed));
  }

  @Test
  void whileTheVaultIsAway_whatWasUsedAMomentAgoHolds() {
    String used = sessions.signIn(null, "a", U);
    String unused = sessions.signIn(null, "a", V);
    assertEquals(Optional.of(U), sessions.login(used, "a"));
    vault.away(true);
    assertEquals(Optional.of(U), sessions.login(used, "a"));
    assertThrows(Failure.Busy.class, () -> sessions.login(unused, "a"));
    assertThrows(Failure.Busy.class, () -> sessions.signIn(used, "b", V));
    vault.away(false);
    sessions.end(used);
    vault.away(true);
    assertThrows(Failure.Busy.class, () -> sessions.login(used, "a"));
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

package io.sallyport.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AccessPolicy;
import io.sallyport.config.GatewayUser;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SignInTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private static final Login U = new Login("u", "p");

  private final WebSessions sessions = new WebSessions(new MemoryVault());
  private final SignIn signIn = new SignIn(sessions);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void fixedAndAnonymous_askNobody() {
    Caller other = caller(new Credentials("x", "y"), null);
    assertEquals(U, signIn.login(backend("a", new LoginRule.Fixed(U)), other));
    assertEquals(Login.ANONYMOUS, signIn.login(backend("a", new LoginRule.Anonymous()), other));
  }

  @Test
  void passThrough_takesCredentialsThenTheSession() {
    String id = sessions.signIn(null, "a", U);
    GuardedBackend a = backend("a", new LoginRule.PassThrough());
    GuardedBackend b = backend("b", new LoginRule.PassThrough());

    assertEquals(U, signIn.login(a, caller(null, id)));
    assertEquals(new Login("x", "y"), signIn.login(a, caller(new Credentials("x", "y"), id)));
    assertThrows(Failure.NotLoggedIn.class, () -> signIn.login(b, caller(null, id)));
    assertThrows(Failure.NotLoggedIn.class, () -> signIn.login(a, caller(null, null)));
    assertEquals(Optional.empty(), signIn.guest(caller(null, "guess")).known(a));
  }

  @Test
  void caller_isReadFromItsHeaders() {
    assertEquals(
        new Caller(Optional.of(new Credentials("u", "p")), Optional.of("x"), Optional.of(HERE)),
        Caller.of(Optional.of("Basic dTpw"), Optional.of("sallyport=x"), false, HERE));
    assertEquals(
        new Caller(Optional.empty(), Optional.empty(), Optional.of(HERE)),
        Caller.of(Optional.empty(), Optional.empty(), true, HERE));
  }

  @Test
  void cookie_comesBackUnderTheNameOfItsScheme() {
    assertEquals(
        "__Host-sallyport=x; Path=/; HttpOnly; SameSite=Strict; Secure",
        SessionCookie.set("x", true));
    assertEquals("sallyport=x; Path=/; HttpOnly; SameSite=Strict", SessionCookie.set("x", false));
    assertEquals(
        "sallyport=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict", SessionCookie.clear(false));
    String both = "a=b; sallyport=plain;__Host-sallyport=secure";
    assertEquals(Optional.of("plain"), SessionCookie.find(both, false));
    assertEquals(Optional.of("secure"), SessionCookie.find(both, true));
    assertEquals(Optional.empty(), SessionCookie.find("sallyport=; xsallyport=1", false));
  }

  @Test
  void usersOfTheGateway_standInFrontOfAFixedLogin() {
    String argon2 = GatewayUsers.hash("right");
    String bcrypt = "$2b$04$" + "e".repeat(53);
    SignIn guarded =
        new SignIn(
            sessions,
            new GatewayUsers(
                List.of(new GatewayUser("alice", argon2), new GatewayUser("bob", bcrypt))),
            new SignInLimits(() -> now));
    GuardedBackend a =
        new GuardedBackend(
            backend("a", new LoginRule.Fixed(U)).backend(),
            new LoginRule.Fixed(U),
            null,
            new AccessPolicy(List.of("alice"), false, List.of()));

    assertEquals(
        new Guest.Admission(U, "alice"),
        guarded.guest(caller(new Credentials("alice", "right"), null)).admit(a));
    for (Credentials wrong :
        List.of(
            new Credentials("alice", "wrong"),
            new Credentials("bob", "right"),
            new Credentials("nobody", "right"))) {
      assertThrows(Failure.NotLoggedIn.class, () -> guarded.login(a, caller(wrong, null)));
    }
    assertThrows(Failure.NotLoggedIn.class, () -> guarded.login(a, caller(null, null)));
    String id = sessions.signIn(null, "a", new Login("alice", "right"));
    assertEquals(U, guarded.login(a, caller(null, id)));
    guarded.know(new GatewayUsers(List.of()));
    assertThrows(Failure.NotLoggedIn.class, () -> guarded.login(a, caller(null, id)));
  }

  @Test
  void thousandWrongPasswordsFromOneAddress_closeItAndNobodyElse() {
    SignInLimits limits = new SignInLimits(() -> now);
    InetAddress here = InetAddress.getLoopbackAddress();
    int heard = 0;
    for (int i = 0; i < 1000; i++) {
      try {
        limits.require(here, i % 2 == 0 ? "alice" : "user" + i);
        heard++;
        limits.wrong(here, i % 2 == 0 ? "alice" : "user" + i);
      } catch (TooManyAttempts e) {
        assertTrue(e.retryAfter().toSeconds() >= 1);
      }
      now = now.plusMillis(10);
    }
    assertTrue(heard < 30, heard + " were listened to");
    assertThrows(TooManyAttempts.class, () -> limits.require(here, "alice"));
    assertThrows(TooManyAttempts.class, () -> limits.require(here, "somebody"));
    InetAddress elsewhere = InetAddress.ofLiteral("192.0.2.7");
    limits.require(elsewhere, "alice");
    now = now.plus(Duration.ofMinutes(6));
    limits.require(here, "alice");
  }

  @Test
  void nodesCountTogether_andEachForItselfWhileTheyCannot() {
    Map<String, Integer> counts = new HashMap<>();
    AtomicBoolean away = new AtomicBoolean();
    WrongSignIns shared =
        new WrongSignIns() {
          @Override
          public List<Integer> add(List<String> keys, Duration memory) {
            reach();
            return keys.stream().map(key -> counts.merge(key, 1, Integer::sum)).toList();
          }

          @Override
          public Map<String, Count> since(Duration age) {
            reach();
            Map<String, Count> found = new HashMap<>();
            counts.forEach((key, wrong) -> found.put(key, new Count(wrong, Duration.ZERO)));
            return found;
          }

          private void reach() {
            if (away.get()) {
              throw new Failure.Busy("It is away.", null, Duration.ofSeconds(1));
            }
          }
        };
    SignInLimits one = new SignInLimits(() -> now, shared);
    SignInLimits other = new SignInLimits(() -> now, shared);
    for (int i = 0; i < 3; i++) {
      one.wrong(HERE, "alice");
      other.wrong(HERE, "alice");
    }
    assertThrows(TooManyAttempts.class, () -> other.require(HERE, "alice"));
    // One knows five of the six by its own last try, which close it for a second.
    assertThrows(TooManyAttempts.class, () -> one.require(HERE, "alice"));
    SignInLimits third = new SignInLimits(() -> now, shared);
    third.require(HERE, "alice");
    third.hear();
    assertThrows(TooManyAttempts.class, () -> third.require(HERE, "alice"));
    third.require(HERE, "bob");
    assertTrue(counts.keySet().stream().allMatch(key -> key.matches("[0-9a-f]{64}")));

    away.set(true);
    assertThrows(Failure.Busy.class, third::hear);
    for (int i = 0; i < 5; i++) {
      third.wrong(HERE, "bob");
    }
    assertThrows(TooManyAttempts.class, () -> third.require(HERE, "bob"));
  }

  private static Caller caller(@Nullable Credentials credentials, @Nullable String id) {
    return new Caller(Optional.ofNullable(credentials), Optional.ofNullable(id));
  }

  private static GuardedBackend backend(String name, LoginRule rule) {
    return new GuardedBackend(
        new Backend() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public RemoteFiles files(Login login) {
            throw new AssertionError("nobody asked for files");
          }
        },
        rule,
        null);
  }
}

package io.sallyport.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SignInTest {

  private static final Login U = new Login("u", "p");

  private final WebSessions sessions = new WebSessions(new MemoryVault());
  private final SignIn signIn = new SignIn(sessions);

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
    assertEquals(Optional.empty(), signIn.known(a, caller(null, "guess")));
  }

  @Test
  void caller_isReadFromItsHeaders() {
    assertEquals(
        caller(new Credentials("u", "p"), "x"),
        Caller.of(Optional.of("Basic dTpw"), Optional.of("sallyport=x"), false));
    assertEquals(caller(null, null), Caller.of(Optional.empty(), Optional.empty(), true));
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

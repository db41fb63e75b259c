package io.sallyport.embedded;

import io.sallyport.config.EmbeddedSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.usermanager.AnonymousAuthentication;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.jspecify.annotations.Nullable;

/// The users: the configured one, and `anonymous` for reading where that is allowed.
final class OneLogin implements UserManager {

  // Without it a user may log in zero times: an authority that nobody grants counts as refused.
  private static final Authority ANY_NUMBER = new ConcurrentLoginPermission(0, 0);

  private final EmbeddedSettings settings;

  OneLogin(EmbeddedSettings settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable User getUserByName(String name) {
    if (name.equals(settings.login().user())) {
      return user(name, List.of(ANY_NUMBER, new WritePermission()));
    }
    return name.equals(ANONYMOUS) && settings.anonymous() ? user(name, List.of(ANY_NUMBER)) : null;
  }

  @Override
  public User authenticate(Authentication authentication) throws AuthenticationFailedException {
    String name =
        switch (authentication) {
          case AnonymousAuthentication _ -> ANONYMOUS;
          case UsernamePasswordAuthentication given when matches(given) -> given.getUsername();
          default -> throw new AuthenticationFailedException("Authentication failed");
        };
    User user = getUserByName(name);
    if (user == null) {
      throw new AuthenticationFailedException("Authentication failed");
    }
    return user;
  }

  private boolean matches(UsernamePasswordAuthentication given) {
    // MINA gives a null password for a bare PASS.
    String password = given.getPassword() == null ? "" : given.getPassword();
    return given.getUsername().equals(settings.login().user())
        && MessageDigest.isEqual(
            password.getBytes(StandardCharsets.UTF_8),
            settings.login().password().getBytes(StandardCharsets.UTF_8));
  }

  private User user(String name, List<Authority> authorities) {
    BaseUser user = new BaseUser();
    user.setName(name);
    user.setHomeDirectory(settings.folder().toString());
    user.setAuthorities(authorities);
    user.setMaxIdleTime((int) settings.idle().toSeconds());
    return user;
  }

  @Override
  public String[] getAllUserNames() {
    return new String[] {settings.login().user()};
  }

  @Override
  public boolean doesExist(String name) {
    return getUserByName(name) != null;
  }

  @Override
  public void save(User user) {
    throw new UnsupportedOperationException("the login comes from the configuration");
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException("the login comes from the configuration");
  }

  @Override
  public String getAdminName() {
    return "";
  }

  @Override
  public boolean isAdmin(String name) {
    return false;
  }
}

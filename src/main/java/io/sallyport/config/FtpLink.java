package io.sallyport.config;

import io.sallyport.files.RemotePath;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An FTP URL that somebody clicked, typed or asked a proxy for: read more kindly than one in a
/// configuration. `//` after the host means the server's `/`, as `/%2F` does; a question mark is
/// part of the name, as RFC 1738 has no queries here; a fragment is the browser's own.
///
/// @param url server, user, password, path
/// @param slash whether its path is empty or ends with a slash: relative references in a page are
///   right then
/// @param type `a`, `i` or `d` as the URL says (RFC 1738 §3.2.2); absent where it says nothing
public record FtpLink(FtpUrl url, boolean slash, @Nullable Character type) {

  /// Reads one.
  ///
  /// @throws IllegalArgumentException with what is wrong, fit for a person, without the password
  public static FtpLink parse(String text) {
    String trimmed = text.strip();
    int fragment = trimmed.indexOf('#');
    String plain = fragment < 0 ? trimmed : trimmed.substring(0, fragment);
    int scheme = plain.indexOf("://");
    int root = scheme < 0 ? -1 : plain.indexOf('/', scheme + 3);
    String path = root < 0 ? "" : plain.substring(root + 1).replace("?", "%3F");
    Character type = null;
    if (path.matches("(?s).*;type=[aidAID]")) {
      type = path.substring(path.length() - 1).toLowerCase(Locale.ROOT).charAt(0);
      path = path.substring(0, path.length() - ";type=i".length());
    }
    boolean slash = path.isEmpty() || path.endsWith("/");
    if (path.startsWith("/")) {
      path = "%2F" + path.substring(1);
    }
    String server = root < 0 ? plain : plain.substring(0, root);
    return new FtpLink(FtpUrl.parse(server + "/" + path), slash, type);
  }

  /// Whether it says that it leads to a folder.
  public boolean isFolder() {
    return slash || (type != null && type == 'd');
  }

  /// The path below the login directory, or below the server's `/`.
  public RemotePath path() {
    String names = url.root().startsWith("/") ? url.root().substring(1) : url.root();
    return names.isEmpty() ? RemotePath.ROOT : new RemotePath(List.of(names.split("/")));
  }

  /// The path of the URL as a folder's, from the slash on, percent-encoded.
  public String asFolder() {
    String names = path().toUri();
    return (url.root().startsWith("/") ? "/%2F" : "/") + names + (names.isEmpty() ? "" : "/");
  }
}

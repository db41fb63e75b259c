package io.sallyport.config;

import io.sallyport.files.RemotePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One backend: where its files are and whose login it uses.
///
/// @param name the first segment of its URLs
/// @param source where its files are
/// @param login whose login the FTP server sees
/// @param userHint the user name to offer where a person is asked for credentials; absent for none
/// @param access who may do what there
/// @param keepInStore names of small files that are kept in the gateway's state instead of on the
///   server
public record BackendSettings(
    String name,
    Source source,
    LoginRule login,
    @Nullable String userHint,
    AccessPolicy access,
    List<NamePattern> keepInStore) {

  public BackendSettings {
    requireName(name);
    keepInStore = List.copyOf(keepInStore);
  }

  /// One that everybody may use.
  public BackendSettings(String name, Source source, LoginRule login, @Nullable String userHint) {
    this(name, source, login, userHint, AccessPolicy.OPEN, List.of());
  }

  /// The same with another policy.
  public BackendSettings with(AccessPolicy policy) {
    return new BackendSettings(name, source, login, userHint, policy, keepInStore);
  }

  /// Where a backend's files are.
  public sealed interface Source {

    /// An FTP server elsewhere.
    record Server(FtpSettings ftp) implements Source {}

    /// A local folder behind the embedded FTP server.
    record Folder(EmbeddedSettings ftp) implements Source {}
  }

  /// Refuses names that no URL could mean: `-` is the gateway's own, `~` begins a server that no
  /// one configured.
  ///
  /// @throws IllegalArgumentException with the reason
  public static void requireName(String name) {
    if (!RemotePath.isName(name)
        || name.equals("-")
        || name.startsWith("~")
        || name.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "a backend's name is one URL segment, neither \"-\" nor starting with \"~\"");
    }
  }
}

package io.sallyport.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `users:`.
final class UsersReader {

  private final SecretReader secrets;

  /// @param file the configuration file, for the relative paths in it
  UsersReader(Path file) {
    this.secrets = new SecretReader(file);
  }

  List<GatewayUser> read(Section section) {
    List<GatewayUser> users = new ArrayList<>();
    for (YamlNode.Scalar name : section.names()) {
      Optional<Section> keys = section.section(name.text());
      Optional<String> hash = keys.flatMap(found -> secrets.read(found, "password"));
      keys.ifPresent(Section::finish);
      if (hash.isEmpty()) {
        section.note(name, "the user \"" + name.text() + "\" needs a password or password-file");
        continue;
      }
      try {
        users.add(new GatewayUser(name.text(), hash.get()));
      } catch (IllegalArgumentException e) {
        section.note(name, String.valueOf(e.getMessage()));
      }
    }
    return users;
  }
}

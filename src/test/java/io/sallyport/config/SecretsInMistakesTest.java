package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mistake beside a password, or in it, is told without the password.
final class SecretsInMistakesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backends: {x: {url: 'ftp://u:s3cret@h:p/'}}",
        "backends: {x: {url: 'ftp://u:s3cret@no host/'}}",
        "backends: {x: {url: 'sftp://u:s3cret@h/'}}",
        "backends: {x: {url: 'ftp://u:s3cret%zz@h/'}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: [s3cret]}}}",
        "backends: {x: {url: 'ftp://h/', login: 's3cret'}}",
        "backends: {x: {url: 'ftp://h/', proxy: 'socks5://u:s3cret@'}}",
        "backends: {x: {url: 'ftp://h/', proxy: 'ftp://u:s3cret@h'}}",
        "users: {x: {password: s3cret}}",
        "state: 'jdbc:mysql://h/?password=s3cret'",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: \"s3cret}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: &s3cret}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: !s3cret!x y}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: %s3cret}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: @s3cret}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: \"s3\\qcret s3cret\"}}}",
        "backends: {x: {url: 'ftp://h/', login: {user: u, password: s3cret: y}}}",
        "backends:\n x:\n  url: ftp://h/\n  login:\n   user: u\n   password: s3cret\n s3: cret\n  y"
      })
  void passwordIsNotRepeated(String yaml) {
    InvalidConfiguration wrong =
        assertThrows(
            InvalidConfiguration.class,
            () -> ConfigurationFile.parse("c.yaml", yaml, Path.of("c.yaml").toAbsolutePath()));
    String message = String.valueOf(wrong.getMessage());
    assertFalse(message.contains("s3cret"), message);
    assertTrue(message.contains("c.yaml: line 1") || message.contains("line"), message);
  }
}

package io.sallyport.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Failure;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {

  @Test
  void basic_isRead() {
    assertEquals(Optional.of(new Credentials("ü", "p:ä")), parse("ü:p:ä", StandardCharsets.UTF_8));
    assertEquals(Optional.of(new Credentials("u", "")), parse("u:", StandardCharsets.UTF_8));
  }

  @Test
  void latin1_isReadWhereItIsNotUtf8() {
    assertEquals(Optional.of(new Credentials("ü", "ä")), parse("ü:ä", StandardCharsets.ISO_8859_1));
  }

  @Test
  void windowsDomain_isLeftOut() {
    assertEquals(
        Optional.of(new Credentials("u", "a\\b")),
        parse("GATEWAY\\u:a\\b", StandardCharsets.UTF_8));
  }

  @Test
  void otherScheme_isNotRead() {
    assertEquals(Optional.empty(), Credentials.parseBasic("Bearer abc"));
    assertEquals(Optional.empty(), Credentials.parseBasic(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nDELE x:p", "a:p\rx", "a:p\nx", "a:p\0", ":p", "nocolon", "D\\:p"})
  void whatCannotBeALogin_isMalformed(String text) {
    assertThrows(Failure.Malformed.class, () -> parse(text, StandardCharsets.UTF_8));
  }

  @Test
  void brokenBase64_isMalformed() {
    assertThrows(Failure.Malformed.class, () -> Credentials.parseBasic("Basic ***"));
  }

  @Test
  void text_leavesThePasswordOut() {
    assertFalse(new Credentials("u", "s3cret").toString().contains("s3cret"));
  }

  private static Optional<Credentials> parse(String text, Charset charset) {
    return Credentials.parseBasic(
        "bAsIc " + Base64.getEncoder().encodeToString(text.getBytes(charset)));
  }
}

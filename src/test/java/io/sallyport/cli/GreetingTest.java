package io.sallyport.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.BackendSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Login;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GreetingTest {

  @Test
  void greeting_saysWhereAndWhatAndNeverThePassword() {
    BackendSettings backend =
        new BackendSettings(
            "ftp.example.org",
            new BackendSettings.Source.Server(FtpSettings.of("ftp.example.org", 21)),
            new LoginRule.Fixed(new Login("u", "s3cret")),
            "u");

    String text = new Greeting("1", "http://127.0.0.1:8080/", List.of(backend)).toString();

    assertTrue(text.startsWith("Sallyport 1 serves http://127.0.0.1:8080/"), text);
    assertTrue(text.contains("/ftp.example.org/  ftp://ftp.example.org/"), text);
    assertTrue(text.contains("curl http://127.0.0.1:8080/ftp.example.org/"), text);
    assertFalse(text.contains("s3cret"), text);
  }
}

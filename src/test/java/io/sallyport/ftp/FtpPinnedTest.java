package io.sallyport.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server whose address was looked up once, by somebody else.
@Timeout(60)
final class FtpPinnedTest {

  @Test
  void aPinnedAddressIsUsed_andItsNameIsNotLookedUp() {
    try (ScriptedBackend there =
        new ScriptedBackend(server ->
            FtpSettings.of("never-looked-up.invalid", server.port())
                .withPinned(List.of(InetAddress.ofLiteral(server.host()))))) {
      assertEquals(
          "hello", ScriptedBackend.text(there.files(), ScriptedBackend.FILE, ByteRange.ALL));
    }
  }
}

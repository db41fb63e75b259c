package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeepAliveTest {

  @Test
  void serverThatDoesNotAnswer_getsNoMore() {
    KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(60));
    assertEquals(Optional.of(Duration.ofSeconds(60)), keepAlive.interval());
    keepAlive.unwelcome("it fell silent");
    assertEquals(Optional.empty(), keepAlive.interval());
  }
}

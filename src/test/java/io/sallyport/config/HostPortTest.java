package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:8080,0.0.0.0,8080,false",
    "[::1]:80,::1,80,true",
    "localhost:0,localhost,0,true",
    "8080,127.0.0.1,8080,true",
    ":8080,127.0.0.1,8080,true",
    "gateway.example:443,gateway.example,443,false"
  })
  void whatPeopleWrite_isRead(String text, String host, int port, boolean loopback) {
    HostPort read = HostPort.parse(text);
    assertEquals(new HostPort(host, port), read);
    assertEquals(loopback, read.isLoopback());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "host:x", "host:70000", "::1:80", "a b:1", "a/b:1"})
  void somethingElse_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }
}

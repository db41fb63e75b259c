package io.sallyport.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.ProxySettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.Answer;
import io.sallyport.ground.ScriptedFtpServer;
import io.sallyport.ground.SocksServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An FTP server that is reached through a proxy.
@Timeout(60)
final class FtpProxyTest {

  private static String read(RemoteFiles files, String name) {
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    try (Download download = files.read(RemotePath.of(name), ByteRange.ALL)) {
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining());
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static FtpBackend through(String proxy, String host, int port) {
    return new FtpBackend(
        "proxied", FtpSettings.of(host, port).withProxy(ProxySettings.parse(proxy)));
  }

  @Test
  void socks5_carriesControlAndData() {
    try (ScriptedFtpServer server = ScriptedFtpServer.start();
        SocksServer socks = SocksServer.start();
        FtpBackend backend =
            through("socks5://127.0.0.1:" + socks.port(), "127.0.0.1", server.port())) {
      server.tree().file("a", "hello");
      RemoteFiles files = backend.files(Login.ANONYMOUS);
      assertEquals("hello", read(files, "a"));
      try (Upload upload = files.write(RemotePath.of("b"))) {
        upload.write(ByteBuffer.wrap(new byte[] {'x'}));
        upload.commit();
      }
      assertEquals("x", server.tree().text("b").orElseThrow());
      assertEquals(3, socks.targets().size());
      assertEquals("127.0.0.1:" + server.port(), socks.targets().getFirst());
    }
  }

  @Test
  void socks5_resolvesWhatOnlyItsNetworkKnows_andKnowsItsUsers() {
    try (ScriptedFtpServer server = ScriptedFtpServer.start();
        SocksServer socks = SocksServer.admitting("me", "p:w")) {
      server.tree().file("a", "hello");
      String proxy = "@127.0.0.1:" + socks.port();
      try (FtpBackend backend = through("socks5://me:p:w" + proxy, "ftp.inside", server.port())) {
        assertEquals("hello", read(backend.files(Login.ANONYMOUS), "a"));
        assertEquals("ftp.inside:" + server.port(), socks.targets().getFirst());
        assertTrue(socks.targets().getLast().startsWith("ftp.inside:"));
      }
      try (FtpBackend backend = through("socks5://me:no" + proxy, "ftp.inside", server.port())) {
        RemoteFiles files = backend.files(Login.ANONYMOUS);
        assertThrows(Failure.Unreachable.class, () -> read(files, "a"));
      }
    }
  }

  @Test
  void socks5_leavesActiveModeOut() {
    try (ScriptedFtpServer server = ScriptedFtpServer.start();
        SocksServer socks = SocksServer.start();
        FtpBackend backend =
            through("socks5://127.0.0.1:" + socks.port(), "127.0.0.1", server.port())) {
      server.tree().file("a", "hello");
      server.on("EPSV", Answer.reply("500 what?")).on("PASV", Answer.reply("500 what?"));
      RemoteFiles files = backend.files(Login.ANONYMOUS);
      assertThrows(Failure.NoDataConnection.class, () -> read(files, "a"));
      assertEquals(0, server.count("EPRT") + server.count("PORT"));
    }
  }

  @Test
  void ftpProxy_isToldTheServerWithTheUser() {
    try (ScriptedFtpServer proxy = ScriptedFtpServer.start();
        FtpBackend plain = through("ftp://127.0.0.1:" + proxy.port(), "ftp.example.org", 21);
        FtpBackend odd = through("ftp://127.0.0.1:" + proxy.port(), "ftp.example.org", 2121)) {
      proxy.tree().file("a", "hello");
      assertEquals("hello", read(plain.files(new Login("u", "p")), "a"));
      assertEquals("hello", read(odd.files(new Login("u", "p")), "a"));
      assertTrue(proxy.lines().contains("USER u@ftp.example.org"), proxy.lines().toString());
      assertTrue(proxy.lines().contains("USER u@ftp.example.org:2121"), proxy.lines().toString());
    }
  }
}

package io.sallyport.ftp.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two engines back to back, each under a channel.
@Timeout(60)
final class TlsChannelTest {

  private static SSLContext context;
  private static SSLContext distrustful;

  private final ExecutorService peerThread = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeAll
  static void makeContexts(@TempDir Path folder) throws Exception {
    char[] password = Certificates.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(new Certificates(folder).store("peer"))) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("peer", store.getCertificate("it"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    distrustful = SSLContext.getInstance("TLS");
    distrustful.init(null, null, null);
  }

  @AfterEach
  void stop() {
    peerThread.shutdownNow();
  }

  /// The two ends of a connection on which hands have been shaken.
  private record Ends(TlsChannel client, SSLEngine server, TlsChannel peer, ByteChannel wire) {}

  private static SSLEngine engine(SSLContext from, String version, boolean client) {
    SSLEngine engine = from.createSSLEngine("peer", 21);
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {version});
    return engine;
  }

  private Ends connect(String version, int mostBytes) throws Exception {
    Plumbing[] ends = Plumbing.pair(mostBytes);
    SSLEngine server = engine(context, version, false);
    TlsChannel peer = new TlsChannel(server, ends[1]);
    TlsChannel client = new TlsChannel(engine(context, version, true), ends[0]);
    Future<?> shaken =
        beside(() -> {
          peer.handshake();
          return true;
        });
    client.handshake();
    shaken.get();
    return new Ends(client, server, peer, ends[1]);
  }

  private <T> Future<T> beside(Callable<T> work) {
    return peerThread.submit(work);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void send(TlsChannel to, byte[] bytes) throws IOException {
    for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
      assertTrue(to.write(rest) > 0);
    }
  }

  private static byte[] receive(TlsChannel from, int bufferBytes, int most) throws IOException {
    byte[] all = new byte[most];
    ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
    int length = 0;
    while (from.read(buffer.clear()) >= 0) {
      buffer.flip();
      int read = buffer.remaining();
      buffer.get(all, length, read);
      length += read;
    }
    return Arrays.copyOf(all, length);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, 1, 1, 1000",
    "TLSv1.2, 7, 1000, 40000",
    "TLSv1.2, 1448, 13, 40000",
    "TLSv1.2, 1000000, 16384, 100000",
    "TLSv1.2, 1000000, 262144, 3000000",
    "TLSv1.3, 1, 1, 1000",
    "TLSv1.3, 1448, 13, 40000",
    "TLSv1.3, 16384, 20000, 500000",
    "TLSv1.3, 1000000, 262144, 3000000",
  })
  void bytes_comeWholeHoweverTheyAreCut(String version, int fragment, int buffer, int length)
      throws Exception {
    Ends ends = connect(version, fragment);
    byte[] sent = random(length);
    Future<?> sending =
        beside(() -> {
          send(ends.peer, sent);
          ends.peer.endOutput();
          return true;
        });
    assertArrayEquals(sent, receive(ends.client, buffer, length));
    assertTrue(ends.client.endConfirmed());
    sending.get();

    // In TLS 1.2 the end of one direction is the end of both.
    Ends back = connect(version, fragment);
    Future<byte[]> receiving = beside(() -> receive(back.peer, buffer, length));
    send(back.client, sent);
    back.client.endOutput();
    assertArrayEquals(sent, receiving.get());
    assertTrue(back.peer.endConfirmed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void endWithoutCloseNotify_isNotConfirmed(String version) throws Exception {
    Ends ends = connect(version, 1000);
    send(ends.peer, random(100));
    ends.wire.close();
    assertArrayEquals(random(100), receive(ends.client, 64, 100));
    assertFalse(ends.client.endConfirmed());
    assertEquals(-1, ends.client.read(ByteBuffer.allocate(1)));
  }

  @Test
  void endWithinARecord_isNotConfirmed() throws Exception {
    Ends ends = connect("TLSv1.2", 1_000_000);
    ByteBuffer record = ByteBuffer.allocate(100_000);
    ends.server.wrap(ByteBuffer.wrap(random(5000)), record);
    record.flip().limit(1000);
    while (record.hasRemaining()) {
      ends.wire.write(record);
    }
    ends.wire.close();
    assertEquals(0, receive(ends.client, 64, 5000).length);
    assertFalse(ends.client.endConfirmed());
  }

  @Test
  void bytesChangedOnTheWay_areNoData() throws Exception {
    Ends ends = connect("TLSv1.3", 1_000_000);
    ByteBuffer record = ByteBuffer.allocate(100_000);
    ends.server.wrap(ByteBuffer.wrap(random(5000)), record);
    record.flip().put(1000, (byte) ~record.get(1000));
    while (record.hasRemaining()) {
      ends.wire.write(record);
    }
    assertThrows(SSLException.class, () -> receive(ends.client, 100_000, 5000));
  }

  @Test
  void renegotiation_isRefused() throws Exception {
    Ends ends = connect("TLSv1.2", 1000);
    Future<?> again =
        beside(() -> {
          ends.peer.handshake();
          return true;
        });
    SSLException refusal = assertThrows(SSLException.class, () -> receive(ends.client, 100, 100));
    assertEquals("the peer wants to renegotiate", refusal.getMessage());
    ends.client.close();
    assertThrows(ExecutionException.class, again::get);
  }

  @Test
  void newKeys_changeNothing() throws Exception {
    Ends ends = connect("TLSv1.3", 1000);
    send(ends.peer, "before ".getBytes(US_ASCII));
    ends.server.beginHandshake();
    send(ends.peer, "after".getBytes(US_ASCII));
    ends.peer.endOutput();
    assertEquals("before after", new String(receive(ends.client, 100, 100), US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void nextConnection_resumesWhatIsLearnedUpToTheEnd(String version) throws Exception {
    Ends first = connect(version, 1000);
    Future<byte[]> received =
        beside(() -> {
          byte[] bytes = receive(first.peer, 100, 100);
          first.peer.endOutput();
          first.wire.close();
          return bytes;
        });
    send(first.client, random(100));
    first.client.endOutput();
    first.client.drain();
    assertArrayEquals(random(100), received.get());
    assertTrue(first.client.endConfirmed());
    assertThrows(IOException.class, () -> first.client.write(ByteBuffer.allocate(1)));

    Ends second = connect(version, 1000);
    assertEquals(
        first.server.getSession().getCreationTime(), second.server.getSession().getCreationTime());
    assertNotEquals(first.server, second.server);
  }

  @Test
  void certificateThatIsNotTrusted_isRefusedAndThePeerIsTold() throws Exception {
    Plumbing[] ends = Plumbing.pair(1000);
    TlsChannel peer = new TlsChannel(engine(context, "TLSv1.2", false), ends[1]);
    TlsChannel client = new TlsChannel(engine(distrustful, "TLSv1.2", true), ends[0]);
    Future<?> shaking =
        beside(() -> {
          peer.handshake();
          return true;
        });
    assertThrows(SSLHandshakeException.class, client::handshake);
    client.close();
    ExecutionException told = assertThrows(ExecutionException.class, shaking::get);
    assertTrue(String.valueOf(told.getMessage()).contains("certificate_unknown"), told::toString);
  }

  @Test
  void peerThatHangsUp_failsTheHandshake() throws Exception {
    Plumbing[] ends = Plumbing.pair(1000);
    TlsChannel client = new TlsChannel(engine(context, "TLSv1.3", true), ends[0]);
    ends[1].close();
    assertThrows(IOException.class, client::handshake);
  }

  @Test
  void peerThatSpeaksNoTls_failsTheHandshake() throws Exception {
    Plumbing[] ends = Plumbing.pair(1000);
    TlsChannel client = new TlsChannel(engine(context, "TLSv1.3", true), ends[0]);
    ends[1].write(ByteBuffer.wrap("220 Welcome\r\n".getBytes(US_ASCII)));
    assertThrows(SSLException.class, client::handshake);
  }

  @Test
  void closedChannel_neitherReadsNorWrites() throws Exception {
    Ends ends = connect("TLSv1.3", 1000);
    ends.client.close();
    ends.client.close();
    assertFalse(ends.client.isOpen());
    assertThrows(ClosedChannelException.class, () -> ends.client.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> ends.client.write(ByteBuffer.allocate(1)));
  }

  @Test
  void oneWrite_isABufferfulAtMost() throws Exception {
    Ends ends = connect("TLSv1.2", 1_000_000);
    ByteBuffer much = ByteBuffer.wrap(random(1_000_000));
    Future<byte[]> receiving = beside(() -> receive(ends.peer, 100_000, 1_000_000));
    assertTrue(ends.client.write(much) <= TlsBuffers.SIZE_BYTES);
    while (much.hasRemaining()) {
      assertTrue(ends.client.write(much) > 0);
    }
    ends.client.endOutput();
    assertArrayEquals(random(1_000_000), receiving.get());
  }
}

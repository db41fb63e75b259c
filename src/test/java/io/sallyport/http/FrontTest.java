package io.sallyport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AddressRange;
import io.sallyport.config.FrontSettings;
import io.sallyport.config.FrontSettings.Limits;
import io.sallyport.config.HostPort;
import io.sallyport.config.OperationsSettings.LogFormat;
import io.sallyport.files.Failure;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS, HTTP/2, proxies in front and the base path: how the server meets its callers.
@Timeout(120)
final class FrontTest {

  private static final int BODY_BYTES = 512 * 1024;

  @TempDir Path folder;

  private final Witness witness = new Witness();
  private Consumer<Call> answer = FrontTest::describe;
  private @Nullable TestServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void browsersGetHttp2AndHsts_andThePlainPortPointsThere() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("DNS:localhost,IP:127.0.0.1");
    TestServer started = start(tls(pair.certificate(), pair.key(), true), List.of(), "");

    try (HttpClient client = client()) {
      HttpResponse<String> secure = get(client, "https://localhost:" + tlsPort() + "/l/a%20b?x=1");
      assertEquals(HttpClient.Version.HTTP_2, secure.version());
      assertEquals("true 127.0.0.1 /l/a%20b", secure.body());
      assertEquals(
          "max-age=15552000", secure.headers().firstValue("Strict-Transport-Security").orElse(""));
      HttpResponse<String> plain =
          get(client, "http://localhost:" + started.port() + "/l/a%20b?x=1");
      assertEquals(308, plain.statusCode());
      assertEquals(
          "https://localhost:" + tlsPort() + "/l/a%20b?x=1",
          plain.headers().firstValue("Location").orElse(""));
      assertFalse(plain.headers().firstValue("Strict-Transport-Security").isPresent());
    }
  }

  @Test
  void http2_movesBodiesBothWays_andAFailureAfterTheFirstByteIsSeen() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    start(tls(pair.certificate(), pair.key(), true), List.of(), "");
    byte[] content = new byte[5_000_000];
    new SecureRandom().nextBytes(content);
    String url = "https://127.0.0.1:" + tlsPort() + "/l/x";
    try (HttpClient client = client()) {
      answer =
          call -> {
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            ResponseBody out = call.status(200).body();
            while (call.requestBody().read(buffer.clear()) >= 0) {
              out.write(buffer.flip());
            }
            out.finish();
          };
      HttpResponse<byte[]> echo =
          client.send(
              HttpRequest.newBuilder(URI.create(url))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(HttpClient.Version.HTTP_2, echo.version());
      assertArrayEquals(content, echo.body());

      answer =
          call -> {
            call.status(200).body().write(ByteBuffer.wrap(content));
            throw new Failure.Broken("The server has gone.", null, false, null);
          };
      boolean seen = false;
      try {
        get(client, url);
      } catch (IOException e) {
        seen = true;
      }
      assertTrue(seen, "a response that was cut looked whole");

      answer =
          call -> {
            String length = call.requestBody().lengthBytes().toString();
            byte[] all = call.requestBody().readAll(100);
            String again = call.requestBody().lengthBytes().toString();
            call.respond(
                200, "text/plain", (length + all.length + again).getBytes(StandardCharsets.UTF_8));
          };
      assertEquals("OptionalLong[0]0OptionalLong[0]", get(client, url).body());
      HttpRequest unknown =
          HttpRequest.newBuilder(URI.create(url))
              .PUT(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(new byte[9])))
              .build();
      assertEquals(
          "OptionalLong.empty9OptionalLong.empty",
          client.send(unknown, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  @Test
  void certificateSwappedUnderLoad_noTransferFails() throws Exception {
    Certificates certificates = new Certificates(folder);
    Certificates.Pair first = certificates.selfSigned("IP:127.0.0.1");
    Certificates.Pair second = certificates.selfSigned("IP:127.0.0.1");
    Path certificate = Files.copy(first.certificate(), folder.resolve("used.pem"));
    Path key = Files.copy(first.key(), folder.resolve("used.key"));
    answer = call -> call.respond(200, "application/octet-stream", new byte[BODY_BYTES]);
    start(tls(certificate, key, true), List.of(), "");
    String url = "https://127.0.0.1:" + tlsPort() + "/l/x";
    AtomicBoolean enough = new AtomicBoolean();
    ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      boolean fresh = i % 2 == 0;
      load.add(Thread.startVirtualThread(() -> load(url, fresh, enough, troubles)));
    }
    witness.awaitSeen(1);

    // Half of the change first: the old pair must stay.
    try (Warnings warnings = new Warnings(ServerCertificate.class)) {
      Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      warnings.awaitOne("is not that of the certificate");
    }
    assertEquals(1, witness.count());
    Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
    witness.awaitSeen(2);

    enough.set(true);
    for (Thread each : load) {
      each.join();
    }
    assertEquals(List.of(), List.copyOf(troubles));
  }

  @Test
  void keysOfEveryForm_areUnderstood() throws Exception {
    Path rsa = folder.resolve("rsa.pem");
    Path ec = folder.resolve("ec.pem");
    Path certificate = folder.resolve("c.pem");
    Command.of("openssl", "genrsa", "-traditional", "-out", rsa.toString(), "2048").run();
    Command.of("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", ec.toString()).run();
    for (Path key : List.of(rsa, ec)) {
      Command.of(
              "openssl",
              "req",
              "-x509",
              "-new",
              "-key",
              key.toString(),
              "-subj",
              "/CN=x",
              "-addext",
              "subjectAltName=IP:127.0.0.1",
              "-out",
              certificate.toString())
          .run();
      assertTrue(Files.readString(key).contains(key.equals(rsa) ? "RSA PRIVATE" : "EC PRIVATE"));
      TestServer started = start(tls(certificate, key, false), List.of(), "");
      try (HttpClient client = client()) {
        assertEquals(200, get(client, "https://127.0.0.1:" + tlsPort() + "/l/x").statusCode());
        assertEquals(200, get(client, "http://127.0.0.1:" + started.port() + "/l/x").statusCode());
      }
      started.close();
    }
  }

  @Test
  void onlyATrustedProxy_saysWhoTheCallerIs() throws Exception {
    String[] older = {
      "X-Forwarded-For: 9.9.9.9, 203.0.113.7, 127.0.0.1",
      "X-Forwarded-Proto: https",
      "X-Forwarded-Host: dav.example.org"
    };
    start(null, List.of(), "");
    assertTrue(raw("/l/x", older).endsWith("false 127.0.0.1 /l/x"));
    stop();

    start(null, List.of(AddressRange.parse("127.0.0.0/8")), "");
    assertTrue(raw("/l/x", older).endsWith("true 203.0.113.7 /l/x"));
    assertTrue(
        raw("/l/x", "Forwarded: for=\"[2001:db8::1]:4711\";proto=https;host=h, for=127.0.0.2")
            .endsWith("true 2001:db8:0:0:0:0:0:1 /l/x"));
    // The proxy in front writes one form, and passes on what a caller wrote in the other.
    assertTrue(
        raw("/l/x", "Forwarded: for=192.0.2.66;proto=https", "X-Forwarded-For: 203.0.113.7")
            .endsWith("false 203.0.113.7 /l/x"));
    assertTrue(raw("/l/x", "X-Forwarded-For: unknown").endsWith("false 127.0.0.1 /l/x"));
    answer = call -> call.respondEmpty(call.isAddressedAs("dav.example.org:443") ? 204 : 500);
    assertTrue(raw("/l/x", older).startsWith("HTTP/1.1 204"));
  }

  @Test
  void belowABasePath_everyUrlBeginsWithIt() throws Exception {
    start(null, List.of(), "/ftp");
    assertTrue(raw("/ftp/l/x").endsWith("false 127.0.0.1 /l/x"));
    assertTrue(raw("/ftp/").endsWith("false 127.0.0.1 /"));
    assertTrue(raw("/ftp?q").contains("Location: /ftp/?q"));
    assertTrue(raw("/").contains("Location: /ftp/"));
    assertTrue(raw("/ftpx/l").startsWith("HTTP/1.1 404"));
    assertTrue(raw("/l/x").startsWith("HTTP/1.1 404"));
  }

  @Test
  void silenceAtTheTlsPort_isNotWaitedForForever() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    Limits hasty =
        new Limits(100, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(5));
    server =
        new TestServer(
            HttpSettings.of(
                new HostPort("127.0.0.1", 0),
                new FrontSettings(
                    tls(pair.certificate(), pair.key(), false), List.of(), "", false, hasty),
                LogFormat.TEXT),
            call -> answer.accept(call));
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), tlsPort());
        Wire plain = new Wire(server.port())) {
      silent.setSoTimeout(60_000);
      assertEquals(-1, silent.getInputStream().read());
      assertEquals("", plain.send("GET / HTTP/1.1", "Host: x").restText());
    }
  }

  private void load(
      String url, boolean fresh, AtomicBoolean enough, ConcurrentLinkedQueue<String> troubles) {
    HttpClient kept = client();
    try {
      while (!enough.get()) {
        try (HttpClient once = fresh ? client() : null) {
          HttpResponse<byte[]> response =
              (once == null ? kept : once)
                  .send(
                      HttpRequest.newBuilder(URI.create(url)).build(),
                      HttpResponse.BodyHandlers.ofByteArray());
          if (response.statusCode() != 200 || response.body().length != BODY_BYTES) {
            troubles.add("status " + response.statusCode() + ", " + response.body().length);
          }
        }
      }
    } catch (IOException e) {
      troubles.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kept.close();
    }
  }

  private TestServer start(
      FrontSettings.@Nullable Tls tls, List<AddressRange> trusted, String base) {
    server =
        new TestServer(
            HttpSettings.of(
                new HostPort("127.0.0.1", 0),
                new FrontSettings(tls, trusted, base, false, Limits.USUAL),
                LogFormat.TEXT),
            call -> answer.accept(call));
    return server;
  }

  private int tlsPort() {
    return server == null ? 0 : server.tlsPort().orElseThrow();
  }

  private static FrontSettings.Tls tls(Path certificate, Path key, boolean redirect) {
    return new FrontSettings.Tls(
        new HostPort("127.0.0.1", 0), certificate, key, redirect, FrontSettings.Tls.USUAL_HSTS);
  }

  private static void describe(Call call) {
    String seen = call.isSecure() + " " + call.client().getHostAddress() + " " + call.rawPath();
    call.respond(200, "text/plain", seen.getBytes(StandardCharsets.UTF_8));
  }

  private String raw(String target, String... headers) throws IOException {
    return server == null ? "" : server.get(target, headers);
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpClient client() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {witness}, new SecureRandom());
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Trusts every certificate and remembers it.
  private static final class Witness extends X509ExtendedTrustManager {
    private final Set<X509Certificate> seen = ConcurrentHashMap.newKeySet();

    int count() {
      return seen.size();
    }

    void awaitSeen(int count) throws InterruptedException {
      while (seen.size() < count) {
        Thread.sleep(20);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      seen.add(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      seen.add(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.add(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.Relay;
import io.sallyport.ground.ReverseProxy;
import io.sallyport.ground.ReverseProxy.Software;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Behind nginx and HAProxy, configured by the manual's own lines, with TLS and a base path: the
/// packaged gateway in front of a real vsftpd is what it is without them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class ReverseProxyIT {

  /// Loopback too, but not the trusted proxy's address.
  private static final String OUTSIDE = "127.0.0.5";

  private Certificates.Pair certificate;
  private RealFtpServer server;
  private PackagedGateway gateway;

  @TempDir Path temp;

  @BeforeAll
  void start(@TempDir Path served, @TempDir Path settings) throws IOException {
    certificate = new Certificates(settings).selfSigned("IP:127.0.0.1");
    server = FtpSoftware.VSFTPD.over(served).start();
    Path config =
        Files.writeString(
            settings.resolve("sallyport.yaml"),
            """
            base-path: /files
            trusted-proxies: 127.0.0.1
            backends: {legacy: {url: "%s"}}
            """
                .formatted(server.url()));
    gateway = PackagedGateway.serving("--config", config.toString());
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
    if (server != null) {
      server.close();
    }
  }

  private ReverseProxy proxy(Software software) {
    return ReverseProxy.of(software, certificate, URI.create(gateway.url()).getPort());
  }

  @ParameterizedTest
  @EnumSource
  void litmusHasNothingToSay(Software software) throws Exception {
    try (ReverseProxy proxy = proxy(software);
        Relay plain = Relay.intoTls(URI.create(proxy.url()).getPort(), certificate)) {
      String path = "/files/legacy/";
      Litmus.runOverTls(
          proxy.url().replaceFirst("/$", path),
          "http://127.0.0.1:" + plain.port() + path,
          server.user(),
          server.password(),
          temp);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyUrlIsRightBelowTheBasePath(Software software) throws IOException {
    try (ReverseProxy proxy = proxy(software)) {
      String base = proxy.url() + "files/";
      String folder = base + "legacy/a%20%2525;b+c" + software + "/";
      String path = "/files/legacy/a%20%2525%3Bb%2Bc" + software + "/";
      String local = Files.writeString(temp.resolve("local"), "0123456789").toString();

      assertEquals("308 /files/", status(proxy.url() + "files"));
      assertEquals("201 ", status("-X", "MKCOL", folder));
      assertEquals("301 " + path, status(folder.replaceFirst("/$", "")));
      assertEquals("201 ", status("-T", local, folder + "one"));
      // The target as the caller sees it; another host, and a path outside, lead elsewhere.
      assertEquals(
          "201 ", status("-X", "COPY", "-H", "Destination: " + folder + "two", folder + "one"));
      assertEquals(
          "201 ", status("-X", "MOVE", "-H", "Destination: " + folder + "three", folder + "two"));
      assertEquals(
          "502 ",
          status(
              "-X",
              "MOVE",
              "-H",
              "Destination: https://other.example/files/legacy/x",
              folder + "one"));
      assertEquals(
          "502 ",
          status("-X", "MOVE", "-H", "Destination: " + proxy.url() + "legacy/x", folder + "one"));
      assertEquals("0123456789", fetch(folder + "three"));

      String found = fetch("-X", "PROPFIND", "-H", "Depth: 1", folder);
      List<String> hrefs =
          Pattern.compile("<D:href>([^<]*)</D:href>")
              .matcher(found)
              .results()
              .map(href -> href.group(1))
              .sorted()
              .toList();
      assertEquals(List.of(path, path + "one", path + "three"), hrefs);
      String lock =
          fetch(
              "-X",
              "LOCK",
              "-d",
              "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope>"
                  + "<locktype><write/></locktype></lockinfo>",
              folder + "one");
      assertTrue(lock.contains("<D:lockroot><D:href>" + path + "one</D:href>"), lock);
      String begun =
          status(
              "-X",
              "POST",
              "-H",
              "Tus-Resumable: 1.0.0",
              "-H",
              "Upload-Length: 10",
              "-H",
              "Upload-Metadata: target " + base64(path + "four"),
              base + "-/api/uploads");
      assertTrue(begun.startsWith("201 /files/-/api/uploads/"), begun);
      assertEquals("423 ", status("-X", "DELETE", folder + "one"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheTrustedProxySaysWhoTheCallerIs(Software software) throws Exception {
    try (ReverseProxy proxy = proxy(software)) {
      String name = "asked-through-" + software;
      String[] lies = {
        "--interface",
        OUTSIDE,
        "-H",
        "X-Forwarded-For: 192.0.2.1",
        "-H",
        "Forwarded: for=192.0.2.2;proto=http;host=other.example",
        "-H",
        "X-Forwarded-Host: other.example",
        "-H",
        "X-Forwarded-Proto: http"
      };
      status(and(lies, proxy.url() + "files/legacy/" + name));
      assertEquals(OUTSIDE, clientOf(name));
      // What the caller said of the host is not believed either: this is the right one.
      assertEquals(
          "404 ",
          status(
              and(
                  lies,
                  "-X",
                  "MOVE",
                  "-H",
                  "Destination: " + proxy.url() + "files/legacy/moved",
                  proxy.url() + "files/legacy/" + name)));
      String direct = "asked-directly-" + software;
      status(and(lies, gateway.url() + "legacy/" + direct));
      assertEquals(OUTSIDE, clientOf(direct));
    }
  }

  /// Whom the access log takes the caller for; the line is written after the response.
  private String clientOf(String name) throws InterruptedException {
    Pattern line = Pattern.compile("client=(\\S+) .*path=/files/legacy/" + name + " ");
    while (true) {
      var found = line.matcher(gateway.log());
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(10);
    }
  }

  /// Status and `Location`.
  private String status(String... arguments) {
    return curl(
        and(new String[] {"-o", "/dev/null", "-w", "%{http_code} %header{location}"}, arguments));
  }

  private String fetch(String... arguments) {
    return curl(and(new String[] {"-f"}, arguments));
  }

  private String curl(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("curl", "-sSk", "--path-as-is", "-u", server.user() + ":" + server.password()));
    words.addAll(List.of(arguments));
    return Command.of(words).run().out();
  }

  private static String[] and(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}

package io.sallyport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged jar as a user starts it: a process of its own.
@Timeout(60)
final class ServeIT {

  @TempDir Path temp;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
    client.close();
  }

  @Test
  void serveAlone_putsAFolderOnTheWeb() throws Exception {
    Process process = start(Map.of(), "serve", "--listen", "127.0.0.1:0");
    String url = greeting(process);

    assertTrue(send("GET", url, "").body().contains("<a href=\"files/\">files/</a>"));
    assertEquals(201, send("PUT", url + "files/a%20b%20%E4%B8%AD.txt", "hello").statusCode());
    assertEquals("hello", send("GET", url + "files/a%20b%20%E4%B8%AD.txt", "").body());
    HttpResponse<String> json = send("GET", url + "files/", "", "Accept", "application/json");
    assertTrue(
        json.body()
            .contains(
                "{\"name\":\"a b 中.txt\",\"href\":\"a%20b%20%E4%B8%AD.txt\",\"kind\":\"file\",\"size\":5,"),
        json.body());
    assertEquals("hello", Files.readString(temp.resolve("sallyport-files").resolve("a b 中.txt")));

    process.destroy();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void namesAreKept_whereTheLocaleKnowsNothingButAscii() throws Exception {
    String url = greeting(start(Map.of("LC_ALL", "C"), "serve", "--listen", "127.0.0.1:0"));

    assertEquals(201, send("PUT", url + "files/%E4%B8%AD%FF", "x").statusCode());
    assertEquals("x", send("GET", url + "files/%E4%B8%AD%FF", "").body());
    String json = send("GET", url + "files/", "", "Accept", "application/json").body();
    assertTrue(json.contains("\"name\":\"中\uFFFD\",\"href\":\"%E4%B8%AD%FF\""), json);
  }

  @Test
  void sigterm_letsARunningDownloadFinish() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("big"));
    byte[] content = new byte[64 * 1024 * 1024];
    Files.write(folder.resolve("big"), content);
    Process process =
        start(Map.of(), "serve", "--listen", "127.0.0.1:0", "--folder", folder.toString());
    String url = greeting(process);

    HttpResponse<InputStream> download =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "files/big")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(1, download.body().readNBytes(1).length);
    process.destroy();

    assertEquals(content.length - 1, download.body().readAllBytes().length);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void whatIsWrong_isOneSentenceAndNoStackTrace() throws Exception {
    Path broken = Files.writeString(temp.resolve("broken.yaml"), "backends: [\n");
    refused(2, "this is not YAML", "serve", "--config", broken.toString());
    refused(2, "this is not YAML", "check-config", broken.toString());
    refused(2, "Unknown option: '--nope'", "serve", "--nope");
    refused(2, "SFTP is not FTP", "serve", "sftp://u:s3cret@host/");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      refused(1, "Cannot listen on " + address, "serve", "--listen", address);
    }
  }

  private void refused(int exit, String sentence, String... args) throws Exception {
    Process process = start(Map.of(), args);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exit, process.exitValue(), said);
    assertTrue(said.contains(sentence), said);
    assertFalse(said.contains("\tat ") || said.contains("Exception"), said);
    assertFalse(said.contains("s3cret"), said);
  }

  private Process start(Map<String, String> environment, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-jar");
    command.add(System.getProperty("sallyport.jar"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().putAll(environment);
    if (args[0].equals("serve") && args.length > 2 && args[2].endsWith(":0")) {
      // A log that nobody reads would fill its pipe and stop the process.
      builder.redirectError(temp.resolve("log").toFile());
    }
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /// Reads the greeting, which comes once the gateway listens, and returns its URL.
  private static String greeting(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String first = String.valueOf(out.readLine());
    assertTrue(first.matches("Sallyport [0-9.]+ serves http://127\\.0\\.0\\.1:\\d+/"), first);
    return first.substring(first.indexOf("http"));
  }

  private HttpResponse<String> send(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}

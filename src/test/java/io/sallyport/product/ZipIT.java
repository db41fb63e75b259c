package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole tree of a real server as one ZIP, by a gateway that could not hold a tenth of it.
@Timeout(180)
final class ZipIT {

  private static final int SMALL_FILES = 500;
  private static final long BIG_BYTES = 700L << 20;

  /// A third of which the gateway needs before it does anything.
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

  @TempDir Path folder;

  @Test
  void treeLargerThanTheHeap_comesWhole_andIsNotCollectedBefore() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("served/tree"));
    for (int i = 0; i < SMALL_FILES; i++) {
      Path sub = Files.createDirectories(tree.resolve("d" + i % 10));
      Files.writeString(sub.resolve("文件 " + i + ".txt"), "content of " + i);
    }
    try (RandomAccessFile big = new RandomAccessFile(tree.resolve("big.mp4").toFile(), "rw")) {
      big.setLength(BIG_BYTES);
    }
    Path zip = folder.resolve("tree.zip");
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(folder.resolve("served")).start();
        PackagedGateway gateway = serving(server);
        HttpClient client = HttpClient.newHttpClient()) {
      long begun = System.nanoTime();
      try (InputStream body = zip(client, gateway, server)) {
        int first = body.read();
        assertEquals('P', first);
        System.out.printf(
            "first byte of a ZIP of %d files after %d ms%n",
            SMALL_FILES + 1, (System.nanoTime() - begun) / 1_000_000);
        try (var out = Files.newOutputStream(zip)) {
          out.write(first);
          body.transferTo(out);
        }
      }
      assertTrue(gateway.process().isAlive(), gateway.log());
    }
    String python =
        "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);i=z.infolist();"
            + "print(z.testzip(),len([f for f in i if f.filename.endswith('.txt')]),"
            + "z.getinfo('tree/big.mp4').file_size,"
            + "z.read('tree/d7/文件 7.txt').decode())";
    assertEquals(
        "None " + SMALL_FILES + " " + BIG_BYTES + " content of 7",
        Command.of("python3", "-c", python, zip.toString()).run().out().strip());
  }

  private PackagedGateway serving(RealFtpServer server) {
    String url =
        "ftp://%s:%s@%s:%d/"
            .formatted(server.user(), server.password(), server.host(), server.port());
    return PackagedGateway.with(SMALL_HEAP, url, "--state", folder.resolve("state").toString());
  }

  private static InputStream zip(HttpClient client, PackagedGateway gateway, RealFtpServer server)
      throws IOException, InterruptedException {
    HttpRequest start =
        HttpRequest.newBuilder(URI.create(gateway.url() + "-/api/zips"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"paths\":[\"/" + server.host() + "/tree/\"],\"name\":\"tree.zip\"}"))
            .header("Content-Type", "application/json")
            .build();
    HttpResponse<String> started = client.send(start, HttpResponse.BodyHandlers.ofString());
    assertEquals(201, started.statusCode(), started.body());
    Matcher href = Pattern.compile("\"href\":\"/([^\"]+)\"").matcher(started.body());
    assertTrue(href.find(), started.body());
    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(gateway.url() + href.group(1))).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, answer.statusCode());
    return answer.body();
  }
}

package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.http.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;

/// Serves a folder of 100,000 members, asks for them once, and prints how many came: to be run in a
/// JVM of its own.
final class SmallHeap {

  static final int MEMBERS = 100_000;

  private SmallHeap() {}

  @SuppressWarnings("SystemOut") // Its output is its answer.
  public static void main(String[] args) throws IOException {
    try (TestGateway gateway = new TestGateway()) {
      gateway
          .files()
          .folder("/dir")
          .generate(_ ->
              IntStream.range(0, MEMBERS)
                  .mapToObj(i ->
                      Entry.file(
                          "a file of an ordinary name " + i, i, Instant.ofEpochSecond(i * 1000L))));
      try (Wire wire = gateway.wire()) {
        wire.send("PROPFIND /m/dir/ HTTP/1.1", "Host: x", "Depth: 1", "Connection: close", "");
        System.out.println("members " + count(wire));
      }
    }
    // What the HTTP server still runs must not keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static long count(Wire wire) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(wire.stream(), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> line.contains("/m/dir/a%20file")).count();
    }
  }
}

package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import io.sallyport.store.StoreSettings;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A file longer than 4 GiB is whole in an archive, to programs that other people wrote.
@Timeout(300)
final class HugeZipIT {

  private static final long HUGE_BYTES = (4L << 30) + 5;

  @TempDir Path scratch;

  @Test
  void fileOfMoreThanFourGibibytes_isReadByUnzipAndPython() throws Exception {
    FakeFiles files = new FakeFiles("a");
    files.folder("d").zeros("d/huge", HUGE_BYTES).file("d/%E4%B8%AD.txt", "small");
    Path zip = scratch.resolve("z.zip");
    try (ApiGround ground =
        new ApiGround(new StoreSettings.Memory(), new Login("ann", "p"), List.of(files))) {
      HttpResponse<String> started =
          ground.post("/-/api/zips", "{\"paths\":[\"/a/d/\"],\"name\":\"z.zip\"}");
      String href = Json.parse(started.body(), JsonNode.class).path("href").asString();
      try (InputStream body = ground.open(href).body()) {
        Files.copy(body, zip);
      }
    }
    String python =
        "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);"
            + "print([(i.filename,i.file_size) for i in z.infolist()])";
    String listed = run("python3", "-c", python, zip.toString());
    assertTrue(listed.contains("('d/huge', " + HUGE_BYTES + ")"), listed);
    assertTrue(listed.contains("('d/中.txt', 5)"), listed);
    String tested = run("unzip", "-t", zip.toString());
    assertTrue(tested.contains("No errors detected"), tested);
  }

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}

package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real servers that know nothing of UTF-8, over a folder whose names are in GBK. The names on disk
/// are looked at as bytes.
@Timeout(120)
final class ForeignNamesIT {

  private static final Charset GBK = Charset.forName("GB18030");

  private static RealFtpServer start(FtpSoftware software, Path folder) {
    FtpServerSetup setup = software.over(folder);
    return (software == FtpSoftware.PROFTPD
            ? setup.extra("<IfModule mod_lang.c>\nUseEncoding off\n</IfModule>")
            : setup)
        .start();
  }

  private static FtpBackend backend(RealFtpServer server, String charset) {
    FtpSettings settings = FtpSettings.of(server.host(), server.port());
    return new FtpBackend("gbk", charset.equals("auto") ? settings : settings.withCharset(charset));
  }

  /// Java cannot name a file that is not UTF-8, so a shell does.
  private static void shell(Path folder, String script) {
    byte[] bytes = script.getBytes(GBK);
    StringBuilder escaped = new StringBuilder();
    for (byte b : bytes) {
      escaped.append(b < 0 ? "\\%03o".formatted(b & 0xFF) : Character.toString((char) b));
    }
    Command.of("sh", "-c", "eval \"$(printf '" + escaped + "')\"").in(folder).run();
  }

  /// Names below a folder, each told by its bytes.
  private static List<String> onDisk(Path folder) {
    String found =
        Command.of("sh", "-c", "find . -mindepth 1 -printf '%P\\n' | od -An -v -tx1")
            .in(folder)
            .run()
            .out();
    String all = new String(HexFormat.of().parseHex(found.replaceAll("\\s", "")), ISO_8859_1);
    return all.lines().sorted().toList();
  }

  private static List<String> bytes(Charset charset, String... names) {
    return Arrays.stream(names)
        .map(name -> new String(name.getBytes(charset), ISO_8859_1))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"VSFTPD, GB18030", "VSFTPD, auto", "PROFTPD, GB18030", "PROFTPD, auto"})
  void gbkNames_areListedReadDownloadedRenamedAndUploaded(
      FtpSoftware software, String charset, @TempDir Path folder) {
    shell(folder, "mkdir 资料; printf hello > 资料/中文文件.txt; printf 1 > 资料/会议纪要.doc; mkdir 资料/照片");
    RemotePath docs = RemotePath.of("资料");
    try (RealFtpServer server = start(software, folder)) {
      Login login = new Login(server.user(), server.password());
      try (FtpBackend backend = backend(server, charset)) {
        RemoteFiles files = backend.files(login);
        // Asked for before anything was listed, as after a restart of the gateway.
        assertEquals("hello", text(files, docs.child("中文文件.txt"), ByteRange.ALL));
        assertTrue(files.stat(docs.child("照片")).isFolder());
        assertEquals(List.of("中文文件.txt", "会议纪要.doc", "照片"), names(files, docs));
        assertEquals(List.of("资料"), names(files, RemotePath.ROOT));
        files.rename(docs.child("中文文件.txt"), docs.child("照片").child("新名字.txt"));
        put(files, docs.child("上传.txt"), "new");
        files.mkdir(docs.child("文件夹"));
        put(files, docs.child("文件夹").child("里面.txt"), "inside");
        files.delete(docs.child("会议纪要.doc"), Entry.Kind.FILE);
        assertThrows(Failure.NotFound.class, () -> files.stat(docs.child("没有.txt")));
        assertEquals("inside", text(files, docs.child("文件夹").child("里面.txt"), ByteRange.ALL));
      }
      assertEquals(
          bytes(GBK, "资料", "资料/上传.txt", "资料/文件夹", "资料/文件夹/里面.txt", "资料/照片", "资料/照片/新名字.txt"),
          onDisk(folder));
    }
  }

  @ParameterizedTest
  @CsvSource({"VSFTPD, GB18030", "VSFTPD, auto", "PROFTPD, auto"})
  void namesInUtf8_stayUtf8_besideOthers(
      FtpSoftware software, String charset, @TempDir Path folder) {
    shell(folder, "printf 1 > 中文文件.txt; printf 2 > 会议纪要.doc; mkdir utf8");
    try (RealFtpServer server = start(software, folder);
        FtpBackend backend = backend(server, charset)) {
      RemoteFiles files = backend.files(new Login(server.user(), server.password()));
      RemotePath other = RemotePath.of("utf8");
      Command.of("sh", "-c", "printf 3 > utf8/元素.txt").in(folder).run();
      assertEquals(3, names(files, RemotePath.ROOT).size());
      assertEquals("3", text(files, other.child("元素.txt"), ByteRange.ALL));
      put(files, other.child("新建.txt"), "4");
      put(files, RemotePath.of("新建.txt"), "5");
      List<String> expected =
          new java.util.ArrayList<>(bytes(GBK, "中文文件.txt", "会议纪要.doc", "新建.txt", "utf8"));
      expected.addAll(bytes(UTF_8, "utf8/元素.txt", "utf8/新建.txt"));
      assertEquals(expected.stream().sorted().toList(), onDisk(folder));
    }
  }
}

package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/// Names that files really have and that FTP servers, URLs, shells and HTML get wrong. All are
/// valid UTF-8, differ from each other, and can be held by a Linux file system.
public final class OddNames {

  private static final List<String> ALL =
      List.of(
          "plain.txt",
          "two words.txt",
          " leading space",
          "trailing space ",
          "two  spaces   in a row",
          "hash#tag",
          "what?",
          "50%",
          "%41",
          "%2F..%2F",
          "a&b=c",
          "semi;colon",
          "it's",
          "\"quoted\"",
          "star*",
          "[brackets]",
          "{braces}",
          "a+b",
          "-la",
          ".hidden",
          "...",
          "~",
          "$HOME",
          "`id`",
          "back\\slash",
          "12:30",
          "<b>bold",
          "pipe|and,comma@",
          "中文文件.txt",
          "日本語のファイル",
          "Ünïcödé ß",
          "e\u0301 decomposed",
          "😀 emoji 👩‍👩‍👧",
          "שלום עולם",
          "type=file;size=1; x",
          "drwxr-xr-x 2 root root 4096 Jan 1 00:00 x",
          "a -> b",
          "long-" + "n".repeat(195),
          "長".repeat(66));

  private OddNames() {}

  /// Every name.
  public static List<String> all() {
    return ALL;
  }

  /// Every name that a server accepts in STOR and gives back: all of them, but Pure-FTPd refuses a
  /// backslash and turns a space at either end into `_`.
  public static List<String> heldBy(FtpSoftware software) {
    return ALL.stream().filter(name -> isHeldBy(software, name)).toList();
  }

  private static boolean isHeldBy(FtpSoftware software, String name) {
    return switch (software) {
      case VSFTPD, PROFTPD, PYFTPDLIB -> true;
      case PUREFTPD -> !name.contains("\\") && name.equals(name.strip());
    };
  }

  /// The same names as bytes.
  public static Stream<byte[]> bytes() {
    return ALL.stream().map(name -> name.getBytes(UTF_8));
  }
}

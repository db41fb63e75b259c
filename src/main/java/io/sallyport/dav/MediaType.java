package io.sallyport.dav;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a file's name says of its content. Nobody looks inside: a transfer would be needed to find
/// out, and the browser is told not to guess either.
final class MediaType {

  static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("7z", "application/x-7z-compressed"),
          Map.entry("aac", "audio/aac"),
          Map.entry("avif", "image/avif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("bz2", "application/x-bzip2"),
          Map.entry("c", "text/plain; charset=utf-8"),
          Map.entry("cfg", "text/plain; charset=utf-8"),
          Map.entry("conf", "text/plain; charset=utf-8"),
          Map.entry("css", "text/css"),
          Map.entry("csv", "text/csv"),
          Map.entry("deb", "application/vnd.debian.binary-package"),
          Map.entry("doc", "application/msword"),
          Map.entry(
              "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
          Map.entry("epub", "application/epub+zip"),
          Map.entry("flac", "audio/flac"),
          Map.entry("gif", "image/gif"),
          Map.entry("gz", "application/gzip"),
          Map.entry("htm", "text/html"),
          Map.entry("html", "text/html"),
          Map.entry("ico", "image/vnd.microsoft.icon"),
          Map.entry("ini", "text/plain; charset=utf-8"),
          Map.entry("iso", "application/x-iso9660-image"),
          Map.entry("jar", "application/java-archive"),
          Map.entry("java", "text/plain; charset=utf-8"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("log", "text/plain; charset=utf-8"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("mid", "audio/midi"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("mkv", "video/x-matroska"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("odp", "application/vnd.oasis.opendocument.presentation"),
          Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
          Map.entry("odt", "application/vnd.oasis.opendocument.text"),
          Map.entry("oga", "audio/ogg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("ogv", "video/ogg"),
          Map.entry("opus", "audio/ogg"),
          Map.entry("otf", "font/otf"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("png", "image/png"),
          Map.entry("ppt", "application/vnd.ms-powerpoint"),
          Map.entry(
              "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
          Map.entry("ps", "application/postscript"),
          Map.entry("py", "text/plain; charset=utf-8"),
          Map.entry("rar", "application/vnd.rar"),
          Map.entry("rtf", "application/rtf"),
          Map.entry("sh", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("tar", "application/x-tar"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("tsv", "text/tab-separated-values"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("wav", "audio/wav"),
          Map.entry("webm", "video/webm"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("xhtml", "application/xhtml+xml"),
          Map.entry("xls", "application/vnd.ms-excel"),
          Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
          Map.entry("xml", "application/xml"),
          Map.entry("xz", "application/x-xz"),
          Map.entry("yaml", "text/plain; charset=utf-8"),
          Map.entry("yml", "text/plain; charset=utf-8"),
          Map.entry("zip", "application/zip"),
          Map.entry("zst", "application/zstd"));

  /// What a browser could run if it were shown inside the gateway's own origin.
  private static final Set<String> ACTIVE =
      Set.of(
          "text/html",
          "application/xhtml+xml",
          "image/svg+xml",
          "application/xml",
          "text/javascript");

  private MediaType() {}

  /// The media type of a file of that name; [#UNKNOWN] when the name does not tell.
  static String of(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? UNKNOWN
        : BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }

  /// Whether a browser saves it instead of showing it.
  static boolean isActive(String type) {
    return ACTIVE.contains(type);
  }

  /// What a browser may do while it shows it: always in a sandbox, so that it has no origin whose
  /// power it could use. A PDF names no other sources, because the browser's own viewer is one.
  static String contentSecurityPolicy(String type) {
    return type.equals("application/pdf")
        ? "sandbox; script-src 'none'; frame-ancestors 'self'"
        : "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; "
            + "style-src 'unsafe-inline'; frame-ancestors 'self'";
  }

  /// `attachment` with the file's name (RFC 6266 §4): an ASCII one for old readers, and the name
  /// itself percent-encoded, so that no name can end the header.
  static String attachment(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    name.chars()
        .forEach(c ->
            plain.append(
                c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%' ? (char) c : '_'));
    return "attachment; filename=\""
        + plain
        + "\"; filename*=UTF-8''"
        + RemotePath.encodeSegment(LosslessUtf8.forDisplay(name));
  }
}

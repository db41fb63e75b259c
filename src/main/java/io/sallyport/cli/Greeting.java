package io.sallyport.cli;

import io.sallyport.config.BackendSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.LoginRule;
import io.sallyport.files.RemotePath;
import java.util.List;

/// What a person sees when the gateway has started: where it is, what it serves, how to mount it.
///
/// @param version of this build
/// @param url to open on this machine, with a slash at the end
/// @param backends what is served
record Greeting(String version, String url, List<BackendSettings> backends) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "Sallyport " + version + " serves " + url);
    line(text, "");
    for (BackendSettings backend : backends) {
      line(text, "  " + href(backend) + "  " + source(backend) + login(backend.login()));
    }
    String first = url + (backends.isEmpty() ? "" : href(backends.getFirst()).substring(1));
    line(text, "");
    line(text, "Open     " + url + " in a browser");
    line(text, "Fetch    curl " + first);
    line(text, "Send     curl -T FILE " + first);
    line(text, "Mount    Linux: mount -t davfs " + url + " /mnt");
    line(text, "         macOS: Finder, Go, Connect to Server, " + url);
    line(text, "         Windows: net use * " + url);
    line(text, "Stop     Ctrl-C");
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }

  private static String href(BackendSettings backend) {
    return "/" + RemotePath.encodeSegment(backend.name()) + "/";
  }

  private static String source(BackendSettings backend) {
    return switch (backend.source()) {
      case BackendSettings.Source.Folder folder ->
          "the folder " + folder.ftp().folder().toAbsolutePath().normalize();
      case BackendSettings.Source.Server server -> url(server.ftp());
    };
  }

  private static String url(FtpSettings ftp) {
    return new FtpUrl(ftp.tls().mode(), null, null, ftp.host(), ftp.port(), ftp.root()).toString();
  }

  private static String login(LoginRule rule) {
    return switch (rule) {
      case LoginRule.PassThrough _ ->
          ", for whoever signs in with a user and password of that server";
      case LoginRule.Anonymous _ -> ", as anonymous";
      case LoginRule.Guest _ -> ", as anonymous or as whoever signs in";
      case LoginRule.Fixed _ -> "";
    };
  }
}

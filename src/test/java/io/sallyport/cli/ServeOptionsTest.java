package io.sallyport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.config.BackendSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.InvalidConfiguration;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeOptionsTest {

  @TempDir Path temp;

  @Test
  void nothingSaid_servesAFolderOnThisMachine() throws Exception {
    GatewaySettings settings = options(List.of(), null, null).settings();

    assertEquals(new HostPort("127.0.0.1", 8080), settings.listen());
    BackendSettings files = settings.backends().getFirst();
    assertEquals("files", files.name());
    var folder = assertInstanceOf(BackendSettings.Source.Folder.class, files.source()).ftp();
    assertEquals(Path.of("sallyport-files"), folder.folder());
    assertEquals(new LoginRule.Fixed(folder.login()), files.login());
    assertEquals(new HostPort("127.0.0.1", 0), folder.listen());
  }

  @Test
  void urls_areBridgedUnderTheirHosts() throws Exception {
    GatewaySettings settings =
        options(List.of("ftp://u:p@h/pub", "ftp://u@h:2121/", "ftp://[::1]/"), null, null)
            .settings();

    assertEquals(
        List.of("h", "h-2", "--1"),
        settings.backends().stream().map(BackendSettings::name).toList());
    BackendSettings first = settings.backends().get(0);
    assertEquals(new LoginRule.Fixed(new Login("u", "p")), first.login());
    FtpSettings ftp = assertInstanceOf(BackendSettings.Source.Server.class, first.source()).ftp();
    assertEquals("pub", ftp.root());
    assertEquals(new LoginRule.PassThrough(), settings.backends().get(1).login());
    assertEquals("u", settings.backends().get(1).userHint());
  }

  @Test
  void flags_goOverEnvironmentOverFile() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("c.yaml"), "listen: 127.0.0.1:1\nbackends: {a: {url: 'ftp://h'}}\n");
    Map<String, String> environment = Map.of("SALLYPORT_LISTEN", "127.0.0.1:2");

    assertEquals(1, options(List.of(), file, null).settings().listen().port());
    assertEquals(2, options(List.of(), file, null).over(environment).settings().listen().port());
    assertEquals(
        3, options(List.of(), file, "127.0.0.1:3").over(environment).settings().listen().port());
    assertEquals(
        List.of("a", "h"),
        options(List.of("ftp://h/"), file, null).settings().backends().stream()
            .map(BackendSettings::name)
            .toList());
  }

  @Test
  void folderGivenBesidesAFile_isServedToo() throws Exception {
    Path file = Files.writeString(temp.resolve("c.yaml"), "backends: {a: {url: 'ftp://h'}}\n");
    GatewaySettings settings =
        options(List.of(), file, null).over(Map.of("SALLYPORT_FOLDER", "x")).settings();
    assertEquals(
        List.of("a", "files"), settings.backends().stream().map(BackendSettings::name).toList());
  }

  @Test
  void mistakesInOptions_areCollected() {
    InvalidConfiguration invalid =
        assertThrows(
            InvalidConfiguration.class,
            () -> options(List.of("x", "sftp://h"), null, "nowhere").settings());
    assertEquals(3, invalid.mistakes().size());
  }

  private static ServeOptions options(
      List<String> urls, @Nullable Path config, @Nullable String listen) {
    return new ServeOptions(
        urls,
        Optional.ofNullable(config).map(Path::toString),
        Optional.ofNullable(listen),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}

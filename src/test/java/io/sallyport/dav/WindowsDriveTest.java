package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the Windows MiniRedirector sends when a file is copied to a mapped drive, step by step.
final class WindowsDriveTest {

  private static final String LOCK =
      "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope>"
          + "<D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>"
          + "<D:href>HOST\\user</D:href></D:owner></D:lockinfo>";

  private static final String TIMES =
      "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:propertyupdate xmlns:D=\"DAV:\" "
          + "xmlns:Z=\"urn:schemas-microsoft-com:\"><D:set><D:prop>"
          + "<Z:Win32CreationTime>Sun, 22 Nov 2026 15:00:00 GMT</Z:Win32CreationTime>"
          + "<Z:Win32LastAccessTime>Sun, 22 Nov 2026 15:00:01 GMT</Z:Win32LastAccessTime>"
          + "<Z:Win32LastModifiedTime>Sun, 22 Nov 2026 15:00:02 GMT</Z:Win32LastModifiedTime>"
          + "<Z:Win32FileAttributes>00000020</Z:Win32FileAttributes>"
          + "</D:prop></D:set></D:propertyupdate>";

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void fileIsCopiedToTheDrive() throws Exception {
    HttpResponse<String> options = gateway.send("OPTIONS", "/");
    assertEquals("1, 2, 3", options.headers().firstValue("DAV").orElseThrow());
    assertEquals("DAV", options.headers().firstValue("MS-Author-Via").orElseThrow());
    assertEquals(207, gateway.status("PROPFIND", "/", "Depth", "0"));
    assertEquals(207, gateway.status("PROPFIND", "/m", "Depth", "0"));
    assertEquals(207, gateway.status("PROPFIND", "/m", "Depth", "1"));
    assertEquals(404, gateway.status("PROPFIND", "/m/new.txt", "Depth", "0"));
    assertEquals(404, gateway.status("PROPFIND", "/m/desktop.ini", "Depth", "0"));

    assertEquals(201, gateway.sendBody("PUT", "/m/new.txt", "").statusCode());
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/new.txt", LOCK, "Timeout", "Second-3600", "Depth", "infinity");
    assertEquals(200, locked.statusCode());
    String token = locked.headers().firstValue("Lock-Token").orElseThrow();
    String own = "(" + token + ")";
    HttpResponse<String> patched = gateway.sendBody("PROPPATCH", "/m/new.txt", TIMES, "If", own);
    assertEquals(207, patched.statusCode());
    assertTrue(
        patched.body().contains("Win32FileAttributes xmlns:p=\"urn:schemas-microsoft-com:\""),
        patched.body());
    assertTrue(patched.body().contains("HTTP/1.1 200 OK"), patched.body());
    assertFalse(patched.body().contains("HTTP/1.1 4"), patched.body());
    HttpResponse<String> head = gateway.send("HEAD", "/m/new.txt");
    assertEquals("0", head.headers().firstValue("Content-Length").orElseThrow());
    assertEquals(204, gateway.sendBody("PUT", "/m/new.txt", "content", "If", own).statusCode());
    assertEquals(207, gateway.sendBody("PROPPATCH", "/m/new.txt", TIMES, "If", own).statusCode());
    String bare = token.substring(1, token.length() - 1);
    assertEquals(204, gateway.status("UNLOCK", "/m/new.txt", "Lock-Token", bare));
    assertEquals(Optional.of("content"), gateway.files().content("/new.txt"));
    HttpResponse<String> found = gateway.send("PROPFIND", "/m", "Depth", "1");
    assertTrue(found.body().contains("<Z:Win32FileAttributes"), found.body());
    assertTrue(found.body().contains(">00000020</Z:Win32FileAttributes>"), found.body());
    assertEquals(
        "Sun, 22 Nov 2026 15:00:02 GMT",
        gateway.send("HEAD", "/m/new.txt").headers().firstValue("Last-Modified").orElseThrow());

    assertEquals(
        201,
        gateway.status(
            "MOVE",
            "/m/new.txt",
            "Destination",
            "http://127.0.0.1:" + gateway.port() + "/m/named",
            "Overwrite",
            "F"));
    assertEquals(204, gateway.status("DELETE", "/m/named"));
  }

  /// Windows puts the name of its domain or of the machine before the user's.
  @Test
  void userOfADomain_isTheUser() throws Exception {
    gateway.files().file("/a", "A");
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/a", LOCK, "Authorization", basic("CORP\\ann"));
    assertEquals(200, locked.statusCode());
    String own = "(" + locked.headers().firstValue("Lock-Token").orElseThrow() + ")";
    assertEquals(
        403,
        gateway
            .sendBody("PUT", "/m/a", "x", "If", own, "Authorization", basic("CORP\\bob"))
            .statusCode());
    for (String user : new String[] {"ann", "DESKTOP-1\\ann"}) {
      assertEquals(
          204,
          gateway
              .sendBody("PUT", "/m/a", user, "If", own, "Authorization", basic(user))
              .statusCode());
    }
  }

  private static String basic(String user) {
    return "Basic "
        + Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
  }
}

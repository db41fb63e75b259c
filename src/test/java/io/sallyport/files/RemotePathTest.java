package io.sallyport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemotePathTest {

  @Test
  void uriPath_isDecodedOnceAndComesBack() {
    RemotePath path = RemotePath.parseUri("/a%20b/%2541/%E4%B8%AD/x%C4%E3+y");
    assertEquals(List.of("a b", "%41", "中", "x\uDCC4\uDCE3+y"), path.names());
    assertEquals("a%20b/%2541/%E4%B8%AD/x%C4%E3%2By", path.toUri());
    assertEquals(path, RemotePath.parseUri(path.toUri()));
  }

  @Test
  void emptySegments_fallAway() {
    assertEquals(RemotePath.of("a", "b"), RemotePath.parseUri("//a///b/"));
    assertEquals(RemotePath.ROOT, RemotePath.parseUri("/"));
    assertEquals(RemotePath.ROOT, RemotePath.parseUri(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/..",
        "/.",
        "/a/%2e%2e/b",
        "/a/.%2E",
        "/a%2fb",
        "/a%2Fb",
        "/a%00b",
        "/a%0d%0aDELE%20x",
        "/a%0ab",
        "/a%7f",
        "/a%",
        "/a%2",
        "/a%zz",
        "/..%5c..%5cetc",
        "/a%5c..",
        "/%1b[31m"
      })
  void whatCannotBeAPath_isMalformed(String uri) {
    assertThrows(Failure.Malformed.class, () -> RemotePath.parseUri(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%252fb",
        "-la",
        "*.txt",
        "[x]",
        "a%5Cb",
        "...",
        "%C0%AE%C0%AE",
        "~",
        "%20",
        "%2Ahidden"
      })
  void oddButHonestNames_areTakenLiterally(String uri) {
    assertEquals(1, RemotePath.parseUri(uri).names().size());
    assertEquals(RemotePath.parseUri(uri), RemotePath.parseUri(RemotePath.parseUri(uri).toUri()));
  }

  @Test
  void parentsAndChildren() {
    RemotePath path = RemotePath.of("a", "b");
    assertEquals(RemotePath.of("a"), path.parent().orElseThrow());
    assertEquals(path, RemotePath.of("a").child("b"));
    assertTrue(path.isAtOrBelow(RemotePath.of("a")));
    assertTrue(path.isAtOrBelow(path));
    assertFalse(RemotePath.of("ab").isAtOrBelow(RemotePath.of("a")));
    assertFalse(RemotePath.of("a").isAtOrBelow(path));
    assertTrue(RemotePath.ROOT.parent().isEmpty());
  }

  @Test
  void veryLongPaths_areMalformed() {
    assertThrows(Failure.Malformed.class, () -> RemotePath.parseUri("a".repeat(1025)));
    assertThrows(Failure.Malformed.class, () -> RemotePath.parseUri("abc/".repeat(2500)));
  }
}

package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NamesTest {

  private static final Charset GBK = Charset.forName("GB18030");
  private static final RemotePath FOLDER = RemotePath.of("docs");

  private static byte[] gbk(String name) {
    return name.getBytes(GBK);
  }

  private static byte[] utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> list(Names names, RemotePath folder, byte[]... listed) {
    Names.Reader reader = names.read(folder);
    List<String> lossless = new ArrayList<>();
    for (byte[] name : listed) {
      lossless.add(LosslessUtf8.decode(name));
      reader.note(lossless.getLast());
    }
    reader.end();
    return lossless.stream().map(reader::text).toList();
  }

  @Test
  void utf8First_elseTheConfiguredCharset() {
    Names names = new Names("GB18030");
    assertEquals(
        List.of("中文.txt", "日本語", "plain"),
        list(names, FOLDER, gbk("中文.txt"), utf8("日本語"), utf8("plain")));
  }

  @Test
  void whatWasListedIsSentBack_inAFolderOfBoth() {
    Names names = new Names("GB18030");
    var _ = list(names, FOLDER, gbk("中文.txt"), utf8("日本語"));
    assertArrayEquals(gbk("中文.txt"), names.encode(FOLDER, "中文.txt"));
    assertArrayEquals(utf8("日本語"), names.encode(FOLDER, "日本語"));
  }

  @Test
  void aNewNameIsWrittenAsItsNeighboursAre() {
    Names names = new Names(null);
    RemotePath other = RemotePath.of("other");
    var _ = list(names, FOLDER, gbk("新建文件夹"), gbk("照片资料"), gbk("会议纪要"));
    var _ = list(names, other, utf8("元素"));
    assertArrayEquals(gbk("报告"), names.encode(FOLDER, "报告"));
    assertArrayEquals(utf8("报告"), names.encode(other, "报告"));
    assertArrayEquals(gbk("报告"), names.encode(RemotePath.of("new"), "报告"));
    // GB18030 holds all of Unicode; windows-1252 does not.
    assertArrayEquals(utf8("报告"), new Names("windows-1252").encode(FOLDER, "报告"));
    assertArrayEquals(utf8("报告"), new Names(null).encode(FOLDER, "报告"));
    assertArrayEquals(gbk("报告"), new Names("GB18030").encode(FOLDER, "报告"));
  }

  @Test
  void automatic_isFoundByTheNamesTogether() {
    Names names = new Names(null);
    assertEquals(Optional.empty(), names.charset());
    assertEquals(
        List.of("新建文件夹", "照片资料", "中"), list(names, FOLDER, gbk("新建文件夹"), gbk("照片资料"), gbk("中")));
    assertEquals(Optional.of(GBK), names.charset());
  }

  @Test
  void automatic_inDoubt_isLossless_andStillFindsWhatWasListed() {
    Names names = new Names(null);
    String listed = list(names, FOLDER, gbk("中.txt")).getFirst();
    assertEquals(LosslessUtf8.decode(gbk("中.txt")), listed);
    assertArrayEquals(gbk("中.txt"), names.encode(FOLDER, listed));
    assertArrayEquals(gbk("中.txt"), names.encode(FOLDER, "中.txt"));
  }

  @Test
  void bytesThatTheCharsetWouldNotGiveBack_stayLossless() {
    Names names = new Names("Shift_JIS");
    byte[] broken = {(byte) 0x93, (byte) 0xFA, (byte) 0xFD};
    String text = list(names, FOLDER, broken).getFirst();
    assertArrayEquals(broken, names.encode(FOLDER, text));
  }

  @Test
  void foldersThatMustBeListedFirst_fromTheTopDown() {
    Names names = new Names(null);
    RemotePath path = RemotePath.of("a", "中文", "b", "文件");
    assertEquals(Optional.of(RemotePath.of("a")), names.unlisted(path));
    var _ = list(names, RemotePath.of("a"), gbk("中文"));
    assertEquals(Optional.of(RemotePath.of("a", "中文", "b")), names.unlisted(path));
    names.made(RemotePath.of("a", "中文", "b"));
    assertEquals(Optional.empty(), names.unlisted(path));
    assertEquals(Optional.empty(), names.unlisted(RemotePath.of("a", "ascii")));
    assertEquals(Optional.empty(), names.unlisted(RemotePath.of(LosslessUtf8.decode(gbk("文件")))));
  }
}

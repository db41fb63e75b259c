package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CharsetGuessTest {

  private static Optional<String> guess(String charset, String... names) {
    Charset written = Charset.forName(charset);
    return CharsetGuess.of(Arrays.stream(names).map(name -> name.getBytes(written)).toList())
        .map(Charset::name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GB18030; 新建文件夹, 2026年度财务报告.xlsx, 照片",
        "GB18030; 中文文件.txt",
        "GB18030; 合同（最终版）.doc, 会议纪要 2026-01.docx",
        "Big5; 新增資料夾, 會議紀錄.doc, 照片",
        "Big5; 年度預算報告.xls",
        "windows-31j; 日本語のファイル.txt, 新しいフォルダー",
        "windows-31j; 議事録_2026年度.doc, テスト結果一覧.xls",
        "x-windows-949; 새 폴더, 회의록 최종본.hwp",
        "x-windows-949; 한국어 문서.txt, 사진",
        "windows-1251; Документы, Новая папка, Отчёт за год.doc, фото",
        "windows-1252; Größe.txt, Übersicht.doc, Bücher, Français",
        "windows-1252; Présentation générale.ppt, déjà vu à Noël, tâche, rôle",
        "windows-1253; Έγγραφα, Νέος φάκελος, φωτογραφίες",
        "windows-1255; מסמכים, תיקייה חדשה, תמונות",
        "windows-1256; المستندات, مجلد جديد, الصور",
        "windows-1250; Zażółć gęślą jaźń.txt, książki, Łódź",
        "windows-1254; Özgeçmiş, İstanbul fotoğrafları, değişiklik",
      })
  void charsetIsToldByWhatNamesSay(String charset, String names) {
    assertEquals(Optional.of(charset), guess(charset, names.split(", ", -1)));
  }

  @Test
  void tooFewCharacters_tellNothing() {
    assertEquals(Optional.empty(), guess("GB18030", "中.txt"));
    assertEquals(Optional.empty(), guess("windows-1252", "Café.txt"));
    assertEquals(Optional.empty(), CharsetGuess.of(List.of()));
  }

  @Test
  void twoReadings_tellNothing() {
    assertEquals(Optional.empty(), guess("windows-1252", "pièces", "présenté", "été"));
    // The same bytes are ø, í and ì in windows-1252; ř, í and ě in windows-1250.
    assertEquals(Optional.empty(), guess("windows-1250", "Příloha", "Příběh"));
  }

  @Test
  void bytesThatAreNoNames_tellNothing() {
    for (int seed = 1; seed < 200; seed++) {
      java.util.Random random = new java.util.Random(seed);
      List<byte[]> names =
          IntStream.range(0, 20)
              .mapToObj(i -> {
                byte[] name = new byte[8];
                for (int at = 0; at < name.length; at++) {
                  name[at] = (byte) (0xA1 + random.nextInt(94));
                }
                return name;
              })
              .toList();
      assertEquals(Optional.empty(), CharsetGuess.of(names), "seed " + seed);
    }
  }

  @Test
  void allCandidatesAreHere() {
    assertTrue(CharsetGuess.charsets().size() >= 12, CharsetGuess.charsets().toString());
  }
}

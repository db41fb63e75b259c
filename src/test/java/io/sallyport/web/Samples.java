package io.sallyport.web;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/// A folder as people have them: names in two languages, one file of every kind that is shown.
final class Samples {

  private static final Instant TIME = Instant.parse("2026-11-03T09:24:00Z");

  private Samples() {}

  static void fill(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("Price lists/2026"));
    Files.writeString(folder.resolve("Price lists/2026/prices.csv"), "article,price\nrope,12\n");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("季度报告"));
    Files.writeString(folder.resolve("季度报告/摘要.txt"), "第一季度\n");
    Files.writeString(
        folder.resolve("readme.md"),
        """
        # Harbour office

        Everything that goes **in and out** of the harbour.

        - [Prices](Price%20lists/2026/prices.csv)
        - `incoming` is emptied every night

        | ship | berth |
        |---|---|
        | Aurora | 3 |
        | Borealis | 5 |

        ![The harbour](harbour.png)

        <script>document.title = 'run'</script><img src=x onerror="document.title = 'run'">
        """);
    Files.writeString(folder.resolve("notes.txt"), "One line.\nAnother line with 中文.\n");
    Files.write(folder.resolve("gbk.txt"), "中文文件\n".getBytes(Charset.forName("GB18030")));
    Files.writeString(folder.resolve("orders.xml"), "<orders><order id=\"1\"/></orders>\n");
    Files.writeString(folder.resolve("backup.sh"), "#!/bin/sh\nset -eu\ntar cf - . | gzip\n");
    Files.write(folder.resolve("harbour.png"), picture(640, 420, 0));
    Files.write(folder.resolve("lighthouse.png"), picture(420, 640, 0.6f));
    Files.write(folder.resolve("tone.wav"), tone());
    Files.write(folder.resolve("manual.pdf"), pdf());
    try (RandomAccessFile big =
        new RandomAccessFile(folder.resolve("site-backup.tar.gz").toFile(), "rw")) {
      big.setLength(4_812_345_678L);
    }
    for (int number = 8; number < 12; number++) {
      Files.writeString(folder.resolve("invoice " + number + ".docx"), "x".repeat(number * 1000));
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, FileTime.from(TIME));
      }
    }
  }

  static byte[] picture(int width, int height, float hue) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setPaint(
        new GradientPaint(
            0, 0, Color.getHSBColor(hue + 0.08f, 0.45f, 1), 0, height, new Color(0x1d4e6b)));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new Color(0xfff4d6));
    pen.fillOval(width * 3 / 5, height / 6, width / 8, width / 8);
    pen.setColor(new Color(0x0f2f40));
    pen.fillRect(0, height * 3 / 4, width, height / 4);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /// Thirty seconds of 8-bit sound.
  static byte[] tone() {
    int samples = 8000 * 30;
    ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
    for (int i = 0; i < samples; i++) {
      wav.put((byte) (128 + 90 * Math.sin(i * 2 * Math.PI * 440 / 8000)));
    }
    return wav.array();
  }

  /// One page with one line.
  static byte[] pdf() {
    String page = "BT /F1 28 Tf 72 700 Td (Harbour manual) Tj ET";
    String[] objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
          + " /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length " + page.length() + " >>\nstream\n" + page + "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    };
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder table =
        new StringBuilder("xref\n0 " + (objects.length + 1) + "\n0000000000 65535 f \n");
    for (int i = 0; i < objects.length; i++) {
      table.append("%010d 00000 n \n".formatted(pdf.length()));
      pdf.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
    }
    int start = pdf.length();
    pdf.append(table)
        .append("trailer\n<< /Size ")
        .append(objects.length + 1)
        .append(" /Root 1 0 R >>\nstartxref\n")
        .append(start)
        .append("\n%%EOF\n");
    return pdf.toString().getBytes(StandardCharsets.US_ASCII);
  }
}

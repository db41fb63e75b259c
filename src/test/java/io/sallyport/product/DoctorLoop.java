package io.sallyport.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.cli.Cli;
import io.sallyport.ground.Namespace;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The command line in a network namespace, one command after the other in one process: a JVM takes
/// longer to start than the doctor to look.
final class DoctorLoop implements AutoCloseable {

  /// What came of one command.
  record Result(int exit, String out) {}

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private DoctorLoop(Process process) {
    this.process = process;
    this.in = process.outputWriter(UTF_8);
    this.out = process.inputReader(UTF_8);
  }

  static DoctorLoop in(Namespace place) throws IOException {
    List<String> words =
        new ArrayList<>(
            place
                .java("-cp", System.getProperty("java.class.path"), DoctorLoop.class.getName())
                .words());
    return new DoctorLoop(
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /// Runs `sallyport doctor ...`.
  Result doctor(String... arguments) {
    try {
      in.write("doctor\u0000" + String.join("\u0000", arguments) + "\n");
      in.flush();
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the command line died");
      }
      String[] answer = line.split(" ", 2);
      return new Result(
          Integer.parseInt(answer[0]), new String(Base64.getDecoder().decode(answer[1]), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /// Reads a command a line, its words separated by NUL, and answers with exit code and output.
  public static void main(String[] none) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    PrintStream answers = System.out;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      System.setOut(new PrintStream(bytes, true, UTF_8));
      int exit = Cli.run(line.split("\u0000", -1), System.getenv());
      System.out.flush();
      answers.println(exit + " " + Base64.getEncoder().encodeToString(bytes.toByteArray()));
      answers.flush();
    }
  }
}

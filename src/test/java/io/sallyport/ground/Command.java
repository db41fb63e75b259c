package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// An external tool to be run once: `Command.of("curl", "-sS", url).run().out()`.
///
/// Its locale is `C.UTF-8` and its standard input empty unless said otherwise. Immutable.
///
/// @param words program and arguments
/// @param folder where it runs; the test's own working folder if empty
/// @param environment what is added to the test's own environment
/// @param input its standard input
/// @param deadline after which it and its children are killed and the test fails
public record Command(
    List<String> words,
    Optional<Path> folder,
    Map<String, String> environment,
    String input,
    Duration deadline) {

  /// What came of it.
  ///
  /// @param command the words
  /// @param exit the exit code
  /// @param out standard output as UTF-8
  /// @param err standard error as UTF-8
  public record Result(List<String> command, int exit, String out, String err) {

    /// Both outputs and the exit code, for messages.
    public String all() {
      return String.join(" ", command) + "\nexit " + exit + "\n" + out + err;
    }

    /// Standard output by lines.
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /// A program and its arguments, with a deadline of one minute.
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /// A program and its arguments, with a deadline of one minute.
  public static Command of(List<String> words) {
    return new Command(
        List.copyOf(words), Optional.empty(), Map.of("LC_ALL", "C.UTF-8"), "", DEADLINE);
  }

  /// The same in another working folder.
  public Command in(Path place) {
    return new Command(words, Optional.of(place), environment, input, deadline);
  }

  /// The same with a variable in its environment.
  public Command with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(words, folder, Map.copyOf(more), input, deadline);
  }

  /// The same with this on its standard input.
  public Command reading(String text) {
    return new Command(words, folder, environment, text, deadline);
  }

  /// The same with another deadline.
  public Command within(Duration time) {
    return new Command(words, folder, environment, input, time);
  }

  /// The same with more arguments.
  public Command and(String... more) {
    var all = new ArrayList<>(words);
    all.addAll(Arrays.asList(more));
    return new Command(List.copyOf(all), folder, environment, input, deadline);
  }

  /// Runs it to its end.
  ///
  /// @throws AssertionError with the full output if it exits with anything but 0 or misses the
  ///   deadline
  public Result run() {
    return run(0);
  }

  /// Runs it to its end.
  ///
  /// @throws AssertionError with the full output if its exit code is not among these or it misses
  ///   the deadline
  public Result run(int... exits) {
    Result result = runToAnyExit();
    if (Arrays.stream(exits).noneMatch(exit -> exit == result.exit())) {
      throw new AssertionError("expected exit " + Arrays.toString(exits) + " of " + result.all());
    }
    return result;
  }

  /// Runs it to its end, whatever its exit code is.
  ///
  /// @throws AssertionError with the output so far if it misses the deadline
  public Result runToAnyExit() {
    Process process = start();
    FutureTask<String> out = drain(process.getInputStream());
    FutureTask<String> err = drain(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It did not read its input to the end: its exit code tells whether that was right.
    }
    try {
      boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
      }
      var result = new Result(words, ended ? process.exitValue() : -1, out.get(), err.get());
      if (!ended) {
        throw new AssertionError("not done after " + deadline.toSeconds() + " s: " + result.all());
      }
      return result;
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + words, e);
    } catch (ExecutionException e) {
      throw new AssertionError("reading the output of " + words, e);
    }
  }

  /// Starts it and returns at once; its output is to be read, or redirected, by the caller.
  public Process start() {
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    folder.ifPresent(place -> builder.directory(place.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills a process and its children.
  static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static FutureTask<String> drain(InputStream stream) {
    var task = new FutureTask<>(() -> new String(stream.readAllBytes(), UTF_8));
    Thread.startVirtualThread(task);
    return task;
  }
}

package io.sallyport.cli;

import io.sallyport.auth.GatewayUsers;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `hash-password`: what stands in the configuration for a password.
@Command(
    name = "hash-password",
    description = {
      "Asks for a password, or reads one line, and prints the hash to put under \"users\".",
      "The password is nowhere to be seen: neither on the screen nor among the arguments."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class HashPasswordCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String password = read();
    if (password.isEmpty()) {
      throw new IOException("The password is empty.");
    }
    if (spec != null) {
      spec.commandLine().getOut().println(GatewayUsers.hash(password));
    }
    return 0;
  }

  @SuppressWarnings("SystemConsoleNull") // Java 25 is back to none where there is no terminal.
  private static String read() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("Password: ");
      return typed == null ? "" : new String(typed);
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }
}

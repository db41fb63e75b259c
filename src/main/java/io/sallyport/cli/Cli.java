package io.sallyport.cli;

import io.sallyport.Gateway;
import io.sallyport.config.InvalidConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. Every failure that a person can do something about is one sentence on standard
/// error: exit 2 for what was asked wrongly, 1 for what did not work.
@Command(
    name = "sallyport",
    description = "Exposes FTP servers over HTTP and WebDAV.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Cli implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private Cli() {}

  /// Runs one command on standard output and error.
  ///
  /// @param environment the variables that stand in for options
  /// @return the exit code
  public static int run(String[] args, Map<String, String> environment) {
    return line(environment, args).execute(args);
  }

  /// The commands that `args` can mean, for tests with other writers. `serve` is to start fast, and
  /// picocli takes every command apart by reflection.
  static CommandLine line(Map<String, String> environment, String... args) {
    CommandLine line = new CommandLine(new Cli()).addSubcommand(new ServeCommand(environment));
    if (args.length == 0 || !args[0].equals("serve")) {
      line.addSubcommand(new DoctorCommand(environment))
          .addSubcommand(new CheckConfigCommand())
          .addSubcommand(new HashPasswordCommand())
          .addSubcommand(new ConfigSchemaCommand());
    }
    return telling(line);
  }

  /// Not before every command is there: picocli hands these on to those it knows.
  private static CommandLine telling(CommandLine line) {
    line.setParameterExceptionHandler((e, _) -> misuse(e));
    line.setExecutionExceptionHandler((e, command, _) -> failure(e, command));
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static int misuse(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("sallyport: " + e.getMessage());
    command.getErr().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
    return 2;
  }

  private static int failure(Exception e, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidConfiguration invalid) {
      err.println(invalid.getMessage());
      return 2;
    }
    if (e instanceof IOException failed) {
      err.println("sallyport: " + failed.getMessage());
      return 1;
    }
    throw e;
  }

  /// What `--version` prints.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Sallyport " + Gateway.version()};
    }
  }
}

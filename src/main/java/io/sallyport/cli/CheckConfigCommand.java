package io.sallyport.cli;

import io.sallyport.config.ConfigurationFile;
import io.sallyport.config.InvalidConfiguration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `check-config`: every mistake of a file with its line.
@Command(
    name = "check-config",
    description = "Reads a configuration file and names every mistake in it with its line.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class CheckConfigCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The YAML file.")
  private @Nullable Path file;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InvalidConfiguration {
    if (file == null || spec == null) {
      throw new IllegalStateException("picocli fills these in");
    }
    ConfigurationFile read = ConfigurationFile.read(file);
    int backends = read.backends().size();
    spec.commandLine()
        .getOut()
        .println(file + " is right: " + backends + (backends == 1 ? " backend." : " backends."));
    return 0;
  }
}

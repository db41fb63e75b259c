package io.sallyport.cli;

import io.sallyport.config.ConfigurationFile;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `config-schema`: what an editor needs to complete and check a configuration.
@Command(
    name = "config-schema",
    description = "Prints the JSON Schema of the configuration, for editors.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ConfigSchemaCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().getOut().println(ConfigurationFile.schema());
    }
    return 0;
  }
}

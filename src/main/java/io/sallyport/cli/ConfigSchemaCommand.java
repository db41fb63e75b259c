package io.sallyport.cli;

import io.sallyport.config.ConfigurationFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `config-schema`: what an editor needs to complete and check a configuration.
@Command(
    name = "config-schema",
    description =
        "Prints the JSON Schema of the configuration, for editors; or every key for people.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ConfigSchemaCommand implements Callable<Integer> {

  @Option(names = "--markdown", description = "Print a page of Markdown instead.")
  private boolean asMarkdown;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(asMarkdown ? ConfigurationFile.reference() : ConfigurationFile.schema());
    }
    return 0;
  }
}

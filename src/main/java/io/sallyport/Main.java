package io.sallyport;

import io.sallyport.cli.Cli;

/// Where the process begins.
public final class Main {

  private Main() {}

  /// Runs one command and ends with its exit code: 0 done, 1 it did not work, 2 it was called or
  /// configured wrongly.
  public static void main(String[] args) {
    System.exit(Cli.run(args, System.getenv()));
  }
}

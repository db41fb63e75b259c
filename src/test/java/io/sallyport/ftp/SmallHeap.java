package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;

/// Lists the root of a server and prints how many members it has and how many lines were left out:
/// to be run in a JVM of its own.
final class SmallHeap {

  private SmallHeap() {}

  /// Lists, prints and ends.
  ///
  /// @param args the port
  @SuppressWarnings("SystemOut") // Its output is its answer.
  public static void main(String[] args) {
    FtpSettings settings = FtpSettings.of("127.0.0.1", Integer.parseInt(args[0]));
    int members = 0;
    try (FtpBackend backend = new FtpBackend("small", settings);
        Listing listing = backend.files(Login.ANONYMOUS).list(RemotePath.ROOT)) {
      while (listing.next().isPresent()) {
        members++;
      }
      System.out.println("members " + members + " skipped " + listing.skipped());
    }
  }
}

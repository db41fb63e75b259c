package io.sallyport.ftp;

/// What was learned of how one server tells what there is. Thread-safe.
final class ListingMemory {

  private volatile boolean machineListingsRefused;
  private volatile boolean dashRefused;
  private volatile boolean togetherRefused;
  private final ServerClock clock = new ServerClock();

  /// Whether MLSD or MLST, though named in FEAT, was refused.
  boolean machineListingsRefused() {
    return machineListingsRefused;
  }

  void machineListingsRefused(boolean refused) {
    machineListingsRefused = refused;
  }

  /// Whether `LIST -a` was refused, or taken for a file's name.
  boolean dashRefused() {
    return dashRefused;
  }

  void dashRefused(boolean refused) {
    dashRefused = refused;
  }

  /// Whether a command was left unanswered that came in one packet with another.
  boolean togetherRefused() {
    return togetherRefused;
  }

  void togetherRefused(boolean refused) {
    togetherRefused = refused;
  }

  /// The zone of the times in LIST lines.
  ServerClock clock() {
    return clock;
  }
}

package io.sallyport.ftp;

import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was learned of how one server lists. Thread-safe.
final class ListingMemory {

  private volatile boolean machineListingsRefused;
  private volatile boolean dashRefused;
  private volatile @Nullable ZoneOffset offset;

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

  /// How far the times in LIST lines are ahead of UTC; empty until it was found out.
  Optional<ZoneOffset> offset() {
    return Optional.ofNullable(offset);
  }

  void offset(ZoneOffset found) {
    offset = found;
  }
}

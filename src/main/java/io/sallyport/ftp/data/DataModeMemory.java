package io.sallyport.ftp.data;

import io.sallyport.files.DataMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was learned about the data modes of one server: the one that worked is tried first the next
/// time, and forgotten when it has failed twice in a row. Thread-safe.
public final class DataModeMemory {

  private static final int FAILURES_UNTIL_FORGOTTEN = 2;

  private @Nullable DataMode remembered;
  private int failures;

  /// The modes of `allowed` in the order to try them.
  public synchronized List<DataMode> order(List<DataMode> allowed) {
    List<DataMode> order = new ArrayList<>(allowed);
    if (remembered != null && order.remove(remembered)) {
      order.addFirst(remembered);
    }
    return order;
  }

  /// A data connection was made with `mode`.
  public synchronized void connected(DataMode mode) {
    if (remembered == null || remembered == mode) {
      remembered = mode;
      failures = 0;
    }
  }

  /// No data connection could be made with `mode`.
  public synchronized void failed(DataMode mode) {
    if (mode == remembered && ++failures >= FAILURES_UNTIL_FORGOTTEN) {
      remembered = null;
      failures = 0;
    }
  }

  /// The mode that worked last.
  public synchronized Optional<DataMode> remembered() {
    return Optional.ofNullable(remembered);
  }
}

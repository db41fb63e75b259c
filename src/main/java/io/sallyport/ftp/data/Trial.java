package io.sallyport.ftp.data;

import io.sallyport.files.Attempt;
import java.util.Optional;

/// What came of one mode that was tried alone.
///
/// @param attempt how it went
/// @param data the connection; the server has answered 1yz and owes the final reply. Empty if there
///   is none. Who gets it closes it
/// @param poisoned whether the session's next reply may belong to what failed: it is of no more use
public record Trial(Attempt attempt, Optional<DataConnection> data, boolean poisoned) {}

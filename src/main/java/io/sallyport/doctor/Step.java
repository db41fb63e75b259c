package io.sallyport.doctor;

import io.sallyport.files.Attempt;
import io.sallyport.files.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that was looked at.
///
/// @param id what; [Id#TCP] comes once for each address, every other at most once
/// @param state how it went
/// @param took how long it took
/// @param dialogue what was said on the control connection meanwhile
/// @param attempt the data connection; absent where there was to be none
/// @param facts what was found, by name: texts, whole numbers, booleans, and lists and maps of
///   these
public record Step(
    Id id,
    State state,
    Duration took,
    List<Said> dialogue,
    @Nullable Attempt attempt,
    Map<String, Object> facts) {

  /// Keeps the order.
  public Step {
    dialogue = List.copyOf(dialogue);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// What is looked at, in the order of a report.
  public enum Id {
    /// The addresses of the server's name.
    RESOLVE,
    /// A TCP connection to one of them.
    TCP,
    /// The server's first words.
    GREETING,
    /// AUTH TLS, or TLS from the first byte on.
    TLS,
    /// The server's certificate.
    CERTIFICATE,
    /// USER and PASS.
    LOGIN,
    /// FEAT.
    FEATURES,
    /// SYST.
    SYSTEM,
    /// PWD, and CWD to the folder of the URL.
    FOLDER,
    /// REST.
    REST,
    /// A listing in this mode.
    EPSV,
    /// A listing in this mode.
    PASV,
    /// A listing in this mode.
    EPRT,
    /// A listing in this mode.
    PORT,
    /// A listing for programs.
    MLSD,
    /// A listing for people.
    LIST,
    /// What names are written in.
    CHARSET,
    /// A listing under TLS that resumes the session of the control connection.
    TLS_DATA_RESUMED,
    /// A listing under TLS that does not.
    TLS_DATA_NEW,
    /// An upload, measured, renamed and deleted.
    WRITE
  }

  /// How it went.
  public enum State {
    /// As it should.
    OK,
    /// The server says no.
    REFUSED,
    /// It does not work.
    FAILED,
    /// It was not tried; a fact says why.
    SKIPPED
  }

  /// One command and the reply to it.
  ///
  /// @param command as sent, one character a byte, without passwords; empty for the greeting
  public record Said(String command, Reply reply, Duration took) {}

  /// One that was not tried.
  static Step skipped(Id id, String reason) {
    return new Step(id, State.SKIPPED, Duration.ZERO, List.of(), null, Map.of("reason", reason));
  }
}

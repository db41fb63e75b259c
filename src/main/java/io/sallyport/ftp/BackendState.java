package io.sallyport.ftp;

import io.sallyport.files.DataMode;
import java.util.Set;

/// How the gateway stands with one FTP server at the moment.
///
/// @param url where the server is, without user and password
/// @param openConnections how many control connections are open
/// @param connectionLimit how many there may be
/// @param inUse how many of them serve somebody at the moment; the others wait, logged in
/// @param waiting how many callers wait for one
/// @param modes the data modes that worked lately
public record BackendState(
    String url,
    int openConnections,
    int connectionLimit,
    int inUse,
    int waiting,
    Set<DataMode> modes) {

  public BackendState {
    modes = Set.copyOf(modes);
  }
}

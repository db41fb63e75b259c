package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.data.DataConnector;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.SessionPool;
import java.time.Duration;
import java.time.ZoneId;

/// All that is shared by everybody who uses one FTP server: how it is reached, its sessions, and
/// what was learned of it.
record Server(
    FtpSettings settings,
    SessionPool pool,
    DataConnector connector,
    Names names,
    ListingMemory listings,
    TimeSetting times,
    SpaceTelling spaces,
    RecentListings recent,
    RecentContents contents,
    TemporaryFiles temporaries) {

  /// How long a final reply may take: the server may have to write to a slow disk first.
  Duration finalReply() {
    return settings.timeouts().stall();
  }

  /// Something is being changed, or was, at `path`: nothing that is remembered of it holds.
  void changed(RemotePath path) {
    recent.changed(path);
    contents.changed(path);
  }

  /// A login has signed out.
  void forget(Login login) {
    pool.evict(login);
    recent.forget(login);
    contents.forget(login);
  }

  /// The zone of the times in LIST lines: as configured, else as found out, else UTC.
  ZoneId zone() {
    return settings.timeZone() == null ? listings.clock().zone() : settings.timeZone();
  }
}

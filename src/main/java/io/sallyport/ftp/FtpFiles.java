package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
import io.sallyport.files.CopiesFiles;
import io.sallyport.files.DataMode;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.files.ShowsLinks;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.files.TemporaryName;
import io.sallyport.files.Upload;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.data.DataCommand;
import io.sallyport.ftp.data.DataConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The files of an FTP server as one login sees them. Each call leases a session, sends absolute
/// pathnames, and turns every reply and every lost connection into a [Failure].
final class FtpFiles
    implements RemoteFiles,
        SetsModified,
        SetsMode,
        Appends,
        TellsSpace,
        ShowsLinks,
        CopiesFiles,
        Examinable {

  private final Server server;
  private final Login login;
  private final RecentContents.Reader contents;

  FtpFiles(Server server, Login login) {
    this.server = server;
    this.login = login;
    this.contents = server.contents().of(login);
  }

  @Override
  public FtpSettings settings() {
    return server.settings();
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public void prefer(DataMode mode) {
    if (!settings().data().modes().contains(mode)) {
      throw new Failure.Unsupported(
          "The gateway's configuration does not allow " + mode + " with this server.", null);
    }
    try (Lease lease = server.pool().lease(login)) {
      server.connector().prefer(lease.session().control().localAddress(), mode);
      lease.keep();
    }
  }

  @Override
  public Entry stat(RemotePath path) {
    Entry entry =
        named(
            path,
            () ->
                find(path)
                    .orElseThrow(() ->
                        new Failure.NotFound("There is no " + path + " on the FTP server.", null)));
    contents.looked(path, entry);
    return entry;
  }

  @Override
  public Listing list(RemotePath path) {
    return server
        .recent()
        .list(login, path, () -> named(path, () -> listOnce(path, FtpListing.Shown.MEMBERS)));
  }

  @Override
  public Listing listWithLinks(RemotePath path) {
    return named(path, () -> listOnce(path, FtpListing.Shown.LINKS));
  }

  private Listing listOnce(RemotePath path, FtpListing.Shown shown) {
    try {
      return withLease(lease -> FtpListing.open(server, lease, path, shown));
    } catch (Refused e) {
      // The folder could be entered, so it is there.
      Failure said = Replies.failure(e.reply, path);
      throw said instanceof Failure.NotFound ? Replies.denied(e.reply, path) : said;
    }
  }

  @Override
  public Download read(RemotePath path, ByteRange range) {
    return contents.read(path, range, () -> named(path, () -> readOnce(path, range)));
  }

  private Download readOnce(RemotePath path, ByteRange range) {
    try {
      return withLease(lease -> {
        String pathname = lease.session().pathname(path);
        DataCommand retrieve = DataCommand.transfer("RETR", pathname, range.offset());
        DataConnection data = server.connector().open(lease, retrieve);
        return new FtpDownload(lease, data, pathname, range, server.finalReply());
      });
    } catch (Refused e) {
      throw split(e.reply, path);
    }
  }

  @Override
  public Upload write(RemotePath path) {
    if (path.isRoot()) {
      throw new Failure.Exists("The root of a backend is a folder.", null);
    }
    learn(path);
    try {
      return withLease(lease -> FtpUpload.begin(server, login, lease, path));
    } catch (Refused e) {
      throw refusedName(e.reply, path);
    }
  }

  @Override
  public void mkdir(RemotePath path) {
    learn(path);
    Reply reply =
        change(
            path, lease -> lease.session().control().send("MKD", lease.session().pathname(path)));
    if (!reply.isPositive()) {
      if (find(path).isPresent()) {
        throw new Failure.Exists(path + " is there already.", reply);
      }
      throw refusedName(reply, path);
    }
    server.names().made(path);
  }

  @Override
  public void rename(RemotePath from, RemotePath to) {
    learn(to);
    named(
        from,
        () ->
            change(
                from,
                lease -> {
                  try {
                    Renaming.move(server, lease, from, to);
                  } finally {
                    server.changed(to);
                  }
                  return true;
                }));
  }

  @Override
  public void copy(RemotePath from, RemotePath to) {
    learn(to);
    named(
        from,
        () ->
            change(
                to,
                lease -> {
                  ServerCopy.copy(server, login, lease, from, to);
                  return true;
                }));
  }

  @Override
  public void delete(RemotePath path, Entry.Kind kind) {
    named(
        path,
        () -> {
          deleteOnce(path, kind);
          return true;
        });
  }

  private void deleteOnce(RemotePath path, Entry.Kind kind) {
    boolean folder = kind == Entry.Kind.FOLDER;
    Reply reply = remove(path, folder);
    if (!reply.isPositive() && folder && deleteLeftovers(path)) {
      reply = remove(path, true);
    }
    if (!reply.isPositive()) {
      throw split(reply, path);
    }
  }

  private Reply remove(RemotePath path, boolean folder) {
    return change(
        path,
        lease ->
            lease
                .session()
                .control()
                .send(folder ? "RMD" : "DELE", lease.session().pathname(path)));
  }

  @Override
  public void setModified(RemotePath path, Instant time) {
    attribute(path, lease -> server.times().set(lease.session(), path, time));
  }

  @Override
  public void setMode(RemotePath path, int mode) {
    attribute(
        path,
        lease -> {
          String octal = Integer.toOctalString(mode & 07777);
          return lease
              .session()
              .control()
              .send("SITE", "CHMOD " + octal + " " + lease.session().pathname(path));
        });
  }

  private void attribute(RemotePath path, Work<Reply> work) {
    named(
        path,
        () -> {
          Reply reply = change(path, work);
          if (!reply.isPositive()) {
            throw split(reply, path);
          }
          return true;
        });
  }

  @Override
  public Optional<RemotePath> staging(RemotePath target) {
    return server.settings().atomicUploads()
        ? target.parent().map(folder -> folder.child(TemporaryName.part()))
        : Optional.empty();
  }

  @Override
  public Upload append(RemotePath path, long sizeBytes) {
    if (sizeBytes == 0) {
      learn(path);
    }
    return named(
        path,
        () -> {
          try {
            return withLease(lease -> FtpUpload.append(server, login, lease, path, sizeBytes));
          } catch (Refused e) {
            throw sizeBytes == 0 ? refusedName(e.reply, path) : split(e.reply, path);
          }
        });
  }

  @Override
  public Optional<Space> space(RemotePath folder) {
    return withLease(lease -> {
      Optional<Space> space = server.spaces().ask(lease.session(), folder);
      lease.keep();
      lease.close();
      return space;
    });
  }

  /// A folder that shows no member may still hold what aborted uploads left behind.
  private boolean deleteLeftovers(RemotePath folder) {
    List<RemotePath> leftovers = new ArrayList<>();
    try (Listing all =
        withLease(lease -> FtpListing.open(server, lease, folder, FtpListing.Shown.EVERYTHING))) {
      for (Optional<Entry> entry = all.next(); entry.isPresent(); entry = all.next()) {
        if (!TemporaryName.matches(entry.get().name())) {
          return false;
        }
        leftovers.add(folder.child(entry.get().name()));
      }
    } catch (Failure.NotFound | Failure.Denied e) {
      return false;
    }
    leftovers.forEach(leftover -> remove(leftover, false));
    return !leftovers.isEmpty();
  }

  /// Work on something that is there, under a name whose bytes are not known for sure: where it is
  /// not found, the folders on the way are listed once, and the bytes that they tell are tried.
  private <T> T named(RemotePath path, Supplier<T> work) {
    try {
      return work.get();
    } catch (Failure.NotFound e) {
      if (!learn(path)) {
        throw e;
      }
      return work.get();
    }
  }

  /// Lists the folders on the way to `path` where it is not known how their members are written.
  /// Returns whether `path` is another one on the server now. Does nothing for ASCII names, and for
  /// folders that were listed in the last minutes.
  private boolean learn(RemotePath path) {
    Names names = server.names();
    String before = names.argument(path);
    Optional<RemotePath> folder = names.unlisted(path);
    for (int i = 0; folder.isPresent() && i < path.names().size(); i++) {
      RemotePath next = folder.get();
      try (Listing all =
          withLease(lease -> FtpListing.open(server, lease, next, FtpListing.Shown.EVERYTHING))) {
        while (all.next().isPresent()) {
          // Only the names matter, and reading them remembers them.
        }
      } catch (Refused | Failure.NotFound | Failure.Denied e) {
        break;
      }
      folder = names.unlisted(path);
    }
    return !names.argument(path).equals(before);
  }

  private Optional<Entry> find(RemotePath path) {
    return withLease(lease -> {
      Optional<Entry> entry = Stat.find(lease, path, server.listings());
      lease.keep();
      lease.close();
      return entry;
    });
  }

  /// 550 means "not there" and "not allowed" alike: a stat tells which.
  private Failure split(Reply reply, RemotePath path) {
    Failure said = Replies.failure(reply, path);
    boolean open = said instanceof Failure.NotFound || said instanceof Failure.Denied;
    if (!open) {
      return said;
    }
    return find(path).isPresent() ? Replies.denied(reply, path) : Replies.notFound(reply, path);
  }

  /// A new name was refused: because its folder is not there, or because it may not be.
  private Failure refusedName(Reply reply, RemotePath path) {
    Failure said = Replies.failure(reply, path);
    boolean open = said instanceof Failure.NotFound || said instanceof Failure.Denied;
    if (!open) {
      return said;
    }
    Optional<RemotePath> parent = path.parent();
    return parent.isPresent() && find(parent.get()).filter(Entry::isFolder).isEmpty()
        ? new Failure.MissingParent(
            "There is no folder " + parent.get() + " on the FTP server.", reply)
        : Replies.denied(reply, path);
  }

  private interface Work<T> {
    T on(Lease lease) throws IOException;
  }

  /// A data command was refused for a reason that is about the file; the caller finds out which.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Crosses no process.
    private final Reply reply;

    Refused(Reply reply) {
      super(reply.oneLine(), null, false, false);
      this.reply = reply;
    }
  }

  /// Work that changes something: the session is asked first whether it still lives, because a lost
  /// reply would leave open whether the change was made.
  private <T> T change(RemotePath path, Work<T> work) {
    try {
      return changeUnseen(work);
    } finally {
      server.changed(path);
    }
  }

  private <T> T changeUnseen(Work<T> work) {
    return withLease(lease -> {
      if (lease.mayBeStale() && !lease.session().control().send("NOOP").isPositive()) {
        lease.renew();
      }
      T result;
      try {
        result = work.on(lease);
      } catch (ControlLost e) {
        throw Replies.broken(e);
      }
      lease.keep();
      lease.close();
      return result;
    });
  }

  /// Work on a lease that the work's result takes over, or that the work closes. Begun once more on
  /// a new session if a rested one turns out to be dead, or if the server does not like the TLS of
  /// a data connection and another session may do better.
  private <T> T withLease(Work<T> work) {
    boolean complained = false;
    while (true) {
      Lease lease = server.pool().lease(login);
      boolean handedOver = false;
      try {
        if (lease.mayBeStale() && (complained || TlsTrouble.isComing(lease))) {
          lease.renew();
        }
        T result = work.on(lease);
        handedOver = true;
        return result;
      } catch (CommandRefused e) {
        lease.keep();
        throw new Refused(e.reply());
      } catch (ControlLost e) {
        if (!lease.mayBeStale()) {
          throw Replies.broken(e);
        }
      } catch (TlsRefused e) {
        if (complained || !TlsTrouble.mayPass(lease)) {
          throw TlsTrouble.failure(lease, e);
        }
        complained = true;
      } catch (IOException e) {
        throw Replies.broken(e);
      } catch (Failure.NoDataConnection | Failure.Busy | Failure.Broken e) {
        if (complained || !TlsTrouble.isIn(e) || !TlsTrouble.mayPass(lease)) {
          throw e;
        }
        complained = true;
      } catch (Failure.NotFound
          | Failure.Denied
          | Failure.Exists
          | Failure.MissingParent
          | Failure.Unsupported e) {
        // The server answered: the session is in step.
        lease.keep();
        throw e;
      } finally {
        if (!handedOver) {
          lease.close();
        }
      }
    }
  }
}

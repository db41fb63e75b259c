package io.sallyport.ftp.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Pipe;

/// One end of a duplex in memory that never gives more than so many bytes at once.
final class Plumbing implements ByteChannel {

  private final Pipe.SourceChannel from;
  private final Pipe.SinkChannel to;
  private final int mostBytes;

  private Plumbing(Pipe.SourceChannel from, Pipe.SinkChannel to, int mostBytes) {
    this.from = from;
    this.to = to;
    this.mostBytes = mostBytes;
  }

  /// Both ends.
  static Plumbing[] pair(int mostBytes) throws IOException {
    Pipe there = Pipe.open();
    Pipe back = Pipe.open();
    return new Plumbing[] {
      new Plumbing(back.source(), there.sink(), mostBytes),
      new Plumbing(there.source(), back.sink(), mostBytes)
    };
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int limit = target.limit();
    target.limit(Math.min(limit, target.position() + mostBytes));
    try {
      return from.read(target);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int limit = source.limit();
    source.limit(Math.min(limit, source.position() + mostBytes));
    try {
      return to.write(source);
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public boolean isOpen() {
    return from.isOpen();
  }

  @Override
  public void close() throws IOException {
    to.close();
    from.close();
  }
}

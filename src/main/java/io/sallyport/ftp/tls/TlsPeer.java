package io.sallyport.ftp.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An FTP server as one control connection has met it over TLS. Its data connections resume the
/// session of the control connection: JSSE finds sessions by host and port within one context, so
/// each control connection has a context of its own and lends its host and port to its data
/// connections. For one thread, as the control connection is.
public final class TlsPeer {

  private static final Logger log = LoggerFactory.getLogger(TlsPeer.class);

  private final TlsClient client;
  private final SSLContext context;
  private final String version;
  private final String host;
  private final int port;

  /// Sessions that were agreed on, rather than come with a ticket. JSSE lists both.
  private final Set<String> agreed = new HashSet<>();

  private boolean resumes;
  private long sessionSince;

  /// Under which port JSSE keeps the control connection's session: the proxy's, where there is one.
  private int sessionPort;

  TlsPeer(TlsClient client, SSLContext context, String version, String host, int port) {
    this.client = client;
    this.context = context;
    this.version = version;
    this.host = host;
    this.port = port;
    this.sessionPort = port;
  }

  String version() {
    return version;
  }

  /// Puts TLS over the control connection. Blocks, for each read at most the socket's timeout.
  ///
  /// @param plain connected; closed with the result
  /// @throws TlsRefused if there can be none
  public SSLSocket secure(Socket plain) throws TlsRefused {
    try {
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      secured.setUseClientMode(true);
      secured.setSSLParameters(checked(secured.getSSLParameters()));
      secured.startHandshake();
      sessionSince = secured.getSession().getCreationTime();
      sessionPort = secured.getSession().getPeerPort();
      agreed.add(HexFormat.of().formatHex(secured.getSession().getId()));
      log.debug(
          "ftp control tls={} cipher={}",
          secured.getSession().getProtocol(),
          secured.getSession().getCipherSuite());
      client.worked(version);
      return secured;
    } catch (IOException e) {
      throw TlsRefused.of(host + ":" + port, e);
    }
  }

  /// Puts TLS over a data connection. Blocks.
  ///
  /// @param wire connected; closed with the result, and also if this fails
  /// @throws TlsRefused if there can be none
  public TlsChannel secure(ByteChannel wire) throws IOException {
    SSLEngine engine = context.createSSLEngine(host, sessionPort);
    engine.setUseClientMode(true);
    engine.setSSLParameters(checked(engine.getSSLParameters()));
    TlsChannel channel = new TlsChannel(engine, wire);
    boolean done = false;
    try {
      channel.handshake();
      boolean resumed = engine.getSession().getCreationTime() == sessionSince;
      resumes |= resumed;
      agreed.add(HexFormat.of().formatHex(engine.getSession().getId()));
      log.debug("ftp data tls={} resumed={}", engine.getSession().getProtocol(), resumed);
      done = true;
      return channel;
    } catch (SSLException e) {
      throw TlsRefused.of(host + ":" + port, e);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /// The same for control and data: JSSE resumes no session whose host was checked otherwise.
  private SSLParameters checked(SSLParameters parameters) {
    parameters.setProtocols(new String[] {version});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /// The same server met anew: a data connection that it secures has no session to resume.
  public TlsPeer stranger() {
    return client.peer(version);
  }

  /// Whether the next data connection could not resume anything although the server likes to: a
  /// ticket of TLS 1.3 is good for one, and ProFTPD 1.3.8 sends no new one with an upload.
  public boolean isSpent() {
    return resumes
        && version.equals(TlsClient.TLS_1_3)
        && Collections.list(context.getClientSessionContext().getIds()).stream()
            .allMatch(id -> agreed.contains(HexFormat.of().formatHex(id)));
  }

  /// The server complained about TLS on a data connection. Whether another control connection is
  /// worth trying.
  public boolean complained() {
    return client.complained(version);
  }
}

package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.time.ZoneOffset.UTC;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What a well-behaved FTP server says: RFC 959, 2428, 2389, 3659, over a [FileTree].
final class UsualAnswers {
  private UsualAnswers() {}

  static void to(Exchange exchange) throws IOException, InterruptedException {
    ScriptedConnection connection = exchange.connection();
    Received command = exchange.command();
    if (connection.server().lacks(command.verb())) {
      exchange.reply("500 Unknown command.");
      return;
    }
    try {
      switch (command.verb()) {
        case ScriptedFtpServer.CONNECT, "USER", "PASS", "QUIT", "FEAT", "SYST", "OPTS", "NOOP" ->
            session(exchange);
        case "AUTH", "PBSZ", "PROT" -> protection(exchange);
        default -> {
          if (!connection.isLoggedIn()) {
            exchange.reply("530 Please log in with USER and PASS.");
          } else {
            files(exchange);
          }
        }
      }
    } catch (FileTree.Refusal e) {
      exchange.reply("550 " + e.getMessage());
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      exchange.reply("501 Syntax error in argument.");
    }
  }

  private static void session(Exchange exchange) throws IOException {
    ScriptedConnection connection = exchange.connection();
    String argument = exchange.command().argument();
    switch (exchange.command().verb()) {
      case ScriptedFtpServer.CONNECT -> {
        if (connection.server().isCrowded()) {
          exchange.reply("421 Too many connections.");
          exchange.hangUp();
        } else {
          exchange.reply("220 Scripted FTP server.");
        }
      }
      case "USER" -> {
        connection.user(argument);
        exchange.reply("331 Password, please.");
      }
      case "PASS" ->
          exchange.reply(connection.login(argument) ? "230 Logged in." : "530 Login incorrect.");
      case "QUIT" -> {
        exchange.reply("221 Goodbye.");
        exchange.hangUp();
      }
      case "FEAT" -> exchange.reply(connection.server().features());
      case "SYST" -> exchange.reply("215 UNIX Type: L8");
      case "OPTS" ->
          exchange.reply(
              argument.toUpperCase(Locale.ROOT).startsWith("UTF8")
                  ? "200 Always in UTF8 mode."
                  : "200 As you like it.");
      default -> exchange.reply("200 Fine.");
    }
  }

  /// RFC 4217.
  private static void protection(Exchange exchange) throws IOException {
    ScriptedConnection connection = exchange.connection();
    if (!connection.server().offersTls()) {
      exchange.reply("530 Please log in with USER and PASS.");
      return;
    }
    switch (exchange.command().verb()) {
      case "AUTH" -> {
        exchange.reply("234 Go on.");
        connection.secure();
      }
      case "PBSZ" -> exchange.reply(connection.isSecured() ? "200 PBSZ=0." : "503 AUTH first.");
      default -> {
        connection.protectData(exchange.command().argument().equals("P"));
        exchange.reply(connection.isSecured() ? "200 Fine." : "503 AUTH first.");
      }
    }
  }

  private static void files(Exchange exchange) throws IOException, InterruptedException {
    ScriptedConnection connection = exchange.connection();
    FileTree tree = connection.server().tree();
    String argument = exchange.command().argument();
    String path = connection.resolve(argument);
    switch (exchange.command().verb()) {
      case "TYPE" -> {
        connection.ascii(argument.toUpperCase(Locale.ROOT).startsWith("A"));
        exchange.reply("200 Type set.");
      }
      case "MODE", "STRU" -> exchange.reply("200 Fine.");
      case "ALLO" -> exchange.reply("202 No storage allocation necessary.");
      case "PWD", "XPWD" ->
          exchange.reply("257 \"" + connection.folder().replace("\"", "\"\"") + "\" is current.");
      case "CWD", "XCWD" -> enter(exchange, path);
      case "CDUP", "XCUP" -> enter(exchange, connection.resolve(".."));
      case "EPSV" -> extendedPassive(exchange);
      case "PASV" -> passive(exchange);
      case "EPRT" -> extendedActive(exchange);
      case "PORT" -> active(exchange);
      case "RETR", "LIST", "NLST", "MLSD", "STOR", "APPE" -> Answer.transfer().to(exchange);
      case "REST" -> {
        connection.restartAt(Long.parseLong(argument));
        exchange.reply("350 Restarting at " + argument + ".");
      }
      case "SIZE" -> {
        if (connection.isAscii()) {
          exchange.reply("550 SIZE not allowed in ASCII mode.");
        } else {
          exchange.reply("213 " + tree.content(path).sizeBytes());
        }
      }
      case "MDTM" ->
          exchange.reply("213 " + ListingText.FACT_TIME.format(existing(tree, path).modified()));
      case "MFMT" -> {
        String[] words = argument.split(" ", 2);
        Node node = existing(tree, connection.resolve(words[1]));
        node.modified(LocalDateTime.parse(words[0], ListingText.FACT_TIME).toInstant(UTC));
        exchange.reply("213 Modify=" + words[0] + "; " + words[1]);
      }
      case "MLST" ->
          exchange.reply(
              "250-Listing\n "
                  + ListingText.facts(existing(tree, path))
                  + " "
                  + path
                  + "\n250 End");
      case "DELE" -> {
        tree.deleteFile(path);
        exchange.reply("250 Deleted.");
      }
      case "RMD", "XRMD" -> {
        tree.deleteFolder(path);
        exchange.reply("250 Removed.");
      }
      case "MKD", "XMKD" -> {
        tree.makeFolder(path);
        exchange.reply("257 \"" + path.replace("\"", "\"\"") + "\" created.");
      }
      case "RNFR" -> {
        existing(tree, path);
        connection.renameFrom(path);
        exchange.reply("350 Ready for RNTO.");
      }
      case "RNTO" -> {
        tree.rename(connection.renameFrom(), path);
        exchange.reply("250 Renamed.");
      }
      case "ABOR" -> {
        exchange.reply("226 Abort successful.");
      }
      case "SITE" -> site(exchange, argument);
      default -> exchange.reply("502 Command not implemented.");
    }
  }

  private static void site(Exchange exchange, String argument) throws IOException {
    if (argument.toUpperCase(Locale.ROOT).startsWith("CHMOD ")) {
      exchange.reply("200 SITE CHMOD command ok.");
    } else {
      exchange.reply("504 Unknown SITE command.");
    }
  }

  private static void enter(Exchange exchange, String path) throws IOException {
    Node node = existing(exchange.connection().server().tree(), path);
    if (node instanceof Node.Folder) {
      exchange.connection().folder(path);
      exchange.reply("250 Directory changed.");
    } else {
      exchange.reply("550 Not a directory.");
    }
  }

  private static Node existing(FileTree tree, String path) throws FileTree.Refusal {
    return tree.node(path).orElseThrow(() -> new FileTree.Refusal("No such file or directory."));
  }

  private static void extendedPassive(Exchange exchange) throws IOException, InterruptedException {
    switch (exchange.command().argument().toUpperCase(Locale.ROOT)) {
      case "", "1", "2" ->
          Answer.passive("229 Entering Extended Passive Mode (|||{port}|)").to(exchange);
      case "ALL" -> exchange.reply("200 EPSV ALL ok.");
      default -> exchange.reply("522 Network protocol not supported, use (1,2)");
    }
  }

  private static void passive(Exchange exchange) throws IOException, InterruptedException {
    if (exchange.localAddress() instanceof Inet6Address) {
      exchange.reply("425 You cannot use PASV on IPv6 connections.");
      return;
    }
    String host = exchange.localAddress().getHostAddress().replace('.', ',');
    Answer.passive("227 Entering Passive Mode (" + host + ",{p1},{p2}).").to(exchange);
  }

  private static void active(Exchange exchange) throws IOException {
    int[] numbers =
        Arrays.stream(exchange.command().argument().split(",", -1))
            .mapToInt(number -> Integer.parseInt(number.strip()))
            .toArray();
    var host =
        new byte[] {(byte) numbers[0], (byte) numbers[1], (byte) numbers[2], (byte) numbers[3]};
    connectLater(exchange, InetAddress.getByAddress(host), (numbers[4] << 8) + numbers[5]);
  }

  private static void extendedActive(Exchange exchange) throws IOException {
    String argument = exchange.command().argument();
    String[] fields = argument.split(Pattern.quote(argument.substring(0, 1)), -1);
    connectLater(exchange, InetAddress.ofLiteral(fields[2]), Integer.parseInt(fields[3]));
  }

  private static void connectLater(Exchange exchange, InetAddress host, int port)
      throws IOException {
    InetAddress local = exchange.localAddress();
    if (!local.getClass().equals(host.getClass())) {
      exchange.reply("522 Use (" + (local instanceof Inet4Address ? 1 : 2) + ").");
      return;
    }
    exchange.use(new DataChannel.Active(local, new InetSocketAddress(host, port)));
    exchange.reply("200 " + exchange.command().verb() + " command successful.");
  }

  /// What RETR, LIST, NLST or MLSD sends.
  static InputStream source(Exchange exchange) throws FileTree.Refusal {
    ScriptedConnection connection = exchange.connection();
    FileTree tree = connection.server().tree();
    String argument = exchange.command().argument();
    if (exchange.command().verb().equals("RETR")) {
      return tree.read(connection.resolve(argument), connection.takeRestart());
    }
    String path = connection.resolve(withoutOptions(exchange.command()));
    Map<String, Node> entries = tree.children(path);
    String text =
        switch (exchange.command().verb()) {
          case "MLSD" -> {
            if (tree.node(path).orElse(null) instanceof Node.Content) {
              throw new FileTree.Refusal("Not a directory.");
            }
            yield ListingText.machine(entries);
          }
          case "NLST" -> ListingText.names(entries);
          default -> ListingText.list(entries);
        };
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  /// Where STOR or APPE writes.
  static OutputStream sink(Exchange exchange) throws FileTree.Refusal {
    ScriptedConnection connection = exchange.connection();
    String path = connection.resolve(exchange.command().argument());
    boolean append = exchange.command().verb().equals("APPE");
    return connection.server().tree().write(path, connection.takeRestart(), append);
  }

  /// LIST and NLST hand their argument to `ls` on many servers.
  private static String withoutOptions(Received command) {
    String argument = command.argument();
    while (!command.verb().equals("MLSD") && argument.startsWith("-")) {
      int space = argument.indexOf(' ');
      argument = space < 0 ? "" : argument.substring(space + 1);
    }
    return argument;
  }
}

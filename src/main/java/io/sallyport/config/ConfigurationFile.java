package io.sallyport.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a configuration file says. What it leaves out stays absent, so that flags and environment
/// can be laid over it before defaults fill the rest.
///
/// Relative paths in it start at the folder that holds the file.
///
/// @param listen absent when the file does not say
/// @param state absent when the file does not say
/// @param backends empty when the file names none
/// @param front how the gateway meets its callers
/// @param operations what an operator sees of it
/// @param users who is known to the gateway itself
/// @param adHoc absent when the file does not say
/// @param proxy absent when the file does not switch it on
public record ConfigurationFile(
    Optional<HostPort> listen,
    Optional<StateSettings> state,
    List<BackendSettings> backends,
    FrontSettings front,
    OperationsSettings operations,
    List<GatewayUser> users,
    Optional<AdHocSettings> adHoc,
    Optional<ProxyDoorSettings> proxy) {

  /// A file that says nothing.
  public static final ConfigurationFile EMPTY =
      new ConfigurationFile(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          FrontSettings.PLAIN,
          OperationsSettings.USUAL,
          List.of(),
          Optional.empty(),
          Optional.empty());

  public ConfigurationFile {
    backends = List.copyOf(backends);
    users = List.copyOf(users);
  }

  /// Reads a YAML file.
  ///
  /// @throws InvalidConfiguration with every mistake in it; also if it cannot be read
  public static ConfigurationFile read(Path file) throws InvalidConfiguration {
    return read(file, Map.of());
  }

  /// Reads a YAML file with environment variables laid over it ([Environment]).
  ///
  /// @throws InvalidConfiguration as [#read(Path)]
  public static ConfigurationFile read(Path file, Map<String, String> environment)
      throws InvalidConfiguration {
    try {
      return parse(file.toString(), Files.readString(file), file.toAbsolutePath(), environment);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "the file is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, "the file cannot be read");
    }
  }

  /// What environment variables say where there is no file; relative paths in them start at the
  /// working directory.
  ///
  /// @throws InvalidConfiguration with every mistake in them
  public static ConfigurationFile of(Map<String, String> environment) throws InvalidConfiguration {
    return parse("sallyport", "", Path.of("sallyport.yaml").toAbsolutePath(), environment);
  }

  static ConfigurationFile parse(String source, String text, Path file)
      throws InvalidConfiguration {
    return parse(source, text, file, Map.of());
  }

  /// Reads YAML text.
  ///
  /// @param source what to call it in messages
  /// @param file where it stands, for the relative paths in it
  /// @param environment the variables laid over it
  static ConfigurationFile parse(
      String source, String text, Path file, Map<String, String> environment)
      throws InvalidConfiguration {
    List<Mistake> mistakes = new ArrayList<>();
    Section top =
        new Section(
            "the file", Environment.over(YamlDocument.parse(source, text), environment), mistakes);
    ConfigurationFile read = read(top, file, mistakes);
    top.finish();
    if (!mistakes.isEmpty()) {
      mistakes.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
      throw new InvalidConfiguration(source, mistakes);
    }
    return read;
  }

  /// The JSON Schema of a configuration, made by the same reader that understands one.
  public static String schema() {
    return described().toPrettyString();
  }

  /// The page of the manual that tells every key, made from the same.
  public static String reference() {
    return Reference.page(described());
  }

  private static ObjectNode described() {
    Shape shape = new Shape();
    Path nowhere = Path.of("sallyport.yaml").toAbsolutePath();
    ConfigurationFile nothing = read(Section.recording(shape), nowhere, new ArrayList<>());
    assert nothing.listen().isEmpty();
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "Sallyport");
    schema.setAll(shape.schema());
    new Reference().describe(schema);
    return schema;
  }

  private static ConfigurationFile read(Section top, Path file, List<Mistake> mistakes) {
    Optional<HostPort> listen = top.value("listen", HostPort::parse);
    Optional<StateSettings> state =
        new SecretReader(file).read(top, "state").flatMap(value -> state(top, value, file));
    List<BackendSettings> backends =
        top.section("backends")
            .map(section -> backends(section, new BackendReader(file, mistakes)))
            .orElse(List.of());
    FrontSettings front = new FrontReader(file).read(top);
    OperationsSettings operations = operations(top);
    List<GatewayUser> users =
        top.section("users").map(section -> new UsersReader(file).read(section)).orElse(List.of());
    requireKnown(backends, users, top);
    AccessReader access = new AccessReader(file);
    Optional<AdHocSettings> adHoc = top.section("ad-hoc").map(access::adHoc);
    Optional<ProxyDoorSettings> proxy =
        top.section("proxy").flatMap(keys -> access.proxy(keys, users));
    return new ConfigurationFile(listen, state, backends, front, operations, users, adHoc, proxy);
  }

  private static Optional<StateSettings> state(Section top, String value, Path file) {
    try {
      return Optional.of(StateSettings.parse(value, file::resolveSibling));
    } catch (IllegalArgumentException e) {
      top.note("\"state\": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void requireKnown(
      List<BackendSettings> backends, List<GatewayUser> users, Section top) {
    for (BackendSettings backend : backends) {
      for (String name : backend.access().users()) {
        if (users.stream().noneMatch(user -> user.name().equals(name))) {
          top.node("backends")
              .ifPresent(node ->
                  top.note(
                      node,
                      "the backend \""
                          + backend.name()
                          + "\" is for \""
                          + name
                          + "\", who is not among \"users\""));
        }
      }
    }
  }

  private static OperationsSettings operations(Section top) {
    OperationsSettings usual = OperationsSettings.USUAL;
    return new OperationsSettings(
        top.value("management", HostPort::parse).orElse(null),
        top.value("access-log", OperationsSettings.LogFormat::parse, "text", "json", "off")
            .orElse(usual.accessLog()),
        top.value("drain", Durations::parse).orElse(usual.drain()));
  }

  private static List<BackendSettings> backends(Section section, BackendReader reader) {
    List<BackendSettings> backends = new ArrayList<>();
    for (YamlNode.Scalar name : section.names()) {
      section
          .section(name.text())
          .ifPresentOrElse(
              keys -> reader.read(name, keys).ifPresent(backends::add),
              () -> section.note(name, "the backend \"" + name.text() + "\" says nothing"));
    }
    return backends;
  }

  private static InvalidConfiguration unreadable(Path file, String why) {
    return new InvalidConfiguration(file.toString(), List.of(new Mistake(0, 0, why)));
  }
}

package io.sallyport.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a configuration file says. What it leaves out stays absent, so that flags and environment
/// can be laid over it before defaults fill the rest.
///
/// Relative paths in it start at the folder that holds the file.
///
/// @param listen absent when the file does not say
/// @param state absent when the file does not say
/// @param backends empty when the file names none
public record ConfigurationFile(
    Optional<HostPort> listen, Optional<StateSettings> state, List<BackendSettings> backends) {

  /// A file that says nothing.
  public static final ConfigurationFile EMPTY =
      new ConfigurationFile(Optional.empty(), Optional.empty(), List.of());

  public ConfigurationFile {
    backends = List.copyOf(backends);
  }

  /// Reads a YAML file.
  ///
  /// @throws InvalidConfiguration with every mistake in it; also if it cannot be read
  public static ConfigurationFile read(Path file) throws InvalidConfiguration {
    try {
      return parse(file.toString(), Files.readString(file), file.toAbsolutePath());
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "the file is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, "the file cannot be read");
    }
  }

  /// Reads YAML text.
  ///
  /// @param source what to call it in messages
  /// @param file where it stands, for the relative paths in it
  static ConfigurationFile parse(String source, String text, Path file)
      throws InvalidConfiguration {
    List<Mistake> mistakes = new ArrayList<>();
    Section top = new Section("the file", YamlDocument.parse(source, text), mistakes);
    Optional<HostPort> listen = top.value("listen", HostPort::parse);
    Optional<StateSettings> state =
        top.value("state", value -> StateSettings.parse(value, file::resolveSibling));
    List<BackendSettings> backends =
        top.section("backends")
            .map(section -> backends(section, new BackendReader(file, mistakes)))
            .orElse(List.of());
    top.notYet("tls", "management", "ad-hoc", "proxy");
    top.finish();
    if (!mistakes.isEmpty()) {
      mistakes.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
      throw new InvalidConfiguration(source, mistakes);
    }
    return new ConfigurationFile(listen, state, backends);
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

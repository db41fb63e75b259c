import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/// Gives the classes of a jar that were compiled for Java 5 and older the form of Java 8: the same
/// code, and with it the stack maps that newer classes bring along. An AOT cache takes no older ones.
///
/// `java NewerClasses.java JAR` changes the jar in place; a second time it changes nothing.
final class NewerClasses {

  private final ClassFile format;

  private NewerClasses(FileSystem jar) {
    ClassHierarchyResolver relatives =
        ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type.descriptorString()))
            .orElse(ClassHierarchyResolver.defaultResolver());
    format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(relatives),
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);
  }

  public static void main(String[] arguments) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
      NewerClasses classes = new NewerClasses(jar);
      List<Path> all;
      try (Stream<Path> found = Files.walk(jar.getPath("/"))) {
        all = found.filter(path -> path.toString().endsWith(".class")).toList();
      }
      for (Path path : all) {
        classes.renew(path);
      }
    }
  }

  private void renew(Path path) throws IOException {
    byte[] head = new byte[8];
    try (InputStream in = Files.newInputStream(path)) {
      in.readNBytes(head, 0, head.length);
    }
    if (((head[6] & 0xFF) << 8 | head[7] & 0xFF) >= ClassFile.JAVA_6_VERSION) {
      return;
    }
    ClassModel old = format.parse(Files.readAllBytes(path));
    if (jumpsToSubroutines(old)) {
      return;
    }
    byte[] newer = newer(old);
    if (!format.verify(newer).isEmpty()) {
      // It names classes of a library that is not there: nobody uses it.
      return;
    }
    FileTime time = Files.getLastModifiedTime(path);
    Files.write(path, newer);
    Files.setLastModifiedTime(path, time);
  }

  private byte[] newer(ClassModel old) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    return format.transformClass(
        old,
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))
            .andThen(version));
  }

  /// As old compilers wrote `finally`; the form of Java 8 has no such thing.
  private static boolean jumpsToSubroutines(ClassModel old) {
    return old.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(DiscontinuedInstruction.class::isInstance);
  }

  private static InputStream open(FileSystem jar, String descriptor) {
    Path path = jar.getPath("/" + descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return Files.exists(path) ? Files.newInputStream(path) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.sallyport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Holds the floors and the library fences that `io.sallyport`'s package documentation draws.
@AnalyzeClasses(packages = "io.sallyport", importOptions = ImportOption.DoNotIncludeTests.class)
final class FloorsTest {

  @ArchTest
  static final ArchRule floorsImportOnlyDownward =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("composition")
          .definedBy("io.sallyport", "io.sallyport.cli..")
          .layer("doors")
          .definedBy(
              "io.sallyport.dav..",
              "io.sallyport.api..",
              "io.sallyport.proxy..",
              "io.sallyport.web..")
          .layer("service")
          .definedBy("io.sallyport.doctor..", "io.sallyport.http..")
          .layer("engine")
          .definedBy(
              "io.sallyport.ftp..",
              "io.sallyport.store..",
              "io.sallyport.auth..",
              "io.sallyport.embedded..")
          .layer("vocabulary")
          .definedBy("io.sallyport.files..", "io.sallyport.config..", "io.sallyport.metrics..")
          .whereLayer("composition")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("doors")
          .mayOnlyBeAccessedByLayers("composition")
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("composition", "doors")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("composition", "doors", "service");

  @ArchTest
  static final ArchRule doorsDoNotImportOneAnother =
      slices().matching("io.sallyport.(dav|api|proxy|web)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule serviceRoomsDoNotImportOneAnother =
      slices().matching("io.sallyport.(doctor|http)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule engineRoomsDoNotImportOneAnother =
      slices().matching("io.sallyport.(ftp|store|auth|embedded)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule filesImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.sallyport.files..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.sallyport..")
                  .and(not(resideInAPackage("io.sallyport.files.."))));

  @ArchTest
  static final ArchRule commonsNetOnlyInFtp =
      fence(resideInAPackage("org.apache.commons.net.."), "io.sallyport.ftp..");

  @ArchTest
  static final ArchRule jdbcOnlyInStore =
      fence(resideInAPackage("java.sql.."), "io.sallyport.store..");

  @ArchTest
  static final ArchRule miltonOnlyInDav =
      fence(resideInAPackage("io.milton.."), "io.sallyport.dav..");

  @ArchTest
  static final ArchRule minaOnlyInEmbedded =
      fence(
          resideInAnyPackage("org.apache.ftpserver..", "org.apache.mina.."),
          "io.sallyport.embedded..");

  @ArchTest
  static final ArchRule undertowOnlyInHttpAndDoors =
      fence(
          resideInAnyPackage("io.undertow..", "org.xnio.."),
          "io.sallyport.http..",
          "io.sallyport.dav..",
          "io.sallyport.api..",
          "io.sallyport.proxy..",
          "io.sallyport.web..");

  @ArchTest
  static final ArchRule jacksonOnlyInConfigAndApi =
      fence(
          resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."),
          "io.sallyport.config..",
          "io.sallyport.api..");

  @ArchTest
  static final ArchRule micrometerOnlyInMetrics =
      fence(resideInAnyPackage("io.micrometer..", "io.prometheus.."), "io.sallyport.metrics..");

  @ArchTest
  static final ArchRule passwordHashingOnlyInAuth =
      fence(resideInAPackage("com.password4j.."), "io.sallyport.auth..");

  private static ArchRule fence(DescribedPredicate<JavaClass> library, String... homes) {
    return noClasses().that().resideOutsideOfPackages(homes).should().dependOnClassesThat(library);
  }
}

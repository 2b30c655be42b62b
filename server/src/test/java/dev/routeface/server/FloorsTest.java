package dev.routeface.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Imports go down only: gallery and pipeline, model and config, security, observe, api, cli;
 * problem below all that speak HTTP.
 */
@AnalyzeClasses(packages = "dev.routeface.server", importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule importsGoDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("dev.routeface.server.cli..")
          .layer("bench")
          .definedBy("dev.routeface.server.bench..")
          .layer("api")
          .definedBy("dev.routeface.server.api..", "dev.routeface.server.compreface..")
          .layer("observe")
          .definedBy("dev.routeface.server.observe..")
          .layer("security")
          .definedBy("dev.routeface.server.security..", "dev.routeface.server.http..")
          .layer("model")
          .definedBy("dev.routeface.server.model..", "dev.routeface.server.config..")
          .layer("work")
          .definedBy(
              "dev.routeface.server.gallery..",
              "dev.routeface.server.cassandra..",
              "dev.routeface.server.pipeline..",
              "dev.routeface.server.problem..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("api", "cli")
          .whereLayer("security")
          .mayOnlyBeAccessedByLayers("observe", "api", "cli")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("security", "observe", "api", "cli");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("dev.routeface.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule endpointsUseNoneBesideThem =
      noClasses()
          .that()
          .resideInAPackage("dev.routeface.server.api")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.routeface.server.api.gallery..", "dev.routeface.server.api.kserve..");

  @ArchTest
  static final ArchRule workNeedsNoMicronaut =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.routeface.server.gallery..",
              "dev.routeface.server.cassandra..",
              "dev.routeface.server.pipeline..",
              "dev.routeface.server.model..",
              "dev.routeface.server.config..",
              "dev.routeface.server.bench..",
              "dev.routeface.server.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because("what works must run without a web server, and commands must start at once");

  @ArchTest
  static final ArchRule galleryAndPipelineDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAnyPackage("dev.routeface.server.gallery..", "dev.routeface.server.cassandra..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.routeface.server.pipeline..")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("dev.routeface.server.model..");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
          .because("such a name says that the class has no subject");

  @ArchTest
  static final ArchRule onlyCommandLinesPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeface.server.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}

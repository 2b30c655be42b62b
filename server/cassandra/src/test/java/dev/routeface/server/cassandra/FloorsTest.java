package dev.routeface.server.cassandra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Beside the service: what keeps people in Cassandra knows galleries and no more of us. */
@AnalyzeClasses(
    packages = "dev.routeface.server.cassandra",
    importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule knowsGalleriesAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.routeface.server.cassandra..",
              "dev.routeface.server.gallery",
              "dev.routeface.server.gallery.audit..",
              "dev.routeface.server.gallery.seal..",
              "dev.routeface.sdk.math..",
              "dev.routeface.models.io..",
              "com.datastax.oss.driver.api..",
              "org.slf4j..",
              "java..");
}

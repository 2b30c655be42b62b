package dev.routeface.eval.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Beside the command line: what counts on a cluster knows the experiment and no more of us. */
@AnalyzeClasses(packages = "dev.routeface.eval.spark", importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule knowsTheExperimentAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.routeface.eval.spark..",
              "dev.routeface.eval.devkit..",
              "dev.routeface.eval.features..",
              "dev.routeface.sdk.math..",
              "dev.routeface.models.io..",
              "org.apache.spark..",
              "org.apache.hadoop..",
              "scala..",
              "java..");
}

package dev.routeface.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Imports go down only: features and rank, devkit and metric, build and protocol, report, study and
 * certificate, cli.
 */
@AnalyzeClasses(packages = "dev.routeface.eval", importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule importsGoDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.routeface.eval.cli..")
          .layer("study")
          .definedBy("dev.routeface.eval.study..")
          .layer("bench")
          .definedBy("dev.routeface.eval.bench..")
          .layer("certificate")
          .definedBy("dev.routeface.eval.certificate..")
          .layer("report")
          .definedBy("dev.routeface.eval.report..")
          .layer("protocol")
          .definedBy("dev.routeface.eval.protocol..")
          .layer("metric")
          .definedBy("dev.routeface.eval.metric..")
          .layer("devkit")
          .definedBy("dev.routeface.eval.devkit..")
          .layer("build")
          .definedBy("dev.routeface.eval.build..")
          .layer("rank")
          .definedBy("dev.routeface.eval.rank..")
          .layer("features")
          .definedBy("dev.routeface.eval.features..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("study")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("certificate")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("study", "certificate", "cli")
          .whereLayer("protocol")
          .mayOnlyBeAccessedByLayers("report", "study", "certificate", "cli")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("protocol", "report", "study", "certificate", "cli")
          .whereLayer("devkit")
          .mayOnlyBeAccessedByLayers("build", "protocol", "bench", "cli")
          .whereLayer("build")
          .mayOnlyBeAccessedByLayers("report", "cli")
          .whereLayer("rank")
          .mayOnlyBeAccessedByLayers("metric", "protocol", "devkit", "build", "bench")
          .whereLayer("features")
          .mayOnlyBeAccessedByLayers("devkit", "build", "bench", "cli");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("dev.routeface.eval.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule judgingNeedsNoEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.routeface.eval.cli..",
              "dev.routeface.eval.study..",
              "dev.routeface.eval.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..",
              "ai.onnxruntime..",
              "org.opencv..",
              "dev.routeface.models.torch..",
              "dev.routeface.sdk.embed..")
          .because("judging takes unit vectors, whoever made them");

  @ArchTest
  static final ArchRule onlyReportsDraw =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeface.eval.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.knowm..", "java.awt..");

  @ArchTest
  static final ArchRule judgesKnowNoServer =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.routeface.server..");

  @ArchTest
  static final ArchRule onlyCommandLinesPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeface.eval.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}

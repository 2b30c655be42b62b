package dev.routeface.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports go down only: io, pickle, net, weights, foreign, card, torch, onnx. */
@AnalyzeClasses(packages = "dev.routeface.models", importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule importsGoDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("onnx")
          .definedBy("dev.routeface.models.onnx..")
          .layer("torch")
          .definedBy("dev.routeface.models.torch..")
          .layer("foreign")
          .definedBy("dev.routeface.models.foreign..")
          .layer("pickle")
          .definedBy("dev.routeface.models.pickle..")
          .layer("card")
          .definedBy("dev.routeface.models.card..")
          .layer("weights")
          .definedBy("dev.routeface.models.weights..")
          .layer("net")
          .definedBy("dev.routeface.models.net..")
          .layer("io")
          .definedBy("dev.routeface.models.io..")
          .whereLayer("onnx")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("torch")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("card")
          .mayOnlyBeAccessedByLayers("torch", "onnx")
          .whereLayer("foreign")
          .mayOnlyBeAccessedByLayers("onnx")
          .whereLayer("weights")
          .mayOnlyBeAccessedByLayers("foreign", "card", "torch", "onnx")
          .whereLayer("pickle")
          .mayOnlyBeAccessedByLayers("foreign")
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers("weights", "foreign", "card", "torch", "onnx")
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers(
              "pickle", "net", "weights", "foreign", "card", "torch", "onnx");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("dev.routeface.models.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEngineStaysInTorch =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeface.models.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "org.opencv..", "nu.pattern..")
          .because("most of the house needs no native code");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
          .because("such a name says that the class has no subject");

  @ArchTest
  static final ArchRule onlyCommandLinesPrint =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}

package dev.routeface.sdk;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.routeface.sdk.embed.NetworkEmbedder;
import org.opencv.core.Mat;

/**
 * Imports go down only: math, image, data, gallery, embed, export, loss and route, recipe, train,
 * cli.
 */
@AnalyzeClasses(packages = "dev.routeface.sdk", importOptions = DoNotIncludeTests.class)
class FloorsTest {
  @ArchTest
  static final ArchRule importsGoDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("dev.routeface.sdk.cli..")
          .layer("trainers")
          .definedBy("dev.routeface.sdk.train..", "dev.routeface.sdk.bench..")
          .layer("recipe")
          .definedBy("dev.routeface.sdk.recipe..")
          .layer("aims")
          .definedBy("dev.routeface.sdk.loss..", "dev.routeface.sdk.route..")
          .layer("export")
          .definedBy("dev.routeface.sdk.export..")
          .layer("embed")
          .definedBy("dev.routeface.sdk.embed..")
          .layer("data")
          .definedBy(
              "dev.routeface.sdk.image..",
              "dev.routeface.sdk.data..",
              "dev.routeface.sdk.pull..",
              "dev.routeface.sdk.gallery..")
          .layer("math")
          .definedBy("dev.routeface.sdk.math..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("trainers")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("recipe")
          .mayOnlyBeAccessedByLayers("trainers", "cli")
          .whereLayer("aims")
          .mayOnlyBeAccessedByLayers("recipe", "trainers", "cli")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("trainers", "cli")
          .whereLayer("embed")
          .mayOnlyBeAccessedByLayers("export", "aims", "recipe", "trainers", "cli")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("embed", "export", "aims", "recipe", "trainers", "cli");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("dev.routeface.sdk.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEngineIsForLossesTrainersAndOneEmbedder =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.routeface.sdk.loss..", "dev.routeface.sdk.train..", "dev.routeface.sdk.bench..")
          .and()
          .doNotBelongToAnyOf(NetworkEmbedder.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..")
          .because("most of the house needs no engine");

  @ArchTest
  static final ArchRule onlyImagesNeedOpenCv =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeface.sdk.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.opencv..", "nu.pattern..");

  @ArchTest
  static final ArchRule nativePicturesAreHeldUntilTheyAreReleased =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.routeface.sdk.image.Held")
          .should()
          .callMethodWhere(target(owner(assignableTo(Mat.class))).and(target(name("release"))))
          .because("release alone lets the finalizer free the same memory at the same time");

  @ArchTest
  static final ArchRule onlyEmbeddersExportAndDetectorsRunOnnx =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.routeface.sdk.embed..", "dev.routeface.sdk.export..")
          .and()
          .haveNameNotMatching("dev[.]routeface[.]sdk[.]image[.]FloatGraph([$].*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule numbersRoutesAndDataArePlainJava =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.routeface.sdk.math..",
              "dev.routeface.sdk.route..",
              "dev.routeface.sdk.data..",
              "dev.routeface.sdk.gallery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..", "ai.onnxruntime..", "org.opencv..", "dev.routeface.models.torch..");

  @ArchTest
  static final ArchRule aGalleryNeedsNothingButNumbers =
      noClasses()
          .that()
          .resideInAPackage("dev.routeface.sdk.gallery..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.routeface..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.routeface.sdk.gallery..", "dev.routeface.sdk.math.."))))
          .because("whoever searches needs neither images nor models");

  @ArchTest
  static final ArchRule oneClassNeedsTheVectorModule =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.routeface.sdk.gallery.VectorKernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..")
          .because("the module may be absent");

  @ArchTest
  static final ArchRule noNumbersInJavasMemoryWhereGradientsFlow =
      noClasses()
          .that()
          .resideInAPackage("dev.routeface.sdk.loss..")
          .or()
          .haveSimpleName("Learner")
          .should()
          .callMethod(NDArray.class, "mul", Number.class)
          .orShould()
          .callMethod(NDArray.class, "div", Number.class)
          .orShould()
          .callMethod(NDArray.class, "pow", Number.class)
          .because("the backward pass would read it after it was freed; see TorchEngine.number");

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
          .resideOutsideOfPackage("dev.routeface.sdk.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}

package dev.routeface.eval.study;

import dev.routeface.models.io.Fields;
import dev.routeface.sdk.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison, written down before it is run.
 *
 * @param about what is asked, for the reader of the report
 * @param teacher recipe of the teacher whose route the methods may follow
 * @param methods what is compared
 * @param baseline name of the method that the others are compared with
 * @param tuning how learning rates are chosen; no rates to keep the recipes' own
 * @param seeds of the final runs; the same for every method, so that differences are paired
 * @param test identities that nothing else has seen, judged once
 * @param resamples of the bootstrap
 */
public record Study(
    String about,
    Recipe teacher,
    List<Method> methods,
    String baseline,
    Tuning tuning,
    List<Long> seeds,
    Judgement test,
    int resamples) {
  /** One way to train the student. */
  public record Method(String name, Recipe recipe) {}

  /**
   * How learning rates are chosen: one run per method and rate; the best rank-1 over people at the
   * smallest size wins.
   *
   * @param rates tried for every method
   * @param seed of the trials, none of the final seeds
   * @param judgement on validation identities
   */
  public record Tuning(List<Double> rates, long seed, Judgement judgement) {
    public Tuning {
      rates = List.copyOf(rates);
    }
  }

  /**
   * Open-set identification on data sets by name.
   *
   * @param sizes numbers of distractors to report rank-1 at; all of them is added
   * @param fars false accept rates to report TAR at
   */
  public record Judgement(
      String probes, String distractors, List<Integer> sizes, List<Double> fars) {
    public Judgement {
      sizes = List.copyOf(sizes);
      fars = List.copyOf(fars);
    }

    private static Judgement of(Fields fields) {
      return new Judgement(
          fields.text("probes"),
          fields.text("distractors"),
          fields.integers("sizes", 1, Integer.MAX_VALUE),
          fields.numbers("fars", 1e-12, 1));
    }
  }

  public Study {
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
  }

  /** The same study with the recipes' own learning rates. */
  Study untuned() {
    Tuning none = new Tuning(List.of(), tuning.seed(), tuning.judgement());
    return new Study(about, teacher, methods, baseline, none, seeds, test, resamples);
  }

  /** Reads a study; the recipes it names lie beside it. */
  public static Study read(Path file) {
    return Fields.open(file).read(fields -> of(fields, file.toAbsolutePath().getParent()));
  }

  private static Study of(Fields fields, Path folder) {
    List<Method> methods =
        fields.objects(
            "methods",
            method ->
                new Method(
                    method.text("name"), Recipe.read(folder.resolve(method.text("recipe")))));
    String baseline = fields.text("baseline");
    if (methods.stream().noneMatch(method -> method.name().equals(baseline))) {
      throw fields.refuse("baseline", "the name of a method", baseline);
    }
    return new Study(
        fields.text("about"),
        Recipe.read(folder.resolve(fields.text("teacher"))),
        methods,
        baseline,
        fields.object("tuning", Study::tuning),
        fields.integers("seeds", 0, Integer.MAX_VALUE).stream().map(Integer::longValue).toList(),
        fields.object("test", Judgement::of),
        fields.integer("resamples", 100, 1_000_000));
  }

  private static Tuning tuning(Fields fields) {
    return new Tuning(
        fields.numbers("rates", 1e-9, 100),
        fields.wholeLong("seed", 0, Long.MAX_VALUE),
        fields.object("judgement", Judgement::of));
  }
}

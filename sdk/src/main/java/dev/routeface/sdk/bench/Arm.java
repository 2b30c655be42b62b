package dev.routeface.sdk.bench;

import java.util.Locale;

/** One way to take training steps. */
public enum Arm {
  /** MobileFaceNet at 112 pixels, batch 32, mimicking stored embeddings. */
  MOBILEFACENET("MobileFaceNet", "bench/mobilefacenet_from_teacher.mimic", 3, 12),
  /** The same network, loss and batches in stock blocks, in a JVM without any tuning. */
  STOCK("MobileFaceNet, stock DJL", "bench/mobilefacenet_from_teacher.mimic", 3, 12),
  /** As {@link #STOCK} with our launcher's environment and flags: the difference is our code. */
  STOCK_LAUNCHED("the same, our environment", "bench/mobilefacenet_from_teacher.mimic", 3, 12),
  /** The studies' student, mimicking stored embeddings of its guide. */
  STUDENT_CACHED("student, cached targets", "real/student_from_guide.mimic", 50, 450),
  /** The same with the guide run on every batch. */
  STUDENT_ONLINE("student, guide run online", "real/student_from_guide.mimic", 50, 250),
  /** The same student with a margin loss and no teacher. */
  STUDENT_ALONE("student, margin loss alone", "real/student.margin", 50, 450);

  private final String title;
  private final String recipe;
  private final int warmUp;
  private final int steps;

  Arm(String title, String recipe, int warmUp, int steps) {
    this.title = title;
    this.recipe = recipe;
    this.warmUp = warmUp;
    this.steps = steps;
  }

  /** A few words for a table. */
  public String title() {
    return title;
  }

  /** What is trained: a recipe under {@code models/recipes}. */
  String recipe() {
    return recipe + ".json";
  }

  /** Steps before anything is measured. */
  int warmUp() {
    return warmUp;
  }

  /** Steps that are measured. */
  int steps() {
    return steps;
  }

  /** Whether it runs in the environment and with the flags that our launcher sets. */
  boolean launched() {
    return this != STOCK;
  }

  /** Whether the training loop is ours. */
  boolean ours() {
    return this != STOCK && this != STOCK_LAUNCHED;
  }

  /** How files name it. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

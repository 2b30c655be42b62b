package dev.routeface.sdk.cli;

import dev.routeface.sdk.embed.EmbeddingCache;
import dev.routeface.sdk.train.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the launcher tells the application through system properties. */
public final class Application {
  private Application() {}

  /** Where the recipes that ship with the product lie. */
  public static Path recipes() {
    return home().resolve("models/recipes");
  }

  /** The product's folder; the working folder when started without the launcher. */
  public static Path home() {
    return Path.of(System.getProperty("routeface.home", "."));
  }

  /** Teacher embeddings, kept from run to run. */
  public static EmbeddingCache cache() {
    return new EmbeddingCache(cacheFolder().resolve("embeddings"));
  }

  /** Models that were fetched, a folder for each. */
  public static Path models() {
    return cacheFolder().resolve("models");
  }

  private static Path cacheFolder() {
    return Optional.ofNullable(System.getProperty("routeface.cache"))
        .map(Path::of)
        .orElse(Path.of(System.getProperty("java.io.tmpdir"), "routeface"));
  }

  /**
   * Threads of one operation of the engine: ROUTEFACE_THREADS, or the cores that the launcher found
   * free.
   */
  public static int threads() {
    return Integer.getInteger(
        "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
  }

  /** Provenance of what this process makes. */
  public static Origin origin(List<String> arguments) {
    return new Origin(command(arguments), System.getProperty("routeface.revision", "unknown"));
  }

  /** The command line with folders of this machine cut down to their last name. */
  static String command(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("routeface"));
    arguments.forEach(argument -> words.add(withoutFolders(argument)));
    return String.join(" ", words);
  }

  /** What stands behind the last equals sign is the value: {@code --data=train=/faces/train}. */
  private static String withoutFolders(String argument) {
    int value = argument.lastIndexOf('=') + 1;
    String last = argument.substring(value);
    boolean elsewhere = last.startsWith("/") || last.startsWith("~") || last.startsWith("..");
    Path name = elsewhere ? Path.of(last).normalize().getFileName() : null;
    return name == null ? argument : argument.substring(0, value) + name;
  }
}

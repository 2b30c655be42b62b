package dev.routeface.sdk.train;

import dev.routeface.models.card.Provenance;
import dev.routeface.models.torch.TorchEngine;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a result comes from.
 *
 * @param command the command line, without folders of this machine
 * @param revision of the source, as git names it
 */
public record Origin(String command, String revision) {
  /** What it runs on. */
  public static Provenance.Platform platform() {
    return new Provenance.Platform(
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        TorchEngine.version() + ", " + TorchEngine.threads() + " threads",
        "cpu");
  }

  /** A model's name: its folder's, in the letters that a card allows. */
  public String id(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().getFileName());
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    return plain.matches("[a-z0-9].*") ? plain : "run-" + plain;
  }
}

package dev.routeface.server.compreface;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What more a client may ask of a face. */
enum Plugin {
  /** Five points. */
  LANDMARKS,
  /** The embedding. */
  CALCULATOR,
  /** Known to CompreFace and not to us, as the three that follow: their fields stay away. */
  AGE,
  GENDER,
  MASK,
  POSE;

  private String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads names with commas between them. */
  static Set<Plugin> all(String slugs) {
    Set<Plugin> plugins = EnumSet.noneOf(Plugin.class);
    for (String slug : slugs.split(",", -1)) {
      if (!slug.isBlank()) {
        plugins.add(of(slug.strip()));
      }
    }
    return plugins;
  }

  private static Plugin of(String slug) {
    Optional<Plugin> known =
        Arrays.stream(values()).filter(plugin -> plugin.slug().equals(slug)).findFirst();
    return known.orElseThrow(
        () ->
            Fault.INCORRECT_ARGUMENT.because(
                "face_plugins: expected some of landmarks, calculator, age, gender, mask, pose;"
                    + " found another name"));
  }
}

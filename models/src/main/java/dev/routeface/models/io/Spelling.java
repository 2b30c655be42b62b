package dev.routeface.models.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Guesses the word that somebody meant, so that an error can name it. */
public final class Spelling {
  private Spelling() {}

  /** The word that takes the fewest letters to change, if those are few. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int few = Math.min(2, word.length() - 2);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= few)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** Whether one begins with the other and is not much longer; case does not count. */
  static boolean startsAlike(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    return (a.startsWith(b) || b.startsWith(a)) && Math.abs(a.length() - b.length()) <= 2;
  }

  /** Levenshtein's distance: letters to insert, delete or replace. */
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}

package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.VerificationBin;
import dev.routeface.sdk.data.VerificationFaces;
import dev.routeface.sdk.data.VerificationPair;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The verification sets of the InsightFace tools ({@code lfw.bin}, {@code cfp_fp.bin}, {@code
 * agedb_30.bin}, {@code calfw.bin}, {@code cplfw.bin}), in ten folds of consecutive pairs, as those
 * tools' {@code verification.py} cuts them.
 *
 * <p>The file names nobody, so every pair is a person of its own to the bootstrap. Where people
 * stand in several pairs, as in all of these sets, intervals are therefore too narrow.
 */
public final class BinPairs {
  private BinPairs() {}

  /**
   * Reads a set; images stay encoded in memory.
   *
   * @param name what readers call it
   * @throws BadDataException if the file is no such set, or too small for ten folds
   */
  public static LabelledPairs read(String name, Path file) {
    List<VerificationPair> pairs = VerificationBin.open(file);
    return LabelledPairs.consecutive(
        file.toString(),
        name,
        new VerificationFaces(pairs),
        IntStream.range(0, pairs.size())
            .mapToObj(i -> new LabelledPairs.Pair(2 * i, 2 * i + 1, pairs.get(i).same()))
            .toList());
  }
}

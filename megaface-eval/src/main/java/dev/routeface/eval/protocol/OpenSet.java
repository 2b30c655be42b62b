package dev.routeface.eval.protocol;

import dev.routeface.eval.metric.Cmc;
import dev.routeface.eval.metric.OperatingPoint;
import dev.routeface.eval.metric.Rank1AtSize;
import dev.routeface.eval.metric.Roc;
import dev.routeface.eval.rank.ExactRanks;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.data.SharedIdentities;
import dev.routeface.sdk.math.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Open-set identification after MegaFace: every image of a probe person searches for every other
 * image of that person among faces of strangers. Verification is judged on the same images.
 *
 * <p>A probe identity with one image has no mate: it makes no search and no genuine pair, is
 * counted as {@code mateless}, and its image still takes part as an impostor.
 *
 * @param probes images of people, some with two or more
 * @param distractors images of other people; their identities are not looked at
 * @param sizes numbers of distractors to report rank-1 at, ascending, each {@code
 *     1..distractors.size()}
 * @param fars false accept rates to report TAR at, each above 0 and at most 1
 */
public record OpenSet(
    FaceDataset probes, FaceDataset distractors, List<Integer> sizes, List<Double> fars)
    implements Protocol {
  /**
   * Checks what was asked for and what there is.
   *
   * @throws IllegalArgumentException if sizes or rates could fit no data
   * @throws BadDataException if they do not fit these, a person is on both sides, or none has a
   *     mate
   */
  public OpenSet {
    sizes = List.copyOf(sizes);
    fars = List.copyOf(fars);
    requireSizes(sizes, distractors.size());
    for (double far : fars) {
      if (!(far > 0 && far <= 1)) {
        throw new IllegalArgumentException(
            "expected false accept rates above 0 and at most 1, found " + far);
      }
    }
    List<String> shared = SharedIdentities.of(probes, distractors);
    if (!shared.isEmpty()) {
      throw new BadDataException(
          "expected distractors of other people than the probes, found %d in both, for instance %s"
              .formatted(shared.size(), shared.get(0)));
    }
    if (IntStream.of(imagesOf(probes)).noneMatch(images -> images > 1)) {
      throw new BadDataException(
          "expected a probe identity with at least 2 images, found none among %d images"
              .formatted(probes.size()));
    }
  }

  private static void requireSizes(List<Integer> sizes, int distractors) {
    int last = 0;
    for (int size : sizes) {
      if (size <= last) {
        throw new IllegalArgumentException(
            "expected ascending gallery sizes of at least 1, found " + sizes);
      }
      last = size;
    }
    if (last > distractors) {
      throw new BadDataException(
          "expected at least %d distractors, found %d".formatted(last, distractors));
    }
  }

  /** The customary sizes: 10, 100, 1000 and so on below {@code distractors}, then all of them. */
  public static List<Integer> powersOfTen(int distractors) {
    List<Integer> sizes = new ArrayList<>();
    for (long size = 10; size < distractors; size *= 10) {
      sizes.add((int) size);
    }
    sizes.add(distractors);
    return sizes;
  }

  @Override
  public OpenSetResult judge(FaceEmbedder embedder) {
    UnitVectors probeVectors = Protocol.embed(embedder, probes);
    UnitVectors distractorVectors = Protocol.embed(embedder, distractors);
    int[] identity = IntStream.range(0, probes.size()).map(probes::identity).toArray();
    ExactRanks ranks = ExactRanks.of(probeVectors, identity, distractorVectors);
    Roc roc = Roc.of(probeVectors, identity, distractorVectors);
    return new OpenSetResult(
        "open-set probes %s distractors %s".formatted(probes.sha256(), distractors.sha256()),
        counts(roc),
        sizes.stream()
            .map(size -> new OpenSetResult.AtSize(size, Rank1AtSize.of(ranks, size)))
            .toList(),
        fars.stream().map(far -> atFar(roc, roc.at(far))).toList(),
        new OpenSetResult.Curves(Cmc.of(ranks), roc.curve()));
  }

  private static OpenSetResult.AtFar atFar(Roc roc, OperatingPoint point) {
    return new OpenSetResult.AtFar(point, roc.accepted(point.threshold()));
  }

  private OpenSetResult.Counts counts(Roc roc) {
    int[] images = imagesOf(probes);
    return new OpenSetResult.Counts(
        probes.size(),
        (int) IntStream.of(images).filter(n -> n > 1).count(),
        (int) IntStream.of(images).filter(n -> n == 1).count(),
        distractors.size(),
        roc.impostorPairs());
  }

  private static int[] imagesOf(FaceDataset faces) {
    int[] images = new int[faces.identities().size()];
    IntStream.range(0, faces.size()).forEach(i -> images[faces.identity(i)]++);
    return images;
  }
}

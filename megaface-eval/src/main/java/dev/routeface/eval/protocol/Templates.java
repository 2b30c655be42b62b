package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.math.RawEmbeddings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The templates of IJB-B and IJB-C (Whitelam et al., CVPR Workshops 2017; Maze et al., ICB 2018): a
 * person as shown by several photographs and video frames together.
 *
 * @param set what readers call the data, {@code ijbb} or {@code ijbc}
 * @param crops aligned faces, one per image
 * @param images what each crop belongs to, in the order of {@code crops}
 * @param fusion how they become one vector
 */
public record Templates(String set, FaceDataset crops, List<Image> images, Fusion fusion) {
  /**
   * One image of a template.
   *
   * @param template number of the template
   * @param media number of the photograph or video; frames of one video share it
   * @param detectorScore how sure the detector was, finite
   */
  public record Image(int template, int media, double detectorScore) {}

  /**
   * What an image's embedding is weighed by. InsightFace publishes with both, and with the flip,
   * which the embedder adds: its test mode N1 D1 F2.
   *
   * @param lengths whether the embedding keeps the length the network gave it (N1), or has length
   *     one (N0)
   * @param detectorScores whether it is multiplied by the detector's score (D1) or not (D0)
   */
  public record Fusion(boolean lengths, boolean detectorScores) {}

  /**
   * One vector for each template.
   *
   * @param place of a template's number among the rows
   * @param raw the vectors; a template failed if all of its images did
   */
  record Fused(Map<Integer, Integer> place, RawEmbeddings raw) {}

  public Templates {
    images = List.copyOf(images);
    if (images.size() != crops.size()) {
      throw new IllegalArgumentException(
          "expected a template for each of %d crops, found %d"
              .formatted(crops.size(), images.size()));
    }
  }

  /** Refuses numbers that are no template's. */
  void requireAll(IntStream templates) {
    Set<Integer> known = images.stream().map(Image::template).collect(Collectors.toSet());
    templates
        .filter(template -> !known.contains(template))
        .findFirst()
        .ifPresent(
            template -> {
              throw new BadDataException(
                  "expected templates of the images, found template " + template);
            });
  }

  /**
   * Fuses: the mean within each medium, and the sum of these means over the media. Images that
   * failed are left out.
   */
  Fused fuse(FaceEmbedder embedder) {
    RawEmbeddings raw = embedder.raw(crops);
    Map<Integer, List<Integer>> members =
        IntStream.range(0, images.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> images.get(i).template(), TreeMap::new, Collectors.toList()));
    Map<Integer, Integer> place = new HashMap<>();
    float[][] rows = new float[members.size()][];
    members.forEach(
        (template, own) -> {
          rows[place.size()] = fuse(raw, own);
          place.put(template, place.size());
        });
    return new Fused(place, RawEmbeddings.of(raw.dimension(), rows));
  }

  private float[] fuse(RawEmbeddings raw, List<Integer> members) {
    Map<Integer, List<Integer>> media =
        members.stream()
            .filter(image -> !raw.failed(image))
            .collect(
                Collectors.groupingBy(
                    i -> images.get(i).media(), TreeMap::new, Collectors.toList()));
    double[] sum = new double[media.isEmpty() ? 0 : raw.dimension()];
    for (List<Integer> frames : media.values()) {
      for (int image : frames) {
        add(sum, raw.row(image), weight(raw.row(image), image) / frames.size());
      }
    }
    float[] fused = new float[sum.length];
    IntStream.range(0, sum.length).forEach(k -> fused[k] = (float) sum[k]);
    return fused;
  }

  private static void add(double[] sum, float[] row, double weight) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += weight * row[k];
    }
  }

  private double weight(float[] row, int image) {
    double length = 0;
    for (float value : row) {
      length += (double) value * value;
    }
    double score = fusion.detectorScores() ? images.get(image).detectorScore() : 1;
    return fusion.lengths() ? score : score / Math.sqrt(length);
  }

  /** Digests of crops and templates, and the fusion. */
  String digest() {
    return "crops %s templates %s %s"
        .formatted(crops.sha256(), Sha256.ofLines(images.stream().map(Image::toString)), fusion);
  }
}

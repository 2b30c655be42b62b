package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The faces that training saw, by digest: enough to tell whether two models saw the same, and to
 * refuse a test whose identities are not new to the model.
 *
 * @param listSha256 over what names every image and its identity, in order
 * @param identitiesSha256 over {@link #identityList}, whatever the images
 * @param identities how many people
 * @param images how many pictures
 */
public record TrainingData(String listSha256, String identitiesSha256, int identities, int images) {
  public TrainingData {
    if (identities < 1 || images < identities) {
      throw new IllegalArgumentException(
          "expected identities with an image each, found %d identities and %d images"
              .formatted(identities, images));
    }
  }

  /**
   * Training data with the given identities.
   *
   * @param names of the identities, in any order; twice the same is once
   */
  public static TrainingData of(String listSha256, Collection<String> names, int images) {
    int identities = new TreeSet<>(names).size();
    String digest = Sha256.ofText(identityList(names));
    return new TrainingData(listSha256, digest, identities, images);
  }

  /**
   * The names, each once, in the order of their characters, one on a line: the content of the file
   * to keep beside a card, so that single identities can be looked up in what its digest seals.
   *
   * @throws IllegalArgumentException if a name has a line break
   */
  public static String identityList(Collection<String> names) {
    for (String name : names) {
      if (name.contains("\n")) {
        throw new IllegalArgumentException(
            "expected identities without line breaks, found " + name.replace("\n", "\\n"));
      }
    }
    return String.join("\n", new TreeSet<>(names)) + "\n";
  }

  static TrainingData of(Fields fields) {
    String list = fields.sha256("listSha256");
    String digest = fields.sha256("identitiesSha256");
    int identities = fields.integer("identities", 1, Integer.MAX_VALUE);
    return new TrainingData(
        list, digest, identities, fields.integer("images", identities, Integer.MAX_VALUE));
  }

  ObjectNode toJson() {
    return Fields.object()
        .put("listSha256", listSha256)
        .put("identitiesSha256", identitiesSha256)
        .put("identities", identities)
        .put("images", images);
  }
}

package dev.routeface.models.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.Sha256;
import java.nio.file.Path;
import java.util.List;

/**
 * What an ensemble has instead of weights: the list of its members, each a model folder inside its
 * own. A member's card is sealed by digest here and seals the member's weights, so the digest of
 * this list says what all numbers are.
 *
 * @param members in the order of their embeddings, at least two
 */
public record Ensemble(List<Member> members) {
  /** Its name in a model's folder. */
  public static final String FILE = "ensemble.json";

  /** What gives less than the best of its members. */
  private static final int FEWEST = 2;

  /**
   * One model.
   *
   * @param folder its name in the ensemble's folder
   * @param cardSha256 digest of its card
   */
  public record Member(String folder, String cardSha256) {
    private static Member of(Fields fields) {
      // No separators: a list from elsewhere must not reach outside its folder.
      return new Member(
          fields.matching("folder", "[\\w-][\\w.-]*", "the name of a folder beside the list"),
          fields.sha256("cardSha256"));
    }

    /**
     * The member's folder, if it holds the card that the list names.
     *
     * @throws BadDataException if it holds another
     */
    public Path in(Path ensemble) {
      Path card = ensemble.resolve(folder).resolve(Card.FILE);
      String found = Sha256.ofFile(card);
      if (!found.equals(cardSha256)) {
        throw new BadDataException(
            "%s: expected the content with SHA-256 %s, found %s"
                .formatted(card, cardSha256, found));
      }
      return card.getParent();
    }
  }

  public Ensemble {
    members = List.copyOf(members);
  }

  /** Reads the form that {@link #write} writes, strictly. */
  public static Ensemble read(Path file) {
    return Fields.open(file).read(Ensemble::of);
  }

  private static Ensemble of(Fields fields) {
    List<Member> members = fields.objects("members", Member::of);
    if (members.size() < FEWEST) {
      throw fields.refuse("members", "at least two models", members.size());
    }
    return new Ensemble(members);
  }

  public void write(Path file) {
    ObjectNode json = Fields.object();
    ArrayNode list = json.putArray("members");
    members.forEach(m -> list.addObject().put("folder", m.folder).put("cardSha256", m.cardSha256));
    DurableFile.writeText(file, Fields.text(json));
  }
}

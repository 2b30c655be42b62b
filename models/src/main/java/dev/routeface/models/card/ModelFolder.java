package dev.routeface.models.card;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with a model: a card and what it names. A run's folder is one, and holds more.
 *
 * @param folder where it lies
 */
public record ModelFolder(Path folder) {
  /** The card. */
  public Card card() {
    return Card.read(cardFile());
  }

  /** Where the card lies. */
  public Path cardFile() {
    return folder.resolve(Card.FILE);
  }

  /** Where the weights, the graph or the list of members lies. */
  public Path file() {
    return folder.resolve(card().weights().file());
  }

  /**
   * The same file, if it is the one that the card names.
   *
   * @throws BadDataException if it is another
   */
  public Path checkedFile() {
    Card card = card();
    Path file = folder.resolve(card.weights().file());
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + ": expected the file that the card names, found none");
    }
    String found = Sha256.ofFile(file);
    if (!found.equals(card.weights().sha256())) {
      throw new BadDataException(
          "%s: expected the content with SHA-256 %s, found %s"
              .formatted(file, card.weights().sha256(), found));
    }
    return file;
  }

  /** Whether it holds several models. */
  public boolean ensemble() {
    return card().weights().file().equals(Ensemble.FILE);
  }

  /**
   * Copies what makes the model, and nothing else that lies there; the card last.
   *
   * @param target new folder
   * @throws BadDataException if a file is not the one that its card names
   */
  public void copyTo(Path target) {
    Path file = checkedFile();
    if (ensemble()) {
      for (Ensemble.Member member : Ensemble.read(file).members()) {
        new ModelFolder(member.in(folder)).copyTo(target.resolve(member.folder()));
      }
    }
    copy(file, target);
    copy(cardFile(), target);
  }

  private static void copy(Path file, Path target) {
    DurableFile.write(target.resolve(file.getFileName()), out -> Files.copy(file, out));
  }
}

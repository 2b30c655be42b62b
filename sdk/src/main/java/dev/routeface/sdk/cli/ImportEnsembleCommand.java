package dev.routeface.sdk.cli;

import dev.routeface.models.card.Card;
import dev.routeface.models.card.Ensemble;
import dev.routeface.models.card.ImportedCard;
import dev.routeface.models.card.ModelCard;
import dev.routeface.models.card.ModelFolder;
import dev.routeface.models.card.Preparation;
import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Sha256;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embedders;
import dev.routeface.sdk.train.Origin;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several models as one: copies them into one folder. */
@Command(
    name = "ensemble",
    mixinStandardHelpOptions = true,
    description =
        "Makes one model of several: their unit embeddings side by side, scaled to unit length"
            + " again. The members are copied, so that the folder can be moved; each keeps its own"
            + " preparation.",
    footer = {
      "",
      "Example:",
      "  routeface import ensemble models/w600k models/glint --out models/both",
    })
final class ImportEnsembleCommand implements Runnable {
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      arity = "2..*",
      description = "Model folders or finished runs, at least two.")
  private List<Path> models;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder.")
  private Path out;

  @Override
  public void run() {
    FreshFolder.require(out);
    models.forEach(ImportEnsembleCommand::requireFolder);
    List<Card> cards = models.stream().map(model -> new ModelFolder(model).card()).toList();
    Preparation preparation = preparation();
    FreshFolder.at(out);
    Path list = out.resolve(Ensemble.FILE);
    new Ensemble(copies(cards)).write(list);
    Card card = card(cards, preparation, Sha256.ofFile(list));
    card.write(out.resolve(Card.FILE));
    PrintWriter console = command.commandLine().getOut();
    cards.forEach(c -> console.printf("member  %s, %d dimensions%n", c.id(), c.embedding()));
    console.printf(
        "%s: an ensemble of %d dimensions, sha256 %s%n",
        out, card.embedding(), card.weights().sha256());
  }

  private static void requireFolder(Path model) {
    if (!Files.isRegularFile(new ModelFolder(model).cardFile())) {
      throw new BadDataException(
          model
              + ": expected a model folder or a finished run, found no card.json; bring a file in"
              + " with: routeface import");
    }
  }

  /** Opens all of them, so that nothing is copied that does not run. */
  private Preparation preparation() {
    List<Supplier<Embedder>> members =
        models.stream()
            .<Supplier<Embedder>>map(model -> () -> Embedders.open(model, Optional.empty()))
            .toList();
    try (Embedder ensemble = Embedders.together(members, "")) {
      return ensemble.preparation();
    }
  }

  private List<Ensemble.Member> copies(List<Card> cards) {
    List<Ensemble.Member> members = new ArrayList<>();
    for (int i = 0; i < cards.size(); i++) {
      String name = (i + 1) + "-" + cards.get(i).id();
      ModelFolder copy = new ModelFolder(out.resolve(name));
      new ModelFolder(models.get(i)).copyTo(copy.folder());
      members.add(new Ensemble.Member(name, Sha256.ofFile(copy.cardFile())));
    }
    return members;
  }

  private Card card(List<Card> members, Preparation preparation, String sha256) {
    Origin program = Application.origin(command.commandLine().getParseResult().originalArgs());
    return new ImportedCard(
        program.id(out),
        Optional.empty(),
        members.stream().mapToInt(Card::embedding).sum(),
        preparation,
        new ModelCard.WeightsFile(Ensemble.FILE, sha256),
        new ImportedCard.Source(
            Ensemble.FILE,
            sha256,
            "an ensemble of %d models".formatted(members.size()),
            "pixels as they are; each member prepares them in its own way",
            program.command(),
            program.revision()),
        terms(members));
  }

  /** What all members permit together. */
  private static ModelCard.Terms terms(List<Card> members) {
    return new ModelCard.Terms(
        members.stream()
            .map(member -> member.terms().licence())
            .distinct()
            .collect(Collectors.joining(", and ")),
        members.stream().flatMap(member -> member.terms().madeFrom().stream()).distinct().toList());
  }
}

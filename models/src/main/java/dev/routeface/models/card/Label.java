package dev.routeface.models.card;

import dev.routeface.models.io.Fields;
import dev.routeface.models.net.Architecture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an exported file says of itself, in the texts that its format lets travel along: the
 * metadata of ONNX and of safetensors, the extra files of TorchScript. With it a single file is a
 * model.
 *
 * @param card of the model that was exported; its digest is of the weights that the file was made
 *     from
 * @param form what became of them, in words: {@code ONNX, float}
 * @param preparation what images go through before they reach the file: the card's, or none at all
 *     where the file does it itself
 */
public record Label(Card card, String form, Preparation preparation) {
  /** Key of the preparation as JSON, which files of other programs may have too. */
  public static final String PREPARATION = "routeface.preparation";

  private static final String CARD = "routeface.card";
  private static final String FORM = "routeface.form";

  /** The texts by key; what other programs may want to show stands apart from the card. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("routeface.id", card.id());
    texts.put(FORM, form);
    texts.put(PREPARATION, preparation.toJson().toString());
    texts.put("routeface.weights", card.weights().sha256());
    texts.put("routeface.licence", card.terms().licence());
    texts.put(CARD, card.toJson().toString());
    return texts;
  }

  /**
   * Reads the texts of a file.
   *
   * @param where stands for the file in messages
   * @return empty where another program wrote it
   * @throws dev.routeface.models.io.BadRecipeException if a text is not what {@link #texts} gives
   */
  public static Optional<Label> of(String where, Map<String, String> texts) {
    return fields(where, texts, CARD)
        .map(Card::of)
        .map(
            card ->
                new Label(
                    card,
                    texts.getOrDefault(FORM, "unknown"),
                    preparation(where, texts).orElse(card.preparation())));
  }

  /** The preparation alone, where a file says it. */
  public static Optional<Preparation> preparation(String where, Map<String, String> texts) {
    return fields(where, texts, PREPARATION).map(fields -> fields.read(Preparation::of));
  }

  private static Optional<Fields> fields(String where, Map<String, String> texts, String key) {
    return Optional.ofNullable(texts.get(key))
        .map(text -> Fields.parse(where + ", metadata " + key, text));
  }

  /** What the exported network is; empty where only another engine knows. */
  public Optional<Architecture> architecture() {
    return card instanceof ModelCard own
        ? Optional.of(own.architecture())
        : ((ImportedCard) card).architecture();
  }
}

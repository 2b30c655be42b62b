package dev.routeface.eval.cli;

import dev.routeface.sdk.embed.Flip;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Whether mirror images are added; published figures of one set differ in it, so it has no default.
 */
final class FlipOption {
  @Option(
      names = "--flip",
      paramLabel = "none|added",
      required = true,
      converter = Converter.class,
      description =
          "\"added\": the embedding of the mirror image is added to that of the image before it is"
              + " scaled to unit length, as the InsightFace tools do; \"none\": the image alone.")
  private Flip flip;

  Flip flip() {
    return flip;
  }

  /** Words for the two cases. */
  static final class Converter implements ITypeConverter<Flip> {
    @Override
    public Flip convert(String word) {
      return switch (word) {
        case "none" -> Flip.NONE;
        case "added" -> Flip.ADDED;
        default ->
            throw new TypeConversionException("expected none or added, found \"" + word + '"');
      };
    }
  }
}

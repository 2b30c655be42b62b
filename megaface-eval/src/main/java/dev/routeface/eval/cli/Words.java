package dev.routeface.eval.cli;

import dev.routeface.eval.devkit.NoiseStrategy;
import dev.routeface.eval.devkit.Similarity;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Choices of the command line as the lower-case words that help and reports know them by. */
final class Words {
  private Words() {}

  /** The word of a choice. */
  static String of(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(choice -> of(choice).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, found \"%s\"".formatted(all(type), word)));
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }

  /** {@code devkit} and {@code cosine}. */
  static final class Similarities implements ITypeConverter<Similarity> {
    @Override
    public Similarity convert(String word) {
      return choice(Similarity.class, word);
    }
  }

  /** {@code drop}, {@code insightface} and {@code facexzoo}. */
  static final class Strategies implements ITypeConverter<NoiseStrategy> {
    @Override
    public NoiseStrategy convert(String word) {
      return choice(NoiseStrategy.class, word);
    }
  }
}

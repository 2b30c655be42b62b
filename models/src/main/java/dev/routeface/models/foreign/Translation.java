package dev.routeface.models.foreign;

import dev.routeface.models.net.Architecture;
import dev.routeface.models.net.Parameter;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A checkpoint as a network of ours.
 *
 * @param from whose names it had, in words
 * @param architecture what it is
 * @param weights in our names and order
 */
public record Translation(String from, Architecture architecture, Weights weights) {
  /** Differences that one message shows: a network has some hundreds of arrays. */
  private static final int SHOWN = 40;

  /**
   * Recognises the names and maps them.
   *
   * @param stated the architecture, where the file is not to be asked
   * @param where stands for the checkpoint in messages
   * @throws BadWeightsException if nobody's names are recognised; naming every missing, unexpected
   *     and misshapen array in the names of the file; or if a number is not finite
   */
  public static Translation of(Checkpoint checkpoint, Optional<Architecture> stated, String where) {
    Dialect dialect = recognise(checkpoint.weights(), where);
    Architecture architecture =
        stated.orElseGet(() -> dialect.architecture(checkpoint.weights(), where));
    Weights adapted = dialect.adapted(checkpoint.weights());
    Weights ours = renamed(adapted, architecture, dialect, where);
    requireFinite(ours, where);
    return new Translation(dialect.title(), architecture, ours);
  }

  /**
   * The other way: our weights under the names of another program.
   *
   * @throws BadWeightsException if it has no names for this architecture
   */
  public static Weights into(ForeignNames names, Architecture architecture, Weights weights) {
    Dialect dialect = names.dialect();
    if (!names.writes(architecture)) {
      throw new BadWeightsException(
          "expected %s, found %s".formatted(dialect.title(), architecture.toJson()));
    }
    List<Tensor> theirs = new ArrayList<>();
    for (Parameter ours : Parameter.of(architecture.network())) {
      Tensor tensor = weights.tensor(ours.name());
      theirs.add(new Tensor(theirs(ours, dialect).name(), tensor.shape(), tensor.data()));
    }
    return Weights.of(theirs, weights.metadata());
  }

  private static Dialect recognise(Weights weights, String where) {
    Collection<String> names = weights.tensors().keySet();
    Dialect best = Dialect.all().stream().max(Comparator.comparing(d -> known(d, names))).get();
    if (2 * known(best, names) <= names.size()) {
      throw new BadWeightsException(
          "%s: expected the names of %s; found %s"
              .formatted(
                  where,
                  Dialect.all().stream()
                      .map(Dialect::title)
                      .collect(Collectors.joining(", or of ")),
                  names.stream().limit(4).collect(Collectors.joining(", "))));
    }
    return best;
  }

  private static long known(Dialect dialect, Collection<String> names) {
    return names.stream().filter(dialect::knows).count();
  }

  private static Weights renamed(
      Weights weights, Architecture architecture, Dialect dialect, String where) {
    List<Parameter> ours = Parameter.of(architecture.network());
    List<Parameter> theirs = ours.stream().map(p -> theirs(p, dialect)).toList();
    Weights fitting = reshaped(weights, theirs).fitting(theirs, SHOWN, where);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      Tensor tensor = fitting.tensor(theirs.get(i).name());
      tensors.add(new Tensor(ours.get(i).name(), tensor.shape(), tensor.data()));
    }
    return Weights.of(tensors);
  }

  /** What an array is in a module has PyTorch's name in every program. */
  private static Parameter theirs(Parameter ours, Dialect dialect) {
    int suffix = ours.name().lastIndexOf('.');
    String module = dialect.module(ours.name().substring(0, suffix));
    return new Parameter(module + ours.name().substring(suffix), ours.shape(), ours.role());
  }

  /** A linear layer and a convolution on a single pixel differ in ones at the end of a shape. */
  private static Weights reshaped(Weights weights, List<Parameter> expected) {
    List<Tensor> tensors = new ArrayList<>(weights.tensors().values());
    for (Parameter parameter : expected) {
      Tensor found = weights.tensors().get(parameter.name());
      if (found != null && withoutOnes(found.shape()).equals(withoutOnes(parameter.shape()))) {
        int place = tensors.indexOf(found);
        tensors.set(place, new Tensor(found.name(), parameter.shape(), found.data()));
      }
    }
    return Weights.of(tensors, weights.metadata());
  }

  private static List<Integer> withoutOnes(List<Integer> shape) {
    int size = shape.size();
    while (size > 0 && shape.get(size - 1) == 1) {
      size--;
    }
    return shape.subList(0, size);
  }

  private static void requireFinite(Weights weights, String where) {
    for (Tensor tensor : weights.tensors().values()) {
      for (float value : tensor.data()) {
        if (!Float.isFinite(value)) {
          throw new BadWeightsException(
              "%s: expected finite numbers, found %s in %s".formatted(where, value, tensor.name()));
        }
      }
    }
  }
}

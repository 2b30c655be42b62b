package dev.routeface.models.foreign;

import dev.routeface.models.pickle.Calls;
import dev.routeface.models.weights.Dtype;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pickle of a state dict may ask for: tensors on storages, and ordered dictionaries. From
 * {@code torch/_utils.py} and {@code torch/serialization.py}.
 */
final class TensorCalls implements Calls {
  /** The functions, none of which is Python's own. */
  private enum Function {
    ORDERED_DICT,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  private final Map<String, Storage> storages = new LinkedHashMap<>();

  /** Every storage that was named, by its key. */
  Map<String, Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  @Override
  public Optional<Object> global(String module, String attribute) {
    return Optional.ofNullable(
        switch (module + "." + attribute) {
          case "collections.OrderedDict" -> Function.ORDERED_DICT;
          case "torch._utils._rebuild_tensor_v2" -> Function.REBUILD_TENSOR;
          case "torch._utils._rebuild_parameter" -> Function.REBUILD_PARAMETER;
          case "torch.FloatStorage" -> Dtype.F32;
          case "torch.HalfStorage" -> Dtype.F16;
          case "torch.BFloat16Storage" -> Dtype.BF16;
          case "torch.DoubleStorage" -> Dtype.F64;
          case "torch.LongStorage" -> Dtype.I64;
          default -> null;
        });
  }

  @Override
  public Optional<Object> call(Object function, List<?> arguments) {
    if (!(function instanceof Function known)) {
      return Optional.empty();
    }
    return switch (known) {
      case ORDERED_DICT -> dictionary(arguments);
      case REBUILD_TENSOR -> tensor(arguments);
      case REBUILD_PARAMETER -> parameter(arguments);
    };
  }

  /** {@code OrderedDict()}, or as Python 2 writes it with a list of pairs. */
  private static Optional<Object> dictionary(List<?> arguments) {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (arguments.isEmpty()) {
      return Optional.of(dictionary);
    }
    if (arguments.size() != 1 || !(arguments.get(0) instanceof List<?> pairs)) {
      return Optional.empty();
    }
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> two && two.size() == 2 && text(two.get(0)).isPresent())) {
        return Optional.empty();
      }
      dictionary.put(text(two.get(0)).get(), two.get(1));
    }
    return Optional.of(dictionary);
  }

  /** {@code (storage, offset, sizes, strides, requires_grad, hooks)}. */
  private static Optional<Object> tensor(List<?> arguments) {
    boolean known =
        arguments.size() >= 4
            && arguments.get(0) instanceof Storage
            && arguments.get(1) instanceof Long
            && wholeNumbers(arguments.get(2))
            && wholeNumbers(arguments.get(3));
    return known
        ? View.of(
                (Storage) arguments.get(0),
                (Long) arguments.get(1),
                longs(arguments.get(2)),
                longs(arguments.get(3)))
            .map(view -> view)
        : Optional.empty();
  }

  /** {@code (tensor, requires_grad, hooks)}. */
  private static Optional<Object> parameter(List<?> arguments) {
    return !arguments.isEmpty() && arguments.get(0) instanceof View view
        ? Optional.of(view)
        : Optional.empty();
  }

  /** The attributes of a dictionary, such as the versions of its modules, are not asked for. */
  @Override
  public boolean build(Object value, Object state) {
    return value instanceof Map<?, ?>;
  }

  /** {@code ("storage", type, key, device, count)}, the same for all tensors on it. */
  @Override
  public Optional<Object> persistent(Object identifier) {
    boolean known =
        identifier instanceof List<?> parts
            && parts.size() >= 5
            && text(parts.get(0)).equals(Optional.of("storage"))
            && parts.get(1) instanceof Dtype
            && text(parts.get(2)).isPresent()
            && parts.get(4) instanceof Long count
            && count >= 0
            && count <= Integer.MAX_VALUE;
    if (!known) {
      return Optional.empty();
    }
    List<?> parts = (List<?>) identifier;
    String key = text(parts.get(2)).get();
    Storage storage = new Storage(key, (Dtype) parts.get(1), (Long) parts.get(4));
    return storage.equals(storages.computeIfAbsent(key, unseen -> storage))
        ? Optional.of(storage)
        : Optional.empty();
  }

  private static boolean wholeNumbers(Object value) {
    return value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance);
  }

  private static List<Long> longs(Object value) {
    return ((List<?>) value).stream().map(Long.class::cast).toList();
  }

  private static Optional<String> text(Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}

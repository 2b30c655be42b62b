package dev.routeface.models.foreign;

import dev.routeface.models.io.Reason;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.Safetensors;
import dev.routeface.models.weights.Tensor;
import dev.routeface.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Weights as another program wrote them, under its own names.
 *
 * @param form how they were written, in words
 * @param weights without what only continues a training
 * @param remarks what was passed over or taken off, in words
 */
public record Checkpoint(String form, Weights weights, List<String> remarks) {
  /**
   * Bytes of a pickle, numbers apart: tens of thousands of tensors, and no more objects than fit in
   * an ordinary memory.
   */
  static final int MAX_PICKLE = 8 << 20;

  /** {@code DataParallel}, {@code torch.compile}, and usual names of an outer module. */
  private static final List<String> PREFIXES =
      List.of("module.", "_orig_mod.", "model.", "backbone.", "net.");

  public Checkpoint {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads a PyTorch state dict in either form, or a safetensors file, whatever its name says.
   *
   * @throws dev.routeface.models.io.BadInputException naming the file, if it is neither, damaged,
   *     or asks for more than tensors
   */
  public static Checkpoint read(Path file) {
    FileKind kind = FileKind.of(file);
    try {
      return switch (kind) {
        case ZIP -> zip(file);
        case TORCH_WITHOUT_ZIP -> withoutZip(file);
        case SAFETENSORS ->
            new Checkpoint("safetensors", Safetensors.read(file), List.of()).plain();
        default -> throw bad(file, kind.words() + kind.remedy());
      };
    } catch (IOException e) {
      throw new BadWeightsException(
          file + ": expected a readable PyTorch file, found " + Reason.of(e), e);
    }
  }

  private static BadWeightsException bad(Path file, String found) {
    return new BadWeightsException(
        file + ": expected a PyTorch state dict or safetensors, found " + found);
  }

  private static Checkpoint zip(Path file) throws IOException {
    try (TorchZip zip = new TorchZip(file)) {
      return of(file, "PyTorch state dict (zip)", zip.root(), zip);
    }
  }

  private static Checkpoint withoutZip(Path file) throws IOException {
    try (TorchWithoutZip torch = new TorchWithoutZip(file)) {
      return of(file, "PyTorch state dict (older form, no zip)", torch.root(), torch);
    }
  }

  private static Checkpoint of(Path file, String form, Object root, Storage.Source source)
      throws IOException {
    StateDict dict = StateDict.of(file.toString(), root);
    requireAsManyNumbersAsBytes(file, dict);
    Map<Storage, float[]> read = new HashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, View> entry : dict.tensors().entrySet()) {
      View view = entry.getValue();
      if (!read.containsKey(view.storage())) {
        read.put(view.storage(), source.read(view.storage()));
      }
      float[] numbers = view.read(read.get(view.storage()));
      tensors.add(new Tensor(entry.getKey(), view.shape(), numbers));
    }
    return new Checkpoint(form, Weights.of(tensors), dict.remarks()).plain();
  }

  /** Many tensors may lie on one storage, and one may visit a number often; neither without end. */
  private static void requireAsManyNumbersAsBytes(Path file, StateDict dict) throws IOException {
    long numbers = dict.tensors().values().stream().mapToLong(View::elements).sum();
    if (numbers > Files.size(file)) {
      throw new BadWeightsException(
          "%s: expected at most as many numbers as bytes, found tensors of %d in %d bytes"
              .formatted(file, numbers, Files.size(file)));
    }
  }

  private Checkpoint plain() {
    Checkpoint plain = withoutCounts();
    for (String prefix : PREFIXES) {
      plain = plain.without(prefix);
    }
    return plain;
  }

  /** This without what all names begin with; this where not all do. */
  private Checkpoint without(String prefix) {
    Map<String, Tensor> tensors = weights.tensors();
    boolean all = tensors.keySet().stream().allMatch(name -> beginsWith(name, prefix));
    if (tensors.isEmpty() || !all) {
      return this;
    }
    List<Tensor> named =
        tensors.values().stream()
            .map(t -> new Tensor(t.name().substring(prefix.length()), t.shape(), t.data()))
            .toList();
    return new Checkpoint(
        form, Weights.of(named, weights.metadata()), with(remarks, "names without " + prefix));
  }

  private static boolean beginsWith(String name, String prefix) {
    return name.startsWith(prefix) && name.length() > prefix.length();
  }

  private static List<String> with(List<String> remarks, String another) {
    return Stream.concat(remarks.stream(), Stream.of(another)).toList();
  }

  /** How many batches a normalisation has seen is of use to training with another momentum only. */
  private Checkpoint withoutCounts() {
    List<Tensor> kept =
        weights.tensors().values().stream()
            .filter(tensor -> !tensor.name().endsWith("num_batches_tracked"))
            .toList();
    int counts = weights.tensors().size() - kept.size();
    return counts == 0
        ? this
        : new Checkpoint(
            form,
            Weights.of(kept, weights.metadata()),
            with(remarks, counts + " counts of batches left out"));
  }
}

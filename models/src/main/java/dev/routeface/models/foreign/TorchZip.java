package dev.routeface.models.foreign;

import dev.routeface.models.pickle.Unpickler;
import dev.routeface.models.weights.BadWeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive of {@code NAME/data.pkl}, {@code
 * NAME/data/KEY} for every storage, and {@code NAME/byteorder} since 2.1.
 *
 * <p>PyTorch stores its members as they are, so nothing else is read: what is not compressed cannot
 * become more than the file. Members that lie over one another could, hence the sum. The JDK's own
 * reader finds members by name and is enough for that.
 */
final class TorchZip implements AutoCloseable, Storage.Source {
  private static final String PICKLE = "data.pkl";

  private final Path file;
  private final ZipFile zip;
  private final String folder;

  TorchZip(Path file) throws IOException {
    this.file = file;
    this.zip = new ZipFile(file.toFile());
    try {
      this.folder = folder();
      requireStored();
      requireLittleEndian();
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** What the pickle holds. */
  Object root() throws IOException {
    byte[] pickle = content(member(PICKLE), Checkpoint.MAX_PICKLE, "a pickle");
    return new Unpickler(file + ", " + PICKLE, pickle, new TensorCalls()).next();
  }

  private String folder() {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(
                name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
            .toList();
    if (pickles.size() != 1) {
      throw bad("a PyTorch file with one data.pkl", "a zip archive with " + pickles.size());
    }
    String found = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    if (zip.getEntry(found + "constants.pkl") != null) {
      throw bad(
          "a state dict",
          "a TorchScript archive; save model.state_dict() instead, or bring it in as it is with:"
              + " routeface import torchscript");
    }
    return found;
  }

  private void requireStored() throws IOException {
    zip.stream()
        .filter(
            entry ->
                entry.getMethod() != ZipEntry.STORED
                    || entry.getSize() != entry.getCompressedSize())
        .findFirst()
        .ifPresent(entry -> refuseCompressed(entry.getName()));
    long sum = zip.stream().mapToLong(ZipEntry::getSize).reduce(0, TorchZip::sum);
    if (sum > Files.size(file)) {
      throw bad("members that together fit into the file", sum + " bytes of them");
    }
  }

  private void refuseCompressed(String name) {
    throw bad(
        "members that are not compressed, as PyTorch writes them", "a compressed " + shown(name));
  }

  private static long sum(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry order = zip.getEntry(folder + "byteorder");
    if (order != null) {
      String found = new String(content(order, 16, "a byte order"), StandardCharsets.ISO_8859_1);
      if (!found.equals("little")) {
        throw bad("numbers in little-endian order", "another byte order");
      }
    }
  }

  @Override
  public float[] read(Storage storage) throws IOException {
    String name = "data/" + storage.key();
    byte[] bytes = content(member(name), storage.bytes(), name);
    if (bytes.length != storage.bytes()) {
      throw bad(storage.bytes() + " bytes in " + shown(name), String.valueOf(bytes.length));
    }
    float[] numbers = new float[(int) storage.count()];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    storage.dtype().decode(in, numbers, 0, numbers.length);
    return numbers;
  }

  private ZipEntry member(String name) {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw bad("a member " + shown(name), "none");
    }
    return entry;
  }

  /** All of a member, which the archive's own reader does not hold against its check sum. */
  private byte[] content(ZipEntry entry, long most, String what) throws IOException {
    if (entry.getSize() > most) {
      throw bad(
          "at most %d bytes of %s".formatted(most, shown(what)), String.valueOf(entry.getSize()));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) Math.min(entry.getSize(), Integer.MAX_VALUE - 8));
      CRC32 sum = new CRC32();
      sum.update(bytes);
      if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
        throw bad("the content that was written as " + shown(entry.getName()), "damaged bytes");
      }
      return bytes;
    }
  }

  private BadWeightsException bad(String expected, String found) {
    return new BadWeightsException("%s: expected %s, found %s".formatted(file, expected, found));
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 60 ? plain.substring(0, 57) + "..." : plain;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

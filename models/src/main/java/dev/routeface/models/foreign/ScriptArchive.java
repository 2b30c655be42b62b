package dev.routeface.models.foreign;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A network that {@code torch.jit.save} wrote: a zip archive of programs and numbers. Unlike a
 * state dict it is run, so its programs are looked through for the two calls that reach beyond
 * tensors: {@code torch.save} and {@code torch.from_file}. A stranger's archive deserves no more
 * trust than a stranger's program.
 *
 * @param programs how many files of code
 * @param bytes of them all
 */
public record ScriptArchive(int programs, long bytes) {
  /** Code of thousands of layers. */
  private static final int MOST_BYTES = 16 << 20;

  /** A card takes a thousandth of this. */
  private static final int MOST_TEXT = 1 << 20;

  /** Where {@code torch.jit.save} puts what it was asked to put beside a module. */
  private static final Pattern EXTRA = Pattern.compile("[^/]+/extra/(routeface\\.[\\w.]+)");

  private static final Pattern BEYOND = Pattern.compile("\\.\\s*(save|from_file)\\s*\\(");

  /** Whether a file is a zip archive with code, as far as its list of members tells. */
  public static boolean is(Path file) {
    if (FileKind.of(file) != FileKind.ZIP) {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return !code(zip).isEmpty();
    } catch (IOException e) {
      throw bad(file, "a whole zip archive", Reason.of(e));
    }
  }

  private static List<? extends ZipEntry> code(ZipFile zip) {
    return zip.stream().filter(entry -> entry.getName().matches("[^/]+/code/.*\\.py")).toList();
  }

  /**
   * Looks into a file and runs nothing.
   *
   * @throws BadDataException if it is no TorchScript archive, naming what it is instead and how
   *     that is brought in; or if its code reaches for files
   */
  public static ScriptArchive read(Path file) {
    FileKind kind = FileKind.of(file);
    if (kind != FileKind.ZIP) {
      throw bad(file, "a TorchScript archive", kind.words() + kind.remedy());
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return of(file, zip);
    } catch (IOException e) {
      throw bad(file, "a whole TorchScript archive", Reason.of(e));
    }
  }

  /**
   * Texts that travel along: the archive's extra files, by name; none where it is no archive.
   *
   * @throws BadDataException if it is a zip archive that cannot be read, or a text is too long
   */
  public static Map<String, String> texts(Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Matcher extra = EXTRA.matcher(entry.getName());
        if (extra.matches()) {
          texts.put(extra.group(1), text(file, zip, entry));
        }
      }
      return texts;
    } catch (IOException e) {
      throw bad(file, "a whole TorchScript archive", Reason.of(e));
    }
  }

  private static String text(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_TEXT + 1);
      if (bytes.length > MOST_TEXT) {
        throw bad(file, "texts of at most %d bytes".formatted(MOST_TEXT), "a longer one");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static ScriptArchive of(Path file, ZipFile zip) throws IOException {
    List<? extends ZipEntry> code = code(zip);
    if (code.isEmpty()) {
      boolean dict = zip.stream().anyMatch(entry -> entry.getName().endsWith("/data.pkl"));
      throw bad(
          file,
          "a TorchScript archive",
          dict
              ? "a PyTorch file without code, such as a state dict; bring it in with: routeface"
                  + " import weights"
              : "another zip archive");
    }
    long bytes = 0;
    for (ZipEntry entry : code) {
      bytes += look(file, zip, entry, MOST_BYTES - bytes);
    }
    return new ScriptArchive(code.size(), bytes);
  }

  private static long look(Path file, ZipFile zip, ZipEntry entry, long room) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) room + 1);
      if (bytes.length > room) {
        throw bad(file, "at most %d bytes of code".formatted(MOST_BYTES), "more");
      }
      Matcher beyond = BEYOND.matcher(new String(bytes, StandardCharsets.UTF_8));
      if (beyond.find()) {
        throw bad(file, "a network that reaches for no files", "a call of " + beyond.group(1));
      }
      return bytes.length;
    }
  }

  private static BadDataException bad(Path file, String expected, String found) {
    return new BadDataException("%s: expected %s, found %s".formatted(file, expected, found));
  }
}

package dev.routeface.models.foreign;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What a file is by its first bytes, whatever its name says. */
public enum FileKind {
  ZIP("a zip archive"),
  /** Beginning with the pickled number 0x1950a86a20f9469cfc6c. */
  TORCH_WITHOUT_ZIP("a PyTorch file of the older form"),
  SAFETENSORS("a safetensors file"),
  ONNX("an ONNX graph"),
  PICKLE("a pickle that PyTorch did not write"),
  HTML("an HTML page, perhaps the page of a download and not the download"),
  LFS("a Git LFS pointer instead of the file that it stands for"),
  GZIP("a gzip archive"),
  TAR("a tar archive"),
  EMPTY("no bytes"),
  OTHER("other bytes");

  /** Where a tar archive says that it is one. */
  private static final int TAR_MAGIC = 257;

  /** Key of the first field of a {@code ModelProto}, a number. */
  private static final String IR_VERSION = "\b";

  private static final int HEAD = 512;
  private static final byte[] TORCH_MAGIC =
      HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /** For the end of a message. */
  public String words() {
    return words;
  }

  /** Which command takes it, for the very end of a message; empty where none does. */
  public String remedy() {
    return switch (this) {
      case ONNX -> "; bring it in with: routeface import onnx";
      case TORCH_WITHOUT_ZIP, SAFETENSORS -> "; bring it in with: routeface import weights";
      case ZIP -> "; if PyTorch wrote it: routeface import weights or torchscript";
      default -> "";
    };
  }

  /**
   * Looks at the beginning of a file.
   *
   * @throws BadDataException if it cannot be read
   */
  public static FileKind of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a readable file, found " + Reason.of(e), e);
    }
  }

  private static FileKind of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (head.length == 0) {
      return EMPTY;
    } else if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
      return ZIP;
    } else if (startsWith(head, TORCH_MAGIC)) {
      return TORCH_WITHOUT_ZIP;
    } else if (startsWithJson(head)) {
      return SAFETENSORS;
    } else if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      return HTML;
    } else if (text.startsWith("version https://git-lfs")) {
      return LFS;
    } else if (text.startsWith("\u001f\u008b")) {
      return GZIP;
    } else if (text.startsWith("ustar", TAR_MAGIC)) {
      return TAR;
    } else if (text.matches("(?s)\u0080[\2-\5].*")) {
      return PICKLE;
    }
    return text.startsWith(IR_VERSION) ? ONNX : OTHER;
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return Arrays.equals(Arrays.copyOf(head, magic.length), magic);
  }

  /** Eight bytes of length, then an object. */
  private static boolean startsWithJson(byte[] head) {
    return head.length > Long.BYTES
        && head[Long.BYTES] == '{'
        && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong() >>> 32 == 0;
  }
}

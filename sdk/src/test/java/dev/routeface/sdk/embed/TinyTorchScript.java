package dev.routeface.sdk.embed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript archives of a few lines, in the layout of {@code torch.jit.save}, whose code it
 * compresses as that does.
 */
public final class TinyTorchScript {
  /** Mean of each channel, as a vector. */
  public static final String MEANS =
      "return torch.flatten(torch.adaptive_avg_pool2d(x, [1, 1]), 1)";

  private TinyTorchScript() {}

  /**
   * @param body of {@code forward(x)}, one line
   */
  public static byte[] of(String body) {
    return of(body, "Tensor");
  }

  /** As above, for results that are no tensor. */
  static byte[] of(String body, String result) {
    String code =
        "class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
            + "  def forward(self: __torch__.Net, x: Tensor) -> "
            + result
            + ":\n    "
            + body
            + "\n";
    return zip(
        "data.pkl",
        "\u0080\u0002c__torch__\nNet\n)\u0081}X\u0008\0\0\0training\u0088sb.",
        "constants.pkl",
        "\u0080\u0002).",
        "version",
        "3\n",
        "code/__torch__.py",
        code);
  }

  /** Names and contents in turns. */
  static byte[] zip(String... members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < members.length; i += 2) {
        zip.putNextEntry(new ZipEntry("net/" + members[i]));
        zip.write(members[i + 1].getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

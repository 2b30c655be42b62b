package dev.routeface.server.bench;

import dev.routeface.sdk.data.SyntheticFaces;
import dev.routeface.sdk.image.ImageReader;
import dev.routeface.sdk.image.ImageWriter;
import dev.routeface.sdk.math.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aligned faces that nobody has, as JPEG of the model's size, one to a request.
 *
 * @param bodies of requests, to be sent in turn
 */
record FaceRequests(List<byte[]> bodies) {
  private static final int FACES = 64;
  private static final Seed SEED = Seed.of(1);

  static FaceRequests of(int pixels) {
    SyntheticFaces faces = new SyntheticFaces(FACES, 1, pixels, SEED);
    return new FaceRequests(
        IntStream.range(0, FACES).mapToObj(face -> body(faces.encoded(face))).toList());
  }

  private static byte[] body(byte[] ppm) {
    String jpeg =
        Base64.getEncoder().encodeToString(ImageWriter.jpeg(ImageReader.read("face", ppm)));
    return "{\"input\": [\"%s\"], \"encoding_format\": \"base64\", \"options\": {\"align\": false}}"
        .formatted(jpeg)
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] get(long number) {
    return bodies.get((int) (number % bodies.size()));
  }
}

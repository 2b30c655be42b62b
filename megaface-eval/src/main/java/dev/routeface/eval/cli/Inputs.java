package dev.routeface.eval.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.eval.protocol.FaceEmbedder;
import dev.routeface.models.io.BadDataException;
import dev.routeface.sdk.data.FaceDataset;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.math.Progress;
import java.nio.file.Path;
import java.util.Optional;

/** What paths on the command line stand for: all that judging needs of the engine. */
interface Inputs {
  /**
   * Faces from a folder, list or record file.
   *
   * @throws BadDataException if there are none
   */
  FaceDataset faces(Path path);

  /**
   * An embedder from a run or an ONNX file.
   *
   * @param preparation file that says how images are prepared for an ONNX file
   * @param flip whether embeddings of mirror images are added
   * @throws BadDataException if the path holds neither
   */
  LoadedModel model(Path path, Optional<Path> preparation, Flip flip);

  /** Where the user sees how far things are. */
  Progress progress();

  /** A model that can be judged. */
  interface LoadedModel extends FaceEmbedder, AutoCloseable {
    /** Columns for the report, such as {@code parameters} and {@code MMACs}. */
    ObjectNode facts();

    /** Digest of its weights. */
    String sha256();

    @Override
    void close();
  }
}

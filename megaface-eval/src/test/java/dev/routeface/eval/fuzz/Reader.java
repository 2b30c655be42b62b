package dev.routeface.eval.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.routeface.eval.Fixture;
import dev.routeface.eval.devkit.NoiseList;
import dev.routeface.eval.devkit.PartialCounts;
import dev.routeface.eval.devkit.Probes;
import dev.routeface.eval.devkit.TemplateList;
import dev.routeface.eval.features.FeatureFile;
import dev.routeface.eval.features.FeaturePack;
import dev.routeface.eval.features.FeatureTree;
import dev.routeface.eval.protocol.BinPairs;
import dev.routeface.eval.protocol.LfwPairs;
import dev.routeface.eval.protocol.ListedPairs;
import dev.routeface.models.foreign.Checkpoint;
import dev.routeface.models.foreign.Translation;
import dev.routeface.models.io.BadInputException;
import dev.routeface.models.onnx.OnnxGraph;
import dev.routeface.sdk.math.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;

/** The readers, each as a function of a file's bytes, and what holds for all of them. */
enum Reader {
  FEATURE_FILE("FeatureFile") {
    @Override
    void read(Scratch files, byte[] bytes) {
      FeatureFile.read(files.holding("features.bin", bytes));
    }
  },
  PACK("Pack") {
    @Override
    void read(Scratch files, byte[] bytes) {
      readAllRows(FeaturePack.open(files.holding("pack.safetensors", bytes), Progress.NONE));
    }
  },
  /** Sizes under a header and digests that are right, where chance would never come. */
  SEALED_PACK("SealedPack") {
    @Override
    void read(Scratch files, byte[] bytes) {
      PACK.read(files, Sealed.pack(bytes));
    }
  },
  /** And the features of the images that it names. */
  TEMPLATE_LIST("TemplateList") {
    @Override
    void read(Scratch files, byte[] bytes) {
      TemplateList list = TemplateList.read(files.holding("list.json", bytes));
      new FeatureTree(files.folder(), ".bin").requireAll(list.paths());
    }
  },
  NOISE_LIST("NoiseList") {
    @Override
    void read(Scratch files, byte[] bytes) {
      NoiseList.read(files.holding("noises.txt", bytes));
    }
  },
  COUNTS("Counts") {
    @Override
    void read(Scratch files, byte[] bytes) {
      PartialCounts.of(bytes);
    }
  },
  SEALED_COUNTS("SealedCounts") {
    @Override
    void read(Scratch files, byte[] bytes) {
      PartialCounts.of(Sealed.bytes("RFCOUNT1", bytes)).bytes();
    }
  },
  SEALED_PROBES("SealedProbes") {
    @Override
    void read(Scratch files, byte[] bytes) {
      Probes.of(Sealed.bytes("RFPROBE1", bytes)).bytes();
    }
  },
  LFW_PAIRS("LfwPairs") {
    @Override
    void read(Scratch files, byte[] bytes) {
      LfwPairs.read("lfw", files.holding("pairs.txt", bytes), faces());
    }
  },
  RFW_PAIRS("RfwPairs") {
    @Override
    void read(Scratch files, byte[] bytes) {
      LfwPairs.readWithoutHead("rfw", files.holding("pairs.txt", bytes), faces());
    }
  },
  LISTED_PAIRS("ListedPairs") {
    @Override
    void read(Scratch files, byte[] bytes) {
      ListedPairs.read("cfp", files.holding("pairs.txt", bytes), files.images());
    }
  },
  IJB_TEMPLATES("IjbTemplates") {
    @Override
    void read(Scratch files, byte[] bytes) {
      files.ijbTemplates(bytes);
    }
  },
  IJB_PAIRS("IjbPairs") {
    @Override
    void read(Scratch files, byte[] bytes) {
      files.ijb("template_pair_label.txt", bytes).pairs();
    }
  },
  IJB_GALLERY("IjbGallery") {
    @Override
    void read(Scratch files, byte[] bytes) {
      files.ijb("1N_gallery_G1.csv", bytes).gallery(1);
    }
  },
  CHECKPOINT("Checkpoint") {
    @Override
    void read(Scratch files, byte[] bytes) {
      Path file = files.holding("net.pth", bytes);
      Translation.of(Checkpoint.read(file), Optional.empty(), file.toString());
    }
  },
  ONNX_GRAPH("OnnxGraph") {
    @Override
    void read(Scratch files, byte[] bytes) {
      Path file = files.holding("net.onnx", bytes);
      OnnxGraph.read(file).requireEmbedder(file);
    }
  },
  BIN_PAIRS("BinPairs") {
    @Override
    void read(Scratch files, byte[] bytes) {
      BinPairs.read("lfw", files.holding("lfw.bin", bytes));
    }
  };

  /** What a reader may take for itself, whatever the file says of its size. */
  private static final long ALLOWANCE = 32 << 20;

  /** And for each byte that is really there: boxed numbers, texts, maps. */
  private static final long PER_BYTE = 1000;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String folder;

  Reader(String folder) {
    this.folder = folder;
  }

  /** Reads; a value is as good as a refusal. */
  abstract void read(Scratch files, byte[] bytes);

  /** Bytes to begin with, where the engine keeps them too. */
  Path corpus() {
    return Path.of("src/test/resources/dev/routeface/eval/fuzz", folder + "Inputs", "read");
  }

  /**
   * A value, or a refusal that says where; and no more memory than the bytes are worth. Asked
   * twice, since a first reading also loads classes, which an engine instruments.
   */
  void withstands(byte[] bytes) {
    long most = ALLOWANCE + PER_BYTE * bytes.length;
    assertTrue(
        LongStream.generate(() -> allocated(bytes)).limit(2).anyMatch(taken -> taken < most),
        () -> "more than %d bytes allocated for a file of %d".formatted(most, bytes.length));
  }

  private long allocated(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (Scratch files = Scratch.open()) {
      read(files, bytes);
    } catch (BadInputException e) {
      assertTrue(
          e.getMessage().contains(Scratch.NAME) || e.getMessage().contains("RF"), e::getMessage);
    } catch (IOException | OutOfMemoryError e) {
      throw new AssertionError(e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void readAllRows(FeaturePack pack) {
    for (int row = 0; row < pack.rows().size(); row++) {
      pack.rows().row(row);
    }
    pack.requireAll(pack.paths());
  }

  private static Fixture.Faces faces() {
    return Fixture.Faces.of(new int[] {0, 0, 1, 1, 2});
  }
}

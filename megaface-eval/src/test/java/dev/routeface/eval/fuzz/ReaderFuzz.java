package dev.routeface.eval.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * A minute of search for each reader, by coverage; {@code mvn -Pfuzz} runs them. The engine fuzzes
 * once in a process and keeps a corpus for each class, hence so many.
 */
final class ReaderFuzz {
  private static final String MINUTE = "60s";

  private ReaderFuzz() {}

  static final class FeatureFile {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.FEATURE_FILE.withstands(bytes);
    }
  }

  static final class Pack {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.PACK.withstands(bytes);
    }
  }

  static final class SealedPack {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.SEALED_PACK.withstands(bytes);
    }
  }

  static final class TemplateList {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.TEMPLATE_LIST.withstands(bytes);
    }
  }

  static final class NoiseList {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.NOISE_LIST.withstands(bytes);
    }
  }

  static final class Counts {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.COUNTS.withstands(bytes);
    }
  }

  static final class SealedCounts {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.SEALED_COUNTS.withstands(bytes);
    }
  }

  static final class SealedProbes {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.SEALED_PROBES.withstands(bytes);
    }
  }

  static final class LfwPairs {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.LFW_PAIRS.withstands(bytes);
    }
  }

  static final class RfwPairs {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.RFW_PAIRS.withstands(bytes);
    }
  }

  static final class ListedPairs {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.LISTED_PAIRS.withstands(bytes);
    }
  }

  static final class IjbTemplates {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.IJB_TEMPLATES.withstands(bytes);
    }
  }

  static final class IjbPairs {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.IJB_PAIRS.withstands(bytes);
    }
  }

  static final class IjbGallery {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.IJB_GALLERY.withstands(bytes);
    }
  }

  static final class Checkpoint {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.CHECKPOINT.withstands(bytes);
    }
  }

  static final class OnnxGraph {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.ONNX_GRAPH.withstands(bytes);
    }
  }

  static final class BinPairs {
    @FuzzTest(maxDuration = MINUTE)
    void read(byte[] bytes) {
      Reader.BIN_PAIRS.withstands(bytes);
    }
  }
}

package dev.routeface.models.weights;

import java.nio.ByteBuffer;

/**
 * The number formats that weights may be kept in, by their names in safetensors. Everything becomes
 * F32 on reading: what is wider is rounded to the nearest.
 */
public enum Dtype {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary16. */
  F16(2),
  /** The upper half of a binary32. */
  BF16(2),
  /** IEEE 754 binary64. */
  F64(8),
  /** Signed whole numbers: in a state dict, counts of batches. */
  I64(8);

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** Decodes little-endian numbers; what is no wider is kept exactly, NaN included. */
  public void decode(ByteBuffer in, float[] out, int offset, int count) {
    switch (this) {
      case F32 -> in.asFloatBuffer().get(out, offset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = half(in.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = Float.intBitsToFloat(in.getShort() << 16);
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = (float) in.getDouble();
        }
      }
      case I64 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = in.getLong();
        }
      }
    }
  }

  /** One sign bit, five of exponent (bias 15), ten of fraction, widened to 1, 8 (bias 127), 23. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | (exponent + 127 - 15) << 23 | fraction << 13);
  }
}

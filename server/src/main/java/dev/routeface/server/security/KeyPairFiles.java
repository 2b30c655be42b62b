package dev.routeface.server.security;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.server.config.ServiceConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key, looked at before the service starts: nobody else would name a file.
 */
public final class KeyPairFiles {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private KeyPairFiles() {}

  /**
   * Refuses files that clients could not be served with.
   *
   * @throws BadDataException naming the file that is no certificate, no PKCS 8 key without a
   *     password, or the key of another certificate
   */
  public static void require(ServiceConfig.Tls tls) {
    PublicKey known = certificate(tls.certificate());
    PrivateKey key = key(tls.key(), known.getAlgorithm());
    if (!belong(known, key)) {
      throw new BadDataException(
          "%s: expected the key of %s, found another".formatted(tls.key(), tls.certificate()));
    }
  }

  private static PublicKey certificate(Path file) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(bytes(file)))
          .getPublicKey();
    } catch (CertificateException e) {
      throw new BadDataException(file + ": expected a certificate in PEM, found none", e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) {
    Matcher pem = PKCS8.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw noKey(file, algorithm, null);
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(file, algorithm, e);
    }
  }

  private static BadDataException noKey(Path file, String algorithm, Exception cause) {
    return new BadDataException(
        "%s: expected a key for %s in PEM, PKCS 8 and not encrypted, found none"
            .formatted(file, algorithm),
        cause);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadDataException(file + ": expected a PEM file, found " + Reason.of(e), e);
    }
  }

  /** What the one signs the other has to verify. */
  private static boolean belong(PublicKey known, PrivateKey key) {
    byte[] anything = new byte[32];
    new SecureRandom().nextBytes(anything);
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm(); // Edwards curves sign under their own name
    };
  }
}

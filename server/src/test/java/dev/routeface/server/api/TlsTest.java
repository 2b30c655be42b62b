package dev.routeface.server.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.security.KeyPairFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's own certificate. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void answersUnderItsOwnCertificate() throws Exception {
    KeyStore store = keyStore();
    try (TestService service = start(store, ServiceConfig.Limits.DEFAULT)) {
      assertEquals("https", service.service().address().getScheme());
      HttpRequest request =
          HttpRequest.newBuilder(
                  java.net.URI.create(
                      "https://localhost:"
                          + service.service().address().getPort()
                          + "/health/live"))
              .build();
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(store)).build();
      assertEquals(200, trusting.send(request, BodyHandlers.discarding()).statusCode());
      HttpClient stranger = HttpClient.newHttpClient();
      assertThrows(SSLException.class, () -> stranger.send(request, BodyHandlers.discarding()));
    }
  }

  @Test
  void filesThatDoNotServeAreNamed() throws Exception {
    KeyStore store = keyStore();
    Path certificate = pem("CERTIFICATE", store.getCertificate("service").getEncoded());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    Path other = pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    refuses(other + ": expected the key of " + certificate + ", found another", certificate, other);
    String none = ": expected a key for EC in PEM, PKCS 8 and not encrypted, found none";
    refuses(certificate + none, certificate, certificate);
    KeyPairGenerator foreign = KeyPairGenerator.getInstance("RSA");
    Path rsa = pem("PRIVATE KEY", foreign.generateKeyPair().getPrivate().getEncoded());
    refuses(rsa + none, certificate, rsa);
    refuses(rsa + ": expected a certificate in PEM, found none", rsa, rsa);
    Path gone = folder.resolve("gone.pem");
    refuses(gone + ": expected a PEM file, found no such file", gone, rsa);
  }

  private static void refuses(String message, Path certificate, Path key) {
    ServiceConfig.Tls tls = new ServiceConfig.Tls(certificate, key);
    BadDataException refused =
        assertThrows(BadDataException.class, () -> KeyPairFiles.require(tls));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void aConnectionTooManyIsClosedBeforeItsHandshake() throws Exception {
    ServiceConfig.Limits one = new ServiceConfig.Limits(64, 1, 256, 1e6, 64);
    KeyStore store = keyStore();
    try (TestService service = start(store, one)) {
      int port = service.service().address().getPort();
      try (Socket first = connected(port)) {
        SSLSocketFactory factory = trusting(store).getSocketFactory();
        SSLSocket talking = (SSLSocket) factory.createSocket(first, "localhost", port, true);
        talking.startHandshake();
        try (Socket second = connected(port)) {
          assertEquals(-1, second.getInputStream().read());
        }
        talking
            .getOutputStream()
            .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        assertEquals('H', talking.getInputStream().read(), "who was there first goes on");
      }
    }
  }

  private static Socket connected(int port) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private TestService start(KeyStore store, ServiceConfig.Limits limits) throws Exception {
    Path key = pem("PRIVATE KEY", store.getKey("service", PASSWORD).getEncoded());
    Path certificate = pem("CERTIFICATE", store.getCertificate("service").getEncoded());
    return TestService.start(
        folder.resolve("data"),
        limits,
        Optional.empty(),
        new ColourEmbedder(),
        Optional.of(new ServiceConfig.Tls(certificate, key)));
  }

  private KeyStore keyStore() throws Exception {
    Path file = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private Path pem(String what, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
    return Files.writeString(folder.resolve(what.replace(' ', '-') + ".pem"), text);
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("service", store.getCertificate("service"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}

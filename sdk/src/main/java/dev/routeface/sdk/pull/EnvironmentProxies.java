package dev.routeface.sdk.pull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that {@code https_proxy}, {@code http_proxy} and {@code no_proxy} name, as curl reads
 * them; Java itself knows only its own properties. This machine is never asked through a proxy.
 */
final class EnvironmentProxies extends ProxySelector {
  private static final int USUAL_PORT = 1080;

  private final Map<String, String> environment;

  private EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  static ProxySelector of(Map<String, String> environment) {
    return new EnvironmentProxies(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return direct(uri.getHost())
        ? List.of(Proxy.NO_PROXY)
        : named(uri.getScheme() + "_proxy")
            .map(this::proxy)
            .map(List::of)
            .orElseGet(() -> List.of(Proxy.NO_PROXY));
  }

  private Optional<String> named(String variable) {
    String found =
        environment.getOrDefault(
            variable, environment.getOrDefault(variable.toUpperCase(Locale.ROOT), ""));
    return Optional.of(found).filter(text -> !text.isBlank());
  }

  private Proxy proxy(String text) {
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  /** Names match themselves and what stands under them. */
  private boolean direct(String host) {
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    return named("no_proxy").stream()
        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The exception itself reaches whoever asked.
  }
}

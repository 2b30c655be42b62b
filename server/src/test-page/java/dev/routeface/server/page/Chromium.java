package dev.routeface.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.routeface.server.api.TestService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A browser of this machine, with a camera that is none. */
final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

  private final Browser browser;

  /** How people look at a page; 200 % of 1280 pixels are 640 of them. */
  enum Look {
    LIGHT(1280, 1, ColorScheme.LIGHT),
    DARK(1280, 1, ColorScheme.DARK),
    NARROW(320, 1, ColorScheme.LIGHT),
    ZOOMED(640, 2, ColorScheme.DARK);

    private final int width;
    private final int scale;
    private final ColorScheme scheme;

    Look(int width, int scale, ColorScheme scheme) {
      this.width = width;
      this.scale = scale;
      this.scheme = scheme;
    }

    Browser.NewContextOptions options() {
      return new Browser.NewContextOptions()
          .setViewportSize(width, 800)
          .setDeviceScaleFactor(scale)
          .setColorScheme(scheme)
          .setReducedMotion(ReducedMotion.REDUCE)
          .setPermissions(List.of("camera"));
    }
  }

  Chromium(Path program) {
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
  }

  Visit visit(TestService service, Look look) {
    return new Visit(browser, service, look.options());
  }

  @Override
  public void close() {
    playwright.close();
  }
}

package whoami.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The machine's own Chromium, without a window. */
final class Chromium {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private Chromium() {}

    /** Skips the tests with one loud line where there is no browser, or fails them where one is required. */
    static void require() {
        if (driver().isEmpty() || browser().isEmpty()) {
            String reason = "NO BROWSER ON THIS MACHINE: install chromium and chromium-driver to run the browser tests";
            Assertions.assertNotEquals("required", System.getProperty("browser"), reason);
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    static ChromeDriver open(String... arguments) {
        var options = new ChromeOptions();
        options.setBinary(browser().orElseThrow());
        List<String> all = new ArrayList<>(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1100,800"));
        all.addAll(List.of(arguments));
        options.addArguments(all);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver().orElseThrow())
                .usingAnyFreePort()
                .build();
        var chromium = new ChromeDriver(service, options);
        chromium.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        return chromium;
    }

    /** The whole page, for people to look at, where a folder was named. Not always: on a busy machine a picture may never come. */
    static void screenshot(ChromeDriver chromium, String name) throws IOException {
        String named = System.getProperty("screenshots", "");
        if (named.isEmpty()) {
            return;
        }
        Path folder = Files.createDirectories(Path.of(named));
        Map<String, Object> answer = chromium.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode((String) answer.get("data")));
    }

    private static Optional<File> driver() {
        return onPath("chromedriver");
    }

    private static Optional<File> browser() {
        return BROWSERS.stream().map(Chromium::onPath).flatMap(Optional::stream).findFirst();
    }

    private static Optional<File> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst();
    }
}

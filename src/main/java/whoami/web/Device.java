package whoami.web;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/** What somebody uses, in words. A user agent says what it is like before it says what it is, so the order counts. */
public final class Device {
    private static final List<Entry<String, String>> PROGRAMS = List.of(
            entry("Edg", "Edge"),
            entry("OPR/", "Opera"),
            entry("SamsungBrowser/", "Samsung Internet"),
            entry("Firefox/", "Firefox"),
            entry("FxiOS/", "Firefox"),
            entry("CriOS/", "Chrome"),
            entry("Chrome/", "Chrome"),
            entry("Safari/", "Safari"),
            entry("curl/", "curl"));

    private static final List<Entry<String, String>> SYSTEMS = List.of(
            entry("Windows", "Windows"),
            entry("Android", "Android"),
            entry("iPhone", "iPhone"),
            entry("iPad", "iPad"),
            entry("CrOS", "ChromeOS"),
            entry("Mac OS X", "macOS"),
            entry("Linux", "Linux"));

    private Device() {}

    /** Such as "Firefox on Linux"; "An unknown device" for what nobody has heard of. */
    public static String inWords(String userAgent) {
        Optional<String> program = find(PROGRAMS, userAgent);
        Optional<String> system = find(SYSTEMS, userAgent);
        if (program.isEmpty()) {
            return system.map(name -> "A program on " + name).orElse("An unknown device");
        }
        return program.get() + system.map(name -> " on " + name).orElse("");
    }

    private static Optional<String> find(List<Entry<String, String>> names, String userAgent) {
        return names.stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Entry::getValue)
                .findFirst();
    }
}

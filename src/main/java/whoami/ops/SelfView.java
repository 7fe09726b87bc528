package whoami.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import whoami.Settings;

/** What the server believes about itself. Whatever is wrong between it and a proxy shows itself here first. */
public record SelfView(Settings settings) {
    public static String version() {
        String version = SelfView.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /**
     * For the log, when it has started.
     *
     * @param port the one that is listened on, as any free one may have been asked for
     */
    public String inOneLine(int port) {
        return facts(port).entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("; "));
    }

    /** No secret is among them. */
    Map<String, String> facts(int port) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("reached at", settings.baseUrl().toString().replaceFirst(":0$", ":" + port));
        facts.put("X-Forwarded-For believed from", proxies());
        facts.put("cookies", settings.https() ? "Secure" : "not Secure");
        facts.put("database", settings.database().name());
        facts.put("letters", settings.smtp().map(smtp -> "by " + smtp.host()).orElse("to the log"));
        return facts;
    }

    private String proxies() {
        return settings.trustedProxies().isEmpty()
                ? "nobody"
                : settings.trustedProxies().stream().sorted().collect(Collectors.joining(", "));
    }
}

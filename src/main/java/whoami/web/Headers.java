package whoami.web;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** The headers on every answer, errors and assets included. What a page needs otherwise, its handler overwrites. */
public final class Headers implements HttpConfiguration.Customizer {
    /** No inline script or style, nothing from another host, no framing: injected markup has nothing to run and nowhere to send to. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none';" + " form-action 'self'; frame-ancestors 'none'";

    /** Javalin believes it: a proxy in front of us would guard, and the log would show, another method than the one that runs. */
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final long HSTS_SECONDS = 2L * 365 * 24 * 60 * 60;

    private final List<HttpField> fields = new ArrayList<>();
    /** For what lies below this host too: a page without TLS there could plant cookies here (OWASP ASVS 5.0, 3.4.1). */
    private final HttpField stayWithTls =
            field("Strict-Transport-Security", "max-age=" + HSTS_SECONDS + "; includeSubDomains");

    private final boolean https;
    private final boolean ownTls;

    /**
     * @param https whether browsers come by TLS
     * @param ownTls whether it is we who speak it, and not a proxy
     */
    public Headers(boolean https, boolean ownTls) {
        this.https = https;
        this.ownTls = ownTls;
        add("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        add("X-Content-Type-Options", "nosniff");
        add("Referrer-Policy", "same-origin");
        add("Cross-Origin-Opener-Policy", "same-origin");
        add("Cross-Origin-Resource-Policy", "same-origin");
        // the next person at this machine presses "back": nothing of the last one may be there
        add("Cache-Control", "no-store");
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        put(request, answer);
        answer.put(RequestId.HEADER, RequestId.assign(request));
        if (request.getHeaders().contains(METHOD_OVERRIDE)) {
            throw new BadMessageException("method override");
        }
        return request;
    }

    void put(Request request, HttpFields.Mutable answer) {
        fields.forEach(answer::put);
        // RFC 6797, section 7.2: not without TLS, where anybody on the way could have written it
        if (https && (!ownTls || request.getConnectionMetaData().isSecure())) {
            answer.put(stayWithTls);
        }
    }

    private void add(String name, String value) {
        fields.add(field(name, value));
    }

    private static HttpField field(String name, String value) {
        return new PreEncodedHttpField(name, value);
    }
}

package whoami.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Set;
import whoami.Access;
import whoami.Problem;

/**
 * Refuses what another site makes a visitor's browser send: the browser would add our cookie, and we would take it for the
 * visitor's own wish. A current browser says where a request comes from, so there is no token to put into every form.
 */
public record CrossSite(URI baseUrl) {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    /**
     * For every request that a cookie may let in, before its handler. A browser adds neither the link from a letter nor a token by
     * itself, and another site does not know them. (As pages of a link send no referrer, browsers call their origin "null".)
     */
    public void refuseForeignChanges(Context ctx) {
        Access role = Access.of(ctx);
        boolean byCookie = role == null || role.isByCookie();
        if (!SAFE_METHODS.contains(ctx.method().name()) && byCookie) {
            refuseForeign(ctx);
        }
    }

    /** For the one page that changes something on GET as well. */
    void refuseForeign(Context ctx) {
        if (!isOwn(ctx)) {
            throw Problem.forbidden(
                    "This request came from another site, so nothing was done. Please try again from here.");
        }
    }

    private boolean isOwn(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return OWN_SITES.contains(site);
        }
        // without TLS a browser sends no Sec-Fetch-Site, but it does say where from
        String origin = ctx.header("Origin");
        if (origin != null) {
            return isOwn(origin, ctx);
        }
        String referer = ctx.header("Referer");
        // a request with none of the three was not sent by a browser, and no one else has somebody's cookie by accident
        return referer == null || isOwn(referer, ctx);
    }

    /** Ours is the base URL, or the host that the browser believes to talk to, which a foreign page cannot choose. */
    private boolean isOwn(String from, Context ctx) {
        try {
            URI uri = URI.create(from);
            boolean sameHost =
                    uri.getRawAuthority() != null && uri.getRawAuthority().equalsIgnoreCase(ctx.header("Host"));
            boolean sameScheme = baseUrl.getScheme().equals(uri.getScheme());
            return sameScheme && (sameHost || baseUrl.getRawAuthority().equalsIgnoreCase(uri.getRawAuthority()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

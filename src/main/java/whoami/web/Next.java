package whoami.web;

import io.javalin.http.Context;
import java.net.URI;

/** Where a page leads that stands in the way of another, as {@code ?next=/that/page}. */
final class Next {
    /** In characters; up to three times as long when encoded, and headers are limited. */
    private static final int LONGEST = 1_000;

    private Next() {}

    /** The page that a request asks for. */
    static String wanted(Context ctx) {
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        return ctx.path() + query;
    }

    /** An address that leads on to a page, unless that is too long to travel along. */
    static String to(String path, String page) {
        return page.length() <= LONGEST ? path + "?next=" + View.encode(page) : path;
    }

    /**
     * The address comes with the request, as a stranger has no session to keep it in. So it may have been made up, and only a page
     * of this site will do: "//evil.example" and "/\evil.example" are other sites to a browser.
     */
    static String of(Context ctx, String otherwise) {
        String next = ctx.queryParam("next");
        if (next == null || !next.startsWith("/") || next.startsWith("//")) {
            return otherwise;
        }
        try {
            URI uri = URI.create(next);
            boolean out = uri.normalize().getPath().matches("/logout/*");
            return uri.getRawAuthority() == null && !out ? next : otherwise;
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }
}

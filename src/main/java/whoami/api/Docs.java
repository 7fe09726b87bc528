package whoami.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;

/** The contract of the API, as a file and as a page to try it out on. Read from the jar when it is asked for first, as few ask. */
public final class Docs {
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
    private static final String A_DAY = "public, max-age=86400";

    /** As on all pages, but for the images that Swagger UI has in its style sheet. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self';"
            + " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private record Part(String resource, String type) {}

    private static final Map<String, Part> PARTS = Map.of(
            "swagger-ui.css", new Part(SWAGGER_UI + "swagger-ui.css", "text/css; charset=utf-8"),
            "swagger-ui-bundle.js", new Part(SWAGGER_UI + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
            "favicon.svg", new Part("/public/favicon.svg", "image/svg+xml"),
            "docs.js", new Part("/public/docs.js", "text/javascript; charset=utf-8"));

    /** Outside the heap, from where they go to the network without another copy for each client. */
    private final Map<String, ByteBuffer> contents = new ConcurrentHashMap<>();

    private byte[] json;

    public void yaml(Context ctx) {
        ctx.header("Cache-Control", A_DAY).contentType("application/yaml").result(read("/openapi.yaml"));
    }

    public void json(Context ctx) {
        ctx.header("Cache-Control", A_DAY).contentType("application/json").result(contractAsJson());
    }

    /** Made once: it takes as long as a hundred other answers. */
    private synchronized byte[] contractAsJson() {
        if (json == null) {
            try {
                json = new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(read("/openapi.yaml")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return json;
    }

    public void page(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .contentType("text/html; charset=utf-8")
                .result(read("/public/docs.html"));
    }

    public void part(Context ctx) {
        Part part = PARTS.get(ctx.pathParam("file"));
        if (part == null) {
            throw new NotFoundResponse();
        }
        ByteBuffer content =
                contents.computeIfAbsent(part.resource(), Docs::load).duplicate();
        ctx.header("Cache-Control", A_DAY).contentType(part.type()).future(() -> send(ctx, content));
    }

    /**
     * Swagger UI is more than the network takes at once. Written as usual, it would hold a thread for each client that takes its time.
     * One that goes away meanwhile is no failure of ours.
     */
    private static CompletableFuture<Void> send(Context ctx, ByteBuffer content) {
        var sent = new CompletableFuture<Void>();
        try {
            var output = (HttpOutput) ctx.res().getOutputStream();
            output.sendContent(content, Callback.from(() -> sent.complete(null), gone -> sent.complete(null)));
        } catch (IOException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    private static ByteBuffer load(String resource) {
        byte[] content = read(resource);
        return ByteBuffer.allocateDirect(content.length).put(content).flip().asReadOnlyBuffer();
    }

    private static byte[] read(String resource) {
        try (InputStream stream = Docs.class.getResourceAsStream(resource)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package whoami.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The few fixed files. Each has a hash of its content in its name, so a browser may keep it for good and still sees every change. */
public final class Assets {
    private static final String A_YEAR = "public, max-age=31536000, immutable";

    private record Asset(String name, String type, byte[] content) {}

    private final Asset css = load("whoami", "css", "text/css; charset=utf-8");
    private final Asset icon = load("favicon", "svg", "image/svg+xml");
    private final Asset script = load("private", "js", "text/javascript; charset=utf-8");
    private final Map<String, Asset> byName =
            Stream.of(css, icon, script).collect(Collectors.toMap(Asset::name, Function.identity()));

    public String css() {
        return "/assets/" + css.name();
    }

    public String icon() {
        return "/assets/" + icon.name();
    }

    public String script() {
        return "/assets/" + script.name();
    }

    public void show(Context ctx) {
        Asset asset = byName.get(ctx.pathParam("file"));
        if (asset == null) {
            throw new NotFoundResponse();
        }
        ctx.header("Cache-Control", A_YEAR).contentType(asset.type()).result(asset.content());
    }

    private static Asset load(String name, String ending, String type) {
        try (InputStream stream = Assets.class.getResourceAsStream("/public/" + name + "." + ending)) {
            byte[] content = stream.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(name + "-" + HexFormat.of().formatHex(hash, 0, 8) + "." + ending, type, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

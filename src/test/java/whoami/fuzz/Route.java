package whoami.fuzz;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import whoami.Browser;
import whoami.Lab;

/**
 * A line of the table of routes, with what it takes: as the contract says, or as the forms on our pages show. So a new route is
 * tried without a word about it here.
 */
record Route(String method, String path, Set<String> fields) {
    private static final OpenAPI CONTRACT = contract();

    static List<Route> all(Lab lab) {
        List<Element> forms = forms(lab);
        return lab.app().unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> new Route(
                        endpoint.method.name(),
                        endpoint.path,
                        isApi(endpoint.path)
                                ? members(endpoint.method.name(), endpoint.path)
                                : fields(forms, endpoint.path)))
                .toList();
    }

    boolean isApi() {
        return isApi(path);
    }

    private static boolean isApi(String path) {
        return path.startsWith("/api/");
    }

    private static OpenAPI contract() {
        var options = new ParseOptions();
        options.setResolveFully(true);
        return new OpenAPIV3Parser()
                .readLocation("/openapi.yaml", null, options)
                .getOpenAPI();
    }

    private static Set<String> members(String method, String path) {
        return Optional.ofNullable(CONTRACT.getPaths().get(path))
                .map(item -> item.readOperationsMap().get(PathItem.HttpMethod.valueOf(method)))
                .map(operation -> operation.getRequestBody())
                .map(body -> properties(body.getContent().get("application/json")))
                .orElse(Set.of());
    }

    private static Set<String> properties(MediaType type) {
        Schema<?> schema = type.getSchema();
        return schema.getProperties() == null
                ? Set.of()
                : new TreeSet<>(schema.getProperties().keySet());
    }

    private static List<Element> forms(Lab lab) {
        Browser browser = lab.loggedIn("reader");
        browser.post("/posts", "text", "a post with buttons").expect(303);
        return lab.app().unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.name().equals("GET")
                        && !endpoint.path.contains("{")
                        && !endpoint.path.equals("/logout"))
                .flatMap(endpoint -> browser.get(endpoint.path).page().select("form").stream()
                        .map(form -> form.hasAttr("action") ? form : form.attr("action", endpoint.path)))
                .toList();
    }

    private static Set<String> fields(List<Element> forms, String path) {
        Pattern route = Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+"));
        Set<String> fields = new TreeSet<>();
        forms.stream()
                .filter(form -> route.matcher(form.attr("action").replaceFirst("\\?.*", ""))
                        .matches())
                .flatMap(form -> form.select("[name]").stream())
                .forEach(field -> fields.add(field.attr("name")));
        return fields.isEmpty() ? Set.of("username", "password", "email") : fields;
    }
}

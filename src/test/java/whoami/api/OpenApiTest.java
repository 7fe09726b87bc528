package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Lab;
import whoami.Program.Reply;

class OpenApiTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private final SwaggerParseResult parsed = new OpenAPIV3Parser().readLocation("/openapi.yaml", null, null);

    @Test
    void the_contract_is_valid() {
        assertEquals(List.of(), parsed.getMessages());
    }

    @Test
    void it_names_exactly_the_routes_for_programs() {
        Set<String> routes = lab.app().unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod()
                        && !endpoint.method.name().equals("HEAD"))
                .map(endpoint -> endpoint.method + " " + endpoint.path)
                .filter(route -> route.contains(" /api/") || route.contains("/.well-known/"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> promised = new TreeSet<>();
        contract()
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> promised.add(method + " " + path)));
        promised.removeIf(route -> !route.contains(" /api/") && !route.contains("/.well-known/"));
        assertEquals(routes, promised);
    }

    @Test
    void it_says_what_each_operation_needs_to_be_let_in() {
        lab.app().unsafe.internalRouter.allHttpHandlers().forEach(handler -> {
            var endpoint = handler.endpoint;
            if (!endpoint.path.startsWith("/api/") || endpoint.method.name().equals("HEAD")) {
                return;
            }
            Operation operation = contract().getPaths().get(endpoint.path).readOperationsMap().entrySet().stream()
                    .filter(entry -> entry.getKey().name().equals(endpoint.method.name()))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            Access role = (Access) endpoint.metadata(io.javalin.security.Roles.class)
                    .getRoles()
                    .iterator()
                    .next();
            Set<String> schemes = operation.getSecurity().stream()
                    .flatMap(requirement -> requirement.keySet().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> expected = switch (role) {
                case ANY_PROGRAM -> Set.of();
                case READER, WRITER -> Set.of("apiKey", "bearerAuth");
                default -> Set.of("bearerAuth");
            };
            assertEquals(expected, schemes, endpoint.path);
        });
    }

    @Test
    void each_operation_has_a_summary_and_an_example_for_what_it_takes_and_gives() {
        contract().getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> {
                    String id = operation.getOperationId();
                    assertTrue(id != null && operation.getSummary() != null, id);
                    assertTrue(
                            operation.getResponses().keySet().stream().anyMatch(status -> status.startsWith("2")), id);
                });
    }

    @Test
    void it_is_served_as_yaml_and_as_json_and_as_a_page() {
        Reply yaml = lab.program().get("/openapi.yaml").expect(200);
        assertTrue(yaml.body().startsWith("openapi: 3."), yaml.body().substring(0, 40));
        Reply json = lab.program().get("/openapi.json").expect(200);
        assertEquals(contract().getPaths().size(), json.json().get("paths").size());
        Reply page = lab.program().get("/docs").expect(200);
        for (String part : List.of("/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/docs.js")) {
            assertTrue(page.body().contains(part), part);
            Reply sent = lab.program().get(part).expect(200);
            assertTrue(sent.header("Cache-Control").contains("max-age"), part);
            assertFalse(sent.body().isEmpty(), part);
        }
        assertTrue(page.header("Content-Security-Policy").startsWith("default-src 'self';"));
        lab.program().get("/docs/index.html").expect(404);
    }

    private OpenAPI contract() {
        return parsed.getOpenAPI();
    }
}

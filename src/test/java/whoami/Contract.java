package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import java.net.http.HttpResponse;
import java.util.List;

/** What the API has promised in {@code openapi.yaml}: every answer that a test gets from it is held against that. */
final class Contract {
    private static final OpenApiInteractionValidator VALIDATOR = OpenApiInteractionValidator.createFor("/openapi.yaml")
            .withLevelResolver(LevelResolver.create()
                    // tests ask for what does not exist on purpose
                    .withLevel("validation.request.path.missing", Level.IGNORE)
                    .withLevel("validation.request.operation.notAllowed", Level.IGNORE)
                    .build())
            .build();

    private Contract() {}

    static void check(String method, String path, HttpResponse<String> response) {
        var answer = SimpleResponse.Builder.status(response.statusCode());
        response.headers().map().forEach(answer::withHeader);
        if (!response.body().isEmpty()) {
            answer.withBody(response.body());
        }
        String bare = path.replaceFirst("\\?.*", "");
        ValidationReport report = VALIDATOR.validateResponse(bare, Request.Method.valueOf(method), answer.build());
        List<String> broken = report.getMessages().stream()
                .filter(message -> message.getLevel() == Level.ERROR)
                .map(ValidationReport.Message::getMessage)
                .toList();
        assertEquals(List.of(), broken, method + " " + path + " " + response.statusCode() + " " + response.body());
    }
}

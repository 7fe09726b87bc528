package whoami.asvs;

import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import whoami.Access;
import whoami.Lab;
import whoami.Raw;

/** What the server answers, whatever it is asked: one request to each of its routes, and some that it refuses. */
final class Answers {
    /** One answer, as it comes over the wire. */
    record Answer(String request, int status, List<String> head, String body) {
        static Answer to(Lab lab, String request, String... headers) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String[] parts = Raw.send(
                            lab.port(),
                            request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + "Content-Length: 0\r\n"
                                    + lines + "\r\n")
                    .split("\r\n\r\n", 2);
            List<String> head = parts[0].lines().toList();
            return new Answer(
                    request, Integer.parseInt(head.get(0).split(" ")[1]), head.subList(1, head.size()), parts[1]);
        }

        /** The values of a header, one after the other; an empty text if there is none. */
        String header(String name) {
            String beginning = name.toLowerCase() + ": ";
            return String.join(
                    ", ",
                    head.stream()
                            .filter(line -> line.toLowerCase().startsWith(beginning))
                            .map(line -> line.substring(beginning.length()))
                            .toList());
        }
    }

    private Answers() {}

    /** To a stranger: of every route, by every method that it takes, and of what is refused before there is a route. */
    static List<Answer> toStranger(Lab lab, String... headers) {
        Stream<String> refused = Stream.of("GET /nothing", "DELETE /login", "GET /%zz", "NONSENSE /", "GET /assets/no");
        return Stream.concat(routes(lab, role -> true), refused)
                .map(request -> Answer.to(lab, request, headers))
                .toList();
    }

    /** The requests that look at something, and that need one of these roles. */
    static Stream<String> looking(Lab lab, Access... roles) {
        return routes(lab, List.of(roles)::contains)
                .filter(request -> request.startsWith("GET ") && !request.equals("GET /logout"));
    }

    /** A request to each route whose role is asked for. */
    static Stream<String> routes(Lab lab, Predicate<Access> wanted) {
        return endpoints(lab)
                .filter(endpoint -> role(endpoint).filter(wanted).isPresent())
                .map(endpoint -> endpoint.method + " " + path(endpoint));
    }

    static Stream<Endpoint> endpoints(Lab lab) {
        return lab.app().unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod());
    }

    static Optional<Access> role(Endpoint endpoint) {
        return endpoint.metadata(Roles.class).getRoles().stream()
                .map(Access.class::cast)
                .findFirst();
    }

    private static String path(Endpoint endpoint) {
        return endpoint.path.replace("{username}", "ann").replaceAll("\\{\\w+}", "none");
    }
}

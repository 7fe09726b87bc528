package whoami.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.Raw;

class MetricsTest {
    private static final int MANY = 1_000;

    @RegisterExtension
    final Lab lab = new Lab("METRICS_PORT", "0", "SMTP", "given");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void requests_are_counted_and_timed_by_the_pattern_of_their_route_and_by_status() {
        Program ann = lab.programOf("ann");
        lab.programOf("ben");
        ann.get("/api/users/ann").expect(200);
        ann.get("/api/users/ben").expect(200);
        ann.get("/api/users/nobody").expect(404);
        String found = "{method=\"GET\",route=\"/api/users/{username}\",status=\"200\"";
        awaitValue(2, "http_server_requests_seconds_count" + found + "}");
        awaitValue(2, "http_server_requests_seconds_bucket" + found + ",le=\"+Inf\"}");
        awaitValue(
                1, "http_server_requests_seconds_count{method=\"GET\",route=\"/api/users/{username}\",status=\"404\"}");
    }

    @Test
    void what_a_guard_refuses_is_counted_for_its_route_too() {
        lab.browser().get("/me").expectRedirect("/login");
        awaitValue(1, "http_server_requests_seconds_count{method=\"GET\",route=\"/me\",status=\"303\"}");
        lab.browser()
                .post(new String[] {"Origin", "https://evil.example"}, "/signup")
                .expect(403);
        awaitValue(1, "http_server_requests_seconds_count{method=\"POST\",route=\"/signup\",status=\"403\"}");
    }

    @Test
    void no_stranger_makes_a_label() {
        Browser stranger = lab.browser();
        stranger.get("/nowhere").expect(404);
        Raw.send(lab.port(), "NONSENSE\r\n\r\n");
        Raw.send(lab.port(), "BREW /nowhere HTTP/1.0\r\n\r\n");
        String unknown = "http_server_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}";
        awaitValue(1, unknown);
        awaitValue(1, "http_server_requests_seconds_count{method=\"none\",route=\"none\",status=\"404\"}");
        long before = series();
        for (int i = 0; i < MANY; i++) {
            stranger.get("/nowhere/" + i);
        }
        for (int i = 0; i < 10; i++) {
            Raw.send(lab.port(), "BREW" + i + " /nowhere HTTP/1.0\r\n\r\n");
        }
        awaitValue(MANY + 1, unknown);
        awaitValue(11, "http_server_requests_seconds_count{method=\"none\",route=\"none\",status=\"404\"}");
        assertEquals(before, series());
    }

    @Test
    void log_ins_are_counted_by_door_and_by_how_they_came_out() {
        Browser ann = lab.signedUp("ann");
        awaitValue(0, "whoami_logins_total{door=\"program\",outcome=\"ok\"}");
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        lab.program().logIn("ann");
        lab.program()
                .post("/api/auth/login", "username", "ann", "password", "wrong")
                .expect(401);
        lab.program().post("/api/auth/login", "username", "ann").expect(422);
        for (int i = 0; i < 4; i++) {
            lab.browser().logIn("ann", "wrong").expect(401);
        }
        lab.browser().logIn("ann", Lab.PASSWORD).expect(429);
        awaitValue(1, "whoami_logins_total{door=\"page\",outcome=\"ok\"}");
        awaitValue(4, "whoami_logins_total{door=\"page\",outcome=\"wrong_password\"}");
        awaitValue(1, "whoami_logins_total{door=\"page\",outcome=\"throttled\"}");
        awaitValue(1, "whoami_logins_total{door=\"program\",outcome=\"ok\"}");
        awaitValue(1, "whoami_logins_total{door=\"program\",outcome=\"wrong_password\"}");
        awaitValue(1, "whoami_logins_total{door=\"program\",outcome=\"malformed\"}");
    }

    @Test
    void hashing_is_counted_and_timed() {
        lab.loggedIn("ann");
        awaitValue(2, "whoami_hashing_seconds_count");
        assertTrue(value("whoami_hashing_seconds_sum") > 0);
        assertTrue(value("whoami_hashing_permits") > 0);
        for (String none : new String[] {"running", "waiting", "refused_total"}) {
            assertEquals(0, value("whoami_hashing_" + none), none);
        }
    }

    @Test
    void letters_are_counted_and_the_oldest_one_that_waits_has_an_age() {
        lab.browser().signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        assertEquals(1, lab.letters("ann@example.org").size());
        awaitValue(1, "whoami_outbox_sent_total");
        awaitValue(0, "whoami_outbox_waiting");
        lab.mail().stop();
        lab.browser().signUp("ben", Lab.PASSWORD, "ben@example.org").expect(303);
        lab.deliver();
        awaitValue(1, "whoami_outbox_failed_total");
        awaitValue(1, "whoami_outbox_waiting");
        lab.clock.pass(Duration.ofSeconds(90));
        awaitValue(90, "whoami_outbox_oldest_seconds");
    }

    @Test
    void the_pool_the_machine_and_the_version_are_told() {
        String all = scrape();
        for (String name : new String[] {
            "hikaricp_connections_active{pool=\"writer\"}",
            "hikaricp_connections_acquire_seconds_count{pool=\"writer\"}",
            "jvm_memory_used_bytes{",
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_files_open_files",
            "process_uptime_seconds",
            "whoami_build_info{version="
        }) {
            assertTrue(all.lines().anyMatch(line -> line.startsWith(name)), name + " in " + all);
        }
    }

    @Test
    void they_are_at_a_port_of_their_own_and_nothing_else_is() {
        lab.browser().get("/metrics").expect(404);
        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/metrics/more").statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                get("/metrics").headers().firstValue("Content-Type").orElseThrow());
    }

    /** A request is counted a moment after its answer is sent. */
    private void awaitValue(double expected, String name) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (value(name) != expected && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(expected, value(name), name);
    }

    private double value(String name) {
        return samples()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private long series() {
        return samples().filter(line -> !line.startsWith("jvm_")).count();
    }

    private Stream<String> samples() {
        return scrape().lines().filter(line -> !line.startsWith("#"));
    }

    private String scrape() {
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        assertFalse(answer.body().isEmpty());
        return answer.body();
    }

    private HttpResponse<String> get(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + lab.metricsPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

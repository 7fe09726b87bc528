package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.account.Emails.Claim;
import whoami.account.Leaving.Returning;
import whoami.account.User;

class TemplatesTest {
    private final Assets assets = new Assets();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' autofocus onfocus='alert(1)",
                "</title><svg onload=alert(1)>",
                "&lt;b&gt; &amp; ${7*7} {{7*7}}",
                "Zoë 山田 👩‍🚀"
            })
    void whatever_a_name_holds_is_shown_as_text(String hostile) {
        var user = new User(
                "id",
                hostile,
                hostile,
                hostile,
                hostile,
                User.Role.USER,
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
        Document me = parse(View.bytes(View.PAGES.me(new Page(user, assets, true, 8))));
        assertEquals(hostile, me.select("h1").text());
        assertEquals(hostile + " · whoami", me.title());
        harmless(me);

        var form = new Form(Map.of("username", List.of(hostile)), hostile, Map.of("username", hostile));
        Document login = parse(View.bytes(
                View.PAGES.login(new Page(null, assets, true, 8), form, "/me?" + hostile, hostile, false, hostile)));
        assertEquals(hostile, login.select("#username").val());
        assertEquals(hostile, login.select("[role=alert]").text());
        assertEquals(hostile, login.select("#username-error").text());
        harmless(login);

        Page page = new Page(user, assets, true, 8);
        for (var template : List.of(
                View.PAGES.account(page, "email", form, ""),
                View.PAGES.confirm(page, new Claim(user, hostile)),
                View.PAGES.unconfirmed(page, form),
                View.PAGES.reset(page, form, hostile),
                View.PAGES.restore(page, form, new Returning(user, false)),
                View.PAGES.letter(hostile, List.of(hostile), hostile, hostile))) {
            harmless(parse(View.bytes(template)));
        }
    }

    @Test
    void me_tells_since_when() {
        Instant then = Instant.parse("2026-03-01T23:59:59Z");
        var user = new User("id", "ann", null, null, null, User.Role.USER, false, then, then, then);
        Document me = parse(View.bytes(View.PAGES.me(new Page(user, assets, true, 8))));
        assertEquals("1 March 2026", me.select("time").text());
        assertEquals("2026-03-01", me.select("time").attr("datetime"));
        assertTrue(me.select("form[action=/logout][method=post] button").hasText());
    }

    private static void harmless(Document page) {
        assertTrue(
                page.select("script:not([src^=/assets/]), img, svg, [onfocus], [onerror], [onload]")
                        .isEmpty(),
                page.outerHtml());
    }

    private static Document parse(byte[] page) {
        return Jsoup.parse(new String(page, StandardCharsets.UTF_8));
    }
}

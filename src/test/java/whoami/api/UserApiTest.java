package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

class UserApiTest {
    private static final String NEW = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void users_are_listed_page_by_page_and_searched_by_the_beginning_of_the_name() {
        Program ann = lab.programOf("ann");
        for (String name : List.of("Bob", "carl", "Carla", "dora", "erik")) {
            lab.program().register(name);
        }
        Reply first = ann.get("/api/users?limit=4").expect(200);
        assertEquals(
                List.of("ann", "Bob", "carl", "Carla"),
                first.json().get("items").findValuesAsText("username"));
        assertEquals("Carla", first.at("/next"));
        Reply second = ann.get("/api/users?limit=4&after=Carla").expect(200);
        assertEquals(List.of("dora", "erik"), second.json().get("items").findValuesAsText("username"));
        assertTrue(second.json().get("next").isNull());
        assertEquals(
                List.of("carl", "Carla"),
                ann.get("/api/users?q=CARL").json().get("items").findValuesAsText("username"));
        assertEquals(0, ann.get("/api/users?q=%25").json().get("items").size());
        assertFalse(first.body().contains("email"), "only what everybody may know");
        assertEquals(1, ann.get("/api/users?limit=1").json().get("items").size());
        ann.get("/api/users?limit=200").expect(200);
        for (String limit : List.of("0", "201", "x", "-1", "99999999999")) {
            assertTrue(ann.get("/api/users?limit=" + limit)
                    .expect(422)
                    .error("limit")
                    .contains("1 to 200"));
        }
    }

    @Test
    void they_are_listed_by_the_bytes_of_their_names_whatever_the_language_of_the_database() {
        List<String> names = List.of("ab-d", "ab.d", "ab1d", "ab_d", "abad", "abz");
        names.forEach(name -> lab.program().register(name));
        lab.program().register("aba_not").register("ac-other");
        Program ann = lab.programOf("zoe");
        assertEquals(
                List.of("ab-d", "ab.d", "ab1d", "ab_d", "aba_not", "abad", "abz"),
                ann.get("/api/users?q=AB").json().get("items").findValuesAsText("username"));
    }

    @Test
    void one_sees_more_of_oneself_than_of_others() {
        Program ann = lab.programOf("ann");
        lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org").expect(303);
        assertTrue(ann.get("/api/users/ANN").expect(200).json().has("email_confirmed"));
        Reply bob = ann.get("/api/users/bob").expect(200);
        assertEquals("bob", bob.at("/username"));
        assertFalse(bob.body().contains("email"), bob.body());
        ann.get("/api/users/nobody").expect(404);
    }

    @Test
    void several_fields_are_changed_at_once_or_none_of_them() {
        lab.program().register("taken");
        Program ann = lab.programOf("ann");
        Reply changed = ann.patch("/api/users/ann", "username", "Anna", "name", "Anna O.")
                .expect(200);
        assertEquals("Anna", changed.at("/username"));
        assertEquals("Anna O.", changed.at("/name"));
        Reply refused = ann.patch("/api/users/anna", "name", "Somebody", "username", "Taken")
                .expect(409);
        assertTrue(refused.error("username").contains("taken"));
        ann.patch("/api/users/anna", "username", "a b", "name", "Somebody").expect(422);
        assertEquals("Anna O.", ann.get("/api/me").at("/user/name"));
        ann.patch("/api/users/anna", "name", "").expect(200);
        assertTrue(ann.get("/api/me").json().at("/user/name").isNull());
        lab.browser().logIn("ann", Lab.PASSWORD).expect(401);
        lab.browser().logIn("anna", Lab.PASSWORD).expect(303);
    }

    @Test
    void address_and_password_need_the_current_password() {
        Program ann = lab.programOf("ann");
        for (String field : List.of("email", "password")) {
            String value = field.equals("email") ? "ann@example.org" : NEW;
            Reply without = ann.patch("/api/users/ann", field, value).expect(422);
            assertTrue(without.error("current_password").contains("not your password"), without.body());
        }
        Reply email = ann.patch("/api/users/ann", "email", "ann@example.org", "current_password", Lab.PASSWORD);
        assertEquals("false", email.expect(200).at("/email_confirmed"));
        assertTrue(lab.link("ann@example.org").startsWith("/confirm/"));
        ann.patch("/api/users/ann", "password", NEW, "current_password", Lab.PASSWORD)
                .expect(200);
        ann.get("/api/me").expect(401);
        lab.program()
                .post("/api/auth/login", "username", "ann", "password", NEW)
                .expect(200);
    }

    @Test
    void a_new_password_may_not_be_the_name_that_comes_with_it() {
        Program ann = lab.programOf("ann");
        Reply reply = ann.patch(
                "/api/users/ann", "username", "gwendolyn", "password", "gwendolyn1", "current_password", Lab.PASSWORD);
        assertTrue(reply.expect(422).error("password").contains("too close"), reply.body());
    }

    @Test
    void nothing_that_is_sent_sets_role_id_or_owner() {
        Program ann = lab.programOf("ann");
        ann.patch("/api/users/ann", "role", "admin").expect(403);
        for (String field : List.of("id", "created_at", "email_confirmed", "password_hash", "disabled")) {
            Reply reply = ann.patch("/api/users/ann", field, "x").expect(422);
            assertTrue(reply.error(field).contains("no such field"), reply.body());
        }
        lab.program()
                .post("/api/auth/register", "username", "eve", "password", Lab.PASSWORD, "role", "admin")
                .expect(422);
        assertEquals("user", ann.get("/api/me").at("/user/role"));
    }

    @Test
    void who_has_just_become_an_admin_gives_roles_with_a_new_token_only() {
        Program ann = lab.programOf("ann");
        lab.promote("ann");
        ann.patch("/api/users/ann", "role", "user").expect(403);
        ann.refresh().patch("/api/users/ann", "role", "user").expect(200);
    }

    @Test
    void somebody_elses_account_is_left_alone() {
        Program ann = lab.programOf("ann");
        lab.program().register("bob");
        ann.patch("/api/users/bob", "name", "Robert").expect(403);
        ann.delete("/api/users/bob", "current_password", Lab.PASSWORD).expect(403);
        ann.patch("/api/users/nobody", "name", "x").expect(404);
        ann.post("/api/users/bob/disable").expect(403);
        ann.post("/api/users/bob/enable").expect(403);
    }

    @Test
    void who_deletes_oneself_is_gone_at_once() {
        Program ann = lab.programOf("ann");
        Program bob = lab.programOf("bob");
        assertTrue(ann.delete("/api/users/ann", "current_password", "wrong")
                .expect(422)
                .error("current_password")
                .contains("not your password"));
        ann.delete("/api/users/ann").expect(415);
        ann.delete("/api/users/ann", "current_password", Lab.PASSWORD).expect(204);
        ann.get("/api/me").expect(401);
        lab.program()
                .post("/api/auth/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(401);
        bob.get("/api/users/ann").expect(404);
        assertEquals(List.of("bob"), bob.get("/api/users").json().get("items").findValuesAsText("username"));
    }

    @Test
    void an_admin_disables_enables_changes_and_deletes_others() {
        Program admin = admin("root");
        Browser bobsBrowser = lab.loggedIn("bob");
        Program bob = lab.program().logIn("bob");
        String key =
                bob.post("/api/keys", "name", "k", "scope", "read").expect(201).at("/key");
        assertEquals("admin", admin.get("/api/me").at("/user/role"));
        assertTrue(admin.get("/api/users/bob").expect(200).json().has("email"));

        admin.post("/api/users/bob/disable").expect(204);
        bob.get("/api/me").expect(401);
        lab.program().get("/api/me", "X-API-KEY", key).expect(401);
        bobsBrowser.get("/me").expectRedirect("/login");
        bobsBrowser.logIn("bob", Lab.PASSWORD).expect(403);
        bobsBrowser.logIn("bob", "wrong").expect(401);
        lab.program()
                .post("/api/auth/login", "username", "bob", "password", Lab.PASSWORD)
                .expect(403);
        assertEquals(
                List.of("root"), admin.get("/api/users").json().get("items").findValuesAsText("username"));

        admin.post("/api/users/bob/enable").expect(204);
        bob.get("/api/me").expect(401);
        lab.program().get("/api/me", "X-API-KEY", key).expect(401);
        bobsBrowser.get("/me").expectRedirect("/login");
        lab.program().logIn("bob").get("/api/me").expect(200);
        admin.patch("/api/users/bob", "name", "Robert").expect(200);
        admin.patch("/api/users/bob", "password", NEW, "current_password", Lab.PASSWORD)
                .expect(200);
        lab.program()
                .post("/api/auth/login", "username", "bob", "password", NEW)
                .expect(200);
        admin.patch("/api/users/bob", "role", "admin").expect(200);
        assertEquals(
                "This must be admin or user.",
                admin.patch("/api/users/bob", "role", "boss").expect(422).error("role"));
        admin.delete("/api/users/bob", "current_password", Lab.PASSWORD).expect(204);
        admin.get("/api/users/bob").expect(404);
        admin.post("/api/users/root/disable").expect(403);
    }

    /** Also what began before the account was closed, and ended after. */
    @Test
    void nothing_lets_in_to_a_closed_account_whatever_was_under_way() {
        Browser browser = lab.loggedIn("bob");
        Program bob = lab.program().logIn("bob");
        String key = bob.post("/api/keys", "name", "k", "scope", "write").at("/key");
        lab.database().execute(tx -> tx.update("UPDATE users SET disabled_at = 1"));
        bob.get("/api/me").expect(401);
        bob.post("/api/auth/refresh", "refresh_token", bob.refreshToken()).expect(401);
        lab.program().get("/api/me", "X-API-KEY", key).expect(401);
        browser.get("/me").expectRedirect("/login");
    }

    @Test
    void renaming_oneself_does_not_give_new_tries_at_the_password() {
        Program thief = lab.programOf("ann");
        String name = "ann";
        for (int i = 0; i < 5; i++) {
            thief.patch("/api/users/" + name, "password", NEW, "current_password", "a guess")
                    .expect(422);
            thief.patch("/api/users/" + name, "username", "ann" + i).expect(200);
            name = "ann" + i;
        }
        thief.patch("/api/users/" + name, "password", NEW, "current_password", "a guess")
                .expect(429);
    }

    @Test
    void who_is_changed_by_an_admin_sees_that_and_not_from_where() {
        Browser bob = lab.loggedIn("bob");
        admin("root")
                .patch(
                        "/api/users/bob",
                        "name",
                        "Robert",
                        "username",
                        "robert",
                        "email",
                        "bob@example.org",
                        "current_password",
                        Lab.PASSWORD)
                .expect(200);
        String rows = bob.get("/account/activity").page().select(".rows").text();
        assertEquals(3, rows.split("an admin", -1).length - 1, rows);
    }

    @Test
    void an_admin_who_leaves_and_comes_back_is_no_admin() {
        lab.confirmed("root", "root@example.org");
        lab.database().execute(tx -> tx.update("UPDATE users SET role = 'ADMIN'"));
        Program root = lab.program().logIn("root");
        root.delete("/api/users/root", "current_password", Lab.PASSWORD).expect(204);
        lab.browser().post(lab.link("root@example.org")).expect(303);
        assertEquals("user", lab.program().logIn("root").get("/api/me").at("/user/role"));
    }

    @Test
    void who_is_no_admin_any_more_has_no_power_on_the_next_request() {
        Program first = admin("root");
        Program second = admin("boss");
        lab.program().register("bob");
        first.patch("/api/users/boss", "role", "user").expect(200);
        Reply refused = second.post("/api/users/bob/disable").expect(403);
        assertEquals("Bearer error=\"insufficient_scope\", scope=\"admin\"", refused.header("WWW-Authenticate"));
    }

    private Program admin(String username) {
        lab.program().register(username);
        lab.promote(username);
        return lab.program().logIn(username);
    }
}

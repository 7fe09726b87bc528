package whoami;

import static whoami.Access.ADMIN;
import static whoami.Access.ANYONE;
import static whoami.Access.ANY_PROGRAM;
import static whoami.Access.LINK_HOLDER;
import static whoami.Access.OWNER;
import static whoami.Access.READER;
import static whoami.Access.RECENT_USER;
import static whoami.Access.USER;
import static whoami.Access.WRITER;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.ops.Metrics;
import whoami.ops.SelfView;
import whoami.tls.Https;
import whoami.web.AccessLog;
import whoami.web.Errors;
import whoami.web.Head;
import whoami.web.Headers;
import whoami.web.JettySessions;
import whoami.web.Limits;
import whoami.web.Sudo;

/** The app: builds the parts from the settings and ties routes to handlers. Start reading here. */
public final class Whoami implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Whoami.class);

    private final Database database;
    private final Domain domain;
    private final Optional<Metrics> metrics;
    private final Server server;

    /** @throws StartupFailure if the database cannot be used */
    public Whoami(Settings settings, InstantSource clock, Limits limits) {
        Optional<Https> https = settings.tls().map(tls -> new Https(tls, settings.baseUrl()));
        this.database = Database.open(settings.database());
        this.domain = Domain.of(settings, database, clock);
        this.metrics = settings.metrics()
                .map(address ->
                        new Metrics(address, SelfView.version(), database, domain.passwords(), domain.outbox()));

        Doors doors = Doors.of(domain, settings, database, clock);
        var headers = new Headers(settings.https(), https.isPresent());
        var errors = new Errors(doors.view(), headers);
        var jettySessions = new JettySessions(domain.sessions(), clock, settings.https(), settings.sessionMax());

        Javalin app = Javalin.create(config -> {
            Server.configure(config, settings);
            limits.install(config.jetty, headers, new AccessLog(), errors, https);
            jettySessions.install(config.jetty);
            Server.handle(config, errors);
            RoutesConfig routes = config.routes;
            metrics.ifPresent(on -> on.install(config));
            routes.beforeMatched(doors.crossSite()::refuseForeignChanges);
            routes.beforeMatched(ctx -> Access.gate(ctx, doors.sudo(), doors.bearer()));
            routes.exception(Sudo.ProofNeeded.class, doors.sudo()::ask);
            pages(routes, doors);
            accountPages(routes, doors);
            postPages(routes, doors);
            api(routes, doors);
            postApi(routes, doors);
            service(routes, doors);
            Head.answerLikeGet(config);
        });
        this.server = new Server(app, settings);
    }

    private static void pages(RoutesConfig routes, Doors doors) {
        routes.get("/", doors.home()::show, ANYONE);
        routes.get("/signup", doors.signUp()::form, ANYONE);
        routes.post("/signup", doors.signUp()::submit, ANYONE);
        routes.get("/login", doors.logIn()::form, ANYONE);
        routes.post("/login", doors.logIn()::submit, ANYONE);
        routes.get("/logout", doors.logIn()::logOut, ANYONE);
        routes.post("/logout", doors.logIn()::logOut, ANYONE);
        routes.get("/me", doors.me()::show, USER);

        routes.get("/confirm", doors.confirmation()::againForm, ANYONE);
        routes.post("/confirm", doors.confirmation()::again, ANYONE);
        routes.get("/confirm/{token}", doors.confirmation()::form, LINK_HOLDER);
        routes.post("/confirm/{token}", doors.confirmation()::submit, LINK_HOLDER);
        routes.get("/forgot", doors.forgotten()::form, ANYONE);
        routes.post("/forgot", doors.forgotten()::submit, ANYONE);
        routes.get("/reset/{token}", doors.forgotten()::newPasswordForm, LINK_HOLDER);
        routes.post("/reset/{token}", doors.forgotten()::setNewPassword, LINK_HOLDER);
        routes.get("/restore/{token}", doors.leave()::restoreForm, LINK_HOLDER);
        routes.post("/restore/{token}", doors.leave()::restore, LINK_HOLDER);
    }

    private static void accountPages(RoutesConfig routes, Doors doors) {
        // the forms for e-mail, password and deletion have a field for the current password in them
        routes.get("/account", doors.account()::show, USER);
        routes.post("/account/profile", doors.account()::changeName, USER);
        routes.post("/account/password", doors.account()::changePassword, USER);
        routes.post("/account/email", doors.account()::changeEmail, USER);
        routes.post("/account/email/again", doors.account()::confirmAgain, USER);
        routes.post("/account/delete", doors.account()::delete, USER);
        routes.get("/account/export", doors.leave()::export, RECENT_USER);
        routes.get("/account/sessions", doors.devices()::show, USER);
        routes.post("/account/sessions/revoke", doors.devices()::end, RECENT_USER);
        routes.get("/account/activity", doors.devices()::showActivity, USER);
        routes.get("/account/keys", doors.keys()::show, USER);
        routes.post("/account/keys", doors.keys()::make, RECENT_USER);
        routes.post("/account/keys/revoke", doors.keys()::revoke, RECENT_USER);
        routes.get("/account/prove", doors.sudo()::form, USER);
        routes.post("/account/prove", doors.sudo()::submit, USER);
    }

    private static void postPages(RoutesConfig routes, Doors doors) {
        routes.get("/posts", doors.feed()::show, USER);
        routes.post("/posts", doors.feed()::write, USER);
        routes.post("/posts/{id}/like", doors.feed()::like, USER);
        routes.post("/posts/{id}/dislike", doors.feed()::dislike, USER);
        routes.post("/posts/{id}/unvote", doors.feed()::unvote, USER);
        routes.post("/posts/{id}/delete", doors.feed()::delete, USER);
    }

    private static void api(RoutesConfig routes, Doors doors) {
        routes.post("/api/auth/register", doors.authApi()::register, ANY_PROGRAM);
        routes.post("/api/auth/login", doors.authApi()::logIn, ANY_PROGRAM);
        routes.post("/api/auth/refresh", doors.authApi()::refresh, ANY_PROGRAM);
        routes.post("/api/auth/logout", doors.authApi()::logOut, OWNER);
        routes.post("/api/auth/confirm", doors.authApi()::confirm, ANY_PROGRAM);
        routes.post("/api/auth/confirm/resend", doors.authApi()::confirmAgain, ANY_PROGRAM);
        routes.post("/api/auth/forgot", doors.authApi()::forgot, ANY_PROGRAM);
        routes.post("/api/auth/reset", doors.authApi()::reset, ANY_PROGRAM);
        routes.get("/api/me", doors.userApi()::me, READER);
        routes.get("/api/users", doors.userApi()::list, READER);
        routes.get("/api/users/{username}", doors.userApi()::show, READER);
        routes.patch("/api/users/{username}", doors.userApi()::change, WRITER);
        routes.delete("/api/users/{username}", doors.userApi()::delete, OWNER);
        routes.post("/api/users/{username}/disable", doors.userApi()::disable, ADMIN);
        routes.post("/api/users/{username}/logout", doors.userApi()::logOut, ADMIN);
        routes.post("/api/users/{username}/enable", doors.userApi()::enable, ADMIN);
        routes.get("/api/keys", doors.keyApi()::list, OWNER);
        routes.post("/api/keys", doors.keyApi()::make, OWNER);
        routes.delete("/api/keys/{id}", doors.keyApi()::revoke, OWNER);
        routes.get("/openapi.yaml", doors.docs()::yaml, ANY_PROGRAM);
        routes.get("/openapi.json", doors.docs()::json, ANY_PROGRAM);
        routes.get("/docs", doors.docs()::page, ANYONE);
        routes.get("/docs/{file}", doors.docs()::part, ANYONE);
        routes.get("/.well-known/jwks.json", doors.jwt()::show, ANY_PROGRAM);
    }

    private static void postApi(RoutesConfig routes, Doors doors) {
        routes.get("/api/posts", doors.postApi()::list, READER);
        routes.post("/api/posts", doors.postApi()::write, WRITER);
        routes.get("/api/posts/{id}", doors.postApi()::show, READER);
        routes.patch("/api/posts/{id}", doors.postApi()::edit, WRITER);
        routes.delete("/api/posts/{id}", doors.postApi()::delete, WRITER);
        routes.put("/api/posts/{id}/like", doors.postApi()::like, WRITER);
        routes.put("/api/posts/{id}/dislike", doors.postApi()::dislike, WRITER);
        routes.delete("/api/posts/{id}/vote", doors.postApi()::unvote, WRITER);
    }

    private static void service(RoutesConfig routes, Doors doors) {
        routes.get("/health", doors.health()::show, ANYONE);
        routes.get("/assets/{file}", doors.assets()::show, ANYONE);
    }

    public Javalin app() {
        return server.app();
    }

    /** Where it listens, once it has started. */
    List<String> addresses() {
        return server.addresses();
    }

    Database database() {
        return database;
    }

    Domain domain() {
        return domain;
    }

    Optional<Metrics> metrics() {
        return metrics;
    }

    /** @throws StartupFailure if an address cannot be listened on */
    public Whoami start() {
        try {
            // written as Metrics::start it would load the class, and what that needs, also where there are none
            metrics.ifPresent(on -> on.start());
            server.start();
        } catch (StartupFailure e) {
            release();
            throw e;
        }
        domain.janitor().start();
        domain.delivery().start();
        return this;
    }

    /** Lets running requests finish, for a few seconds at most. */
    @Override
    public void close() {
        server.stop();
        release();
        log.info("whoami has stopped");
    }

    private void release() {
        metrics.ifPresent(on -> on.close());
        domain.janitor().close();
        domain.delivery().close();
        database.close();
    }
}

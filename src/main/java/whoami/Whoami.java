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

import ch.qos.logback.classic.LoggerContext;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Settings.Email;
import whoami.api.AuthApi;
import whoami.api.Bearer;
import whoami.api.Docs;
import whoami.api.Jwt;
import whoami.api.KeyApi;
import whoami.api.UserApi;
import whoami.ops.Health;
import whoami.web.AccessLog;
import whoami.web.Account;
import whoami.web.Assets;
import whoami.web.ClientAddress;
import whoami.web.Confirmation;
import whoami.web.CrossSite;
import whoami.web.Devices;
import whoami.web.Errors;
import whoami.web.ForgottenPassword;
import whoami.web.Head;
import whoami.web.Headers;
import whoami.web.Home;
import whoami.web.JettySessions;
import whoami.web.Keys;
import whoami.web.Leave;
import whoami.web.Limits;
import whoami.web.LogIn;
import whoami.web.Me;
import whoami.web.SignUp;
import whoami.web.Sudo;
import whoami.web.View;

/** The app: builds the parts from the settings and ties routes to handlers. Start reading here. */
public final class Whoami implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Whoami.class);
    private static final int EXIT_UNUSABLE = 2;

    private final Settings settings;
    private final Database database;
    private final Domain domain;
    private final Javalin app;

    /** @throws StartupFailure if the database cannot be used */
    public Whoami(Settings settings, InstantSource clock, Limits limits) {
        this.settings = settings;
        this.database = Database.open(settings.database());
        this.domain = Domain.of(settings, database, clock);

        var addresses = new ClientAddress(settings.trustedProxies());
        var crossSite = new CrossSite(settings.baseUrl());
        var headers = new Headers(settings.https());
        var assets = new Assets();
        var view = new View(assets, settings.signupOpen(), settings.passwordMin());
        var errors = new Errors(view, headers);
        var jettySessions = new JettySessions(domain.sessions(), clock, settings.https(), settings.sessionMax());

        var home = new Home(view);
        var signUp = new SignUp(domain.accounts(), addresses, view, settings.email() != Email.OPTIONAL);
        var logIn = new LogIn(
                domain.accounts(), domain.sessions(), addresses, crossSite, view, settings.email() == Email.CONFIRMED);
        var forgotten = new ForgottenPassword(domain.passwordReset(), addresses, view);
        var confirmation = new Confirmation(domain.emails(), addresses, view);
        var me = new Me(view);
        var account =
                new Account(domain.profile(), domain.emails(), domain.leaving(), domain.sessions(), addresses, view);
        var devices = new Devices(domain.sessions(), domain.grants(), domain.events(), addresses, view);
        var keys = new Keys(domain.apiKeys(), addresses, view);
        var leave = new Leave(domain.leaving(), addresses, view);
        var sudo = new Sudo(domain.accounts(), domain.sessions(), addresses, clock, view);
        var jwt = new Jwt(domain.signingKeys(), settings.jwtKey(), settings.baseUrl(), domain.ids());
        var bearer = new Bearer(jwt, domain.grants(), domain.apiKeys());
        var authApi = new AuthApi(
                domain.accounts(), domain.grants(), domain.emails(), domain.passwordReset(), jwt, addresses);
        var userApi = new UserApi(domain.users(), domain.profile(), domain.leaving(), addresses);
        var keyApi = new KeyApi(domain.apiKeys(), addresses);
        var docs = new Docs();
        var health = new Health(database);

        this.app = Javalin.create(config -> {
            configure(config);
            limits.install(config.jetty, headers, new AccessLog(), errors);
            jettySessions.install(config.jetty);
            handle(config, errors);

            RoutesConfig routes = config.routes;
            routes.beforeMatched(crossSite::refuseForeignChanges);
            routes.beforeMatched(ctx -> Access.gate(ctx, sudo, bearer));
            routes.exception(Sudo.ProofNeeded.class, sudo::ask);

            routes.get("/", home::show, ANYONE);
            routes.get("/signup", signUp::form, ANYONE);
            routes.post("/signup", signUp::submit, ANYONE);
            routes.get("/login", logIn::form, ANYONE);
            routes.post("/login", logIn::submit, ANYONE);
            routes.get("/logout", logIn::logOut, ANYONE);
            routes.post("/logout", logIn::logOut, ANYONE);
            routes.get("/me", me::show, USER);

            routes.get("/confirm", confirmation::againForm, ANYONE);
            routes.post("/confirm", confirmation::again, ANYONE);
            routes.get("/confirm/{token}", confirmation::form, LINK_HOLDER);
            routes.post("/confirm/{token}", confirmation::submit, LINK_HOLDER);
            routes.get("/forgot", forgotten::form, ANYONE);
            routes.post("/forgot", forgotten::submit, ANYONE);
            routes.get("/reset/{token}", forgotten::newPasswordForm, LINK_HOLDER);
            routes.post("/reset/{token}", forgotten::setNewPassword, LINK_HOLDER);
            routes.get("/restore/{token}", leave::restoreForm, LINK_HOLDER);
            routes.post("/restore/{token}", leave::restore, LINK_HOLDER);

            // the forms for e-mail, password and deletion have a field for the current password in them
            routes.get("/account", account::show, USER);
            routes.post("/account/profile", account::changeName, USER);
            routes.post("/account/password", account::changePassword, USER);
            routes.post("/account/email", account::changeEmail, USER);
            routes.post("/account/email/again", account::confirmAgain, USER);
            routes.post("/account/delete", account::delete, USER);
            routes.get("/account/export", leave::export, RECENT_USER);
            routes.get("/account/sessions", devices::show, USER);
            routes.post("/account/sessions/revoke", devices::end, RECENT_USER);
            routes.get("/account/activity", devices::showActivity, USER);
            routes.get("/account/keys", keys::show, USER);
            routes.post("/account/keys", keys::make, RECENT_USER);
            routes.post("/account/keys/revoke", keys::revoke, RECENT_USER);
            routes.get("/account/prove", sudo::form, USER);
            routes.post("/account/prove", sudo::submit, USER);

            routes.post("/api/auth/register", authApi::register, ANY_PROGRAM);
            routes.post("/api/auth/login", authApi::logIn, ANY_PROGRAM);
            routes.post("/api/auth/refresh", authApi::refresh, ANY_PROGRAM);
            routes.post("/api/auth/logout", authApi::logOut, OWNER);
            routes.post("/api/auth/confirm", authApi::confirm, ANY_PROGRAM);
            routes.post("/api/auth/confirm/resend", authApi::confirmAgain, ANY_PROGRAM);
            routes.post("/api/auth/forgot", authApi::forgot, ANY_PROGRAM);
            routes.post("/api/auth/reset", authApi::reset, ANY_PROGRAM);
            routes.get("/api/me", userApi::me, READER);
            routes.get("/api/users", userApi::list, READER);
            routes.get("/api/users/{username}", userApi::show, READER);
            routes.patch("/api/users/{username}", userApi::change, WRITER);
            routes.delete("/api/users/{username}", userApi::delete, OWNER);
            routes.post("/api/users/{username}/disable", userApi::disable, ADMIN);
            routes.post("/api/users/{username}/enable", userApi::enable, ADMIN);
            routes.get("/api/keys", keyApi::list, OWNER);
            routes.post("/api/keys", keyApi::make, OWNER);
            routes.delete("/api/keys/{id}", keyApi::revoke, OWNER);
            routes.get("/openapi.yaml", docs::yaml, ANY_PROGRAM);
            routes.get("/openapi.json", docs::json, ANY_PROGRAM);
            routes.get("/docs", docs::page, ANYONE);
            routes.get("/docs/{file}", docs::part, ANYONE);
            routes.get("/.well-known/jwks.json", jwt::show, ANY_PROGRAM);

            routes.get("/health", health::show, ANYONE);
            routes.get("/assets/{file}", assets::show, ANYONE);
            Head.answerLikeGet(config);
        });
    }

    public Javalin app() {
        return app;
    }

    Database database() {
        return database;
    }

    Domain domain() {
        return domain;
    }

    /** @throws StartupFailure if the address cannot be listened on */
    public Whoami start() {
        // Javalin would log a stack trace of what we say in a line
        JavalinLogger.enabled = false;
        try {
            app.start();
        } catch (JavalinException e) {
            release();
            throw StartupFailure.because("cannot listen on " + settings.host() + ":" + settings.port(), e);
        } finally {
            JavalinLogger.enabled = true;
        }
        domain.janitor().start();
        domain.delivery().start();
        return this;
    }

    /** Lets running requests finish, for a few seconds at most. */
    @Override
    public void close() {
        try {
            app.stop();
        } catch (JavalinException e) {
            log.warn("Some requests took too long and were cut off: {}", e.getMessage());
        }
        release();
        log.info("whoami has stopped");
    }

    private void release() {
        domain.janitor().close();
        domain.delivery().close();
        database.close();
    }

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("user")) {
            System.exit(UserCommands.run(System.out, System.err, Arrays.copyOfRange(arguments, 1, arguments.length)));
        }
        try {
            CommandLine line = CommandLine.parse(arguments);
            switch (line.action()) {
                case HELP -> System.out.println(CommandLine.HELP + Setting.help());
                case VERSION -> System.out.println("whoami " + version());
                case RUN -> run(Settings.load(Path.of(""), line.config(), System.getenv()));
            }
        } catch (StartupFailure e) {
            System.err.println("whoami: " + e.getMessage());
            System.exit(EXIT_UNUSABLE);
        }
    }

    private static void run(Settings settings) {
        var whoami = new Whoami(settings, Clock.systemUTC(), Limits.standard()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(whoami), "shutdown"));
        if (!settings.throttle()) {
            log.warn("WHOAMI_THROTTLE IS OFF: anybody can guess passwords as fast as they can be hashed");
        }
        log.info("whoami {} listens on http://{}:{}", version(), settings.host(), whoami.app.port());
    }

    private static void stop(Whoami whoami) {
        whoami.close();
        // the log is written by a thread of its own: the last lines are to get out too
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static String version() {
        String version = Whoami.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = Limits.BODY_BYTES;
        config.http.compressionStrategy = CompressionStrategy.NONE;
    }

    private static void handle(JavalinConfig config, Errors errors) {
        config.routes.exception(Problem.class, errors::problem);
        config.routes.exception(HttpResponseException.class, errors::refusal);
        config.routes.exception(Exception.class, errors::unexpected);
        config.router.javaLangErrorHandler(errors::fatal);
    }
}

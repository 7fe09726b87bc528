package whoami;

import java.time.InstantSource;
import whoami.Settings.Email;
import whoami.api.AuthApi;
import whoami.api.Bearer;
import whoami.api.Docs;
import whoami.api.Jwt;
import whoami.api.KeyApi;
import whoami.api.PostApi;
import whoami.api.UserApi;
import whoami.ops.Health;
import whoami.web.Account;
import whoami.web.Assets;
import whoami.web.ClientAddress;
import whoami.web.Confirmation;
import whoami.web.CrossSite;
import whoami.web.Devices;
import whoami.web.Feed;
import whoami.web.ForgottenPassword;
import whoami.web.Home;
import whoami.web.Keys;
import whoami.web.Leave;
import whoami.web.LogIn;
import whoami.web.Me;
import whoami.web.SignUp;
import whoami.web.Sudo;
import whoami.web.View;

/** What the routes lead to: the handlers, built from the domain and the settings. */
record Doors(
        View view,
        CrossSite crossSite,
        Home home,
        SignUp signUp,
        LogIn logIn,
        ForgottenPassword forgotten,
        Confirmation confirmation,
        Me me,
        Account account,
        Devices devices,
        Keys keys,
        Leave leave,
        Feed feed,
        Sudo sudo,
        Jwt jwt,
        Bearer bearer,
        AuthApi authApi,
        UserApi userApi,
        KeyApi keyApi,
        PostApi postApi,
        Docs docs,
        Health health,
        Assets assets) {

    static Doors of(Domain domain, Settings settings, Database database, InstantSource clock) {
        var addresses = new ClientAddress(settings.trustedProxies());
        var crossSite = new CrossSite(settings.baseUrl());
        var assets = new Assets();
        var view = new View(assets, settings.signupOpen(), settings.passwordMin());

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
        var leave = new Leave(domain.leaving(), domain.posts(), addresses, view);
        var feed = new Feed(domain.posts(), domain.users(), view);
        var sudo = new Sudo(domain.accounts(), domain.sessions(), addresses, clock, view);
        var jwt = new Jwt(domain.signingKeys(), settings.jwtKey(), settings.baseUrl(), domain.ids());
        var bearer = new Bearer(jwt, domain.grants(), domain.apiKeys());
        var authApi = new AuthApi(
                domain.accounts(), domain.grants(), domain.emails(), domain.passwordReset(), jwt, addresses);
        var userApi = new UserApi(domain.users(), domain.profile(), domain.leaving(), addresses);
        var keyApi = new KeyApi(domain.apiKeys(), addresses);
        var postApi = new PostApi(domain.posts(), domain.users());
        var docs = new Docs();
        var health = Health.of(database, settings, bearer, addresses, clock.instant());

        return new Doors(
                view,
                crossSite,
                home,
                signUp,
                logIn,
                forgotten,
                confirmation,
                me,
                account,
                devices,
                keys,
                leave,
                feed,
                sudo,
                jwt,
                bearer,
                authApi,
                userApi,
                keyApi,
                postApi,
                docs,
                health,
                assets);
    }
}
